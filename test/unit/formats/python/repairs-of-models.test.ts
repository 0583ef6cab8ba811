// Slips in models as libraries have them: containers that fill themselves, tables, functional pools, classes that are built elsewhere.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

const MODEL = `import torch
from torch import nn
import torch.nn.functional as F

WIDTHS = [16, 32, 64]

def conv3x3(taken, given, stride=1):
    return nn.Conv2d(taken, given, 3, stride=stride, padding=1)

def noise(x, rate):
    return F.dropout(x, p=rate)

class Residual(nn.Module):
    def __init__(self, taken, given, stride=1):
        super().__init__()
        self.conv = conv3x3(taken, given, stride)

    def forward(self, x):
        return x + self.conv(x)

class Squeezed(nn.Sequential):
    def __init__(self, taken, given):
        super().__init__(nn.AdaptiveAvgPool2d(1), nn.Conv2d(taken, given, 1, bias=False), nn.ReLU())

    def forward(self, x):
        size = x.shape[-2:]
        for layer in self:
            x = layer(x)
        return F.interpolate(x, size=size)

class Dense(nn.ModuleDict):
    def __init__(self, width, count, growth):
        super().__init__()
        for i in range(count):
            layer = nn.Conv2d(width + i * growth, growth, 1)
            self.add_module(f"layer{i}", layer)

    def forward(self, x):
        for name, layer in self.items():
            x = torch.cat([x, layer(x)], 1)
        return x

class Noisy(nn.Module):
    def __init__(self, width, rate, heads):
        super().__init__()
        self.rate = rate
        self.heads = heads
        self.scale = nn.Parameter(torch.ones(width, 1, 1))

    def forward(self, x):
        return noise(x * self.scale, rate=self.rate)

class Net(nn.Module):
    def __init__(self, widths, classes=10, rate=0.1, heads=4):
        super().__init__()
        first, second, last = widths
        self.stem = nn.Sequential(
            # from the image's channels
            nn.Conv2d(3, first, 3, padding=1),
            # as wide as they come out
            nn.BatchNorm2d(first),
            nn.ReLU(),
        )
        self.block = Residual(first, first)
        self.context = Squeezed(first, second)
        self.first = nn.Conv2d(first, second, kernel_size=3, stride=2, padding=1)
        self.second = nn.Conv2d(first, second, kernel_size=3, stride=2, padding=1)
        self.dense = Dense(second, 2, 16)
        self.noisy = Noisy(last, rate=rate, heads=heads)
        self.last = last
        self.drop = nn.Dropout(0.1)
        self.attention = nn.MultiheadAttention(last, 4, batch_first=True)
        self.position = nn.Parameter(torch.zeros(1, 1, last))
        self.fc = nn.Linear(self.last, classes)

    def forward(self, x):
        x = self.block(self.stem(x))
        x = self.first(x) + self.second(x) + self.first(self.block(x)) + F.max_pool2d(self.context(x), 2)
        x = self.noisy(self.dense(x))
        x = F.adaptive_avg_pool2d(x, 1)
        x = self.drop(torch.flatten(x, 1))
        return self.fc(x)

Net(WIDTHS)(torch.randn(2, 3, 32, 32))
`;

/** Plants a slip, and expects the first fix to be what stood there, or as good. */
function undone(right: string, wrong: string, mended = right): void {
  expect(MODEL).toContain(right);
  expect(firstFixOf(MODEL.replace(right, wrong))).toBe(MODEL.replace(right, mended));
}

describe("slips in a model as libraries have them", () => {
  test("nothing is wrong at first", () => expect(readSlip(MODEL).issues).toEqual([]));
  test("an image is not pooled before a layer of as many features as it has channels", () =>
    undone(
      "        x = F.adaptive_avg_pool2d(x, 1)\n        x = self.drop(torch.flatten(x, 1))",
      "        x = self.drop(torch.flatten(x, 1))",
      "        x = self.drop(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))",
    ));
  test("layers of a list in each other's place, with comments between", () =>
    undone(
      "nn.Conv2d(3, first, 3, padding=1),\n            # as wide as they come out\n            nn.BatchNorm2d(first)",
      "nn.BatchNorm2d(first),\n            # as wide as they come out\n            nn.Conv2d(3, first, 3, padding=1)",
    ));
  test("a default from far away", () => undone("given, stride=1):\n        super", "given, stride=3):\n        super"));
  test("a loop that calls none of its layers", () =>
    undone("            x = layer(x)\n", "            pass\n", "            pass\n            x = layer(x)\n"));
  test("a container that keeps no layer", () =>
    undone(
      '            self.add_module(f"layer{i}", layer)\n',
      "            pass\n",
      '            pass\n            self.add_module(f"layer{i}", layer)\n',
    ));
  test("the name of another argument", () => undone("rate=rate, heads", "rate=heads, heads"));
  test("the attribute of another argument", () => undone("rate=self.rate", "rate=self.heads"));
  test("a number that a call alike has otherwise", () =>
    undone(
      "second, kernel_size=3, stride=2, padding=1)\n        self.second",
      "second, kernel_size=5, stride=2, padding=1)\n        self.second",
    ));
  test("heads below zero", () => undone("nn.MultiheadAttention(last, 4", "nn.MultiheadAttention(last, -4"));
  test("channels below zero, behind a name", () => undone("WIDTHS = [16, 32, 64]", "WIDTHS = [16, 32, -64]"));
});

