// Slips far from where PyTorch raises: in a table of settings, in a loop that fills a list, in the call of a block.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

const BLOCKS = `import math
from functools import partial
import torch
from torch import nn
import torch.nn.functional as F

SETTINGS = [(24, 40, 1), (40, 56, 2)]

class Unit(nn.Module):
    def __init__(self, taken, given, kernel_size=3, stride=1, padding=0, norm=nn.BatchNorm2d):
        super().__init__()
        self.conv = nn.Conv2d(taken, given, kernel_size, stride=stride, padding=padding)
        self.norm = norm(given)

    def forward(self, x):
        return self.norm(self.conv(x))

class Patches(nn.Module):
    def __init__(self, width, size=4, flatten=True):
        super().__init__()
        self.proj = nn.Conv2d(3, width, size, stride=size)
        self.flatten = flatten

    def forward(self, x):
        x = self.proj(x)
        if self.flatten:
            x = x.flatten(2).transpose(1, 2)
        return x

class Growth(nn.Module):
    def __init__(self, width, layers=3, growth=8):
        super().__init__()
        self.layers = nn.ModuleList()
        for i in range(layers):
            self.layers.append(nn.Conv2d(width + i * growth, growth, 3, padding=1))

    def forward(self, x):
        parts = [x]
        for layer in self.layers:
            new = layer(torch.cat(parts, 1))
            parts.append(new)
        return torch.cat(parts, dim=1)

class Net(nn.Module):
    def __init__(self, settings, width=24, size=32):
        super().__init__()
        unit = partial(Unit, norm=nn.BatchNorm2d)
        self.patches = Patches(width, size=4, flatten=False)
        self.position = nn.Parameter(torch.zeros(1, width, size // 4, size // 4))
        stages = []
        for place, (taken, given, steps) in enumerate(settings):
            stride = 2 if place == 0 else 1
            stages.append(unit(taken, given, stride=stride, padding=1))
        self.stages = nn.Sequential(*stages)
        self.shortcut = nn.Conv2d(width, 56, 1, stride=2)
        self.grow = Growth(56)
        self.mix = unit(80, 80, kernel_size=(1, 3), padding=(0, 1))
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.head = nn.Linear(80 * 4, 10)

    def forward(self, x):
        x = self.patches(x)
        x = x + self.position
        x = self.stages(x) + self.shortcut(x)
        x = self.grow(x)
        right = 4 - x.shape[3] % 4 if x.shape[3] % 4 else 0
        x = F.pad(x, (0, 0, 0, 0, 0, right))
        x = self.mix(x)
        x = self.pool(x)
        x = x.reshape(x.shape[0], 80 * 4)
        return self.head(x)

model = Net(SETTINGS)
model(torch.randn(2, 3, 32, 32))
`;

/** Plants a slip, and expects the first fix to be what stood there. */
function undone(right: string, wrong: string): void {
  expect(BLOCKS).toContain(right);
  const changed = firstFixOf(BLOCKS.replace(right, wrong));
  expect(changed).toBe(BLOCKS);
}

describe("slips far from the mistake", () => {
  test("nothing is wrong at first", () => expect(readSlip(BLOCKS).issues).toEqual([]));
  test("a list that a loop no longer fills", () =>
    expect(firstFixOf(BLOCKS.replace("            parts.append(new)\n", ""))).toBe(BLOCKS));
  test("an odd number in a table", () => undone("(24, 40, 1)", "(23, 40, 1)"));
  test("a size below zero behind a partial", () => undone("kernel_size=(1, 3)", "kernel_size=(1, -3)"));
  test("a choice between the same", () => undone("2 if place == 0", "1 if place == 0"));
  test("a switch that is not given any more", () => undone(", flatten=False", ""));
  test("a size of nothing", () => undone("torch.zeros(1, width", "torch.zeros(0, width"));
  test("axes that are joined along the one that is the same", () =>
    undone("torch.cat(parts, dim=1)", "torch.cat(parts, dim=-1)"));
  test("a name that is given what it has", () => undone("x = self.pool(x)", "x = x"));
});

test("a kernel that keeps the size was odd", () => {
  const text = `import torch
from torch import nn

class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(3, 16, 1)
        self.right = nn.Sequential(nn.Conv2d(3, 8, kernel_size=3, padding=1), nn.Conv2d(8, 16, 3, padding=1))

    def forward(self, x):
        return torch.cat((self.left(x), self.right(x)), 1)

Branches()(torch.randn(2, 3, 16, 16))
`;
  expect(firstFixOf(text.replace("kernel_size=3", "kernel_size=4"))).toBe(text);
});

