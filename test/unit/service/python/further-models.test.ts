// What is wrong in models that a file's factories make besides its own choice.
import { expect, test } from "vitest";
import type { PythonDocument } from "../../../../src/formats/python/python-document.ts";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import type { PythonReader } from "../../../../src/service/python/reader.ts";
import { openReader } from "../../formats/python/read-text.ts";

const residual = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, planes):
        super().__init__()
        self.conv = nn.Conv2d(planes, planes, 3, padding=1)

    def forward(self, x):
        return torch.relu(self.conv(x)) + x


class ResNet(nn.Module):
    def __init__(self, blocks, classes=10, normalizes=False):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.layers = nn.Sequential(*[Block(16) for _ in range(blocks)])
        self.norm = nn.BatchNorm2d(16) if normalizes else nn.Identity()
        self.fc = nn.Linear(16, classes)

    def forward(self, x):
        x = self.norm(self.layers(self.stem(x)))
        return self.fc(x.mean((2, 3)))


def resnet_small():
    return ResNet(2)


def resnet_deep():
    return ResNet(4, normalizes=True)
`;
const slip = residual.replace("nn.BatchNorm2d(16)", "nn.BatchNorm2d(8)");
const path = "/w/residual.py";

function lookFurther(reader: PythonReader): boolean {
  const steps = reader.lookFurther(path);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function firstFix(reader: PythonReader, document: PythonDocument): string | undefined {
  const [issue] = document.issues;
  const steps = issue && reader.repairs(document, issue);
  for (;;) {
    const { done, value } = steps?.next() ?? { done: true, value: [] };
    if (done) return value?.[0] && applyEdits(document.text, value[0].edits);
  }
}

const messagesOf = ({ issues }: PythonDocument) => issues.map(({ message }) => message);

test("a layer that only another factory uses is looked at when there is time, and mended", async () => {
  const reader = await openReader();
  expect(messagesOf(reader.read({ path, text: slip }))).toEqual([]);
  expect(lookFurther(reader)).toBe(true);
  const document = reader.read({ path, text: slip });
  expect(messagesOf(document)).toEqual([
    "norm (BatchNorm2d): expects 8 channels and gets 16 from [1, 16, H, W]. Set num_features to 16.",
  ]);
  expect(document.models.map(({ name }) => name)).toEqual(["resnet_small"]);
  expect(firstFix(reader, document)).toBe(residual);
  expect(lookFurther(reader)).toBe(false);
});

test("the mistake stays while something else is typed, and goes with its cause", async () => {
  const reader = await openReader();
  reader.read({ path, text: slip });
  lookFurther(reader);
  expect(messagesOf(reader.read({ path, text: `${slip}\nx = 1\n` }))).toHaveLength(1);
  expect(messagesOf(reader.read({ path, text: residual }))).toEqual([]);
  expect(lookFurther(reader)).toBe(false);
  expect(messagesOf(reader.read({ path, text: slip }))).toEqual([]);
});

test("a mistake of the file's own choice is told alone", async () => {
  const reader = await openReader();
  const both = slip.replace("nn.Linear(16,", "nn.Linear(8,");
  expect(messagesOf(reader.read({ path, text: both }))).toHaveLength(1);
  expect(lookFurther(reader)).toBe(false);
});

test("what a model does only while it is trained is looked at as well", async () => {
  const reader = await openReader();
  const text = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.aux = nn.Linear(9, 10)
        self.fc = nn.Linear(8, 10)

    def forward(self, x):
        x = self.conv(x).mean((2, 3))
        if self.training:
            return self.fc(x), self.aux(x)
        return self.fc(x)

net = Net()
y = net(torch.randn(4, 3, 32, 32))
`;
  expect(messagesOf(reader.read({ path, text }))).toEqual([]);
  expect(lookFurther(reader)).toBe(true);
  const document = reader.read({ path, text });
  expect(messagesOf(document)).toEqual([
    "aux (Linear): expects 9 input features and gets 8 from [4, 8]. Set in_features to 8.",
  ]);
  expect(firstFix(reader, document)).toBe(text.replace("nn.Linear(9", "nn.Linear(8"));
  expect(document.models[0]?.outputs.map(({ shape }) => shape)).toEqual([[4, 10]]);
});

test("a fix that suits every factory of the file comes before one that suits the first alone", async () => {
  const reader = await openReader();
  const sized = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x):
        return self.norm(self.conv(x))

def small():
    return Net(16)

def large():
    return Net(32)
`;
  const document = reader.read({ path, text: sized.replace("BatchNorm2d(width)", "BatchNorm2d(8)") });
  expect(firstFix(reader, document)).toBe(sized);
});

test("a class that takes arguments is wrong where it is with any of them", async () => {
  const reader = await openReader();
  const text = `import torch.nn as nn

class Net(nn.Module):
    def __init__(self, channels, num_classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 8, 3)
        self.conv2 = nn.Conv2d(8, 16, 3)
        self.fc = nn.Linear(16, num_classes)

    def forward(self, x):
        x = self.conv2(self.conv1(x))
        return self.fc(x.mean((2, 3)))
`;
  expect(messagesOf(reader.read({ path, text }))).toEqual([]);
  const document = reader.read({ path, text: text.replace("nn.Conv2d(8, 16", "nn.Conv2d(6, 16") });
  expect(messagesOf(document)).toEqual([
    "conv2 (Conv2d): expects 6 input channels and gets 8 from [1, 8, H - 2, W - 2]. Set in_channels to 8.",
  ]);
  expect(firstFix(reader, document)).toBe(text);
});

test("a class whose pass may be given more than one tensor may be right with it", async () => {
  const reader = await openReader();
  const text = `import torch
from torch import nn

class Up(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.up = nn.Conv2d(8, 8, 1)
        self.conv = nn.Conv2d(16, classes, 3)

    def forward(self, x, skip=None):
        x = self.up(x)
        if skip is not None:
            x = torch.cat([x, skip], 1)
        return self.conv(x)
`;
  expect(messagesOf(reader.read({ path, text }))).toEqual([]);
});
