// Slips as people make them in models that are built by a plan: what the first fix puts right is what stood there.
import { describe, expect, test } from "vitest";
import { firstFixOf, readSlip } from "./first-fix.ts";

/** Plants a slip, and expects the first fix to be what stood there. */
function undone(text: string, right: string, wrong: string): void {
  expect(text).toContain(right);
  expect(readSlip(text).issues).toEqual([]);
  expect(firstFixOf(text.replace(right, wrong))).toBe(text);
}

const RESIDUAL = `import torch
from torch import nn

class Block(nn.Module):
    expansion = 4

    def __init__(self, inside, planes, stride=1):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inside, planes, 1, bias=False),
            nn.BatchNorm2d(planes),
            nn.Conv2d(planes, planes * self.expansion, 3, stride=stride, padding=1),
        )
        self.skip = nn.Conv2d(inside, planes * self.expansion, 1, stride=stride)

    def forward(self, x):
        return self.body(x) + self.skip(x)

class Net(nn.Module):
    def __init__(self, block, counts):
        super().__init__()
        self.inside = 16
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.layer1 = self.layer(block, 16, counts[0], 1)
        self.layer2 = self.layer(block, 32, counts[1], 2)
        self.layer3 = self.layer(block, 64, counts[2], 2)
        self.lateral1 = nn.Conv2d(64, 24, 1)
        self.lateral2 = nn.Conv2d(128, 24, 1)
        self.lateral3 = nn.Conv2d(256, 24, 1)

    def layer(self, block, planes, count, stride):
        made = []
        for step in [stride] + [1] * (count - 1):
            made.append(block(self.inside, planes, step))
            self.inside = planes * block.expansion
        return nn.Sequential(*made)

    def forward(self, x):
        c1 = self.layer1(self.stem(x))
        c2 = self.layer2(c1)
        return self.lateral1(c1), self.lateral2(c2), self.lateral3(self.layer3(c2))

y = Net(Block, [2, 2, 2])(torch.randn(2, 3, 32, 32))
`;

const LEVELS = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.down1 = nn.Conv2d(3, 8, 3, padding=1)
        self.down2 = nn.Conv2d(8, 16, 3, padding=1)
        self.down3 = nn.Conv2d(16, 32, 3, padding=1)
        self.down4 = nn.Conv2d(32, 64, 3, padding=1)
        self.up3 = nn.ConvTranspose2d(64, 32, 2, 2)
        self.up2 = nn.ConvTranspose2d(32, 16, 2, 2)

    def forward(self, x):
        d1 = self.down1(x)
        d2 = self.down2(self.pool(d1))
        d3 = self.down3(self.pool(d2))
        d4 = self.down4(self.pool(d3))
        u3 = self.up3(d4) + d3
        return self.up2(u3) + d2

y = Net()(torch.randn(2, 3, 64, 64))
`;

const SEQUENCE = `import torch
from torch import nn

