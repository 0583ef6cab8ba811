// Slips in models that write names, calculations and conditions: the first fix is what a person would write.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

/** The text with the first fix, which must leave nothing wrong. */
function mended(text: string): string {
  const changed = firstFixOf(text);
  expect(readSlip(changed).issues, changed).toEqual([]);
  return changed;
}

/** Plants a slip, and expects the first fix to be what stood there. */
function undone(text: string, right: string, wrong: string): void {
  expect(text).toContain(right);
  expect(mended(text.replace(right, wrong))).toBe(text);
}

const DIGITS = `import torch
from torch import nn
import torch.nn.functional as F

class Digits(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 12, 3)
        self.conv2 = nn.Conv2d(12, 20, 3)
        self.fc1 = nn.Linear(20 * 5 * 5, 96)
        self.fc2 = nn.Linear(96, 48)
        self.fc3 = nn.Linear(48, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

net = Digits()
images = torch.randn(6, 1, 28, 28)
labels = torch.randint(0, 10, (6,))
loss = nn.CrossEntropyLoss()(net(images), labels)
`;

const STAGES = `import torch
from torch import nn

class Block(nn.Module):
    expansion = 2

    def __init__(self, before, width, stride=1):
        super().__init__()
        self.one = nn.Conv2d(before, width, 3, stride=stride, padding=1)
        self.two = nn.Conv2d(width, self.expansion * width, 1)
        self.norm = nn.BatchNorm2d(self.expansion * width)
        self.skip = nn.Sequential()
        if stride != 1 or before != self.expansion * width:
            self.skip = nn.Conv2d(before, self.expansion * width, 1, stride=stride)

    def forward(self, x):
        return self.norm(self.two(self.one(x))) + self.skip(x)

class Net(nn.Module):
    def __init__(self, block, widths):
        super().__init__()
        self.before = 16
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.stages = nn.Sequential(*[self.stage(block, width) for width in widths])
        self.fc = nn.Linear(widths[-1] * block.expansion, 10)

    def stage(self, block, width):
        layers = []
        for stride in (2, 1):
            layers.append(block(self.before, width, stride))
            self.before = width * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        return self.fc(self.stages(self.stem(x)).mean((2, 3)))

y = Net(Block, [12, 20])(torch.zeros(2, 3, 16, 16))
`;

const DEPTHWISE = `import torch
from torch import nn

class Separable(nn.Module):
    def __init__(self, before, width):
        super().__init__()
        self.deep = nn.Conv2d(before, before, 3, padding=1, groups=before)
        self.point = nn.Conv2d(before, width, 1)
        self.last = nn.Conv2d(width, width, 1)

    def forward(self, x):
        return self.last(self.point(self.deep(x)))

y = nn.Sequential(Separable(12, 20), Separable(20, 36))(torch.zeros(2, 12, 8, 8))
`;

const LIST = `import torch
from torch import nn

class Plain(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        channels = 3
        for size in sizes:
            if size == "pool":
                layers.append(nn.MaxPool2d(2))
            else:
                layers += [nn.Conv2d(channels, size, 3, padding=1), nn.ReLU()]
                channels = size
        self.layers = nn.Sequential(*layers)
        self.fc = nn.Linear(sizes[1], 4)

    def forward(self, x):
        return self.fc(self.layers(x).mean((2, 3)))

y = Plain([8, 24, "pool"])(torch.zeros(2, 3, 16, 16))
`;

const WIDENED = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, before, width):
        super().__init__()
        self.conv = nn.Conv1d(before, width, 3, padding=1)
        self.skip = nn.Conv1d(before, width, 1) if before != width else nn.Identity()

    def forward(self, x):
        return self.conv(x) + self.skip(x)

y = nn.Sequential(Block(4, 12), Block(12, 12))(torch.zeros(2, 4, 30))
`;

const ROWS = `import torch
from torch import nn

class Rows(nn.Module):
    def __init__(self, letters, hidden):
        super().__init__()
        self.letters = letters
        self.hidden = hidden
        self.rnn = nn.GRU(letters, hidden)
        self.fc = nn.Linear(hidden, letters)

    def forward(self, x):
        out, _ = self.rnn(x)
        return self.fc(out.view(-1, self.hidden))

y = Rows(31, 24)(torch.zeros(5, 7, 31))
`;

const READER = `import torch
from torch import nn