const SPLITS = `import torch
from torch import nn

class Mixer(nn.Module):
    def __init__(self, dim, head_dim=16, norm=nn.LayerNorm, dilation=1):
        super().__init__()
        part = dim // 4
        self.heads = dim // head_dim
        self.sizes = (dim - 3 * part, part, part, part)
        self.norm = norm(2 * dim)
        self.grow = nn.Linear(dim, 2 * dim)
        self.shrink = nn.Linear(2 * dim, dim)

    def forward(self, x):
        a, b, c, d = torch.split(x, self.sizes, dim=2)
        x = torch.cat((a + dilated(b), b, c, d), 2)
        n, tokens, width = x.shape
        x = x.reshape(n, tokens, self.heads, width // self.heads).permute(0, 2, 1, 3)
        x = x.transpose(1, 2).flatten(2)
        return self.shrink(self.norm(self.grow(x)))

def dilated(x):
    return x * 2

class Block(nn.Module):
    def __init__(self, taken, inner, given, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(taken, inner, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(inner, given, kernel_size=(1, 7), padding=(0, 3))
        self.shortcut = nn.Conv2d(taken, given, 1)

    def forward(self, x):
        return self.conv2(self.conv1(x)) + self.shortcut(x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        width = 16
        blocks = [nn.Conv2d(3, width, 4, stride=4)]
        for _ in range(2):
            blocks.append(Block(width, 24, width + 8, 1))
            width += 8
        self.blocks = nn.Sequential(*blocks)
        self.mixer = Mixer(32)

    def forward(self, x):
        x = self.blocks(x)
        return self.mixer(x.flatten(2).transpose(1, 2))

model = Net()
model(torch.randn(2, 3, 32, 32))
`;

describe("slips of one sign, name or number", () => {
  const undoneIn = (right: string, wrong: string): void => {
    expect(SPLITS).toContain(right);
    expect(firstFixOf(SPLITS.replace(right, wrong))).toBe(SPLITS);
  };
  test("nothing is wrong at first", () => expect(readSlip(SPLITS).issues).toEqual([]));
  test("another sign by which a size falls below zero", () => undoneIn("norm(2 * dim)", "norm(2 - dim)"));
  test("a name that stands in the same row again", () => undoneIn("dim - 3 * part", "dim - 3 * dilation"));
  test("a stride of three", () => undoneIn("width + 8, 1)", "width + 8, 3)"));
  test("a border that belongs to no side of the kernel", () => undoneIn("padding=(0, 3)", "padding=(2, 3)"));
  test("a line that stands twice in a loop", () => undoneIn("width += 8\n", "width += 8\n            width += 8\n"));
  test("a sign in what a class works out", () => undoneIn("dim // head_dim", "dim + head_dim"));
});

test("a layer takes first what the one before it gives", () => {
  const text = `import torch
from torch import nn

class Bottleneck(nn.Module):
    def __init__(self, width, inner, layer=nn.Conv2d):
        super().__init__()
        self.conv1 = layer(width, inner, 1)
        self.conv2 = layer(inner, inner, 3, padding=1)
        self.conv3 = layer(inner, width, 1)

    def forward(self, x):
        return x + self.conv3(self.conv2(self.conv1(x)))

net = Bottleneck(64, 16)
net(torch.randn(2, 64, 8, 8))
`;
  expect(firstFixOf(text.replace("layer(inner, width, 1)", "layer(width, inner, 1)"))).toBe(text);
});

const HEADS = `import torch
from torch import nn

class Attention(nn.Module):
    def __init__(self, dim, heads=4):
        super().__init__()
        self.dim = dim
        self.heads = heads
        self.query = nn.Linear(dim, dim)
        self.key = nn.Linear(dim, dim)
        self.norm1 = nn.LayerNorm(dim)
        self.norm2 = nn.LayerNorm(dim)
        self.layers = nn.ModuleList()
        for _ in range(2):
            self.layers.append(nn.Linear(dim, dim))

    def forward(self, x):
        x = self.norm1(x)
        n, tokens, width = x.shape
        q = self.query(x[:, 0:1]).reshape(n, 1, self.heads, width // self.heads).permute(0, 2, 1, 3)
        k = self.key(x).reshape(n, tokens, self.heads, width // self.heads).permute(0, 2, 1, 3)
        x = (q @ k.transpose(-2, -1)).softmax(-1) @ k
        x = self.norm2(x.transpose(1, 2).reshape(n, 1, self.dim))
        for layer in self.layers:
            x = layer(x)
        return x

class Net(nn.Module):
    def __init__(self, dim=32):
        super().__init__()
        self.offsets = nn.Parameter(torch.zeros((2 * dim - 1) * 2, dim))
        self.stem = nn.Conv2d(3, dim, 4, stride=4)
        self.attention = Attention(dim)
        self.head = nn.Linear(dim, 10)

    def _tokens(self, x: torch.Tensor):
        x = self.stem(x)
        return x.permute([0, 2, 3, 1]).flatten(1, 2)

    def forward(self, x):
        x = self._tokens(x)
        n = x.shape[0]
        extra = self.offsets.expand(n, -1, -1)
        x = torch.cat((x, extra), 1)
        return self.head(self.attention(x)[:, 0])

net = Net()
net(torch.randn(2, 3, 32, 32))
`;

