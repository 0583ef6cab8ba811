import { expect, test } from "vitest";
import { createTorch } from "../../../../src/python/torch/framework.ts";
import { runSource, worth } from "../../../support/python.ts";

test("parameters and buffers are in PyTorch's order", async () => {
  const source = `import torch.nn as nn
net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Linear(4, 2))
result = list(net.state_dict())`;
  const { module, evaluation } = await runSource(source, [createTorch()]);
  const own = ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"];
  const expected = [...own, "2.weight", "2.bias"].map((name) => `'${name}'`).join(", ");
  expect(worth(evaluation, module.names.get("result"))).toBe(`[${expected}]`);
});