class Reader(nn.Module):
    def __init__(self, words, embedding, hidden):
        super().__init__()
        self.embed = nn.Embedding(words, embedding)
        self.rnn = nn.LSTM(embedding, hidden, 2, batch_first=True)
        self.fc = nn.Linear(hidden, 3)

    def forward(self, x, states):
        out, states = self.rnn(self.embed(x), states)
        return self.fc(out[:, -1])

words = torch.randint(0, 50, (6, 11))
states = (torch.zeros(2, 6, 24), torch.zeros(2, 6, 24))
y = Reader(50, 16, 24)(words, states)
`;

const BOTH_WAYS = `import torch
from torch import nn

class Tagger(nn.Module):
    def __init__(self, hidden, tags):
        super().__init__()
        self.rnn = nn.LSTM(12, hidden, bidirectional=True)
        self.fc = nn.Linear(hidden * 2, tags)

    def forward(self, x):
        return self.fc(self.rnn(x)[0])

y = Tagger(20, 2)(torch.zeros(9, 4, 12))
`;

describe("calculations and names keep their form", () => {
  test("twice the width of a layer in both directions, and not times a name that happens to be two", () =>
    undone(BOTH_WAYS, "nn.Linear(hidden * 2, tags)", "nn.Linear(hidden, tags)"));
  test("both sides of an image", () => undone(DIGITS, "20 * 5 * 5", "20 * 7 * 7"));
  test("a factor that stands elsewhere", () =>
    undone(STAGES, "nn.BatchNorm2d(self.expansion * width)", "nn.BatchNorm2d(width)"));
  test("another name rather than a number that others read too", () =>
    undone(READER, "nn.Linear(hidden, 3)", "nn.Linear(embedding, 3)"));
  test("another attribute in a view", () => undone(ROWS, "out.view(-1, self.hidden)", "out.view(-1, self.letters)"));
  test("a neighbour in a list", () => undone(LIST, "nn.Linear(sizes[1], 4)", "nn.Linear(sizes[0], 4)"));
});

describe("who says more is right", () => {
  test("a factor that the layer before lacks", () =>
    undone(STAGES, "nn.Conv2d(width, self.expansion * width, 1)", "nn.Conv2d(width, self.expansion, 1)"));
  test("as many groups as channels come in", () => undone(DEPTHWISE, "groups=before", "groups=width"));
  test("a number as people write it rather than one as nobody does", () =>
    undone(DIGITS, "nn.Linear(20 * 5 * 5, 96)", "nn.Linear(20 * 5 * 5, 95)"));
  test("rows that are as long as the layer takes are flattened", () =>
    expect(mended(DIGITS.replace("        x = torch.flatten(x, 1)\n", ""))).toContain("self.fc1(x.flatten(1))"));
});

describe("statements", () => {
  test("a layer in another one's place, which is then called nowhere", () =>
    undone(DEPTHWISE, "self.point(self.deep(x))", "self.deep(self.deep(x))"));

  test("a layer that is built and never called", () => undone(DIGITS, "        x = F.relu(self.fc2(x))\n", ""));
  test("an update that a loop forgets", () => undone(LIST, "                channels = size\n", ""));
  test("an update without its factor", () =>
    undone(STAGES, "self.before = width * block.expansion", "self.before = width"));
  test("a condition the wrong way round", () => undone(WIDENED, "before != width", "before == width"));
  test("an argument that an alike call has", () =>
    expect(mended(STAGES.replace("1, stride=stride)\n\n", "1)\n\n"))).toContain(
      "self.expansion * width, 1, stride=stride)",
    ));
});

describe("data", () => {
  test("as many labels as images", () => undone(DIGITS, "(6,)", "(12,)"));
  test("classes in an axis of their own", () =>
    expect(mended(DIGITS.replace("(6,)", "(6, 1)"))).toContain("labels.squeeze(1)"));
  test("images without their channels", () => undone(DIGITS, "(6, 1, 28, 28)", "(6, 28, 28)"));
  test("images with their channels last", () => undone(DIGITS, "(6, 1, 28, 28)", "(6, 28, 28, 1)"));
  test("another width than the states have", () =>
    undone(READER, "nn.LSTM(embedding, hidden,", "nn.LSTM(embedding, embedding,"));
  test("sequences with their batch first", () => undone(READER, ", batch_first=True", ""));
});

test("of two mistakes each is mended by itself, and not both by what would suit both", () => {
  const two = `import torch
