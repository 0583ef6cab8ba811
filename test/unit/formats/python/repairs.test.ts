// Slips planted into right models: the fix that is offered first must undo them, or mend what follows from them.
import { describe, expect, test } from "vitest";
import type { PythonDocument } from "../../../../src/formats/python/python-document.ts";
import { combined } from "../../../../src/formats/python/repair/combine.ts";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import type { Fix } from "../../../../src/graph/issue.ts";
import { openReader } from "./read-text.ts";

const reader = await openReader();
let count = 0;

function read(text: string): PythonDocument {
  return reader.read({ path: `/w/planted_${++count}.py`, text });
}

function fixesFor(document: PythonDocument): readonly Fix[] {
  const [issue] = document.issues;
  if (issue === undefined) throw new Error("nothing is wrong in it");
  const trials = reader.repairs(document, issue);
  for (;;) {
    const { done, value } = trials.next();
    if (done) return value;
  }
}

/** The text with the first fix, which must leave nothing wrong and every shape known. */
function mended(text: string): string {
  const document = read(text);
  const [fix] = fixesFor(document);
  if (fix === undefined) throw new Error(`no fix for: ${document.issues[0]?.message}`);
  const changed = applyEdits(text, fix.edits);
  const after = read(changed);
  expect(after.issues, changed).toEqual([]);
  expect(after.models[0]?.unknown, changed).toEqual([]);
  return changed;
}

const NET = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, i, o, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(i, o, 3, stride=stride, padding=1)
        self.bn1 = nn.BatchNorm2d(o)
        self.conv2 = nn.Conv2d(o, o, 3, padding=1)
        self.skip = nn.Conv2d(i, o, 1, stride=stride)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return self.conv2(y) + self.skip(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1, groups=1)
        self.norm = nn.BatchNorm2d(16)
        self.block = Block(16, 32, stride=2)
        self.pool = nn.MaxPool2d(2)
        self.left = nn.Conv2d(32, 24, 3, padding=1)
        self.right = nn.Conv2d(32, 40, 5, padding=2)
        self.fc1 = nn.Linear(64 * 8 * 8, 100)
        self.fc2 = nn.Linear(100, 10)

    def forward(self, x):
        x = torch.relu(self.norm(self.stem(x)))
        x = self.pool(self.block(x))
        x = torch.cat([self.left(x), self.right(x)], dim=1)
        x = torch.flatten(x, 1)
        return self.fc2(torch.relu(self.fc1(x)))


