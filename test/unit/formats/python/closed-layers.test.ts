import { expect, test } from "vitest";
import { mainModel } from "./read-text.ts";

test("a layer of another library is a node that is not computed, and what follows is behind it", () => {
  const { drawing } = mainModel(`import torch
from torch import nn
from einops.layers.torch import Rearrange

net = nn.Sequential(
    Rearrange("b c (h p) (w q) -> b (h w) (p q c)", p=4, q=4),
    nn.Linear(48, 8),
)
y = net(torch.randn(1, 3, 16, 16))
`);
  expect(drawing.value.graph.nodes.map(({ name, type, definition }) => [name, type, definition === undefined])).toEqual(
    [
      ["0", "Rearrange", true],
      ["1", "Linear", true],
    ],
  );
});
