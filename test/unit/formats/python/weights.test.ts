// The same small LeNet as PyTorch and Keras source, with the weights that each framework wrote under its own names: what the
// engine computes must be what the frameworks computed (test/golden/weights).
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../../../scripts/root.ts";
import { buildNetwork } from "../../../../src/engine/network.ts";
import { readSafetensors } from "../../../../src/formats/safetensors.ts";
import { referenceBackend } from "../../../../src/kernels/reference/backend.ts";
import { mainModel } from "./read-text.ts";

const golden = (name: string) => readFileSync(inRoot("test", "golden", "weights", name));
const { probe } = JSON.parse(golden("expected.json").toString());

const torchSource = `
import torch
import torch.nn as nn
import torch.nn.functional as F

class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding="same")
        self.bn1 = nn.BatchNorm2d(4, eps=1e-3)
        self.conv2 = nn.Conv2d(4, 8, 3)
        self.fc1 = nn.Linear(8 * 6 * 6, 16)
        self.fc2 = nn.Linear(16, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(self.conv2(x).relu(), 2)
        x = torch.flatten(x, 1)
        return self.fc2(F.relu(self.fc1(x))).softmax(dim=1)
`;

const kerasSource = `
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(4, 5, padding="same", name="conv1"),
    layers.BatchNormalization(name="bn1"),
    layers.ReLU(),
    layers.MaxPooling2D(),
    layers.Conv2D(8, 3, activation="relu", name="conv2"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(16, activation="relu", name="fc1"),
    layers.Dense(10, activation="softmax", name="fc2"),
], name="lenet")
`;

test.each([
  ["PyTorch", torchSource, "lenet.torch.safetensors"],
  ["Keras", kerasSource, "lenet.keras.safetensors"],
])("%s's source with its own weights gives its own output", (_, source, file) => {
  const { graph, analysis } = mainModel(source).drawing.value;
  const network = buildNetwork(graph, analysis, {
    backend: referenceBackend,
    precision: "float64",
    batchSize: 1,
    seed: 1,
    gradients: false,
    maxBytes: 2 ** 26,
  });
  const report = network.loadWeights(readSafetensors(golden(file)));
  expect(report.missing).toEqual([]);
  expect(report.mismatched).toEqual([]);
  network.inputs[0]?.set(probe.inputNHWC.data);
  network.forward(1, { training: false });
  const found = [...network.output(graph.output)];
  const expected: readonly number[] = probe.output.data ?? probe.output;
  expect(found.length).toBe(expected.length);
  for (const [index, value] of found.entries()) expect(value).toBeCloseTo(expected[index] as number, 6);
});
