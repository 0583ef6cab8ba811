import { expect, test } from "vitest";
import { createTorch } from "../../../../src/python/torch/framework.ts";
import { TorchTensor } from "../../../../src/python/torch/tensor.ts";
import { runSource, worth } from "../../../support/python.ts";

async function run(source: string) {
  const { module, evaluation } = await runSource(`import math\nimport torch\nimport options\n${source}`, [
    createTorch(),
  ]);
  return { result: module.names.get("result"), evaluation };
}

// The expected numbers were computed by PyTorch.
test.each([
  [
    "RegNet's widths",
    "w = torch.arange(8) * 27.89 + 48\nc = torch.round(torch.log(w / 48) / math.log(2.09))\nresult = (torch.round(torch.divide(48 * torch.pow(2.09, c), 8)) * 8).int().tolist()",
    "[48, 104, 104, 104, 208, 208, 208, 208]",
  ],
  ["sums so far", "result = torch.tensor([2, 3, 16]).cumsum(0).tolist()", "[2, 5, 21]"],
  ["differences", "result = torch.diff(torch.tensor([0, 1, 3, 8])).int().tolist()", "[1, 2, 5]"],
  ["rates", "result = [round(x.item(), 3) for x in torch.linspace(0, 0.2, 3)]", "[0.0, 0.1, 0.2]"],
  [
    "halves go to the even neighbour",
    "result = torch.round(torch.tensor([0.5, 1.5, 2.5])).int().tolist()",
    "[0, 2, 2]",
  ],
  [
    "rates for each stage",
    "result = [x.tolist() for x in torch.linspace(0, 3, 4).split([1, 3])]",
    "[[0.0], [1.0, 2.0, 3.0]]",
  ],
  ["blocks at each level", "result = (4 ** torch.arange(3)).flip(0).tolist()", "[16, 4, 1]"],
  [
    "lengths of ranges between fractions",
    "result = [len(torch.arange(6.28)), len(torch.arange(6.28, dtype=torch.int64)), len(torch.arange(0, 6, 1.9, dtype=torch.int64))]",
    "[7, 6, 6]",
  ],
  [
    "what is there once, and how often",
    "u, i, c = torch.unique(torch.tensor([24, 8, 8, 16, 24]), return_inverse=True, return_counts=True)\nresult = [u.tolist(), i.tolist(), c.tolist(), len(torch.unique(u))]",
    "[[8, 16, 24], [2, 0, 0, 1, 2], [2, 1, 2], 3]",
  ],
  ["a part of a row", "result = torch.arange(5)[1:-1].tolist()", "[1, 2, 3]"],
  ["a change in place is seen", "x = torch.arange(3)\nx.add_(1)\nresult = x.tolist()", "[1, 2, 3]"],
])("%s are computed", async (_, source, expected) => {
  const { result, evaluation } = await run(source);
  expect(worth(evaluation, result)).toBe(expected);
});

test.each([
  "torch.randn(*options.sizes)",
  "torch.zeros(2, 3).view(*options.sizes)",
  "torch.zeros(2, 3).permute(*options.axes)",
  "torch.zeros(2, 3).expand(*options.sizes)",
  "torch.zeros(2, 3).permute([axis for axis in options.axes])",
])("the shape of %s is not known", async (expression) => {
  const { result } = await run(`result = ${expression}`);
  expect(result).toBeInstanceOf(TorchTensor);
  expect((result as TorchTensor).shape).toBeUndefined();
});
