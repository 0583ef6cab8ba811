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

const LISTED = `import math
import torch
from torch import nn
import torch.nn.functional as F

LAYERS = {
    "small": [8, 16, "M", 32, 32, "M"],
    "large": [8, 8, "M", 16, 16, "M", 32, 32, 32, "M"],
}

class Features(nn.Module):
    def __init__(self, name):
        super().__init__()
        layers = []
        taken = 3
        for entry in LAYERS[name]:
            if entry == "M":
                layers.append(nn.MaxPool2d(2))
            else:
                layers.append(nn.Conv2d(taken, entry, 3, padding=1))
                taken = entry
        self.layers = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(2))
        self.head = nn.Linear(32 * 2 * 2, 48)

    def forward(self, x):
        return self.head(self.layers(x).flatten(1))

class Wide(nn.Conv2d):
    def __init__(self, taken, given, **settings):
        super().__init__(in_channels=taken, out_channels=given, kernel_size=3, bias=False, **settings)

class Attention(nn.Module):
    def __init__(self, width, each):
        super().__init__()
        self.heads = width // each
        self.qkv = nn.Linear(width, 3 * width)

    def forward(self, x):
        n, length, width = x.shape
        qkv = self.qkv(x).reshape(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        mixed = (q @ k.transpose(-2, -1)).softmax(-1) @ v
        return mixed.transpose(1, 2).reshape(n, length, self.heads * 12)

class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.enter = Wide(3, 16, stride=2, padding=1)
        self.low = Wide(16, 24, stride=2, padding=1)
        self.high = nn.MaxPool2d(3, stride=2, padding=1)
        self.attend = Attention(48, 12)
        self.images, self.width = 1, 48

    def forward(self, images):
        x = self.enter(images)
        x = torch.cat([self.low(x), self.high(x), x[:, :8, ::2, ::2]], 1)
        x = F.interpolate(x, size=images.shape[-2:])
        x = self.attend(x[:, :, ::4, ::4].flatten(2).transpose(1, 2))
        return x.view(x.size(0) // self.images, self.images, x.size(1), self.width)

Features("small")(torch.randn(1, 3, 32, 32))
Features("large")(torch.randn(1, 3, 32, 32))
Branches()(torch.randn(1, 3, 32, 32))
`;

test.each([
  ["the last number of a list of channels", '"M", 32, 32, 32, "M"]', '"M", 32, 32, 16, "M"]'],
  ["a number that a function hands on among others", "24, stride=2", "24, stride=3"],
  ["what a layer of a class of its own takes", "Wide(16, 24", "Wide(8, 24"],
  ["a sign in what an attribute is given", "width // each", "width - each"],
  ["two axes of an order", "permute(2, 0, 3, 1, 4)", "permute(0, 2, 3, 1, 4)"],
  ["an axis whose size a view asks for", "x.size(0) // self.images", "x.size(2) // self.images"],
  ["the size of an image", ", size=images.shape[-2:]", ""],
])("%s: the first fix is what stood there as well", (_, right, wrong) => {
  expect(LISTED).toContain(right);
  expect(firstFixOf(LISTED.replace(right, wrong))).toBe(LISTED);
});
