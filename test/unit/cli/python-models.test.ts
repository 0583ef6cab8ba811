import { expect, test } from "vitest";
import { inRoot } from "../../../scripts/root.ts";
import { convlens, temporaryFile } from "./convlens.ts";

test.each(["lenet.py", "keras_mnist.py"])("examples/%s trains as it is", async (name) => {
  const args = ["--samples", "64", "--test-samples", "20", "--epochs", "1", "--threads", "1", "--json"];
  const { code, out } = await convlens(["train", inRoot("examples", name), ...args]);
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect([code, lines.length]).toEqual([0, 2]);
  expect(lines[0].loss).toBeGreaterThan(1);
  expect(lines[1].confusion.flat().reduce((sum: number, count: number) => sum + count, 0)).toBe(20);
});

test("PyTorch's weights under PyTorch's names are taken by a PyTorch model", async () => {
  const source = `
import torch, torch.nn as nn, torch.nn.functional as F
class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding="same")
        self.bn1 = nn.BatchNorm2d(4, eps=1e-3)
        self.conv2 = nn.Conv2d(4, 8, 3)
        self.fc1 = nn.Linear(288, 16)
        self.fc2 = nn.Linear(16, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(torch.flatten(x, 1))))
LeNet()(torch.randn(1, 1, 28, 28))
`;
  const weights = inRoot("test", "golden", "weights", "lenet.torch.safetensors");
  const file = temporaryFile("lenet.py", source);
  const dump = temporaryFile("out.safetensors", "");
  const { code, err } = await convlens(["run", file, "--weights", weights, "--input", "mnist:0", "--dump", dump]);
  expect([code, err]).toEqual([0, expect.not.stringContaining("initialized by the seed")]);
});

test("a Python file without a model that can be built says so in one line", async () => {
  const file = temporaryFile("plain.py", "import torch\nx = torch.zeros(1)\n");
  const { code, err } = await convlens(["train", file]);
  expect([code, err]).toEqual([2, expect.stringMatching(/has no model that can be built without arguments\.\n$/)]);
});

test("arguments without an entry go to what builds the file's own choice", async () => {
  const { code, out } = await convlens(["shapes", inRoot("examples", "lenet.py"), "--args", "[7]", "--json"]);
  const { entry, layers } = JSON.parse(out);
  expect([code, entry, layers.at(-1).outputShape]).toEqual([0, "LeNet", [1, 7]]);
});

test("of several inputs each gets its shape, by the option and by the comment", async () => {
  const source = `
import torch, torch.nn as nn
class Generator(nn.Module):
    # convlens: input=62; 10
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(72, 8)
    def forward(self, noise, labels):
        return self.fc(torch.cat((noise, labels), -1))
`;
  const file = temporaryFile("generator.py", source);
  const shapes = async (...options: string[]) => {
    const { out } = await convlens(["shapes", file, ...options, "--json"]);
    const { input, layers } = JSON.parse(out);
    return [input, layers.map(({ outputShape }: { outputShape: unknown }) => outputShape)];
  };
  const outputs = (batch: number) => [
    [batch, 72],
    [batch, 8],
    [batch, 8],
  ];
  expect(await shapes()).toEqual([
    [
      [1, 62],
      [1, 10],
    ],
    outputs(1),
  ]);
  expect(await shapes("--input", "4,62;4,10")).toEqual([
    [
      [4, 62],
      [4, 10],
    ],
    outputs(4),
  ]);
});

test("a module that stands in a container too counts there, and once in the model", async () => {
  const source = `
import torch, torch.nn as nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 2, 3)
        self.net = nn.Sequential(self.conv, nn.ReLU())
    def forward(self, x):
        return self.net(x)
Block()(torch.randn(1, 1, 8))
`;
  const { out } = await convlens(["shapes", temporaryFile("block.py", source), "--json"]);
  const { layers, totalParams } = JSON.parse(out);
  expect(layers.map(({ type, params }: { type: string; params: number }) => [type, params])).toEqual([
    ["Conv1d", 8],
    ["ReLU", 0],
    ["Sequential", 8],
    ["Block", 8],
  ]);
  expect(totalParams).toBe(8);
});

test("layers that two Sequentials of Keras share count in each, and once in the model", async () => {
  const source = `
from tensorflow import keras
parts = [keras.layers.Dense(4), keras.layers.Dense(8)]
first = keras.Sequential(parts)
second = keras.Sequential(parts)
inputs = keras.Input((8,))
model = keras.Model(inputs, second(first(inputs)))
`;
  const { out } = await convlens(["shapes", temporaryFile("shared.py", source), "--json"]);
  const { layers, totalParams } = JSON.parse(out);
  const counts = layers.flatMap(({ type, params }: { type: string; params: number }) =>
    type === "Sequential" ? [params] : [],
  );
  expect([new Set(counts), totalParams]).toEqual([new Set([76]), 76]);
});

test("modules that a plain list keeps from PyTorch do not count there", async () => {
  const source = `
import torch, torch.nn as nn
class Head(nn.Module):
    def __init__(self, trunk):
        super().__init__()
        self.hidden = [trunk]
        self.out = nn.Linear(4, 2)
    def forward(self, x):
        return self.out(self.hidden[0](x))
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(8, 4)
        self.head = Head(self.trunk)
    def forward(self, x):
        return self.head(x)
Net()(torch.randn(1, 8))
`;
  const { out } = await convlens(["shapes", temporaryFile("hidden.py", source), "--json"]);
  const { layers, totalParams } = JSON.parse(out);
  const head = layers.find(({ type }: { type: string }) => type === "Head");
  expect([head?.params, totalParams]).toEqual([10, 46]);
});

test("lists of --args stand for tuples where a model insists on them", async () => {
  const source = `
import torch.nn as nn
class Stages(nn.Module):
    def __init__(self, depth):
        super().__init__()
        assert isinstance(depth, tuple)
        self.layers = nn.Sequential(*[nn.Linear(4, 4) for _ in range(sum(depth))])
    def forward(self, x):
        return self.layers(x)
`;
  const file = temporaryFile("stages.py", source);
  const { code, out } = await convlens(["shapes", file, "--entry", "Stages", "--args", "[[1, 2]]", "--json"]);
  expect([code, JSON.parse(out).totalParams]).toEqual([0, 60]);
});