describe("what a class lacks", () => {
  const without = (line: string): string => {
    expect(HEADS).toContain(line);
    return firstFixOf(HEADS.replace(line, ""));
  };
  test("nothing is wrong at first", () => expect(readSlip(HEADS).issues).toEqual([]));
  test("what it is handed under the same name", () => expect(without("        self.dim = dim\n")).toBe(HEADS));
  test("a norm like the other one", () =>
    expect(without("        self.norm2 = nn.LayerNorm(dim)\n")).toContain("self.norm2 = nn.LayerNorm(dim)\n"));
  test("a list that is filled", () =>
    expect(without("        self.layers = nn.ModuleList()\n")).toContain("self.layers = nn.ModuleList()\n"));
  test("a step that a method of its own does", () => expect(without("        x = self._tokens(x)\n")).toBe(HEADS));
  test("a call in a chain that another line has", () =>
    expect(without(".reshape(n, 1, self.heads, width // self.heads)")).toContain(
      "self.query(x[:, 0:1]).reshape(n, -1, self.heads, width // self.heads).permute",
    ));
  test("an order of axes that names one twice", () =>
    expect(firstFixOf(HEADS.replace("[0, 2, 3, 1]", "[0, 2, 1, 1]"))).toBe(HEADS));
  test("a number that stands before a product", () =>
    expect(firstFixOf(HEADS.replace("(2 * dim - 1)", "(2 - dim - 1)"))).toBe(HEADS));
});

const TURNED = `import torch
from torch import nn

class ChannelNorm(nn.LayerNorm):
    def forward(self, x):
        x = x.permute(0, 2, 3, 1)
        x = super().forward(x)
        x = x.permute(0, 3, 1, 2)
        return x

class Windows(nn.Module):
    def __init__(self, widths=(8, 16), windows=(3, 3, 3, 3)):
        super().__init__()
        self.widths = widths
        self.windows = windows
        self.stem = nn.Conv2d(3, self.widths[0], 3, padding=1)
        self.norm = ChannelNorm(self.widths[0])
        self.levels = nn.ModuleList()
        for window in self.windows:
            self.levels.append(nn.Conv2d(self.widths[0], self.widths[0], window, padding=window // 2))
        self.last = nn.Conv2d(self.widths[0], self.widths[1], 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        x = self.norm(self.stem(x))
        outs = [x]
        for level in self.levels:
            outs.append(outs[-1] * level(x))
        return self.drop(self.last(outs[-1]))

net = Windows()
net(torch.randn(2, 3, 16, 16))
`;

describe("what is not brought back, and what stands in a row", () => {
  test("nothing is wrong at first", () => expect(readSlip(TURNED).issues).toEqual([]));
  test("axes that are not brought back into their order", () =>
    expect(firstFixOf(TURNED.replace("        x = x.permute(0, 3, 1, 2)\n", ""))).toBe(TURNED));
  test("the odd one of a row", () => expect(firstFixOf(TURNED.replace("(3, 3, 3, 3)", "(3, 3, 2, 3)"))).toBe(TURNED));
  test("another attribute of the line", () =>
    expect(firstFixOf(TURNED.replace("self.widths[0], self.widths[1], 1", "self.drop[0], self.widths[1], 1"))).toBe(
      TURNED,
    ));
});

const SHORTCUTS = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, width, level, factor=2, window=3):
        super().__init__()
        kernel_size = factor * level + window
        self.layers = nn.Sequential(
            nn.Conv2d(width, width, kernel_size, 2, kernel_size // 2), nn.ReLU(), nn.BatchNorm2d(width)
        )
        self.proj: nn.Module
        self.proj = nn.MaxPool2d(3, 2, padding=1)

    def forward(self, x):
        shortcut = self.proj(x)
        x = self.layers(x)
        return shortcut + x

net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), Block(8, 0), Block(8, 1))
net(torch.randn(2, 3, 32, 32))
`;

describe("shortcuts and windows that are worked out", () => {
  const undoneIn = (right: string, wrong: string): void => {
    expect(SHORTCUTS).toContain(right);
    expect(firstFixOf(SHORTCUTS.replace(right, wrong))).toBe(SHORTCUTS);
  };
  test("nothing is wrong at first", () => expect(readSlip(SHORTCUTS).issues).toEqual([]));
  test("a shortcut that goes through nothing", () => undoneIn("shortcut = self.proj(x)", "shortcut = x"));
  test("another sign in a window", () => undoneIn("factor * level + window", "factor + level + window"));
});

test("a border that is worked out and below zero", () => {
  const text = `import torch
from torch import nn

class Pointwise(nn.Module):
    def __init__(self, width, kernel_size=1):
        super().__init__()
        self.conv = nn.Conv2d(width, width, kernel_size, 1, kernel_size // 2)

    def forward(self, x):
        return x + self.conv(x)

net = Pointwise(8)
net(torch.randn(2, 8, 16, 16))
`;
  expect(firstFixOf(text.replace("kernel_size // 2", "kernel_size - 2"))).toBe(text);
});
