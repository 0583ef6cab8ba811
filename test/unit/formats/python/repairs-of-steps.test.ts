// Slips of whole steps and names in models of PyTorch: the fix that is offered first leaves nothing wrong.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

/** The text with the first fix, which must leave nothing wrong and every shape known. */
function mended(text: string): string {
  const changed = firstFixOf(text);
  const after = readSlip(changed);
  expect(after.issues, changed).toEqual([]);
  expect(after.models[0]?.unknown, changed).toEqual([]);
  return changed;
}

/** A file with one model. */
function model(parts: string, forward: string, call: string, others = ""): string {
  const indented = (text: string) => text.trim().replace(/^/gm, "        ");
  return `import torch
from torch import nn
${others}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
${indented(parts)}

    def forward(self, x):
${indented(forward)}

${call}
`;
}

test("states of a layer in both directions are twice as many, and all of them change", () => {
  const text = model(
    "self.rnn = nn.LSTM(6, 5, 2, bidirectional=True, batch_first=True)\nself.layers = 2",
    "h = torch.zeros(self.layers, x.size(0), 5)\nc = torch.zeros(self.layers, x.size(0), 5)\nreturn self.rnn(x, (h, c))[0]",
    "Net()(torch.zeros(3, 7, 6))",
  );
  expect(mended(text)).toBe(text.replaceAll("zeros(self.layers", "zeros(self.layers * 2"));
});

test("states are as many as the samples, where the layer expects these", () => {
  const text = model(
    "self.rnn = nn.LSTM(6, 5, batch_first=True)",
    "h = torch.zeros(1, x.size(1), 5)\nc = torch.zeros(1, x.size(1), 5)\nreturn self.rnn(x, (h, c))[0]",
    "Net()(torch.zeros(3, 7, 6))",
  );
  expect(mended(text)).toBe(text.replaceAll("x.size(1)", "x.size(0)"));
});

test("a layer for whose states another layer is as wide gets their width", () => {
  const text = model(
    "self.rnn = nn.LSTM(6, 20)\nself.fc = nn.Linear(5, 2)",
    "h = (torch.zeros([1, 3, 5]), torch.zeros([1, 3, 5]))\nreturn self.fc(self.rnn(x, h)[0])",
    "Net()(torch.zeros(7, 3, 6))",
  );
  expect(mended(text)).toBe(text.replace("nn.LSTM(6, 20)", "nn.LSTM(6, 5)"));
});

test("a layer whose states are for both directions runs in both", () => {
  const text = model(
    "self.rnn = nn.GRU(6, 5, 2)\nself.fc = nn.Linear(10, 2)",
    "out, _ = self.rnn(x, torch.zeros(2 * 2, 3, 5))\nreturn self.fc(out)",
    "Net()(torch.zeros(7, 3, 6))",
  );
  expect(mended(text)).toContain("nn.GRU(6, 5, 2, bidirectional=True)");
});

test("a transposed convolution gets the stride by which its output meets the other", () => {
  const text = model(
    "self.down = nn.Conv2d(8, 16, 4, stride=2, padding=1)\nself.up = nn.ConvTranspose2d(16, 8, 4, padding=1)",
    "return torch.cat([self.up(self.down(x)), x], 1)",
    "Net()(torch.zeros(1, 8, 32, 32))",
  );
  expect(mended(text)).toContain("nn.ConvTranspose2d(16, 8, 4, padding=1, stride=2)");
});

test("of layers whose outputs are joined one is as wide as its twin", () => {
  const text = model(
    "width = 12\nself.users = nn.Embedding(50, width * 2)\nself.items = nn.Embedding(60, width * 3)\nself.fc1 = nn.Linear(48, 1)\nself.fc2 = nn.Linear(48, 1)",
    "both = torch.cat([self.users(x), self.items(x)], -1)\nreturn self.fc1(both) * self.fc2(both)",
    "Net()(torch.zeros(5, dtype=torch.long))",
  );
  expect(mended(text)).toContain("nn.Embedding(60, width * 2)");
});

test("batch and layers of a state are exchanged", () => {
  const text = model(
    "self.rnn = nn.GRU(6, 5)",
    "return self.rnn(x, torch.zeros(x.size(1), 1, 5))[0]",
    "Net()(torch.zeros(7, 3, 6))",
  );
  expect(mended(text)).toContain("torch.zeros(1, x.size(1), 5)");
});

