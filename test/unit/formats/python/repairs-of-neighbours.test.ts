// Slips that the lines around them show: what the first fix puts right is what stood there.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

/** Plants a slip, and expects the first fix to be what stood there. */
function undone(text: string, right: string, wrong: string): void {
  expect(text).toContain(right);
  expect(readSlip(text).issues).toEqual([]);
  expect(firstFixOf(text.replace(right, wrong))).toBe(text);
}

const JOINED = `import torch
from torch import nn

class Fuse(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.near = nn.Conv2d(3, width, 3, padding=1)
        self.far = nn.Conv2d(3, width, 3, padding=2, dilation=2)
        self.mix = nn.Sequential(
            nn.Conv2d(2 * width, width, 1),
            nn.BatchNorm2d(width),
        )

    def forward(self, x):
        x = torch.cat([self.near(x), self.far(x)], dim=1)
        return self.mix(x)

print(Fuse(24)(torch.randn(2, 3, 32, 32)).shape)
`;

const HEADS = `import torch
from torch import nn
import torch.nn.functional as F

class Heads(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.all = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, labels=None):
        b, n, c = x.shape
        q, k, v = self.all(x).chunk(3, dim=-1)
        q = q.view(b, n, self.heads, -1).transpose(1, 2)
        k = k.view(b, n, self.heads, -1).transpose(1, 2)
        v = v.view(b, n, self.heads, -1).transpose(1, 2)
        x = F.scaled_dot_product_attention(q, k, v)
        x = self.out(x.transpose(1, 2).reshape(b, n, c))
        loss = None
        if labels is not None:
            loss = F.cross_entropy(x.view(-1, x.size(-1)), labels.view(-1))
        return x, loss

words = torch.randn(4, 10, 48)
print(Heads(48, 6)(words, torch.randint(0, 48, (4, 10)))[0].shape)
`;

const SCALED = `import torch
from torch import nn

class Scale(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, channels)

    def forward(self, x):
        b, c, _, _ = x.size()
        y = self.pool(x).view(b, c)
        return x * self.fc(y).view(b, c, 1, 1)

class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.scale = Scale(width)
        self.features = self._make_layers(width)
        self.fc = nn.Linear(width, 5)

    def _make_layers(self, width):
        return nn.Sequential(nn.Conv2d(3, width, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(4))

    def forward(self, x):
        x = self.scale(self.features(x))
        return self.fc(x.mean([2, 3]))

print(Net(32)(torch.randn(2, 3, 40, 40)).shape)
`;

const WORDS = `import torch
from torch import nn

class Words(nn.Module):
    def __init__(self, places, width):
        super().__init__()
        self.word = nn.Embedding(900, width)
        self.place = nn.Embedding(places, width)

    def forward(self, x):
        return self.word(x) + self.place(torch.arange(x.size(1)))

print(Words(80, 64)(torch.randint(0, 900, (2, 50))).shape)
`;

const FLATTENED = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, widths=(12, 24, 48)):
        super().__init__()
        layers = [nn.Conv2d(3, widths[0], 3, 2, 1)]
        for i in range(len(widths) - 1):
            layers.append(nn.Conv2d(widths[i], widths[i + 1], 3, 2, 1))
        self.features = nn.Sequential(*layers)
        self.fc = nn.Linear(48 * 4 * 4, 10)

    def forward(self, x):
        out = self.features(x)
        out = out.view(out.size(0), -1)
        return self.fc(out)

images = torch.randn(5, 3, 32, 32)
print(Net()(images).shape)
`;

const COUNTED = FLATTENED.replace("for i in range(len(widths) - 1):", "for i, width in enumerate(widths[1:]):").replace(
  "widths[i + 1]",
  "width",
);

const TOKENS = `import torch
from torch import nn

class Tokens(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 4, 4)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        batch_size = x.size(0)
        x = self.stem(x)
        b, c, h, w = x.shape
        x = self.norm(x.view(b, c, h * w).transpose(1, 2))
        return x.mean(dim=(1, 2)).view(batch_size)

