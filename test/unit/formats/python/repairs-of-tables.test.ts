// Slips in the rows of a table of stages, and in how channels go on from layer to layer.
import { expect, test } from "vitest";
import { firstFixOf } from "./first-fix.ts";

const NET = `import torch
from torch import nn

class Stage:
    def __init__(self, taken, kernel, inner, given, gated, stride):
        self.taken, self.kernel, self.inner, self.given = taken, kernel, inner, given
        self.gated, self.stride = gated, stride

class Block(nn.Module):
    def __init__(self, stage):
        super().__init__()
        self.spread = nn.Conv2d(stage.taken, stage.inner, 1)
        self.each = nn.Conv2d(stage.inner, stage.inner, stage.kernel, stage.stride, stage.kernel // 2, groups=stage.inner)
        self.project = nn.Conv2d(stage.inner, stage.given, 1)
        self.keeps = stage.stride == 1 and stage.taken == stage.given

    def forward(self, x):
        y = self.project(self.each(self.spread(x)))
        return x + y if self.keeps else y

class Pooled(nn.Module):
    def __init__(self, taken, given, rate=0.1, times=2):
        super().__init__()
        self.rate = rate
        self.times = times
        self.pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(taken, given, 1, bias=False), nn.Sigmoid())

    def forward(self, x):
        return self.mix(self.pool(x), rate=self.rate)

    def mix(self, x, rate):
        return nn.functional.dropout(x.flatten(1), p=rate)

class Net(nn.Module):
    def __init__(self, stages):
        super().__init__()
        self.stem = nn.Conv2d(3, stages[0].taken, 3, padding=1)
        self.blocks = nn.Sequential(*[Block(stage) for stage in stages])
        self.narrow = nn.Conv2d(stages[-1].given, 64, 1)
        self.same = nn.Conv2d(64, 64, 3, padding=1)
        self.wide = nn.Conv2d(64, 192, 1)
        self.head = Pooled(192, 10)

    def forward(self, x):
        x = self.narrow(self.blocks(self.stem(x)))
        return self.head(self.wide(self.same(x)))

def small():
    return Net([
        Stage(16, 3, 48, 24, True, 2),  # an eighth
        Stage(24, 3, 96, 40, False, 1),
        Stage(40, 5, 160, 48, True, 2),
        Stage(48, 5, 192, 96, True, 1),
    ])

def large():
    return Net([
        Stage(16, 3, 48, 24, True, 2),
        Stage(24, 5, 72, 40, True, 2),
        Stage(40, 3, 120, 40, False, 1),
        Stage(40, 3, 160, 80, False, 1),
        Stage(80, 5, 320, 112, True, 1),
        Stage(112, 5, 448, 160, True, 2),
    ])

small()(torch.randn(2, 3, 64, 64))
large()(torch.randn(2, 3, 64, 64))
`;

test.each([
  ["what a row gives", "160, 80, False", "160, 160, False"],
  ["what a row takes", "Stage(80, 5, 320", "Stage(40, 5, 320"],
  [
    "what a row gives that stands in another table as well",
    "Stage(16, 3, 48, 24, True, 2),  #",
    "Stage(16, 3, 48, 32, True, 2),  #",
  ],
  ["two arguments of a row in each other's place", "Stage(40, 5, 160", "Stage(5, 40, 160"],
  ["a number and a switch of a row in each other's place", "160, 48, True", "160, True, 48"],
  ["a number of a row as no other has it", "Stage(40, 3, 120", "Stage(40, 2, 120"],
  ["channels that do not rise", "nn.Conv2d(64, 64, 3", "nn.Conv2d(64, 32, 3"],
  ["a window for an image of one cell", "nn.Conv2d(taken, given, 1, bias", "nn.Conv2d(taken, given, 2, bias"],
  ["another attribute than the argument is called", "rate=self.rate)", "rate=self.times)"],
])("%s: the first fix is what stood there", (_, right, wrong) => {
  expect(NET).toContain(right);
  expect(firstFixOf(NET.replace(right, wrong))).toBe(NET);
});
