// Summaries and comparisons as texts that an editor folds.
import { describe, expect, test } from "vitest";
import { comparisonReport } from "../../../../src/service/python/comparison.ts";
import { summaryReport } from "../../../../src/service/python/summary.ts";
import type { Report } from "../../../../src/service/report.ts";
import { readText } from "../../formats/python/read-text.ts";

const TORCH = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.BatchNorm2d(width))

    def forward(self, x):
        return torch.relu(x + self.body(x))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.blocks = nn.Sequential(*[Block(8) for _ in range(12)])
        self.head = nn.Linear(8, 10)

    def features(self, x):
        return self.blocks(torch.relu(self.stem(x)))

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)))

net = Net()
y = net(torch.randn(1, 3, 16, 16))
`;

const KERAS = `import keras
from keras import layers

def block(x, width):
    x = layers.Conv2D(width, 3)(x)
    return layers.ReLU()(x)

def build():
    inputs = keras.Input((16, 16, 3))
    x = block(inputs, 8)
    x = block(x, 16)
    return keras.Model(inputs, layers.Dense(10)(layers.Flatten()(x)))

model = build()
`;

/** The names in a table, indented as they are; what is folded away at first is left out. */
function seen({ text, folds }: Report): string[] {
  const hidden = folds.filter(({ isFolded }) => isFolded);
  return text
    .split("\n")
    .filter((_, line) => !hidden.some(({ start, end }) => start < line && line <= end))
    .flatMap((line) => /^ *\d+ {2}(?<name> *\S+(?: \S+)*)/.exec(line)?.groups?.name ?? []);
}

function summary(text: string): Report {
  const document = readText(text);
  const [model] = document.models;
  if (model === undefined) throw new Error("The text has no model.");
  return summaryReport(document, model);
}

describe("a summary", () => {
  test("has blocks in blocks, of modules and of functions, and folds the inner ones of a large model", () => {
    const blocks = Array.from({ length: 12 }, (_, index) => `    ${index} Block`);
    const names = ["features", "  stem", "  relu", "  blocks", ...blocks, "mean", "head"];
    expect(seen(summary(TORCH))).toEqual(names);
  });

  test("has the calls of a Keras model's helper functions as blocks, with what is in them", () => {
    const { text } = summary(KERAS);
    expect(text).toMatch(/^ +10 {2}block +\(None, 14, 14, 8\) +224 +42,336 +3 × 3 {2}function\n +5 {4}conv2d /m);
    expect(text).not.toMatch(/ build /);
  });

  test("sums up what blocks cost", () => {
    expect(summary(TORCH).text).toMatch(/ blocks +\[1, 8, 16, 16\] +7,200 +1,769,472 /);
  });

  test("has what is added to a Sequential within it, and the model itself nowhere", () => {
    const { text } = summary(`import keras
from keras import layers

encoder = keras.Sequential()
encoder.add(layers.Conv2D(4, 3, input_shape=(10, 10, 1)))
encoder.add(layers.Flatten())
whole = keras.Sequential()
whole.add(encoder)
whole.add(layers.Dense(2))
`);
    const [head, ...rows] = text.slice(text.indexOf("line  name")).trimEnd().split("\n");
    expect(head).toContain("MACs");
    expect(rows.map((row) => row.replace(/ +/g, " ").trim())).toEqual([
      "4 sequential (None, 256) 40 2,304 Sequential",
      "5 conv2d (None, 8, 8, 4) 40 2,304 3 × 3 Conv2D",
      "6 flatten (None, 256) Flatten",
      "9 dense (None, 2) 514 512 Dense",
    ]);
  });

  test("leads from each row to its line", () => {
    const { text, links } = summary(TORCH);
    const lines = text.split("\n");
    expect(links.map(({ line, start, end }) => Number(lines[line]?.slice(start, end)))).toEqual(
      links.map(({ target }) => target),
    );
    const stem = links.find(({ line }) => / stem /.test(lines[line] ?? ""));
    expect(TORCH.split("\n")[(stem?.target ?? 0) - 1]).toContain("self.stem(x)");
  });
});

describe("a comparison", () => {
  const compare = (before: string, after: string): Report => comparisonReport(readText(before), readText(after));

  test("knows the steps again behind a new one, though their numbers changed, and shows a model once", () => {
    const more = KERAS.replace(
      "    x = block(x, 16)\n",
      "    x = block(x, 16)\n    x = layers.BatchNormalization()(x)\n    x = block(x, 16)\n",
    );
    const { text } = compare(KERAS, more);
    expect(text.match(/^# .*$/gm)).toEqual(["# model"]);
    expect(text.match(/^[-+~] .*?(?= {2}\()/gm)?.map((line) => line.replace(/^(.) +\d+ +(\S+).*/, "$1 $2"))).toEqual([
      "+ batch_normalization",
      "+ conv2d_2",
      "+ re_lu_2",
      "~ flatten",
      "~ dense",
    ]);
  });

  test("folds what stayed as it was", () => {
    const { text, folds } = compare(TORCH, TORCH.replace("nn.Linear(8, 10)", "nn.Linear(8, 20)"));
    const [as] = folds.filter(({ isFolded }) => isFolded);
    expect(text.split("\n")[as?.start ?? 0]).toMatch(/\d+ operations as before$/);
  });

  test("takes a class with another name for the same model", () => {
    const { text } = compare(TORCH, TORCH.replaceAll("Net(", "Small(").replaceAll("net", "small"));
    expect(text).toContain("# net: Net → small: Small");
    expect(text).toContain("Nothing changed.");
  });
});
