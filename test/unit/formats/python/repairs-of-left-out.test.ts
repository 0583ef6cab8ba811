// Something that PyTorch models' authors left out, wrote twice, or put in another's place: the first fix is what stood there.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

/** Plants a slip, and expects the first fix to be what stood there. */
function undone(text: string, right: string, wrong: string): void {
  expect(text).toContain(right);
  const changed = firstFixOf(text.replace(right, wrong));
  expect(readSlip(changed).issues, changed).toEqual([]);
  expect(changed).toBe(text);
}

const WINDOWS = `import torch
from torch import nn

class Windows(nn.Module):
    def __init__(self, dim=24, size=4):
        super().__init__()
        self.dim = dim
        self.size = size
        self.patches = nn.Conv2d(3, dim, 4, stride=4)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.norm = nn.LayerNorm(dim)
        self.mix = nn.Linear(dim, dim)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(dim, 10)

    def tokens(self, x):
        x = self.norm(x.permute(0, 2, 3, 1))
        b, h, w, c = x.shape
        s = self.size
        x = x.view(b, h // s, s, w // s, s, c)
        x = x.permute(0, 1, 3, 2, 4, 5).reshape(-1, s * s, c)
        x = self.mix(x)
        x = x.view(b, h // s, w // s, s, s, c)
        x = x.permute(0, 1, 3, 2, 4, 5).reshape(b, h, w, c)
        return x.permute(0, 3, 1, 2)

    def forward(self, images):
        n, c, height, width = images.shape
        n_h = height // 4
        n_w = width // 4
        x = self.patches(images)
        x = self.tokens(x)
        x = x.reshape(n, self.dim, n_h * n_w)
        x = x.permute(0, 2, 1)
        start = self.cls.expand(images.shape[0], -1, -1)
        x = torch.cat((start, x), dim=1)
        x = x[:, 1:].permute(0, 2, 1).reshape(n, self.dim, height // 4, width // 4)
        x = self.pool(x)
        x = torch.flatten(x, 1)
        return self.head(x)

model = Windows()
model(torch.randn(2, 3, 64, 32))
`;

describe("sizes and axes", () => {
  test("nothing is wrong at first", () => expect(readSlip(WINDOWS).issues).toEqual([]));
  test("an axis of permute", () => undone(WINDOWS, "x.permute(0, 2, 3, 1)", "x.permute(0, 2, 1)"));
  test("an axis that permute names twice", () => undone(WINDOWS, "x.permute(0, 2, 1)\n", "x.permute(0, 2, -1)\n"));
  test("one of six axes", () => undone(WINDOWS, "(0, 1, 3, 2, 4, 5).reshape(b", "(0, 1, 3, 2, 4, 4).reshape(b"));
  test("a width", () => undone(WINDOWS, "reshape(b, h, w, c)", "reshape(b, h, c)"));
  test("a product of names that nothing reads", () => undone(WINDOWS, "self.dim, n_h * n_w)", "self.dim)"));
  test("the samples of an expansion", () => undone(WINDOWS, "expand(images.shape[0], -1, -1)", "expand(-1, -1)"));
  test("an axis that cannot be expanded", () => undone(WINDOWS, "[0], -1, -1)", "[0], -1, 1)"));
  test("where flattening starts", () => undone(WINDOWS, "torch.flatten(x, 1)", "torch.flatten(x)"));
});

const LEVELS = `import torch
from torch import nn

class Levels(nn.Module):
    def __init__(self, widths=(8, 16, 32), depth=2):
        super().__init__()
        layers = []
        before = 3
        rates = [0.1 * i for i in range(len(widths) * depth)]
        place = 0
        for width in widths:
            layers.append(nn.Conv2d(before, width, 3, padding=1))
            layers.append(nn.Sequential(*[nn.Dropout(rates[place + i]) for i in range(depth)]))
            place += depth
            before = width
        self.layers = nn.Sequential(*layers)
        self.squeeze = nn.MaxPool2d(4)
        self.narrow = nn.Conv2d(before, 4, 1)
        self.out = nn.Linear(4, 10)

    def forward_features(self, x):
        x = self.layers(x)
        return self.squeeze(x)

    def forward_head(self, x):
        x = self.narrow(x)
        x = x.mean((2, 3))
        return self.out(x)

    def forward(self, x):
        x = self.forward_features(x)
        x = self.forward_head(x)
        return x

class Pair(nn.Module):
    def __init__(self, main, side):
        super().__init__()
        self.main = main
        self.side = side

    def forward(self, x):
        return self.main(x), self.side(x[:, :2])

def pair():
    main = nn.Conv2d(3, 4, 1)
    side = nn.Conv2d(2, 4, 1)
    return Pair(main, side)

model = Levels()
model(torch.randn(2, 3, 16, 16))
both = pair()
both(torch.randn(2, 3, 8, 8))
`;