class Reader(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.rnn = nn.LSTM(width, hidden, batch_first=True, bidirectional=True)
        self.qkv = nn.Linear(hidden * 2, hidden * 3)
        self.head = nn.Linear(hidden, 5)

    def forward(self, x):
        b, t, _, width = x.shape
        states, _ = self.rnn(x.reshape(b, t, width))
        q, k, v = self.qkv(states).chunk(3, dim=-1)
        scores = torch.matmul(q, k.transpose(1, 2)).softmax(-1)
        steps = []
        for step in range(2):
            steps.append(self.head(torch.matmul(scores, v)))
        return torch.stack(steps, 1).permute(0, 2, 1, 3)

y = Reader(12, 20)(torch.randn(2, 7, 1, 12))
`;

const FLAT = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, scale=2):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(3, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16), nn.ReLU())
        self.fc = nn.Linear(1024, 10)
        self.up = nn.Upsample(scale_factor=scale)

    def forward(self, x):
        y = self.fc(self.conv(x).view(-1, 1024))
        return y, self.up(x)

scale = 4
model = Net(scale=scale)
y, large = model(torch.rand(2, 3, 16, 16))
loss = nn.functional.l1_loss(large, torch.rand(2, 3, 16 * scale, 16 * scale))
`;

const BRANCHES = `import torch
from torch import nn

class Mix(nn.Module):
    def __init__(self, width, tokens, hidden):
        super().__init__()
        self.along = nn.Linear(tokens, tokens)
        self.across = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))

    def forward(self, x):
        x = x + self.along(x.transpose(1, 2)).transpose(1, 2)
        near = self.across(x)
        far = near.abs()
        wide = near * 2
        parts = [near, far, wide]
        return torch.cat(parts, -1)

class Net(nn.Module):
    def __init__(self, widths=(48, 24, 12, 6)):
        super().__init__()
        self.mix = Mix(16, 9, 9)
        self.first = nn.Linear(48, 48)
        layers = []
        for place in range(len(widths) - 1):
            layers.append(nn.ConvTranspose1d(widths[place], widths[place + 1], 4, 2, 1))
        self.up = nn.Sequential(*layers, nn.ConvTranspose1d(6, 6, 4, 2, 1))
        self.last = nn.Conv1d(6, 3, 3, padding=1)

    def forward(self, x):
        y = self.first(self.mix(x)).transpose(1, 2)
        return self.last(self.up(y))

y = Net()(torch.randn(2, 9, 16))
loss = nn.functional.mse_loss(y, torch.randn(2, 3, 144))
`;

describe("a plan", () => {
  test.each([
    ["the factor of a width that goes from block to block", RESIDUAL, "planes * block.expansion", "planes"],
    ["the number of times that a block widens", RESIDUAL, "expansion = 4", "expansion = 2"],
    ["a norm that counts what its convolution takes", RESIDUAL, "BatchNorm2d(planes)", "BatchNorm2d(inside)"],
    ["a pool that one of the levels lacks", LEVELS, "self.down3(self.pool(d2))", "self.down3(d2)"],
    ["a sequence that is read from one end only", SEQUENCE, ", bidirectional=True", ""],
    ["too few widths for the pieces", SEQUENCE, "hidden * 3", "hidden * 2"],
    ["a size that nobody reads", SEQUENCE, "b, t, _, width", "b, t, width"],
    ["steps that are joined and not stacked", SEQUENCE, "torch.stack", "torch.cat"],
    ["a part that a list of them lacks", BRANCHES, "[near, far, wide]", "[near, far]"],
    ["a parameter that nothing else reads", BRANCHES, "nn.Linear(tokens, tokens)", "nn.Linear(width, tokens)"],
    ["a round too few", BRANCHES, "range(len(widths) - 1)", "range(len(widths) - 2)"],
    ["a layer that takes other steps than the rest", BRANCHES, "(6, 6, 4, 2, 1)", "(6, 6, 4, 1, 1)"],
    ["how many numbers a sample has", FLAT, "view(-1, 1024)", "view(-1, 512)"],
    ["an argument that is called as the file's own setting", FLAT, "Net(scale=scale)", "Net()"],
  ])("%s", (_, text, right, wrong) => undone(text, right, wrong));
});

test("a remedy that holds for one sample alone is none", () => {
  const text = `import torch
from torch import nn

class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, width)
    def forward(self, x):
        b, c, _, _ = x.shape
        w = self.fc(x.mean((2, 3)))
        return x * w.view(b, c, 1)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv2d(3, 8, 3, stride=2), Gate(8)
        self.c, self.d = nn.Conv2d(8, 24, 3, stride=2), Gate(24)
    def forward(self, x):
        return self.d(self.c(self.b(self.a(x))))

def net():
    return Net()
`;
  expect(firstFixOf(text)).not.toContain("view(c, b, 1)");
});

test("a remedy that takes more steps than are followed is none", () => {
  const text = RESIDUAL.replace("return self.body(x) + self.skip(x)", "return self.body(x) + self.skip(x)[..., 1:]");
  expect(firstFixOf(text)).not.toContain("counts[1], 32");
});
