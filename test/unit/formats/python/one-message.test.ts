// What only follows from a mistake that is told is no mistake of its own.
import { expect, test } from "vitest";
import { readSlip } from "./first-fix.ts";

const codesOf = (text: string): string[] => readSlip(text).issues.map(({ code }) => code);

test("a layer behind one that goes wrong", () => {
  const text = `from keras import Input, layers
x = layers.Reshape((1, -3, 8))(Input((4, 4, 8)))
y = layers.Add()([x, Input((1, 16, 8))])
`;
  expect(codesOf(text)).toEqual(["shape/reshape"]);
});

test("a layer that is called after it was refused", () => {
  const text = `from keras import Input, layers
x = layers.Conv1D(8, (3, 3))(Input((16, 16, 8)))
`;
  expect(codesOf(text)).toEqual(["keras/argument"]);
});

test("the next batch that a model refuses", () => {
  const text = `import numpy as np
from keras import Sequential, layers
model = Sequential([layers.Input((8, 8, 3)), layers.Flatten(), layers.Dense(2)])
model(np.zeros((4, 6, 6, 3)))
model(np.zeros((5, 6, 6, 3)))
`;
  expect(codesOf(text)).toEqual(["shape/weight-count"]);
});

test("two mistakes of two branches", () => {
  const text = `from keras import Input, layers
image = Input((8, 8, 3))
a = layers.Reshape((5, 5))(image)
b = layers.Reshape((7, 7))(image)
`;
  expect(codesOf(text)).toEqual(["shape/reshape", "shape/reshape"]);
});

test("the same view of query and key", () => {
  const text = `import torch
x = torch.zeros(3, 5, 32)
q = (x * 2).view(3, -1, 4, 32)
k = (x + 1).view(3, -1, 4, 32)
`;
  expect(codesOf(text)).toEqual(["shape/reshape"]);
});

test("sizes of an image without its batch", () => {
  const text = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
    def forward(self, x):
        n, c, h, w = self.conv(x).size()
        return x.view(n, c, h * w)
y = Net()(torch.zeros(2, 6, 6))
`;
  expect(codesOf(text)).toEqual(["shape/in-channels"]);
});

test("a part of a model that is half written is no model", () => {
  const text = `import torch
from torch import nn
class Up(nn.Module):
    def __init__(self, planes):
        super().__init__()
        self.up = nn.Conv2d(planes, planes, 1)
        self.conv = nn.Conv2d(2 * planes, planes, 3)
    def forward(self, x, skip=None):
        x = self.up(x)
        x = x if skip is None else torch.cat([x, skip], 1)
        return self.conv(x)
class Net(nn.Module):
    def __init__(self, planes):
        super().__init__()
        self.first = nn.Conv2d(3, planes, 3, padding=1)
        self.up = Up(planes)
        self.la
    def forward(self, x):
        x = self.first(x)
        return self.last(self.up(x, x))
y = Net(8)(torch.zeros(1, 3, 8, 8))
`;
  expect(codesOf(text)).toEqual([]);
});

test("what a file asserts behind a mistake", () => {
  const text = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(30, 6)

    def forward(self, x):
        x = self.fc(x)
        assert x.shape[0] == 9
        return x

print(Net()(torch.randn(4, 20)).shape)
`;
  expect(codesOf(text)).toEqual(["shape/in-features"]);
});

test("a number that goes into several layers while a model is built", () => {
  const text = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width=0.5):
        super().__init__()
        self.conv = nn.Conv2d(3, 8 * width, 3)
        self.norm = nn.BatchNorm2d(8 * width)
        self.last = nn.Conv2d(int(width), int(width), 3)
    def forward(self, x):
        return self.last(self.norm(self.conv(x)))
y = Net()(torch.zeros(2, 3, 8, 8))
`;
  expect(codesOf(text)).toEqual(["shape/size"]);
});

test("the same function makes layers that have no window", () => {
  const text = `import torch
from torch import nn
def conv(channels, kernel=0):
    return nn.Conv2d(channels, channels, kernel)
a, b = conv(3), conv(3)
x = torch.zeros(2, 3, 8, 8)
y = a(x)
z = b(x)
`;
  expect(codesOf(text)).toEqual(["shape/window"]);
});

/** A network of these layers and this forward pass, called on an image of three channels. */
const netOf = (layers: string, forward: string): string => `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
${layers.replaceAll(/^/gm, "        ")}
    def forward(self, x):
${forward.replaceAll(/^/gm, "        ")}
y = Net()(torch.zeros(2, 3, 8, 8))
`;

test("the layer behind one that is called in another's place", () => {
  const layers = `self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8))