const RANGES = `import torch
from torch import nn

class Tokens(nn.Module):
    def __init__(self, window):
        super().__init__()
        self.window = window
        self.token = nn.Parameter(torch.zeros(1, 1, 8))
        self.register_buffer("steps", torch.arange(-(self.window[0] - 1), self.window[0], dtype=torch.float32))

    def forward(self, x):
        token = self.token.expand(x.shape[0], -1, -1)
        return torch.cat([token, x], 1).sum(-1) + self.steps

Tokens([3, 4])(torch.randn(2, 4, 8))
`;

const PARTS = `import torch
from torch import nn
import torch.nn.functional as F

def tokens(x, size):
    return x.reshape(x.shape[0], x.shape[1] // size, size, x.shape[2])

class Norm(nn.BatchNorm2d):
    def forward(self, x):
        return F.relu(F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias))

class Branch(nn.Module):
    def __init__(self, taken, given, factor=2):
        super().__init__()
        self.adds = taken == given
        self.layers = nn.Sequential(nn.Conv2d(taken, taken * factor, 1), Norm(taken * factor), nn.Conv2d(taken * factor, given, 1))

    def forward(self, x):
        if self.adds:
            return self.layers(x) + x
        return self.layers(x)

class Joined(nn.Module):
    def __init__(self, width, count=3, drop=0.1):
        super().__init__()
        self.drop = float(drop)
        self.branches = nn.ModuleList([Branch(width, width) for _ in range(count)])
        self.project = nn.Sequential(nn.Conv2d(width * count, 16, 1), nn.ReLU(), nn.Conv2d(16, 16, 1))

    def forward(self, x):
        parts = []
        for branch in self.branches:
            parts.append(branch(x))
        return F.dropout(self.project(torch.cat(parts, 1)), p=self.drop)

class Turned(nn.Module):
    def __init__(self, width, size):
        super().__init__()
        self.size = size
        self.position = nn.Parameter(torch.zeros(1, 1, size, width))
        self.bias = nn.Parameter(torch.zeros(4, 3, width))

    def forward(self, x):
        x = x.flatten(2).transpose(1, 2)
        x = tokens(x, self.size)
        x = x + self.position
        bias = self.bias.permute(2, 0, 1)
        return x.permute(0, 3, 1, 2)[:, :, :4, :3] + bias

model = nn.Sequential(Branch(3, 8), Joined(8), Turned(16, 4))
model(torch.randn(2, 3, 8, 8))
tokens(torch.randn(1, 8, 2), 2)
`;

describe("slips between the parts of a model", () => {
  const mended = (right: string, wrong: string, expected = right): void => {
    expect(PARTS).toContain(right);
    expect(firstFixOf(PARTS.replace(right, wrong))).toBe(PARTS.replace(right, expected));
  };
  test("nothing is wrong at first", () => expect(readSlip(PARTS).issues).toEqual([]));
  test("a norm that its class calls as a function", () => mended("Norm(taken * factor)", "Norm(taken // factor)"));
  test("a branch that gives back what it took", () =>
    mended(
      "            return self.layers(x) + x\n        return self.layers(x)",
      "            return self.layers(x) + x\n        return x",
    ));
  test("a loop over what is no list of layers", () => mended("in self.branches:", "in self.project:"));
  test("more than all is dropped", () => mended("drop=0.1", "drop=2", "drop=0"));
  test("a function of the file is not called", () =>
    mended(
      "        x = tokens(x, self.size)\n        x = x + self",
      "        x = x + self",
      "        x = tokens(x, self.size) + self",
    ));
  test("channels that stand last are added to a map", () =>
    expect(firstFixOf(PARTS.replace("self.bias.permute(2, 0, 1)", "self.bias"))).toContain("+ bias.permute(2, 0, 1)"));
});