describe("lines and names", () => {
  test("nothing is wrong at first", () => expect(readSlip(LEVELS).issues).toEqual([]));
  test("a line that builds a layer and stands twice", () => {
    const line = "            layers.append(nn.Conv2d(before, width, 3, padding=1))\n";
    undone(LEVELS, line, line + line);
  });
  test("a sum that stands twice, so that a list ends too early", () => {
    const line = "            place += depth\n";
    undone(LEVELS, line, line + line);
  });
  test("an attribute that nothing calls any more", () => undone(LEVELS, "x = self.layers(x)", "x = self.narrow(x)"));
  test("a method that nothing calls any more", () => undone(LEVELS, "        x = self.forward_features(x)\n", ""));
  test("a name that nothing reads any more", () => undone(LEVELS, "Pair(main, side)\n", "Pair(main, main)\n"));
});

const RANGES = `import torch
from torch import nn

class Stages(nn.Module):
    def __init__(self, first=1, second=2, width=8):
        super().__init__()
        rates = [0.1 * i for i in range(first + second)]
        self.stem = nn.Conv2d(3, width, 3)
        self.stage = nn.Sequential(*[nn.Dropout(rates[i]) for i in range(first, first + second)])

    def forward(self, x):
        x = self.stem(x)
        side = x.shape[1]
        x = self.stage(x)
        return x[:, :side]

model = Stages()
model(torch.randn(2, 3, 16, 16))
`;

describe("indices that a list does not have", () => {
  test("where a range ends", () => undone(RANGES, "range(first, first + second)", "range(first, width + second)"));
  test("an axis of a shape", () => undone(RANGES, "x.shape[1]", "x.shape[4]"));
});

const BRANCHES = `import torch
from torch import nn

class Unit(nn.Module):
    def __init__(self, before, width, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(before, width, bias=False, **kwargs)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x):
        return self.norm(self.conv(x))

class Embed(nn.Module):
    def __init__(self, before=3, dim=48, size=4):
        super().__init__()
        self.proj = nn.Conv2d(before, dim, kernel_size=size, stride=size)

    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)

class Branches(nn.Module):
    def __init__(self, before=3, width=16, dim=24, size=4):
        super().__init__()
        hidden = int(width * 2)
        self.embed = Embed(before, dim=dim, size=size)
        self.places = nn.Parameter(torch.zeros(1, 64, dim))
        self.wide = Unit(before, width, kernel_size=(1, 7), stride=1, padding=(0, 3))
        self.high = nn.Sequential(
            Unit(before, width, kernel_size=(7, 1), stride=1, padding=(3, 0)),
            Unit(width, width, kernel_size=1, stride=1),
        )
        self.down = Unit(2 * width, hidden, kernel_size=3, stride=2, padding=1)
        self.pool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.mix = nn.Conv2d(2 * width + hidden, hidden, kernel_size=1, groups=hidden // 2)
        self.turn = nn.Conv2d(in_channels=hidden, out_channels=8, kernel_size=1)
        self.last = nn.Linear(in_features=8, out_features=10)

    def forward(self, x):
        tokens = self.embed(x) + self.places
        x = torch.cat((self.wide(x), self.high(x)), dim=1)
        x = torch.cat((self.down(x), self.pool(x)), dim=1)
        x = self.turn(self.mix(x)).mean((2, 3))
        return self.last(x), tokens

model = Branches()
model(torch.randn(2, 3, 32, 32))
`;