test("convolutions without padding, whose images do not meet, all get it", () => {
  const text = model(
    "self.down = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 8, 3))\nself.last = nn.Conv2d(11, 1, 1)",
    "return self.last(torch.cat([self.down(x), x], 1))",
    "Net()(torch.zeros(1, 3, 16, 16))",
  );
  expect(mended(text)).toContain("nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1)");
});

test("a target that cannot be made any more is no remedy", () => {
  const text = `import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 1, 4), nn.Sigmoid())
label = torch.full((16,), 1.0)
loss = nn.BCELoss()(net(torch.zeros(16, 3, 8, 8)).view(-1), label)
`;
  expect(mended(text)).toContain("torch.full((400,), 1.0)");
});

const GENERATOR = model(
  "self.up = nn.ConvTranspose2d(20, 8, 4)\nself.norm = nn.BatchNorm2d(8)",
  "return self.norm(self.up(x))",
  "noise = torch.randn(6, 20, 1, 1)\nimage = Net()(noise)",
);

const GATE = model(
  "self.fc = nn.Linear(12, 12)",
  "y = x.mean((2, 3))\ny = torch.sigmoid(self.fc(y))\ny = y[:, :, None, None]\nreturn x * y.expand_as(x)",
  "Net()(torch.zeros(2, 12, 9, 7))",
);

const DECODER = model(
  "self.fc = nn.Linear(10, 8 * 6 * 6)\nself.up = nn.ConvTranspose2d(8, 1, 2, stride=2)",
  "x = self.fc(x)\nx = x.view(-1, 8, 6, 6)\nreturn self.up(x)",
  "Net()(torch.zeros(5, 10))",
);

const HEADS = `
class Attention(nn.Module):
    def __init__(self, dim, heads=4):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-2, -1)).softmax(-1)
        x = (weights @ v).transpose(1, 2).reshape(B, N, C)
        return self.out(x)

`;
const TOKENS = model(
  "self.patches = nn.Conv2d(3, 40, 4, stride=4)\nself.token = nn.Parameter(torch.zeros(1, 1, 40))\nself.attend = Attention(40, heads=4)",
  "x = self.patches(x).flatten(2).transpose(1, 2)\nx = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1)\nreturn x + self.attend(x)",
  "Net()(torch.zeros(2, 3, 24, 24))",
  HEADS,
);

const READER = model(
  "self.conv = nn.Conv2d(1, 16, (8, 3))\nself.rnn = nn.GRU(16, 4)",
  "x = self.conv(x)\nx = x.squeeze(2)\nreturn self.rnn(x.permute(2, 0, 1))",
  "Net()(torch.zeros(2, 1, 8, 30))",
);

const JOIN = `
class Join(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.up = nn.ConvTranspose2d(i, o, 2, stride=2)
        self.conv = nn.Conv2d(2 * o, o, 3, padding=1)

    def forward(self, a, b):
        return self.conv(torch.cat([self.up(a), b], 1))

`;
const SKIPS = model(
  "self.one = nn.Conv2d(3, 8, 3, padding=1)\nself.two = nn.Conv2d(8, 16, 2, stride=2)\nself.three = nn.Conv2d(16, 32, 2, stride=2)\nself.up1 = Join(32, 16)\nself.up2 = Join(16, 8)",
  "x1 = self.one(x)\nx2 = self.two(x1)\nx3 = self.three(x2)\nx = self.up1(x3, x2)\nreturn self.up2(x, x1)",
  "Net()(torch.zeros(2, 3, 16, 16))",
  JOIN,
);

const MIXER = model(
  "self.mix = Mix(9, 24)",
  "return self.mix(x)",
  "Net()(torch.zeros(2, 9, 24))",
  `
class Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.one = nn.Linear(width, 2 * width)
        self.two = nn.Linear(2 * width, width)

    def forward(self, x):
        return self.two(torch.relu(self.one(x)))


class Mix(nn.Module):
    def __init__(self, tokens, dim):
        super().__init__()
        self.of_tokens = Mlp(tokens)
        self.of_channels = Mlp(dim)

    def forward(self, x):
        x = x + self.of_tokens(x.transpose(1, 2)).transpose(1, 2)
        return x + self.of_channels(x)

`,
);

const GROUPS = model(
  "sizes = {'width': 20, 'groups': 2}\nself.layers = Grouped(sizes)",
  "return self.layers(x)",
  "Net()(torch.zeros(2, 20, 8, 8))",
  `
class Grouped(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.one = nn.Conv2d(sizes['width'], sizes['width'], 1, groups=sizes['groups'])
        self.two = nn.Conv2d(sizes['width'], 30, 1, groups=sizes['groups'])

    def forward(self, x):
        return self.two(self.one(x))

`,
);

