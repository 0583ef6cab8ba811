import { expect, test } from "vitest";
import { formatDim } from "../../../../src/tensor/dim/text.ts";
import { readText } from "./read-text.ts";

const model = (parameters: string, rest = "") => `
import torch.nn as nn

class Net(nn.Module):
    def __init__(self, ${parameters}):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(1)
    def forward(self, x):
        return self.pool(self.conv(x))
${rest}`;

const inputOf = (text: string) => {
  const [first] = readText(text).models;
  return first && { shapes: first.input.shapes, origin: first.input.origin };
};

const told = (...shape: number[]) => ({ shapes: [[1, ...shape]], origin: "file" });

test.each([
  ["a side", model("img_size=96"), told(3, 96, 96)],
  ["two sides", model("image_size=(64, 48)"), told(3, 64, 48)],
  ["an image with its channels first", model("img_shape=(3, 128, 128)"), told(3, 128, 128)],
  ["an image with its channels last", model("input_shape=[128, 64, 3]"), told(3, 128, 64)],
  ["what the file hands over", model("image_size=96", "net = Net(image_size=160)"), told(3, 160, 160)],
  ["settings", model("classes=10", 'settings = {"a": {"input_size": [3, 299, 299]}}'), told(3, 299, 299)],
])("an input follows from %s beside the model", (_, text, input) => {
  expect(inputOf(text)).toEqual(input);
});

test.each([
  ["channels", model("input_size=3")],
  [
    "settings that differ",
    model("classes=10", "a = dict(input_size=(3, 224, 224))\nb = dict(input_size=(3, 299, 299))"),
  ],
  ["an image of other channels", model("img_shape=(1, 28, 28)")],
])("no size follows from %s", (_, text) => {
  expect(inputOf(text)?.origin).toBe("symbolic");
});

test("a size with which the model goes wrong is not its input's", () => {
  const text = model("img_size=96")
    .replace("AdaptiveAvgPool2d(1)", "Flatten()")
    .replace("self.pool(", "self.fc(self.pool(");
  const fitted = text
    .replace("self.pool =", "self.fc = nn.Linear(8 * 16 * 16, 10)\n        self.pool =")
    .replace("(x))\n", "(x)))\n");
  expect(inputOf(fitted)).toEqual({ shapes: [[1, 3, 32, 32]], origin: "solved" });
});

test("an input follows from the weights that the function names which builds the model, also of a model with a mistake", () => {
  const weights = (name: string, size: number) => `
class ${name}_Weights(WeightsEnum):
    DEFAULT = Weights(url="", transforms=partial(ImageClassification, crop_size=${size}))
`;
  const maker = `
${weights("Small", 96)}${weights("Large", 128)}
def small(weights: Small_Weights = None):
    return Net(10)
`;
  expect(inputOf(model("classes", maker))).toEqual(told(3, 96, 96));
  expect(inputOf(model("classes", maker).replace("nn.AdaptiveAvgPool2d(1)", "nn.Conv2d(4, 8, 1)"))).toEqual(
    told(3, 96, 96),
  );
  expect(inputOf(model("classes", maker.replace(": Small_Weights", "")))?.origin).toBe("symbolic");
});

const pictured = (forward: string) => `
class Net_Weights(WeightsEnum):
    DEFAULT = Weights(url="", transforms=partial(ImageClassification, crop_size=96))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.stem = nn.Conv2d(3, 64, 3)
        self.conv = nn.Conv2d(64, 8, 3)
    def forward(self, x):
        ${forward}

def net(weights: Net_Weights = None):
    return Net()
`;

test.each([
  ["a convolution of many channels", "return self.conv(self.conv(x))"],
  ["no convolution", "return self.norm(x)"],
])("pictures have three channels, also where a model by mistake begins with %s", (_, forward) => {
  const text = `import torch.nn as nn\n${pictured(forward)}`;
  expect(inputOf(text)).toEqual(told(3, 96, 96));
  expect(readText(text).issues).toHaveLength(1);
});