self.body = nn.Conv2d(8, 16, 3)
self.norm = nn.BatchNorm2d(16)`;
  expect(codesOf(netOf(layers, "return self.norm(self.stem(self.stem(x)))"))).toEqual(["shape/in-channels"]);
});

test("a layer that takes what it is given settles what was in doubt", () => {
  const layers = `self.a = nn.Conv2d(4, 8, 3, padding=1)
self.b = nn.Conv2d(8, 16, 3, padding=1)
self.c = nn.Conv2d(12, 16, 3, padding=1)`;
  expect(codesOf(netOf(layers, "return self.c(self.b(self.a(x)))"))).toEqual([
    "shape/in-channels",
    "shape/in-channels",
  ]);
  expect(codesOf(netOf(layers, "return self.c(self.a(x))"))).toEqual(["shape/in-channels"]);
});

test("channels that reach several layers, alone and joined to others", () => {
  const layers = `self.a = nn.Conv2d(3, 8, 1)
self.b = nn.Conv2d(6, 8, 1)
self.c = nn.Conv2d(9, 8, 1)`;
  const forward = `x = self.a(x)
return self.b(x), self.c(torch.cat((x, x[:, :3]), 1))`;
  expect(codesOf(netOf(layers, forward))).toEqual(["shape/in-channels"]);
});

test("axes that an image has not, once it went through a linear layer", () => {
  const layers = "self.head = nn.Linear(12, 5)";
  expect(codesOf(netOf(layers, "return self.head(x).mean((2, 3))"))).toEqual(["shape/forgot-flatten"]);
});

test("sizes of what was given too few axes", () => {
  const forward = `x = x.reshape(2, 3, 8)
n, c, h, w = x.shape
return x`;
  expect(codesOf(netOf("pass", forward))).toEqual(["shape/reshape"]);
});

test("the same view across axes in each layer", () => {
  const layers = "self.a = nn.Linear(8, 8)";
  const forward = `for _ in range(3):
    x = self.a(x).transpose(1, 2).view(2, 3, 64).view(2, 3, 8, 8)
return x`;
  expect(codesOf(netOf(layers, forward))).toEqual(["shape/contiguous"]);
});

test("sizes that are counted behind a layer which was given another number of axes", () => {
  const text = `import torch
from torch import nn

class Attention(nn.Module):
    def forward(self, x):
        samples, tokens, width = x.shape
        return x

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 16, 4, 4)
        self.norm = nn.LayerNorm(16)
        self.attention = Attention()

    def forward(self, x):
        x = self.patches(x)
        return self.attention(self.norm(x))

y = Net()(torch.randn(2, 3, 32, 32))
`;
  expect(codesOf(text)).toEqual(["shape/normalized-shape"]);
});

test("an array that none of two models takes", () => {
  const text = `import numpy as np
from keras import Input, Model, layers
image = Input((8, 8, 3))
inner = layers.Conv2D(4, 3)(image)
model = Model(image, layers.Dense(2)(layers.Flatten()(inner)))
part = Model(image, inner)
photo = np.expand_dims(np.zeros((8, 8, 4)), 0)
model.predict(photo)
part(photo)
`;
  expect(codesOf(text)).toEqual(["shape/model-input"]);
});

test("what a model's part answers, beside targets that the model missed", () => {
  const text = `import numpy as np
from keras import Input, Model, Sequential, layers
encoder = Sequential([Input((8, 8, 1)), layers.Conv2D(4, 3, strides=2, padding="same")])
decoder = Sequential([Input((4, 4, 4)), layers.Conv2D(1, 3, padding="same")])
image = Input((8, 8, 1))
model = Model(image, decoder(encoder(image)))
model.compile("adam", "mse")
images = np.zeros((40, 8, 8, 1))
model.fit(images, images)
codes = encoder(images[:6]).numpy()
print(np.mean((images[:6] - decoder(codes).numpy()) ** 2))
`;
  expect(codesOf(text)).toEqual(["shape/target"]);
});