describe("windows, signs and arguments", () => {
  test("nothing is wrong at first", () => expect(readSlip(BRANCHES).issues).toEqual([]));
  test("a border of its own for each side", () =>
    undone(BRANCHES, "(1, 7), stride=1, padding=(0, 3))", "(1, 7), stride=1)"));
  test("the step of one of two images", () => {
    const changed = firstFixOf(
      BRANCHES.replace(
        "kernel_size=3, stride=2, padding=1)\n        self.pool",
        "kernel_size=3, padding=1)\n        self.pool",
      ),
    );
    expect(changed).toContain("hidden, kernel_size=3, padding=1, stride=2)");
  });
  test("a kernel that keeps what its border adds", () => {
    const changed = firstFixOf(
      BRANCHES.replace("kernel_size=(1, 7), stride=1, padding", "kernel_size=1, stride=1, padding"),
    );
    expect(readSlip(changed).issues).toEqual([]);
  });
  test("a sign in what a layer gives", () => undone(BRANCHES, "int(width * 2)", "int(width + 2)"));
  test("the axis along which tensors are joined", () =>
    undone(BRANCHES, "self.pool(x)), dim=1)", "self.pool(x)), dim=2)"));
  test("the axes of an average", () => undone(BRANCHES, "mean((2, 3))", "mean((1, 3))"));
  test("arguments by name, each in the other's place", () =>
    undone(BRANCHES, "in_features=8, out_features=10", "in_features=10, out_features=8"));
  test("an argument that is called as what is at hand", () =>
    undone(BRANCHES.replace("dim=dim, size=size", "size=size, dim=dim"), ", dim=dim)", ")"));
});

const WAVES = `import torch
from torch import nn

def conv1x1(before, width, stride=1):
    return nn.Conv2d(before, width, kernel_size=1, stride=stride)

class Waves(nn.Module):
    def __init__(self, width=16, groups=2, depth=3):
        super().__init__()
        widths = [8, 16, 32, 64, 128]
        self.stem = nn.Sequential(
            nn.Conv2d(3, 8, kernel_size=3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
        )
        self.level1 = conv1x1(widths[0], widths[1], 2)
        self.level2 = conv1x1(widths[1], widths[2], 2)
        self.level3 = conv1x1(widths[2], widths[3], 2)
        self.level4 = conv1x1(widths[3], widths[4], 2)
        self.side = conv1x1(8, width, groups)
        self.norm = nn.BatchNorm2d(width)
        layers = []
        for i in range(depth):
            out = 32 if i < (depth - 1) else 128
            layers.append(nn.Conv2d(128 if i == 0 else 32, out, 1))
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        angles = x[:, :, :, :8]
        waves = torch.stack((angles[:, :, :, 0::2].sin(), angles[:, :, :, 1::2].cos()), dim=4).flatten(3)
        x = self.stem(x)
        side = self.norm(self.side(x))
        x = self.level4(self.level3(self.level2(self.level1(x))))
        return self.layers(x) + x, side, waves

model = Waves()
model(torch.randn(2, 3, 32, 32))
`;

describe("the odd one out", () => {
  test("nothing is wrong at first", () => expect(readSlip(WAVES).issues).toEqual([]));
  test("an index that goes on in other lines", () =>
    undone(WAVES, "conv1x1(widths[1], widths[2], 2)", "conv1x1(widths[1], widths[4], 2)"));
  test("a slice from the end on", () => undone(WAVES, "0::2", "-1::2"));
  test("a sign in a condition", () => undone(WAVES, "i < (depth - 1)", "i < (depth + 1)"));
  test("a kernel of nothing", () => undone(WAVES, "kernel_size=1", "kernel_size=0"));
  test("a kernel of less than nothing", () => undone(WAVES, "kernel_size=3", "kernel_size=-1"));
  test("another parameter that a function hands on", () =>
    undone(WAVES, "conv1x1(8, width, groups)", "conv1x1(8, depth, groups)"));
  test("a norm ahead of its layer", () => {
    const [conv, norm] = ["nn.Conv2d(3, 8, kernel_size=3, padding=1)", "nn.BatchNorm2d(8)"];
    undone(WAVES, `${conv},\n            ${norm}`, `${norm},\n            ${conv}`);
  });
});

const DEEP = `import torch
from torch import nn

class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Conv2d(3 if i == 0 else 24, 24, 3, padding=1) for i in range(6)])
        self.narrow = nn.Sequential(nn.Conv2d(24, 8, 1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1))
        self.wide = nn.Conv2d(24, 16, 1)
        self.join = nn.Conv2d(24, 10, 1)

    def forward(self, x):
        x = self.layers(x)
        narrow = self.narrow(x)
        wide = self.wide(x)
        return self.join(torch.cat([narrow, wide], 1)).mean((2, 3))

model = Deep()
model(torch.randn(2, 3, 32, 32))
`;