const STAGES = `import torch
from torch import nn

class Unit(nn.Module):
    def __init__(self, taken, given, kernel_size=1, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(taken, given, kernel_size, stride=stride, padding=padding)

    def forward(self, x):
        return self.conv(x)

class Gated(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.left = Unit(width, width, 1, stride=1)
        self.right = Unit(width, width, 1, stride=1)
        self.mix = Unit(width, width, 1, stride=1)

    def forward(self, x):
        return self.mix(self.left(x) * self.right(x))

class Net(nn.Module):
    def __init__(self, widths):
        super().__init__()
        width = 3
        given = widths[0]
        self.stem = Unit(width, given, kernel_size=3, stride=2, padding=1)
        width = given
        self.gated = Gated(width)
        stages = []
        for given in widths:
            stages.append(Unit(width, given, kernel_size=3, stride=2, padding=1))
            width = given
        self.stages = nn.Sequential(*stages)
        self.wide = Unit(width, width, kernel_size=(1, 7), padding=(0, 3))
        self.high = Unit(width, width, kernel_size=(7, 1), padding=(3, 0))

    def forward(self, x):
        x = self.stages(self.gated(self.stem(x)))
        return self.high(self.wide(x))

Net((16, 24, 32))(torch.randn(2, 3, 32, 32))
`;

describe("slips in stages that hand on their width", () => {
  const mended = (right: string, wrong: string): void => {
    expect(STAGES).toContain(right);
    expect(firstFixOf(STAGES.replace(right, wrong))).toBe(STAGES);
  };
  test("nothing is wrong at first", () => expect(readSlip(STAGES).issues).toEqual([]));
  test("a width is not handed on behind a layer", () =>
    mended("        width = given\n        self.gated", "        self.gated"));
  test("no border around an image that is smaller than the window", () =>
    mended("kernel_size=(1, 7), padding=(0, 3)", "kernel_size=(1, 7)"));
  test("a kernel that its twin has otherwise", () =>
    mended("self.right = Unit(width, width, 1, stride=1)", "self.right = Unit(width, width, 3, stride=1)"));
});

const HEADS = `import torch
from torch import nn

class Head(nn.Sequential):
    def __init__(self, in_channels, classes):
        between = in_channels // 4
        super().__init__(nn.Conv2d(in_channels, between, 3, padding=1), nn.ReLU(), nn.Conv2d(between, classes, 1))

class Net(nn.Module):
    def __init__(self, classes=5):
        super().__init__()
        self.first = nn.Conv2d(3, 32, 7, stride=2, padding=3)
        self.second = nn.Conv2d(32, 32, 1)
        self.third = nn.Conv2d(32, 96, 3, padding=1)
        self.side = nn.Conv2d(32, 96, 1)
        self.head = Head(96, classes)

    def forward(self, x):
        x = self.second(self.first(x))
        return self.head(self.third(x) + self.side(x))

Net()(torch.randn(2, 3, 32, 32))
`;

describe("the wrong one of two numbers", () => {
  const mended = (right: string, wrong: string): void => {
    expect(HEADS).toContain(right);
    expect(firstFixOf(HEADS.replace(right, wrong))).toBe(HEADS);
  };
  test("nothing is wrong at first", () => expect(readSlip(HEADS).issues).toEqual([]));
  test("what is handed over, and not the parameter of its name", () =>
    mended("Head(96, classes)", "Head(48, classes)"));
  test("what a layer gives that should give what it takes", () =>
    mended("nn.Conv2d(32, 32, 1)", "nn.Conv2d(32, 64, 1)"));
});

describe("ranges and open sizes", () => {
  test("nothing is wrong at first", () => expect(readSlip(RANGES).issues).toEqual([]));
  test("bounds in each other's place", () => {
    const turned = "torch.arange(self.window[0], -(self.window[0] - 1), ";
    expect(firstFixOf(RANGES.replace("torch.arange(-(self.window[0] - 1), self.window[0], ", turned))).toBe(RANGES);
  });
  test("a size below -1", () =>
    expect(firstFixOf(RANGES.replace("expand(x.shape[0], -1, -1)", "expand(x.shape[0], -3, -1)"))).toBe(RANGES));
});

test("channels of a table behind a flattened image", () => {
  const text = `import torch
from torch import nn

TABLE = {"small": [8, "M", 16, 16, "M"], "large": [8, 16, "M", 32, 32, "M"]}

class Net(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.features = layers
        self.classifier = nn.Linear(16 * 4 * 4, 10)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))

def built(table):
    layers = []
    width = 3
    for v in table:
        if v == "M":
            layers += [nn.MaxPool2d(2)]
        else:
            layers += [nn.Conv2d(width, v, 3, padding=1), nn.ReLU()]
            width = v
    return nn.Sequential(*layers)

Net(built(TABLE["small"]))(torch.randn(2, 3, 16, 16))
`;
  expect(firstFixOf(text.replace('16, 16, "M"], "large"', '16, 17, "M"], "large"'))).toBe(text);
});