net = Net()
y = net(torch.randn(2, 3, 32, 32))
`;

describe("the first fix undoes the slip", () => {
  test.each([
    [
      "a number of channels that nobody meant",
      "nn.Conv2d(3, 16, 3, padding=1, groups=1)",
      "nn.Conv2d(3, 15, 3, padding=1, groups=1)",
    ],
    ["an input of too few channels", "nn.Conv2d(32, 24, 3", "nn.Conv2d(16, 24, 3"],
    ["channels in the wrong order", "nn.Conv2d(32, 24, 3", "nn.Conv2d(24, 32, 3"],
    ["channels in the wrong order in a class that is used twice", "nn.Conv2d(i, o, 1", "nn.Conv2d(o, i, 1"],
    ["the wrong axis of a concatenation", "dim=1", "dim=2"],
    ["features in the wrong order", "nn.Linear(100, 10)", "nn.Linear(10, 100)"],
    ["a padding that does not keep the size", "5, padding=2", "5, padding=1"],
    ["groups that do not divide", "groups=1", "groups=5"],
  ])("%s", (_, right, wrong) => {
    expect(NET).toContain(right);
    expect(mended(NET.replace(right, wrong))).toBe(NET);
  });
});

describe("the first fix makes the file run", () => {
  test.each([
    ["a padding that was forgotten in one branch", "nn.Conv2d(32, 24, 3, padding=1)", "nn.Conv2d(32, 24, 3)"],
    ["a stride that was forgotten in one branch", "nn.Conv2d(i, o, 1, stride=stride)", "nn.Conv2d(i, o, 1)"],
    ["features of another image", "64 * 8 * 8", "64 * 7 * 7"],
    ["a norm of other channels", "nn.BatchNorm2d(16)", "nn.BatchNorm2d(32)"],
    ["an image that is not flattened", "        x = torch.flatten(x, 1)\n", ""],
    ["a kernel that is too large", "nn.MaxPool2d(2)", "nn.MaxPool2d(20)"],
    ["a number that reaches further than the next layer", "self.block = Block(16, 32,", "self.block = Block(16, 48,"],
    ["super().__init__() that is missing", "        super().__init__()\n        self.stem", "        self.stem"],
  ])("%s", (_, right, wrong) => {
    expect(NET).toContain(right);
    mended(NET.replace(right, wrong));
  });

  test("also where two numbers must change", () => {
    const text = NET.replace("nn.Conv2d(3, 16, 3", "nn.Conv2d(3, 24, 3").replace("Block(16,", "Block(20,");
    mended(text);
  });
});

test("what is as likely is offered beside the first fix", () => {
  const document = read(NET.replace("self.fc1 = nn.Linear(64 * 8 * 8, 100)", "self.fc1 = nn.Linear(64 * 8 * 8, 120)"));
  expect(fixesFor(document).map(({ title }) => title.replace(/ in line \d+/, ""))).toEqual(
    expect.arrayContaining(["Set in_features to 120"]),
  );
});

describe("a block that is built with different numbers is mended with the names that it is given", () => {
  const twice = NET.replace("x = self.pool(self.block(x))", "x = self.pool(self.next(self.block(x)))").replace(
    "self.block = Block(16, 32, stride=2)",
    "self.block = Block(16, 32, stride=2)\n        self.next = Block(32, 32)",
  );

  test.each([
    ["a part of the expression", "nn.Conv2d(i, o, 3, stride", "nn.Conv2d((i + 1) * 2, o, 3, stride"],
    ["another parameter", "nn.BatchNorm2d(o)", "nn.BatchNorm2d(i)"],
    [
      "under groups that do not divide it",
      "nn.Conv2d(o, o, 3, padding=1)",
      "nn.Conv2d(o + 1, o, 3, padding=1, groups=o)",
    ],
  ])("%s", (_, right, wrong) => {
    expect(twice).toContain(right);
    const changed = mended(twice.replace(right, wrong));
    expect(changed).toContain(right.replace("padding=1)", ""));
  });
});

describe("a slip in what is joined to others is undone where it stands, in a block that is built twice", () => {
  const decoder = (up: string) => `import torch
from torch import nn