describe("fixes that leave fewer steps than were followed behind the mistake", () => {
  test("nothing is wrong at first", () => expect(readSlip(DEEP).issues).toEqual([]));
  test("a call that stands twice", () =>
    undone(DEEP, "        x = self.layers(x)\n", "        x = self.layers(x)\n        x = self.layers(x)\n"));
  test("a longer branch in place of a short one", () => undone(DEEP, "wide = self.wide(x)", "wide = self.narrow(x)"));
});

const HEADS = `import torch
from torch import nn

class Heads(nn.Module):
    def __init__(self, dim=64, heads=4):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, dim * 3)

    def split(self, t):
        return t.reshape(t.shape[0], -1, self.heads, 16).transpose(1, 2)

    def forward(self, x):
        parts = self.qkv(x).chunk(3, dim=-1)
        q, k, v = map(self.split, parts)
        return q @ k.transpose(-1, -2) @ v

out = Heads()(torch.randn(2, 10, 64))
`;

describe("queries, keys and values that a map makes of the parts of one layer", () => {
  test("are told where there are fewer parts", () => undone(HEADS, "chunk(3, ", "chunk(2, "));

  test("are told where their axis was left out", () => undone(HEADS, "chunk(3, dim=-1)", "chunk(3)"));

  test("are told of the function as well", () => {
    const written = HEADS.replace("self.qkv(x).chunk(3, dim=-1)", "torch.chunk(self.qkv(x), 3, dim=-1)");
    undone(written, ", 3, dim=-1)", ", 3)");
  });
});

const SPLIT = `import torch
from torch import nn

class Split(nn.Module):
    def __init__(self, dim=64, heads=4):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)

    def forward(self, x):
        shape = (*x.shape[:-1], -1, 16)
        q = self.q(x).view(shape).transpose(1, 2)
        k = self.k(x).view(shape).transpose(1, 2)
        v = self.v(x).view(shape).transpose(1, 2)
        return nn.functional.scaled_dot_product_attention(q, k, v)

out = Split()(torch.randn(2, 10, 64))
`;

test("a layer that another line calls is no link of a chain", () =>
  undone(SPLIT, "k = self.k(x).view(shape).transpose(1, 2)", "k = self.k(x).view(shape).transpose(3, 2)"));

const TURNED = `import torch
from torch import nn
import torch.nn.functional as F

class Up(nn.Module):
    def __init__(self, taken, given):
        super().__init__()
        self.up = nn.Upsample(scale_factor=2)
        self.conv = nn.Conv2d(taken + given, given, 3, padding=1)

    def forward(self, x, skip):
        return self.conv(torch.cat([self.up(x), skip], 1))

class Turned(nn.Module):
    def __init__(self):
        super().__init__()
        self.where = nn.Linear(3 * 16 * 16, 6)
        self.enter = nn.Conv2d(3, 8, 3, padding=1)
        self.down1 = nn.Conv2d(8, 16, 3, stride=2, padding=1)
        self.down2 = nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.down3 = nn.Conv2d(32, 64, 3, stride=2, padding=1)
        self.up1 = Up(64, 32)
        self.up2 = Up(32, 16)
        self.up3 = Up(16, 8)
        self.leave = nn.Conv2d(8, 3, 1)

    def forward(self, x):
        theta = self.where(x.flatten(1))
        theta = theta.view(-1, 2, 3)
        x = F.grid_sample(x, F.affine_grid(theta, x.size(), align_corners=False), align_corners=False)
        x1 = self.enter(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        x4 = self.down3(x3)
        x = self.up1(x4, x3)
        x = self.up2(x, x2)
        x = self.up3(x, x1)
        return self.leave(x)

def run(model, batches):
    total = 0
    for images, aims in batches:
        total += F.mse_loss(model(images), aims).item()
    return total

run(Turned(), [(torch.randn(2, 3, 16, 16), torch.randn(2, 3, 16, 16))])
`;

describe("steps that go on", () => {
  test("nothing is wrong at first", () => expect(readSlip(TURNED).issues).toEqual([]));
  test("a line that follows from the two before it", () => undone(TURNED, "        x = self.up3(x, x1)\n", ""));
  test("the shape of a map", () => {
    const changed = firstFixOf(TURNED.replace("        theta = theta.view(-1, 2, 3)\n", ""));
    expect(changed).toContain("F.affine_grid(theta.view(-1, 2, 3), x.size()");
  });
});
