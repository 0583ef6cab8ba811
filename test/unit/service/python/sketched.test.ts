import { describe, expect, test } from "vitest";
import { pythonCodeLenses } from "../../../../src/service/python/code-lenses.ts";
import { pythonHoverAt } from "../../../../src/service/python/hover.ts";
import { pythonInlayHints } from "../../../../src/service/python/inlay-hints.ts";
import { readText } from "../../formats/python/read-text.ts";

describe("a class that another model than the file's own is made of", () => {
  const source = `import torch
from torch import nn

class Wide(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, 2 * width, 3)

    def forward(self, x):
        return self.conv(x)

class Deep(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 5)

    def forward(self, x):
        return self.conv(x)

class Net(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.block = block(8)

    def forward(self, x):
        return self.block(x)

def wide():
    return Net(Wide)

def deep():
    return Net(Deep)

y = wide()(torch.randn(1, 8, 32, 32))
`;
  const read = readText(source);
  const hints = pythonInlayHints(read).map(
    ({ offset, label }) => `${source.slice(0, offset).split("\n").at(-1)?.trim()} ${label}`,
  );

  test("shows its shapes in that, with numbers", () => {
    expect(hints).toContain("self.conv = nn.Conv2d(width, width, 5) → [1, 8, 28, 28]");
  });

  test("leaves what both have to the file's own model", () => {
    expect(hints).toContain("return self.block(x) → [1, 16, 30, 30]");
    expect(pythonCodeLenses(read).filter(({ title }) => title.startsWith("input"))).toHaveLength(1);
  });
});

test("of a batch that is not known the costs are those of each sample", () => {
  const source = `import torch
from torch import nn
from records import loader

net = nn.Sequential(nn.Linear(100, 49), nn.Unflatten(1, (1, 7, 7)), nn.Conv2d(1, 4, 3))
for images, labels in loader:
    made = net(torch.randn(images.shape[0], 100))
`;
  const read = readText(source);
  expect(pythonCodeLenses(read).map(({ title }) => title)).toEqual([
    "4,989 parameters · 5,800 MACs per sample",
    "input [?, 100], from a call in the file",
    "Open Inspector",
  ]);
  expect(pythonHoverAt(read, source.indexOf("nn.Conv2d") + 4)?.markdown).toContain("accumulates: 900 for each sample.");
});

test("of a class with several inputs each has letters of its own, and only what is handed over is called an argument", () => {
  const source = `import torch
from torch import nn

class Towers(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.near = nn.Conv2d(3, width, 3)
        self.far = nn.Conv2d(1, width, 5)

    def forward(self, near, far):
        return torch.cat([self.near(near).mean((2, 3)), self.far(far).mean((2, 3))], 1)
`;
  const hover = pythonHoverAt(readText(source), source.indexOf("self.far(far)"))?.markdown;
  expect(hover).toContain("[1, width, H2 - 4, W2 - 4");
  expect(hover).toContain("width is an argument");
});

test("padding in numbers is told where the input's size is not known", () => {
  const source = `from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 5, padding=(0, 1))

    def forward(self, x):
        return self.conv(x)

net = Net()
`;
  const hover = pythonHoverAt(readText(source), source.indexOf("self.conv(x)"))?.markdown;
  expect(hover).toContain("[1, 8, H - 4, W - 2");
  expect(hover).toContain("Padding: top 0, right 1, bottom 0, left 1.");
});

/** A table of 90,000 places, in the way of attention with a bias for each distance. */
const tooMuch = `import torch
from torch import nn

def table(places):
    offsets = {}
    while len(offsets) < places:
        offsets[len(offsets)] = abs(len(offsets) * 3 - places)
    return len(offsets)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(table(90000), 10)

    def forward(self, x):
        return self.fc(x)

model = Net()
print("built")
`;

test("a model that takes more steps than are followed is said not to be followed, where it is built", () => {
  const { models, givenUp } = readText(tooMuch);
  expect(models).toEqual([]);
  const [lens, ...others] = pythonCodeLenses(readText(tooMuch));
  expect(others).toEqual([]);
  expect(lens?.title).toBe("Not followed: this takes more steps than are followed");
  expect(tooMuch.slice(lens?.range.start).split("\n")[0]).toBe("model = Net()");
  expect(givenUp).toHaveLength(1);
});
