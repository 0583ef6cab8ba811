// The whole answer for an edited text, as a reader gives it who saw each version, is the one from scratch.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PythonDocument } from "../../../../src/formats/python/python-document.ts";
import { readPython } from "../../../../src/python/syntax/read.ts";
import { pythonCodeLenses } from "../../../../src/service/python/code-lenses.ts";
import { pythonInlayHints } from "../../../../src/service/python/inlay-hints.ts";
import type { PythonReader } from "../../../../src/service/python/reader.ts";
import { formatDim } from "../../../../src/tensor/dim/text.ts";
import { pythonParser } from "../../../support/python.ts";
import { openReader } from "../../formats/python/read-text.ts";

const TORCH = `import torch
from torch import nn
from torchvision import models

class Block(nn.Module):
    expansion = 2

    def __init__(self, width, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(width, width * self.expansion, 3, stride=stride, padding=1)
        self.bn = nn.BatchNorm2d(width * 2)

    def forward(self, x):
        return torch.relu(self.bn(self.conv(x)))

class Unused(nn.Module):
    def __init__(self, width, stride):
        super().__init__()
        self.conv = nn.Conv2d(width, 2 * width, 3, padding=1)
        self.down = nn.Conv2d(2 * width, width, 3, stride)

    def forward(self, x):
        return self.down(self.conv(x))

class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3)
        self.blocks = nn.Sequential(*[Block(8 * 2 ** i, stride=2) for i in range(2)])
        self.base = models.squeezenet1_1().features[:3]
        self.fc = nn.Linear(32 * 8 * 8, classes)

    def forward(self, x):
        y = self.base(x)
        x = self.blocks(self.stem(x))
        if x.shape[2] > 4:
            x = nn.functional.max_pool2d(x, 1)
        return self.fc(x.flatten(1))

net = Net()
y = net(torch.randn(1, 3, 32, 32))
`;

const KERAS = `import keras
from keras import layers

def block(x, width):
    x = layers.Conv2D(width, 3, padding="same")(x)
    return layers.MaxPooling2D(2)(layers.ReLU()(x))

inputs = keras.Input((28, 28, 1))
x = inputs
for width in [8, 16]:
    x = block(x, width)
skip = layers.Conv2D(16, 1, strides=4)(inputs)
x = layers.Add()([x, skip])
outputs = layers.Dense(10)(layers.Flatten()(x))
model = keras.Model(inputs, outputs)
small = keras.Sequential([layers.Dense(4, input_shape=(7,)), layers.Dropout(0.5), layers.Dense(2)])
`;

/** What is imported is changed by the file: a registry, a class, a list. */
const AROUND = {
  "/w/parts/__init__.py": "from .registry import MODELS, register\nfrom .blocks import *\n",
  "/w/parts/registry.py": `MODELS = {}
WIDTHS = [4, 8]
def register(cls):
    MODELS[cls.__name__] = cls
    return cls
`,
  "/w/parts/blocks.py": `import torch.nn as nn
from .registry import register
@register
class Block(nn.Module):
    kernel = 3
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, self.kernel)
    def forward(self, x):
        return self.conv(x)
`,
};

const IMPORTING = `import torch
from torch import nn
from parts import MODELS, register
import parts.registry as registry
from parts.blocks import Block

registry.WIDTHS.append(16)
Block.kernel = 5
registry.EXTRA = len(MODELS)

@register
class Head(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.fc = nn.Linear(width, len(registry.WIDTHS))

    def forward(self, x):
        return self.fc(x.mean((2, 3)))

net = nn.Sequential(MODELS["Block"](8), nn.Conv2d(8, 4 * registry.EXTRA, 1), MODELS["Head"](4))
y = net(torch.randn(1, 8, 20, 20))
`;

/** Sizes that are not known are numbered as they come. */
const dims = (shape: readonly Parameters<typeof formatDim>[0][] | undefined): string =>
  shape === undefined ? "unknown" : shape.map((dim) => formatDim(dim).replaceAll(/\?\d+/g, "?")).join(", ");

function answersIn(document: PythonDocument): unknown {
  return {
    models: document.models.map(({ name, input, operations, parameters, unknown, drawing }) => ({
      name,
      input: `${input.shapes.map(dims)} ${input.words}`,
      unknown,
      rows: operations.map(
        ({ type, site, outputs, certain }) =>
          `${site?.file.text === document.text} ${site?.range.start} ${type} ${outputs.map(({ shape }) => dims(shape))} ${certain}`,
      ),
      parameters: parameters.map(({ path, shape }) => `${path} ${dims(shape)}`),
      drawn: drawing.value.graph.nodes.map(({ name: node, type, origin }) => `${node} ${type} ${origin.whole.start}`),
    })),
    issues: document.issues,
    lenses: pythonCodeLenses(document),
    hints: pythonInlayHints(document).map(({ offset, label }) => `${offset} ${label.replaceAll(/\?\d+/g, "?")}`),
  };
}

const edits = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("number" as const), which: fc.nat(), value: fc.nat({ max: 40 }) }),
    fc.record({ kind: fc.constant("drop" as const), which: fc.nat(), value: fc.nat() }),
    fc.record({ kind: fc.constant("repeat" as const), which: fc.nat(), value: fc.nat() }),
    fc.record({ kind: fc.constant("cut" as const), which: fc.nat(), value: fc.nat({ max: 12 }) }),
  ),
  { minLength: 1, maxLength: 6 },
);

type Edit = typeof edits extends fc.Arbitrary<(infer E)[]> ? E : never;

function edited(text: string, { kind, which, value }: Edit): string {
  const lines = text.split("\n");
  const line = which % lines.length;
  if (kind === "drop") return lines.toSpliced(line, 1).join("\n");
  if (kind === "repeat") return lines.toSpliced(value % lines.length, 0, lines[line] ?? "").join("\n");
  if (kind === "cut") return text.slice(0, which % text.length) + text.slice((which % text.length) + value);
  const numbers = [...text.matchAll(/\b\d+\b/g)];
  const { index = 0, 0: old = "" } = numbers[which % Math.max(1, numbers.length)] ?? {};
  return text.slice(0, index) + value + text.slice(index + old.length);
}

const parser = await pythonParser();

function isBroken(text: string): boolean {
  const { syntax, tree } = readPython(parser, { path: "", text });
  tree?.delete();
  return syntax.broken;
}

async function check(
  start: string,
  path: string,
  numRuns: number,
  around: Readonly<Record<string, string>> = {},
): Promise<void> {
  const reader: PythonReader = await openReader(around);
  const scratch: PythonReader = await openReader(around);
  fc.assert(
    fc.property(edits, (all) => {
      reader.read({ path, text: start });
      let text = start;
      for (const edit of all) {
        text = edited(text, edit);
        const document = reader.read({ path, text });
        // A broken text keeps the last good answer, and so depends on what it was before.
        if (isBroken(text)) continue;
        scratch.forget(path);
        expect(answersIn(document), text).toEqual(answersIn(scratch.read({ path, text })));
      }
    }),
    { numRuns },
  );
}

test("of PyTorch source", () => check(TORCH, "/w/net.py", 10), 60_000);
test("of Keras source", () => check(KERAS, "/w/model.py", 20), 60_000);
test(
  "of source that imports other files and changes what is in them",
  () => check(IMPORTING, "/w/net.py", 40, AROUND),
  60_000,
);