class Up(nn.Module):
    def __init__(self, i, mode):
        super().__init__()
        self.up = ${up}
        self.conv = nn.Conv2d(i, i // 2, 3, padding=1)

    def forward(self, x, skip):
        return self.conv(torch.cat([skip, self.up(x)], 1))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = Up(32, "wide")
        self.up2 = Up(16, "wide")

    def forward(self, x):
        x = self.up1(x, torch.zeros(1, 16, 16, 16))
        return self.up2(x, torch.zeros(1, 8, 32, 32))

y = Net()(torch.zeros(1, 32, 8, 8))
`;

  test.each([
    ["nn.ConvTranspose2d(i, i // 2, 2, stride=2)", "nn.ConvTranspose2d(i, (i // 2) * 2, 2, stride=2)"],
    ["nn.ConvTranspose2d(i, i // 2, 2, stride=2)", "nn.ConvTranspose2d(i, i // 4, 2, stride=2)"],
  ])("%s for %s", (right, wrong) => {
    expect(read(decoder(right)).issues).toEqual([]);
    expect(mended(decoder(wrong))).toBe(decoder(right));
  });
});

describe("slips far from the mistake", () => {
  const far = (
    pieces: Partial<Record<"stride" | "index" | "same" | "norm" | "view", string>> = {},
  ): string => `import torch
from torch import nn

class Same(nn.Module):
    def __init__(self, i, o, kernel_size, stride):
        super().__init__()
        self.stride = stride
        self.conv = nn.Conv2d(i, o, kernel_size, stride=self.stride, padding=kernel_size // 2)

    def forward(self, x):
        return self.conv(x)

class Block(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.one = Same(i, o, 3, stride=${pieces.same ?? "stride"})
        self.two = Same(o, o, 3, stride=${pieces.stride ?? "1"})
        self.skip = Same(i, o, 1, stride=stride)
        self.norm = nn.${pieces.norm ?? "BatchNorm2d"}(o)

    def forward(self, x):
        return self.norm(self.two(self.one(x)) + self.skip(x))

class Net(nn.Module):
    def __init__(self, widths=(8, 16, 32)):
        super().__init__()
        self.blocks = nn.Sequential()
        for i in range(2):
            before = widths[${pieces.index ?? "i"}]
            self.blocks.append(Block(before, widths[i + 1], 2))
        self.fc = nn.Linear(512, 10)

    def forward(self, x):
        x = self.blocks(x)
        return self.fc(x.view(-1, ${pieces.view ?? "512"})) + torch.zeros(2, 10)

y = Net()(torch.zeros(2, 8, 16, 16))
`;

  test.each([{ stride: "2" }, { index: "i + 1" }, { norm: "BatchNorm1d" }, { view: "256" }])("%o", (pieces) => {
    expect(read(far()).issues).toEqual([]);
    expect(mended(far(pieces))).toBe(far());
  });

  test("a number in the place of a name, which could as well stand in the call beside it", () => {
    expect(mended(far({ same: "1" }))).toContain("stride=stride)\n        self.skip");
  });
});

test("a fix that would raise while the model is built is none", () => {
  const text = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [8, 16, 8]
        self.layers = nn.ModuleList()
        for i in range(3):
            self.layers.append(nn.Linear(sizes[i], 8 if i == 0 else 16))
        self.last = nn.Linear(16, 2)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.last(x)

y = Net()(torch.zeros(2, 8))
`;
  const document = read(text);
  const edited = fixesFor(document).map((fix) => applyEdits(text, fix.edits));
  for (const changed of edited) expect(changed).not.toContain("sizes[i + 1]");
});

test("nothing is written into a call that unpacks a dictionary, which may have the same argument", () => {
  const text = (first: string) => `from keras import Input, Model, layers

image = Input((28, 28, 1))
like = dict(activation="relu")
x = layers.Conv2D(4, 3${first})(image)
y = layers.Conv2D(4, 3, padding="same")(image)
model = Model(image, layers.add([x, y]))
`;
  const changed = (first: string) => fixesFor(read(text(first))).map(({ edits }) => applyEdits(text(first), edits));
  expect(changed("").some((fixed) => fixed.includes(text(', padding="same"')))).toBe(true);
  expect(changed(", **like").filter((fixed) => fixed.includes("**like, "))).toEqual([]);
});

test("edits of an edited text become edits of the first one", () => {
  const text = "abcdef";
  const first = [{ range: { start: 1, end: 2 }, text: "XYZ" }];
  const once = applyEdits(text, first);
  const place = once.indexOf("e");
  const both = combined(first, [{ range: { start: place, end: place + 1 }, text: "!" }]);
  expect(applyEdits(text, both ?? [])).toBe("aXYZcd!f");
  expect(combined(first, [{ range: { start: 2, end: 3 }, text: "?" }])).toBeUndefined();
});

describe("Keras", () => {
  const MODEL = `import keras
from keras import layers

image = keras.Input((28, 28, 3))
x = layers.Conv2D(32, 3, padding="same", activation="relu")(image)
y = layers.Conv2D(32, 5, padding="same")(x)
z = layers.Conv2DTranspose(32, 2, strides=1, padding="same")(y)
x = layers.add([x, z])
x = layers.Concatenate(axis=-1)([x, layers.Conv2D(16, 1)(x)])
x = layers.Dense(7 * 7 * 8)(layers.Flatten()(x))
x = layers.Reshape((7, 7, 8))(x)
features = keras.Model(image, layers.Flatten()(x))
picture = keras.Input((28, 28, 3))
model = keras.Model(picture, layers.Dense(5)(features(picture)))
`;

  test.each([
    ["filters that do not meet", "Conv2DTranspose(32, 2", "Conv2DTranspose(36, 2"],
    ["a stride before a sum", "2, strides=1", "2, strides=2"],
    ["the axis of a concatenation", "axis=-1", "axis=1"],
    ["what a reshape holds", "Reshape((7, 7, 8))", "Reshape((7, 9, 8))"],
    ["what comes to a reshape", "7 * 7 * 8", "7 * 7 * 9"],
    [
      "another image than a model is made for",
      "picture = keras.Input((28, 28, 3))",
      "picture = keras.Input((32, 28, 3))",
    ],
  ])("%s", (_, right, wrong) => {
    expect(MODEL).toContain(right);
    mended(MODEL.replace(right, wrong));
  });

  test("what a model gives that is called is mended within it", () => {
    const text = `import keras
from keras import layers

generator = keras.Sequential([
    keras.Input((7, 7, 8)),
    layers.Conv2DTranspose(8, 4, strides=2, padding="same"),
    layers.Conv2DTranspose(1, 4, strides=4, padding="same"),
])
critic = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(1)])
noise = keras.Input((7, 7, 8))
gan = keras.Model(noise, critic(generator(noise)))
`;
    expect(mended(text)).not.toBe(text);
  });

  const MIXER = `import keras
from keras import layers, ops

def block(x):
    y = layers.Permute((2, 1))(x)
    y = layers.Dense(64)(y)
    y = layers.Permute((2, 1))(y)
    return layers.Add()([x, y])

def attention(x):
    q, k, v = layers.Dense(48)(x), layers.Dense(48)(x), layers.Dense(48)(x)
    scores = ops.softmax(ops.matmul(q, ops.transpose(k, (0, 2, 1))))
    return layers.Add()([x, ops.matmul(scores, v)])

image = keras.Input((32, 32, 3))
x = layers.Conv2D(48, 4, strides=4)(image)
x = layers.MaxPooling2D(pool_size=(1, 1))(x)
x = layers.Reshape((64, 48))(x)
x = attention(block(x))
x = ops.squeeze(ops.expand_dims(x, axis=1), axis=1)
x = layers.LSTM(20)(x)
head = keras.Sequential([keras.Input((20,)), layers.Dense(5)])
model = keras.Model(image, head(x))
`;

  test.each([
    ["the order of a permutation", "y = layers.Permute((2, 1))(y)", "y = layers.Permute((1, 2))(y)"],
    ["the order of a transposition before a product", "ops.transpose(k, (0, 2, 1))", "ops.transpose(k, (0, 1, 2))"],
    ["an order that names an axis twice", "ops.transpose(k, (0, 2, 1))", "ops.transpose(k, (0, 2, 2))"],
    ["the axis of a squeeze", "axis=1), axis=1)", "axis=1), axis=2)"],
    ["a window that is not even", "pool_size=(1, 1)", "pool_size=(1, 2)"],
    ["what a called model is made for", "keras.Input((20,))", "keras.Input((21,))"],
  ])("%s is mended where it is written", (_, right, wrong) => {
    expect(MIXER).toContain(right);
    expect(mended(MIXER.replace(right, wrong))).toBe(MIXER);
  });

  test("a squeeze of an axis that holds more is moved to the axis that holds one", () => {
    expect(mended(MIXER.replace("expand_dims(x, axis=1)", "expand_dims(x, axis=2)"))).toContain("axis=2), axis=2)");
  });

  test.each([
    [
      "a flattening before a called model",
      "head = keras.Model(code, layers.Dense(3)(code))\nmodel = keras.Model(image, head(x))",
      "head(layers.Flatten()(x))",
    ],
    [
      "a flattening in a called model",
      "part = keras.Sequential([keras.Input((4, 4, 2)), layers.Dense(32)])\nhead = keras.Model(code, layers.Dense(3)(code))\nmodel = keras.Model(image, head(part(x)))",
      "layers.Flatten(), layers.Dense(32)",
    ],
    [
      "a flattening before vectors are joined",
      "y = layers.concatenate([x, code])\nmodel = keras.Model([image, code], y)",
      "layers.concatenate([layers.Flatten()(x), code])",
    ],
    [
      "a padding within a model within a model",
      "inner = keras.Sequential([keras.Input((4, 4, 2)), layers.Conv2D(2, 3, padding='valid')])\nk = keras.Input((4, 4, 2))\nouter = keras.Model(k, inner(k))\nhead = keras.Sequential([keras.Input((4, 4, 2)), layers.Reshape((32,))])\nmodel = keras.Model(image, head(outer(x)))",
      'padding="same")])',
    ],
    [
      "a pool or an enlargement before a concatenation",
      "y = layers.concatenate([layers.AveragePooling2D(2, 1)(x), layers.Reshape((6, 6, 8))(layers.Dense(288)(code))])\nmodel = keras.Model([image, code], y)",
      "layers.UpSampling2D(2)(layers.AveragePooling2D(2, 1)(x))",
    ],
  ])("%s that was left out", (_, rest, expected) => {
    const start =
      "import keras\nfrom keras import layers\n\nimage = keras.Input((8, 8, 3))\ncode = keras.Input((32,))\n";
    const text = `${start}x = layers.Conv2D(2, 3, strides=2, padding='same')(image)\n${rest}\n`;
    expect(mended(text)).toContain(expected);
  });

  test("a reshaped tensor that is joined with others takes their size", () => {
    const text = `import keras
from keras import layers

image = keras.Input((32, 32, 3))
near = layers.Conv2D(16, 3, padding="same")(image)
far = layers.Conv2D(16, 3, strides=2, padding="same")(image)
boxes = layers.Concatenate(axis=1)([layers.Reshape((-1, 8))(near), layers.Reshape((-1, 4))(far)])
model = keras.Model(image, layers.Concatenate(axis=2)([boxes, layers.Reshape((-1, 2))(layers.Conv2D(10, 3, padding="same")(image))]))
`;
    expect(mended(text)).toBe(text.replace("(-1, 8)", "(-1, 4)"));
  });

  test("a model of keras.applications takes the shape that it is called with", () => {
    const text = `from tensorflow import keras
from tensorflow.keras import layers

base = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(224, 224, 3))
image = keras.Input((300, 300, 3))
x = base(layers.Resizing(160, 160)(image))
model = keras.Model(image, layers.GlobalAveragePooling2D()(x))
`;
    expect(mended(text)).toBe(text.replace("(224, 224, 3)", "(160, 160, 3)"));
  });

  test("a model that is called with another image is one mistake", () => {
    expect(
      read(MODEL.replace("picture = keras.Input((28, 28, 3))", "picture = keras.Input((9, 9, 3))")).issues,
    ).toHaveLength(1);
  });
});

describe("slips around a mistake are undone where they stand", () => {
  const ATTENTION = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, dim, extra, growth):
        super().__init__()
        self.proj = nn.Linear(dim + extra, dim)
        self.weight = nn.Parameter(torch.randn(1, dim, 6 * 6))
        self.wide = nn.Linear(dim, dim * 4)
        self.narrow = nn.Linear(4 * dim, dim)

    def forward(self, x, more):
        y = self.proj(torch.cat([x, more], dim=-1))
        score = (y @ x.transpose(1, 2)).softmax(-1)
        y = score @ x
        y = y + y.mean(-1).unsqueeze(-1)
        y = y * self.weight.transpose(1, 2)
        return self.narrow(torch.relu(self.wide(y)))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 24, 4, 4)
        self.blocks = nn.ModuleList([Block(24, 8, 2), Block(24, 8, 2)])
        self.head = nn.Linear(24 * 5, 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        for block in self.blocks:
            x = block(x, torch.zeros(x.size(0), x.size(1), 8))
        return self.head(x[:, 1:6].reshape(x.size(0), 24 * 5))


net = Net()
y = net(torch.randn(2, 3, 24, 24))
`;

  test.each([
    ["a sum of which one part was dropped", "nn.Linear(dim + extra, dim)", "nn.Linear(dim, dim)"],
    ["an image of another size in a parameter", "6 * 6", "8 * 8"],
    ["sizes of a parameter in another order", "torch.randn(1, dim, 6 * 6)", "torch.randn(1, 6 * 6, dim)"],
    ["an axis that was not added", "y.mean(-1).unsqueeze(-1)", "y.mean(-1)"],
    ["a matrix that was not turned", "y @ x.transpose(1, 2)", "y @ x"],
    ["the bound of a slice", "x[:, 1:6]", "x[:, 1:7]"],
    ["a factor of a name", "nn.Linear(4 * dim, dim)", "nn.Linear(dim, dim)"],
  ])("%s", (_, right, wrong) => {
    expect(ATTENTION).toContain(right);
    mended(ATTENTION.replace(right, wrong));
  });
});

test("a fix behind which the same mistake shows is none", () => {
  const text = `import torch
from torch import nn


class Step(nn.Module):
    def __init__(self, i, hidden, o):
        super().__init__()
        self.rnn = nn.LSTM(i, hidden, bidirectional=True)
        self.fc = nn.Linear(hidden, o)

    def forward(self, x):
        y, _ = self.rnn(x)
        return self.fc(y)


net = nn.Sequential(Step(16, 32, 32), Step(32, 32, 5))
y = net(torch.randn(7, 2, 16))
`;
  expect(mended(text)).toContain("nn.Linear(hidden * 2, o)");
});

test("nothing is permuted before a norm of images", () => {
  const text = `import torch
from torch import nn

conv = nn.Conv2d(3, 8, 3)
norm = nn.BatchNorm2d(16)
x = conv(torch.randn(1, 3, 18, 18))
y = norm(x)
`;
  const fixes = fixesFor(read(text));
  expect(fixes.length).toBeGreaterThan(0);
  expect(JSON.stringify(fixes)).not.toContain("permute");
});

test.each([
  ["tells", ""],
  ["does not tell, where it may have been changed,", "net.eval()\n"],
])("one sample in training %s that a norm has one value", (words, between) => {
  const document = read(`import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8))