const STAGES = model(
  "self.planes = 8\nself.one = self.stage(8, 2)\nself.two = self.stage(16, 2)\nself.three = self.stage(32, 3)",
  "return self.three(self.two(self.one(x)))",
  "Net()(torch.zeros(2, 8, 16, 16))",
).replace(
  "    def forward",
  `    def stage(self, planes, count):
        layers = []
        for _ in range(count):
            layers.append(nn.Conv2d(self.planes, planes, 3, padding=1))
            self.planes = planes
        return nn.Sequential(*layers)

    def forward`,
);

const STEPS = model(
  "self.fc = nn.Linear(12, 6)\nself.last = nn.Conv2d(12, 4, 1)",
  "b, c, h, w = x.shape\nn = 3\nx = x.view(b, n, c // n, h, w).transpose(1, 2)\nx = x.reshape(b, c, h, w)\ny = self.last(x).flatten(2).permute(2, 0, 1)\nt, s, f = x.flatten(2).permute(2, 0, 1).shape\nz = x.flatten(2).permute(2, 0, 1).reshape(t * s, f)\nreturn self.fc(z).view(t, s, 6), y",
  "Net()(torch.zeros(2, 12, 5, 7))",
);

describe("the first fix undoes the slip", () => {
  test.each([
    ["axes that were forgotten where noise is created", GENERATOR, "randn(6, 20, 1, 1)", "randn(6, 20)"],
    ["both sides of an image in a view", DECODER, "view(-1, 8, 6, 6)", "view(-1, 8, 9, 9)"],
    ["tokens that stay behind the channels", TOKENS, ".flatten(2).transpose(1, 2)", ".flatten(2)"],
    ["heads that are not joined", TOKENS, ".transpose(1, 2).reshape(B, N, C)", ".transpose(1, 2)"],
    ["a number of heads that does not divide", TOKENS, "Attention(40, heads=4)", "Attention(40, heads=3)"],
    ["a skip connection of another step", SKIPS, "self.up2(x, x1)", "self.up2(x, x2)"],
    ["the width of one of two calls", MIXER, "self.of_channels = Mlp(dim)", "self.of_channels = Mlp(tokens)"],
    ["an attribute that is not kept up to date", STAGES, "            self.planes = planes\n", ""],
    ["another name in a view", STEPS, "x.reshape(b, c, h, w)", "x.reshape(b, n, h, w)"],
    ["a factor of the size beside it in a view", STEPS, "reshape(t * s, f)", "reshape(t, s * f)"],
    ["groups in a dictionary", GROUPS, "'groups': 2", "'groups': 3"],
  ])("%s", (_, text, right, wrong) => {
    const planted = plant(text, right, wrong);
    expect(mended(planted)).toBe(text);
  });
});

describe("a step that was left out is written where it is needed", () => {
  test.each([
    ["axes before an expansion", GATE, "        y = y[:, :, None, None]\n", "y[:, :, None, None].expand_as(x)"],
    ["a squeeze before fewer axes are put in order", READER, "        x = x.squeeze(2)\n", ".squeeze(2)"],
  ])("%s", (_, text, right, expected) => {
    expect(mended(plant(text, right, ""))).toContain(expected);
  });
});

function plant(text: string, right: string, wrong: string): string {
  expect(readSlip(text).issues).toEqual([]);
  expect(text).toContain(right);
  return text.replace(right, wrong);
}

test.each([
  ["return torch.relu(self.second(y) + x)", "return torch.relu(self.second(y) + self.shortcut(x))"],
  [
    "y = self.second(y)\n        y += x\n        return y",
    "y = self.second(y)\n        y += self.shortcut(x)\n        return y",
  ],
])("a block that changes its input's size gets a projection on its shortcut: %s", (sum, fixed) => {
  const block = (projection: string, end: string) => `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, inside, outside, stride=1):
        super().__init__()
        self.first = nn.Conv2d(inside, outside, 3, stride=stride, padding=1)
        self.second = nn.Conv2d(outside, outside, 3, padding=1)
${projection}
    def forward(self, x):
        y = torch.relu(self.first(x))
        ${end}

net = nn.Sequential(Block(8, 8), Block(8, 16, 2), nn.Flatten(), nn.Linear(16 * 4 * 4, 10))
net(torch.zeros(1, 8, 8, 8))
`;
  const projection = "        self.shortcut = nn.Conv2d(inside, outside, 1, stride=stride)\n";
  expect(mended(block("", sum))).toBe(block(projection, fixed));
});

