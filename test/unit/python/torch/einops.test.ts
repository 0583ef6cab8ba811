import { expect, test } from "vitest";
import { createTorch } from "../../../../src/python/torch/framework.ts";
import { TorchTensor } from "../../../../src/python/torch/tensor.ts";
import { runSource } from "../../../support/python.ts";

async function shapeOf(expression: string) {
  const source = `import torch
from torch import nn
from einops import rearrange, repeat, reduce
from einops.layers.torch import Rearrange
x = torch.zeros(2, 3, 32, 32)
result = ${expression}`;
  const { module, evaluation } = await runSource(source, [createTorch()]);
  const result = module.names.get("result");
  return { shape: result instanceof TorchTensor ? result.shape : undefined, evaluation };
}

// What einops gives.
test.each([
  ["rearrange(x, 'b c h w -> b (h w) c')", [2, 1024, 3]],
  ["rearrange(x, 'b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=4, p2=8)", [2, 32, 96]],
  ["rearrange(torch.zeros(2, 5, 64), 'b n (h d) -> b h n d', h=8)", [2, 8, 5, 8]],
  ["repeat(torch.zeros(1, 1, 64), '() n d -> b n d', b=4)", [4, 1, 64]],
  ["reduce(x, 'b c h w -> b c', 'mean')", [2, 3]],
  ["reduce(x, 'b c (h 2) (w 2) -> b c h w', 'max')", [2, 3, 16, 16]],
  ["nn.Sequential(Rearrange('b c (h p) (w p2) -> b (h w) (p p2 c)', p=8, p2=8), nn.Linear(192, 10))(x)", [2, 16, 10]],
  ["rearrange(x, 'b ... -> b (...)')", [2, 3072]],
  ["rearrange(torch.zeros(2, 64, 5, 7), 'b (h d) ... -> b h (...) d', h=8)", [2, 8, 35, 8]],
  ["rearrange(torch.zeros(2, 5, 7), '... d -> d ...')", [7, 2, 5]],
  ["rearrange(torch.zeros(2, 8, 1, 1), '... () () -> ...')", [2, 8]],
  ["rearrange(torch.zeros(2), 'a b ... -> a')", undefined],
  ["rearrange(x, 'b c h -> b h c')", undefined],
])("%s", async (expression, expected) => {
  expect((await shapeOf(expression)).shape).toEqual(expected);
});