images = torch.randn(2, 3, 32, 32)
print(Tokens(48)(images).shape)
`;

const GROWING = `import torch
from torch import nn

class Halve(nn.Module):
    def __init__(self, taken, given):
        super().__init__()
        self.norm = nn.BatchNorm2d(taken)
        self.conv = nn.Conv2d(taken, given, 1)

    def forward(self, x):
        return self.conv(self.norm(x))

class Stage(nn.Module):
    def __init__(self, width, count, more):
        super().__init__()
        self.steps = nn.ModuleList(nn.Conv2d(width + i * more, more, 3, padding=1) for i in range(count))

    def forward(self, x):
        for step in self.steps:
            x = torch.cat([x, step(x)], 1)
        return x

class Growing(nn.Module):
    def __init__(self, counts, more=8):
        super().__init__()
        width = 16
        self.stem = nn.Conv2d(3, width, 1)
        self.stage1 = Stage(width, counts[0], more)
        width += counts[0]*more
        self.halve1 = Halve(width, width // 2)
        width = width // 2
        self.stage2 = Stage(width, counts[1], more)
        width += counts[1]*more
        self.halve2 = Halve(width, width // 2)
        width = width // 2
        self.stage3 = Stage(width, counts[2], more)
        width += counts[2]*more
        self.halve3 = Halve(width, width // 2)
        width = width // 2
        self.stage4 = Stage(width, counts[3], more)
        width += counts[3]*more
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        x = self.halve1(self.stage1(self.stem(x)))
        x = self.halve3(self.stage3(self.halve2(self.stage2(x))))
        return self.head(self.stage4(x).mean((2, 3)))

print(Growing((2, 4, 6, 3))(torch.randn(2, 3, 8, 8)).shape)
`;

const SHORTCUT = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, taken, given, stride):
        super().__init__()
        self.pool = nn.AvgPool2d(3, 2, 1) if stride == 2 else None
        made = given - taken if stride == 2 else given
        self.conv1 = nn.Conv2d(taken, made, 1)
        self.conv2 = nn.Conv2d(made, made, 3, stride, 1)

    def forward(self, x):
        y = self.conv2(self.conv1(x))
        return y + x if self.pool is None else torch.cat([y, self.pool(x)], 1)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 1)
        self.stage1 = nn.Sequential(Block(16, 40, 2), Block(40, 40, 1))
        self.stage2 = nn.Sequential(Block(40, 96, 2), Block(96, 96, 1))

    def forward(self, x):
        x = self.stem(x)
        x = self.stage1(x)
        x = self.stage2(x)
        return x

print(Net()(torch.randn(2, 3, 16, 16)).shape)
`;

describe("the first fix is what stood there", () => {
  test("images that are joined along no axis", () => undone(JOINED, "], dim=1)", "])"));
  test("a layer that stands twice in a container", () => {
    const layer = "            nn.Conv2d(2 * width, width, 1),\n";
    undone(JOINED, layer, layer + layer);
  });
  test("one of three lines that does something else", () =>
    undone(HEADS, "k = k.view(b, n, self.heads, -1).transpose(1, 2)", "k = k.transpose(1, 2)"));
  test("one of three lines that is missing", () =>
    undone(HEADS, "        v = v.view(b, n, self.heads, -1).transpose(1, 2)\n", ""));
  test("a line under the question whether its argument was given", () => undone(HEADS, "48, (4, 10)", "48, (5, 10)"));
  test("samples and channels in each other's place", () => undone(SCALED, "view(b, c)\n", "view(c, b)\n"));
  test("layers of a method that are not called, where another class has some of their name", () =>
    undone(SCALED, "self.scale(self.features(x))", "self.scale(x)"));
  test("exchanged sizes of an embedding", () => undone(WORDS, "Embedding(places, width)", "Embedding(width, places)"));
  test("another axis than that of the samples", () => undone(FLATTENED, "view(out.size(0)", "view(out.size(2)"));
  test("another tensor than the one that is asked for its samples", () =>
    undone(FLATTENED, "out = out.view", "out = x.view"));
  test("an image with its samples and channels exchanged", () => undone(FLATTENED, "(5, 3, 32", "(3, 5, 32"));
  test("an index that a list does not have", () => undone(FLATTENED, "widths[i + 1]", "widths[i + 2]"));
  test("another name than the one that counts", () => undone(COUNTED, "widths[i], ", "widths[width], "));
  test("the number of samples from another axis", () => undone(TOKENS, "x.size(0)", "x.size(2)"));
  test("names for the sizes of an image in another order", () => undone(TOKENS, "b, c, h, w =", "b, h, c, w ="));
  test("an image that is neither grey nor coloured", () => undone(TOKENS, "(2, 3, 32", "(2, 5, 32"));
  test("another sign than in the lines like it, however it is spaced", () =>
    undone(GROWING, "counts[2]*more\n", "counts[2]//more\n"));
  test("an item out of the count", () => undone(GROWING, "width += counts[0]", "width += counts[1]"));
  test("a factor that the lines like it have", () => undone(GROWING, "counts[1]*more\n", "counts[1]\n"));
});

test("a kernel given by its name was not meant as channels", () => {
  const text = GROWING.replace("nn.Conv2d(3, width, 1)", "nn.Conv2d(3, width, kernel_size=1)");
  expect(firstFixOf(text.replace("(2, 3, 8, 8)", "(2, 1, 8, 8)"))).not.toContain("kernel_size=3");
});

test("a tensor of other channels gives one message where a shortcut joins them to the block's own", () => {
  const text = SHORTCUT.replace("        x = self.stage1(x)\n", "");
  expect(readSlip(SHORTCUT).issues).toEqual([]);
  expect(readSlip(text).issues.map(({ code }) => code)).toEqual(["shape/in-channels"]);
  expect(firstFixOf(text)).toBe(SHORTCUT);
});

const POOLED = `import torch
import torch.nn.functional as F
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.near = nn.Conv2d(1, 4, 5)
        self.far = nn.Conv2d(4, 8, 3)
        self.fc = nn.Linear(8 * 5 * 5, 3)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.near(x)), 2)
        x = F.max_pool2d(F.relu(self.far(x)), 2)
        return self.fc(x.view(-1, 8 * 5 * 5))

print(Net()(torch.randn(4, 1, 28, 28)).shape)
`;

test("behind a layer that took its input before and refuses another, no size is told", () => {
  for (const slip of [
    POOLED.replace("self.far(x)", "self.near(x)"),
    POOLED.replace(/( +x = .*near.*\n)/, "$1$1"),
    POOLED.replace(/( +x = .*far.*\n)/, "$1$1"),
  ]) {
    expect(readSlip(slip).issues.map(({ code }) => code)).toEqual(["shape/in-channels"]);
    expect(firstFixOf(slip)).toBe(POOLED);
  }
});

const THICKER = `import torch
from torch import nn

class Step(nn.Module):
    def __init__(self, inside, growth):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, 4 * growth, kernel_size=1)
        self.conv2 = nn.Conv2d(4 * growth, growth, kernel_size=3, padding=1)

    def forward(self, x):
        return torch.cat([self.conv2(self.conv1(x)), x], 1)

class Net(nn.Module):
    def __init__(self, counts, growth=12):
        super().__init__()
        width = 2 * growth
        self.stem = nn.Conv2d(3, width, kernel_size=3, padding=1)
        steps = []
        for _ in range(counts):
            steps.append(Step(width, growth))
            width += growth
        self.steps = nn.Sequential(*steps)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x):
        return self.norm(self.steps(self.stem(x)))

def net_small():
    return Net(3)
`;

test("no fix leaves layers without channels, between which any sizes would fit", () => {
  undone(
    THICKER,
    "kernel_size=3, padding=1)\n\n    def forward(self, x):\n        return torch",
    "kernel_size=3)\n\n    def forward(self, x):\n        return torch",
  );
});

const BLOCKS = `import torch
from torch import nn

class Conv(nn.Sequential):
    def __init__(self, inside, outside, size=1):
        super().__init__(nn.Conv2d(inside, outside, size, padding=size // 2), nn.ReLU())

class Head(nn.Module):
    def __init__(self, inside, classes):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(inside, classes)

    def forward(self, x, pre_logits=False):
        x = self.pool(x).flatten(1)
        return x if pre_logits else self.fc(x)

class Net(nn.Module):
    def __init__(self, width, classes=10):
        super().__init__()
        self.steps = nn.Sequential(
            Conv(160, 64),
            Conv(64, 32, 3),
            Conv(32, width),
        )
        self.norm = nn.BatchNorm2d(width)
        self.pool, self.head = make_head(width, classes)

    def forward(self, x):
        x = self.steps(x)
        if self.norm is not None:
            x = self.norm(x)
        x = self.pool(x)
        return self.head(x)

def make_head(width, classes):
    return nn.AvgPool2d(2), Head(width, classes)

print(Net(48)(torch.randn(2, 160, 8, 8)).shape)
`;

describe("what stands beside it is in its place", () => {
  test("of two sizes that should have met, rather than another size or a step that is left away", () => {
    undone(BLOCKS, "Conv(64, 32, 3)", "Conv(64, 3, 32)");
    undone(BLOCKS, "Conv(160, 64)", "Conv(64, 160)");
  });

  test("a layer of a list whose calls build the one that goes wrong", () => {
    undone(BLOCKS, "Conv(160, 64),\n            Conv(64, 32, 3),", "Conv(64, 32, 3),\n            Conv(160, 64),");
  });

  test("an attribute of a line that builds several", () => {
    undone(BLOCKS, "x = self.pool(x)\n        return self", "x = self.head(x)\n        return self");
  });
});

const GUARDED = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, width, ratio=1):
        super().__init__()
        self.widen = nn.Conv2d(width, ratio * width, 1) if ratio != 1 else None
        self.gate = nn.Sigmoid() if ratio == 1 else None
        self.mix = nn.Conv2d(ratio * width, width, 3, padding=1)

    def forward(self, x):
        if self.widen is not None:
            x = self.widen(x)
        x = self.mix(x)
        if self.gate is not None:
            x = self.gate(x)
        return x

print(nn.Sequential(Block(8, 2), Block(8, 4))(torch.randn(2, 8, 16, 16)).shape)
`;

test("a condition asks for the layer that is called under it", () => {
  undone(GUARDED, "if self.widen is not None", "if self.gate is not None");
});

const LAYERED = `import torch
from torch import nn

widths = (8, 16, 32)

class Block(nn.Module):
    def __init__(self, inside, outside, shortcut=None):
        super().__init__()
        self.squeeze = nn.Conv2d(inside, outside, kernel_size=1, bias=False)
        self.mix = nn.Conv2d(outside, outside, kernel_size=3, padding=1)
        self.shortcut = shortcut

    def forward(self, x):
        identity = x
        y = self.mix(self.squeeze(x))
        if self.shortcut is not None:
            identity = self.shortcut(x)
            identity = identity * 0.5
        return y + identity

class Last(nn.Module):
    def __init__(self, width, steps):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)
        self.norm = nn.LayerNorm(width)
        self.place = nn.Parameter(torch.zeros(1, steps, width))

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)
        x = self.conv(x)
        x = x.permute(0, 2, 3, 1)
        return self.norm(x).flatten(1, 2) + self.place

