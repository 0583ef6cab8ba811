import { expect, test } from "vitest";
import { createTorch } from "../../../../src/python/torch/framework.ts";
import { TorchTensor } from "../../../../src/python/torch/tensor.ts";
import { runSource } from "../../../support/python.ts";

test("a block with timm's stochastic depth keeps its shape", async () => {
  const source = `import torch
import torch.nn as nn
from timm.models.layers import DropPath, trunc_normal_, to_2tuple
class Block(nn.Module):
    def __init__(self, dim, rate=0.1):
        super().__init__()
        size = to_2tuple(3)
        self.conv = nn.Conv2d(dim, dim, size, padding=1)
        self.drop = DropPath(rate) if rate > 0. else nn.Identity()
        trunc_normal_(self.conv.weight, std=.02)
    def forward(self, x):
        return x + self.drop(self.conv(x))
result = Block(4)(torch.zeros(1, 4, 8, 8))`;
  const { module } = await runSource(source, [createTorch()]);
  const result = module.names.get("result");
  expect(result instanceof TorchTensor ? result.shape : undefined).toEqual([1, 4, 8, 8]);
});