test("a size of the constructor's is sure where it is the one that the weights' images are cropped to", () => {
  const text = `import torch.nn as nn
${pictured("return self.fc(self.stem(x).flatten(1))").replace("def __init__(self)", "def __init__(self, image_size=96)")}`;
  const broken = text.replace("self.norm = nn.LayerNorm(8)", "self.fc = nn.Linear(64 * 30 * 30, 10)");
  expect(inputOf(broken)).toEqual(told(3, 96, 96));
  expect(readText(broken).issues).toHaveLength(1);
});

test("videos are cropped too, and have as many frames as nobody says", () => {
  const text = `import torch.nn as nn
${pictured("return self.stem(x)")
  .replace("ImageClassification, crop_size=96", "VideoClassification, crop_size=(96, 64), resize_size=(128, 171)")
  .replace("self.stem = nn.Conv2d", "self.stem = nn.Conv3d")}`;
  const [model] = readText(text).models;
  expect(model?.input.shapes.map((shape) => shape?.map(formatDim))).toEqual([["1", "3", "D", "96", "64"]]);
});

test("an input follows from the settings of its weights that a model keeps, also of a model with a mistake", () => {
  const kept = "model = Net(10)\nmodel.pretrained_cfg = dict(url='', input_size=(3, 96, 64))\n";
  expect(inputOf(model("classes", kept))).toEqual(told(3, 96, 64));
  const broken = model("classes", kept).replace("nn.AdaptiveAvgPool2d(1)", "nn.Linear(65, 8)");
  expect(inputOf(broken)).toEqual(told(3, 96, 64));
  expect(inputOf(model("classes", kept).replace("nn.Conv2d(3", "nn.Conv2d(1"))).toEqual(told(1, 96, 64));
});

const patches = (count: string, heads = 4) => `
import torch
import torch.nn as nn

class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        assert dim % heads == 0
        self.qkv = nn.Linear(dim, dim * 3)
    def forward(self, x):
        return self.qkv(x)

class ViT(nn.Module):
    def __init__(self, img_size=32, dim=24, heads=4):
        super().__init__()
        self.proj = nn.Conv2d(3, dim, 4, stride=4)
        self.positions = nn.Parameter(torch.zeros(1, ${count}, dim))
        self.attention = Attention(dim, heads)
    def forward(self, x):
        return self.attention(self.proj(x).flatten(2).transpose(1, 2) + self.positions)

def vit():
    return ViT(heads=${heads})
`;

const toldOf = (text: string) => readText(text).issues.map(({ code }) => code);

test("where no image fits, that of the size beside the model shows what is wrong", () => {
  const text = patches("(img_size // 4) ** 2 - 1");
  expect(inputOf(text)).toEqual(told(3, 32, 32));
  expect(toldOf(text)).toEqual(["shape/broadcast"]);
});

test("where an image of another size fits, that is taken", () => {
  const text = patches("49");
  expect(inputOf(text)).toEqual({ shapes: [[1, 3, 28, 28]], origin: "solved" });
  expect(toldOf(text)).toEqual([]);
});

test("a remainder that a constructor refuses is told of a factory that needs nothing", () => {
  expect(toldOf(patches("64", 5))).toEqual(["shape/indivisible"]);
  expect(toldOf(patches("64", 6))).toEqual([]);
});

test("images are seen behind the pieces into which a model cuts them", () => {
  const text = `
import torch
from torch import nn

class Focus(nn.Module):
    def __init__(self, colours):
        super().__init__()
        self.conv = nn.Conv2d(4 * colours, 8, 3, padding=1)
        self.fc = nn.Linear(8, 5)
    def forward(self, x):
        x = torch.cat([x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]], 1)
        return self.fc(self.conv(x).mean((2, 3)))

def focus():
    return Focus(3)
`;
  const [shape] = readText(text).models[0]?.input.shapes ?? [];
  expect(shape?.map(formatDim)).toEqual(["1", "3", "H", "W"]);
  expect(toldOf(text.replace("nn.Linear(8, 5)", "nn.Linear(9, 5)"))).toEqual(["shape/in-features"]);
});