class Net(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.blocks = nn.ModuleList()
        inside = 3
        for i, width in enumerate(widths):
            for j in range(2):
                change = nn.Conv2d(inside, width, 1)
                if j < i or i == 0:
                    self.blocks.append(Block(inside, width, change))
                    inside = width
        self.last = Last(widths[-1], 64)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.last(x.permute(0, 2, 3, 1))

print(Net(widths)(torch.randn(2, 3, 8, 8)).shape)
`;

describe("what nobody writes is what stood there", () => {
  test("an even window with no border, that moves by one", () => {
    undone(LAYERED, "kernel_size=1", "kernel_size=2");
  });

  test("the first one counted from the end", () => {
    undone(LAYERED, "widths[-1], 64", "widths[-0], 64");
  });

  test("more samples of a parameter than one", () => {
    undone(LAYERED, "zeros(1, steps", "zeros(3, steps");
  });

  test("a tensor that is brought back from an order into which nothing brought it", () => {
    undone(LAYERED, "        x = x.permute(0, 3, 1, 2)\n", "");
  });

  test("a condition under which what it asks for is not called", () => {
    undone(LAYERED, "            identity = self.shortcut(x)\n", "");
  });
});

const PYRAMID = `import torch
from torch import nn

class Pyramid(nn.Module):
    def __init__(self, levels):
        super().__init__()
        self.steps = nn.ModuleList()
        for i in range(levels):
            step = nn.Sequential()
            for j in range(levels):
                if j < i:
                    step.append(nn.Conv2d(8, 8, 3, stride=2, padding=1))
            self.steps.append(step)
        self.pool = nn.AvgPool2d(2)

    def forward(self, x):
        found, small = [], x
        for step in self.steps:
            found.append(step(x) + small)
            small = self.pool(small)
        return found

print(Pyramid(3)(torch.randn(2, 8, 16, 16))[-1].shape)
`;

test("a condition that compares a count with itself", () => {
  undone(PYRAMID, "if j < i:", "if i < i:");
});

const STEM = `import torch
from torch import nn

class Conv(nn.Sequential):
    def __init__(self, inside, outside, size=1):
        super().__init__(nn.Conv2d(inside, outside, size, padding=size // 2), nn.ReLU())

class Mix(nn.Module):
    def __init__(self, inside, near, far):
        super().__init__()
        self.near = Conv(inside, near)
        self.far = Conv(inside, far, 3)

    def forward(self, x):
        return torch.cat([self.near(x), self.far(x)], 1)

class Net(nn.Module):
    def __init__(self, widths):
        super().__init__()
        half = widths[1] // 2
        self.stem = nn.Sequential(
            Conv(3, widths[0]),
            Conv(widths[0], widths[1], 3),
            Conv(widths[1], widths[1], 3),
        )
        self.narrow = Conv(widths[1], half)
        self.mix = Mix(16, 64, 192)
        self.place = nn.Parameter(torch.randn(1, 256, 8, 1))
        self.last = Conv(256, 10)

    def forward(self, x):
        x = self.mix(self.narrow(self.stem(x)))
        return self.last(x + self.place)

print(Net((24, 32))(torch.randn(2, 3, 8, 8)).shape)
`;

describe("what the lines around it say is what stood there", () => {
  test("layers of a list that hand on sizes by name", () => {
    undone(
      STEM,
      "Conv(widths[0], widths[1], 3),\n            Conv(widths[1], widths[1], 3),",
      "Conv(widths[1], widths[1], 3),\n            Conv(widths[0], widths[1], 3),",
    );
  });

  test("a division by one", () => {
    undone(STEM, "widths[1] // 2", "widths[1] // 1");
  });

  test("one of several that are joined is a little off", () => {
    undone(STEM, "Mix(16, 64, 192)", "Mix(16, 64, 193)");
  });

  test("the number of samples is that of the data, not of a parameter", () => {
    undone(STEM, "randn(1, 256, 8, 1)", "randn(256, 1, 8, 1)");
  });
});

const WINDOWS = `import torch

def windows(x, size):
    b, h, w, c = x.shape
    count = (h // size) * (w // size)
    x = x.view(b, h // size, size, w // size, size, c)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(b * count, size * size, c)

print(windows(torch.randn(2, 56, 56, 96), 7).shape)
`;

test("a sum in what a view's size is worked out from is a division", () => {
  undone(WINDOWS, "(w // size)\n", "(w + size)\n");
});