from torch import nn

class Tagger(nn.Module):
    def __init__(self, words, width=100, hidden=256):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.lstm = nn.LSTM(hidden, hidden, batch_first=True, bidirectional=True)
        self.head = nn.Linear(hidden, 2)

    def forward(self, x):
        out, _ = self.lstm(self.embedding(x))
        return self.head(out)

tags = Tagger(5000)(torch.randint(0, 5000, (8, 40)))
`;
  expect(firstFixOf(two)).toContain("nn.LSTM(width, hidden, batch_first");
});

describe("names and numbers far from where they are used", () => {
  const branches = `import torch
from torch import nn

def conv(taken, given, kernel_size, stride=1):
    return nn.Sequential(
        nn.Conv2d(taken, given, kernel_size, stride, padding=kernel_size // 2), nn.BatchNorm2d(given), nn.ReLU()
    )

class Branches(nn.Module):
    def __init__(self, width, inner, split):
        super().__init__()
        self.features = conv(width, inner, 3)
        self.wide = conv(inner if split else width, 2 * inner, 5)
        self.token = nn.Parameter(torch.zeros(1, 1, 4 * inner))
        self.fc = nn.Linear(4 * inner, 10)

    def forward(self, x):
        small = self.features(x)
        wide = self.wide(small)
        joined = torch.cat([small, small, wide], 1)
        pooled = joined.mean((2, 3))
        tokens = torch.cat([self.token.expand(x.shape[0], -1, -1), pooled[:, None]], 1)
        return self.fc(tokens[:, 1])

net = Branches(16, 24, True)
net(torch.randn(2, 16, 20, 20))
`;

  test.each([
    ["a name that nothing reads any more", "[small, small, wide]", "[small, small, x]"],
    ["a padding by another name", "padding=kernel_size // 2", "padding=kernel_size"],
    ["a name in a choice", "inner if split", "width if split"],
    ["the first two arguments of a function", "conv(width, inner, 3)", "conv(inner, width, 3)"],
  ])("%s", (_, right, wrong) => {
    expect(readSlip(branches).issues).toEqual([]);
    expect(mended(branches.replace(right, wrong))).toBe(branches);
  });
});

describe("slips that torchvision's style of writing invites", () => {
  const staged = `import torch
from torch import nn

class Block(nn.Module):
    expansion = 2

    def __init__(self, before, width):
        super().__init__()
        self.wide = nn.Conv2d(before, width, kernel_size=(1, 7), padding=(0, 3))
        self.high = nn.Conv2d(before, width, kernel_size=(7, 1), padding=(3, 0))

    def forward(self, x):
        return torch.cat([self.wide(x), self.high(x)], 1)

class Net(nn.Module):
    def __init__(self, block, widths):
        super().__init__()
        self.before = 3
        self.stages = nn.Sequential(*[self.stage(block, width) for width in widths])
        self.norm = nn.LayerNorm(widths[-1] * block.expansion)

    def stage(self, block, width):
        layers = []
        for _ in range(2):
            layers.append(
                block(
                    self.before,
                    width,
                )
            )
            self.before = width * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.stages(x)
        x = x.permute(0, 2, 3, 1)
        return self.norm(x)

Net(Block, [8, 16])(torch.randn(2, 3, 20, 20))
`;

  test.each([
    ["an update behind a call of several lines", "            self.before = width * block.expansion\n", ""],
    ["an axis that is named twice", "permute(0, 2, 3, 1)", "permute(0, 2, 3, 3)"],
    ["one side of a padding", "padding=(0, 3)", "padding=(0, 1)"],
    ["one side of a kernel", "kernel_size=(7, 1)", "kernel_size=(6, 1)"],
  ])("%s", (_, right, wrong) => {
    expect(readSlip(staged).issues).toEqual([]);
    expect(mended(staged.replace(right, wrong))).toBe(staged);
  });
});

test("an index beyond a list's end is mended by the last one, also where no model can be built with it", () => {
  const text = (index: number) => `import torch
from torch import nn

class Part(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3)

    def forward(self, x):
        return self.conv(x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [8, 16, 32]
        self.part = Part(widths[0])
        self.last = nn.Conv2d(widths[0], widths[${index}], 1)

    def forward(self, x):
        return self.last(self.part(x))

Net()(torch.randn(2, 8, 20, 20))
`;
  expect(firstFixOf(text(7))).toBe(text(2));
});
