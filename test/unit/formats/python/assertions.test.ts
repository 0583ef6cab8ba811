// What a file itself demands of sizes is told where it is sure that it runs, and of what the file itself hands over.
import { expect, test } from "vitest";
import { readSlip } from "./first-fix.ts";

const told = (text: string): string[] => readSlip(text).issues.map(({ code, message }) => `${code} ${message}`);

const NET = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width=None, heads=4):
        super().__init__()
        if width is None:
            raise ValueError("a width is needed")
        if width % heads != 0:
            raise ValueError(f"{width} is no multiple of {heads}")
        self.heads = heads
        self.linear = nn.Linear(width, width)
    def forward(self, x):
        n, length, width = x.shape
        torch._assert(length < 8, f"{length} is too long")
        if n % 2 or width != self.linear.in_features:
            raise RuntimeError("an odd batch")
        return self.linear(x)
`;

test("a guard in a constructor that the file calls", () => {
  expect(told(`${NET}net = Net(6)\n`)).toEqual(["shape/indivisible ValueError: 6 is no multiple of 4."]);
});

test("a guard in a forward pass, and an assertion of PyTorch's", () => {
  expect(told(`${NET}y = Net(8)(torch.zeros(2, 9, 8))\n`)).toEqual(["shape/assertion AssertionError: 9 is too long."]);
  expect(told(`${NET}y = Net(8)(torch.zeros(3, 5, 8))\n`)).toEqual(["shape/assertion RuntimeError: an odd batch."]);
  expect(told(`${NET}y = Net(8)(torch.zeros(2, 5, 8))\n`)).toEqual([]);
});

test("a model that the file does not build itself", () => {
  expect(told(NET)).toEqual([]);
});

test("what is caught", () => {
  const text = `${NET}try:\n    net = Net(6)\nexcept ValueError:\n    net = Net(8)\n`;
  expect(told(text)).toEqual([]);
});

test("what is not written yet", () => {
  const text = `import torch
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        if x.shape[1] == 3:
            raise NotImplementedError("colours")
        return x
y = Net()(torch.zeros(1, 3, 8, 8))
`;
  expect(told(text)).toEqual([]);
});

test("a layer that a model lacks which nobody builds", () => {
  const text = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, backbone=None):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        if backbone is not None:
            self.backbone = backbone
    def forward(self, x):
        return self.backbone(self.conv(x))
`;
  expect(told(text)).toEqual([]);
  expect(told(`${text}y = Net()(torch.zeros(1, 3, 8, 8))\n`)).toEqual([
    "class/attribute Net has no attribute 'backbone': nothing has given it one before.",
  ]);
});

const OPEN_WIDTH = `import torch
from torch import nn

class Scale(nn.Module):
    def __init__(self, width=None):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * x
`;

test("a size that nobody has handed over yet is no mistake", () => {
  expect(readSlip(OPEN_WIDTH).issues).toEqual([]);
  expect(readSlip(`${OPEN_WIDTH}\nscale = Scale()\n`).issues.map(({ code }) => code)).toEqual(["shape/unset"]);
});

test("a size below what stands for nothing is one, whoever builds the model", () => {
  const text = `from torch import nn
class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.norm = nn.BatchNorm2d(-8)
    def forward(self, x):
        return self.conv(x)
def net():
    return Net()
`;
  expect(readSlip(text).issues.map(({ code }) => code)).toEqual(["shape/size"]);
  expect(readSlip(text.replace("-8", "-1")).issues.map(({ code }) => code)).toEqual(["shape/size"]);
  expect(readSlip(text.replace("-8", "width").replace("width=8", "width=-1")).issues).toEqual([]);
});
