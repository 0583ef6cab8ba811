// Slips in models that only functions make, and that no text calls.
import { expect, test } from "vitest";
import { withFirstFix } from "./first-fix.ts";

const NET = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, in_planes, planes, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, 3, stride=stride, padding=1)
        self.norm1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, 2 * planes, 3, stride=1, padding=1)
        self.norm2 = nn.BatchNorm2d(2 * planes)
        self.conv3 = nn.Conv2d(2 * planes, planes, 1)

    def forward(self, x):
        y = self.norm1(self.conv1(x))
        y = self.norm2(self.conv2(y))
        return self.conv3(y)

class Net(nn.Module):
    def __init__(self, blocks, classes=10):
        super().__init__()
        self.in_planes = 8
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.layer1 = self.make(16, blocks)
        self.layer2 = self.make(32, blocks)
        self.fc = nn.Linear(32, classes)

    def make(self, planes, blocks):
        layers = []
        for _ in range(blocks):
            layers.append(Block(self.in_planes, planes))
            self.in_planes = planes
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.layer2(self.layer1(self.stem(x)))
        return self.fc(x.mean((2, 3)))

def net():
    return Net(2)

def test():
    y = net()(torch.randn(1, 3, 32, 32))
`;

test.each([
  [
    "a line stands twice",
    "        self.layer1 = self.make(16, blocks)\n",
    "        self.layer1 = self.make(16, blocks)\n        self.layer1 = self.make(16, blocks)\n",
  ],
  ["another layer of its kind is called", "self.norm1(self.conv1(x))", "self.norm2(self.conv1(x))"],
  ["a border is below 0", "stride=1, padding=1)\n        self.norm2", "stride=1, padding=-1)\n        self.norm2"],
  ["a line is left out in a loop", "            self.in_planes = planes\n", ""],
])("%s: that is undone", (_, right, wrong) => {
  expect(NET).toContain(right);
  expect(withFirstFix(NET.replace(right, wrong))).toBe(NET);
});

const DEPTHS = `from torch import nn

class Plain(nn.Module):
    expansion = 1

    def __init__(self, inplanes, planes, stride=1, downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.downsample = downsample

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        return self.bn1(self.conv1(x)) + identity

class Wide(nn.Module):
    expansion = 4

    def __init__(self, inplanes, planes, stride=1, downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 1, bias=False)
        self.conv2 = nn.Conv2d(planes, planes * self.expansion, 3, stride=stride, padding=1, bias=False)
        self.downsample = downsample

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        return self.conv2(self.conv1(x)) + identity

class Net(nn.Module):
    def __init__(self, block, layers, num_classes=10):
        super().__init__()
        self.inplanes = 16
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.layer1 = self._make_layer(block, 16, layers[0])
        self.layer2 = self._make_layer(block, 32, layers[1], stride=2)
        self.fc = nn.Linear(32 * block.expansion, num_classes)

    def _make_layer(self, block, planes, blocks, stride=1):
        downsample = None
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = nn.Conv2d(self.inplanes, planes * block.expansion, 1, stride=stride, bias=False)
        layers = [block(self.inplanes, planes, stride, downsample)]
        self.inplanes = planes * block.expansion
        for _ in range(1, blocks):
            layers.append(block(self.inplanes, planes))
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.layer2(self.layer1(self.stem(x)))
        return self.fc(x.mean((2, 3)))

def shallow():
    return Net(Plain, [2, 2])

def deep():
    return Net(Wide, [2, 3])
`;

test("what only another factory's blocks need is put back", () => {
  const line = "        self.inplanes = planes * block.expansion\n";
  expect(withFirstFix(DEPTHS.replace(line, ""))).toBe(DEPTHS);
});