test("a name is offered that is worth what the layer needs, before others, also where it is handed on", () => {
  const text = (own: string, handed: string) => `import torch
from torch import nn

def conv(taken, given, step, groups):
    return nn.Conv2d(${own}, given, 3, step, 1, groups=groups)

class Block(nn.Module):
    def __init__(self, width, inner, step, groups, parts):
        super().__init__()
        self.conv1 = conv(${handed}, inner, step, groups)
        self.conv2 = conv(inner, width, 1, groups)

    def forward(self, x):
        return self.conv2(self.conv1(x))

net = nn.Sequential(Block(32, 64, 2, 1, 4), Block(32, 128, 1, 1, 6))
net(torch.randn(2, 32, 40, 40))
`;
  expect(mended(text("step", "width"))).toBe(text("taken", "width"));
  expect(mended(text("taken", "parts"))).toBe(text("taken", "width"));
});

describe("slips in whole networks", () => {
  const net = (forward: string) =>
    model(
      "self.conv = nn.Conv2d(3, 16, 3)\nself.pool = nn.AdaptiveAvgPool2d(1)\nself.fc = nn.Linear(16, 10)",
      forward,
      "Net()(torch.randn(2, 3, 32, 32))",
    );
  const right = "x = self.pool(self.conv(x))\nx = torch.flatten(x, 1)\nreturn self.fc(x)";

  test.each([
    [
      "a line stands twice",
      right.replace("return", "x = self.fc(x)\nx = self.fc(x)\nreturn").replace("return self.fc(x)", "return x"),
    ],
    ["what is flattened begins with the wrong axis", right.replace("x, 1", "x, 3")],
    ["the axis to flatten from is none of the image's", right.replace("x, 1", "x, 10")],
    ["a layer is called nowhere", right.replace("self.pool(self.conv(x))", "self.conv(x)")],
  ])("%s", (_, forward) => {
    const changed = mended(net(forward));
    const after = readSlip(changed).models[0];
    expect(after?.outputs[0]?.shape).toEqual([2, 10]);
    expect(changed).toContain("nn.Linear(16, 10)");
  });

  test("the size to which an image is pooled", () => {
    expect(mended(net(right).replace("AdaptiveAvgPool2d(1)", "AdaptiveAvgPool2d((1, 3))"))).toContain(
      "AdaptiveAvgPool2d(1)",
    );
  });

  test("a parameter that its function never reads", () => {
    const text = (own: string) => `import torch
from torch import nn

def shortcut(taken, given, stride=1):
    return nn.Conv2d(taken, given, kernel_size=1${own}, bias=False)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(8, 16, 3, stride=2, padding=1)
        self.short = shortcut(8, 16, 2)

    def forward(self, x):
        return self.conv(x) + self.short(x)

Net()(torch.randn(2, 8, 32, 32))
`;
    expect(mended(text(""))).toContain("bias=False, stride=stride)");
  });

  test("a pool that keeps the size of what it is joined with", () => {
    const text = model(
      "self.pool = nn.MaxPool2d(3, padding=1)\nself.conv = nn.Conv2d(3, 8, 3, padding=1)",
      "return torch.cat([self.conv(x), self.pool(x)], 1)",
      "Net()(torch.randn(2, 3, 32, 32))",
    );
    expect(mended(text)).toContain("padding=1, stride=1)");
  });

  test("an image whose channels stand last is not flattened for a layer of other features", () => {
    const text = model(
      "self.norm = nn.LayerNorm(48)\nself.one = nn.Linear(24, 96)\nself.two = nn.Linear(96, 48)",
      "y = self.two(self.one(self.norm(x)))\nb, h, w, c = y.shape\nreturn x + y",
      "Net()(torch.randn(2, 7, 7, 48))",
    );
    const { issues } = readSlip(text);
    expect(issues.map(({ message }) => message)).toEqual([
      "one (Linear): expects 24 input features and gets 48 from [2, 7, 7, 48]. Set in_features to 48.",
    ]);
    expect(mended(text)).toContain("nn.Linear(48, 96)");
  });

  test("images of as many channels as the layer takes features, and nothing that pools them", () => {
    const text = model(
      "self.conv = nn.Conv2d(3, 16, 3)\nself.fc = nn.Linear(16, 10)",
      "return self.fc(self.conv(x))",
      "Net()(torch.randn(2, 3, 32, 32))",
    ).replace("return self.fc(self.conv(x))", "x = self.conv(x)\n        return self.fc(x)");
    expect(mended(text)).toContain("self.fc(x.mean((2, 3)))");
  });
});