${between}y = net(torch.randn(1, 4))
`);
  expect(document.issues.map(({ code }) => code)).toEqual(words === "tells" ? ["shape/one-value"] : []);
});

test.each([
  ["is told for the file's own input", "y = Net()(torch.randn(2, 3, 9, 9))\n", ["shape/assertion", "shape/unpack"]],
  ["is not told for an input that the layers suggest", "", []],
])("what a model asserts of its sizes %s", (_, call, codes) => {
  const model = (body: string) => `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        x = self.conv(x)
        ${body}
        return x


${call}`;
  const bodies = ["assert x.shape[2] == 8, 'too small'", "n, t, c, h, w = x.shape"];
  const found = bodies.flatMap((body) => read(model(body)).issues.map(({ code }) => code));
  expect(found).toEqual(codes);
});

describe("slips in calls and calculations are undone where they stand", () => {
  const POINTS = `import torch
from torch import nn


class Turn(nn.Module):
    def __init__(self, k, kernel=3):
        super().__init__()
        self.k = k
        self.pad = (kernel - 1) * k
        self.conv = nn.Conv1d(k, 8, kernel, padding=self.pad, dilation=k)
        self.fc = nn.Linear(8, k * k)

    def forward(self, x):
        y = self.conv(x)[:, :, : -self.pad]
        y = y * x.mean(1, keepdim=True)
        y = self.fc(y.mean(-1)) + torch.eye(self.k).view(1, -1)
        return torch.bmm(y.view(-1, self.k, self.k), x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Turn(3)
        self.second = Turn(5)

    def forward(self, x):
        return self.second(nn.functional.pad(self.first(x), (0, 0, 1, 1)))


net = Net()
y = net(torch.randn(2, 3, 24))
`;

  test.each([
    ["a name that is not squared", "nn.Linear(8, k * k)", "nn.Linear(8, k)"],
    ["a kernel that is not counted one less", "(kernel - 1) * k", "kernel * k"],
  ])("%s", (_, right, wrong) => {
    expect(POINTS).toContain(right);
    expect(mended(POINTS.replace(right, wrong))).toBe(POINTS);
  });
});

test("the first layer speaks of the input where it is a class of the user's own, and not behind einops", () => {
  const own = read(`import torch
from torch import nn


class Masked(nn.Conv2d):
    def forward(self, x):
        return super().forward(x) * 2


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.front = Masked(1, 32, 3)
        self.back = nn.Conv2d(32, 8, 3)

    def forward(self, x):
        return self.back(self.front(x))
`);
  expect(own.issues).toEqual([]);
  expect(own.models[0]?.input.shapes[0]?.[1]).toBe(1);
  const patches = read(`from torch import nn
from einops.layers.torch import Rearrange

model = nn.Sequential(Rearrange("b c (h p) (w q) -> b (h w) (p q c)", p=8, q=8), nn.Linear(192, 10))
`);
  expect(patches.issues).toEqual([]);
});

test("a function of hundreds of lines that are alike gets its fix", () => {
  const lines = Array.from({ length: 600 }, (_, index) => `        y${index} = torch.relu(x + ${index})`);
  const text = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(30, 10)

    def forward(self, x):
${lines.join("\n")}
        return self.fc(x)


Net()(torch.randn(1, 20))
`;
  const [fix] = fixesFor(read(text));
  expect(fix?.title).toBe("Set in_features to 20");
});
