import { expect, test } from "vitest";
import { solveInput } from "../../../../src/formats/python/solve-input.ts";
import { floorDivideDims } from "../../../../src/tensor/dim/divide.ts";
import { addDims, letter, multiplyDims } from "../../../../src/tensor/dim/sum.ts";
import type { Dim } from "../../../../src/tensor/dim.ts";
import { readSlip } from "./first-fix.ts";

/** `pools` times: a 5 x 5 convolution without padding, then a 2 x 2 pool. */
function through(side: Dim, pools: number): Dim {
  let size = side;
  for (let i = 0; i < pools; i++) size = floorDivideDims(addDims(size, -4), 2) as Dim;
  return size;
}

const features = (channels: number, pools: number): Dim =>
  multiplyDims(channels, multiplyDims(through(letter("H"), pools), through(letter("W"), pools)));

const solve = (size: Dim, expected: number) => solveInput([{ size, expected, operation: "fc1" }]);

test("of the sizes that fit the usual one is taken and the others are told", () => {
  expect(solve(features(16, 2), 400)).toEqual({ height: 32, width: 32, from: 32, to: 35 });
  expect(solve(features(16, 2), 256)).toEqual({ height: 28, width: 28, from: 28, to: 31 });
});

test("a number of features that no square gives is not solved", () => {
  expect(solve(features(16, 2), 401)).toBeUndefined();
  expect(solve(features(16, 2), 16 * 5 * 6)).toBeUndefined();
});

test("without an equation that speaks of the size there is nothing to solve", () => {
  expect(solveInput([])).toBeUndefined();
  expect(solve(512, 512)).toBeUndefined();
  expect(solve(512, 10)).toBeUndefined();
});

test("all equations must hold at once", () => {
  const constraints = [400, 256].map((expected) => ({ size: features(16, 2), expected, operation: "fc1" }));
  expect(solveInput(constraints)).toBeUndefined();
});

test("the size of an image is solved so that every window fits", () => {
  const text = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, stride=16, padding=1)
        self.pool = nn.AvgPool2d(4, stride=1)
        self.fc = nn.Linear(8, 10)
    def forward(self, x):
        x = self.pool(self.conv(x))
        return self.fc(x.view(x.size(0), -1))
`;
  expect(readSlip(text).issues).toEqual([]);
});
