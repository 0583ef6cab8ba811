// Which models a file has, beside those that it builds at its top level.
import { expect, test } from "vitest";
import { readText } from "./read-text.ts";

const net = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)

    def forward(self, x):
        return self.conv(x)

class Net(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.block = Block(width)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        return self.fc(self.block(x).mean((2, 3)))
`;

const modelsIn = (text: string) =>
  readText(text).models.map(({ name, outputs }) => `${name} ${JSON.stringify(outputs[0]?.shape)}`);

test("a class that needs arguments is built as a function of the file builds it", () => {
  expect(
    modelsIn(`${net}
def test():
    net = Net(16, classes=5)
    y = net(torch.randn(2, 3, 8, 8))
`),
  ).toEqual(["Net [2,5]"]);
});

test("the function may need arguments, and build the model only", () => {
  expect(
    modelsIn(`${net}
def train(loader, epochs, width=8):
    model = Net(width, 7).to("cpu")
    for epoch in range(epochs):
        for x, y in loader:
            model(x)
`),
  ).toEqual(["Net [1,7]"]);
});

test("a model that has no name of its own is found where it is called or described, beside classes that need nothing", () => {
  const swish = `${net}
class Swish(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(x)
`;
  expect(modelsIn(`${swish}\nprint(Net(16, 5)(torch.randn(2, 3, 8, 8)).shape)\n`)[0]).toBe("Net [2,5]");
  expect(modelsIn(`${swish}\nfrom torchsummary import summary\nsummary(Net(4, 5), (3, 8, 8))\n`)[0]).toBe("Net [2,5]");
});

test("a size that is not known stays unknown, and nothing is a mistake", () => {
  const { models, issues } = readText(`${net}
def train(args):
    model = Net(args.width, args.classes)
    return model(torch.randn(2, 3, 8, 8))
`);
  expect(issues).toEqual([]);
  expect(models.map(({ name }) => name)).toEqual(["Net"]);
});

test("of functions that build the same class by the same helper the first is shown, others all", () => {
  const text = `${net}
def _net(width, classes):
    return Net(width, classes)

def small():
    return _net(4, 2)

def large():
    return _net(64, 2)

def block():
    return Block(5)
`;
  expect(modelsIn(text)).toEqual(["small [1,2]"]);
  const other = text.replace("return Block(5)", "return nn.Sequential(nn.Conv2d(3, 5, 1))");
  expect(readText(other).models.map(({ name }) => name)).toEqual(["small", "block"]);
});

const trainer = `import keras
from keras import layers

def dense(inputs, units, name):
    image = keras.Input((inputs,))
    return keras.Model(image, layers.Dense(units)(image), name=name)

class Trainer(keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first, self.second = first, second

    def train_step(self, batch):
        return {"loss": self.second(self.first(batch))}
`;

test("a Keras model that only trains others does not hide them", () => {
  const { models } = readText(`${trainer}
encoder = dense(20, 5, "encoder")
decoder = dense(5, 20, "decoder")
trainer = Trainer(encoder, decoder)
trainer.compile(optimizer="adam")
`);
  expect(models.map(({ name }) => name)).toEqual(["decoder", "encoder", "trainer"]);
});

test("what the models in it did while they were built stands for one that has no names for them", () => {
  const { models } = readText(`${trainer}
trainer = Trainer(dense(20, 5, "encoder"), dense(5, 20, "decoder"))
`);
  expect(models.map(({ name, operations }) => `${name}: ${operations.map(({ type }) => type).join(" ")}`)).toEqual([
    "trainer: InputLayer Dense Functional InputLayer Dense Functional",
  ]);
});

test("a model that is called hides none that was built by itself; and what is in none is said, too", () => {
  const { models, loose } = readText(`${trainer.replace("train_step(self, batch)", "call(self, batch)")}
encoder = dense(20, 5, "encoder")
both = Trainer(encoder, dense(5, 20, "decoder"))
layers.Dense(3)(keras.Input((7,)))
`);
  expect(models.map(({ name }) => name)).toEqual(["both", "encoder"]);
  expect(loose.map(({ type }) => type)).toContain("Dense");
});

test("what ran while the parts of a called model were built is said, and the call in the file", () => {
  const { models, loose } = readText(`import keras
from keras import layers, ops

class Scale(layers.Layer):
    def call(self, x):
        return ops.relu(x)

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = keras.Sequential([Scale(), layers.Dense(3)])

    def call(self, x):
        return self.body(x)

net = Net()
net(ops.zeros((2, 7)))
`);
  expect(models.map(({ name }) => name)).toEqual(["net"]);
  expect(loose.map(({ type }) => type)).toEqual(["Relu", "Scale", "Dense", "Sequential", "Net"]);
});

test("models that an object keeps are found under its name, without those that another contains", () => {
  expect(
    readText(`import keras
from keras import layers

class GAN:
    def __init__(self):
        self.generator = keras.Sequential([keras.Input((8,)), layers.Dense(20)])
        self.critic = keras.Sequential([keras.Input((20,)), layers.Dense(1)])
        noise = keras.Input((8,))
        self.combined = keras.Model(noise, self.critic(self.generator(noise)))
        self.encoder = keras.Sequential([keras.Input((20,)), layers.Dense(8)])

if __name__ == "__main__":
    gan = GAN()
`).models.map(({ name, whole }) => `${name} ${whole?.start}`),
  ).toEqual(["gan.encoder 39", "gan.combined 39"]);
});

test("a model that a function keeps to itself is found under that function, if the file has no other", () => {
  const script = `from keras import Input, Model, layers

def train(width):
    image = Input((width, 28, 1))
    features = Model(image, layers.Flatten()(layers.Conv2D(4, 3)(image)))
    model = Model(image, layers.Dense(10)(features(image)))
    model.compile(loss="mse")

train(28)
`;
  const [model, ...others] = readText(script).models;
  expect(others).toEqual([]);
  expect(model?.name).toBe("train");
  expect(model?.operations.map(({ type }) => type)).toContain("Dense");
  expect(readText(`${script}model = Model(Input((3,)), Input((3,)))\n`).models.map(({ name }) => name)).toEqual([
    "model",
  ]);
});

test("a class of Keras is fed as the file feeds it, whose batch is open", () => {
  const { models } = readText(`import keras
from keras import layers

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(4, 3)

    def call(self, x):
        return self.conv(x)

net = Net()
out = net(keras.Input((64, 48, 3)))
`);
  expect(models[0]?.input.origin).toBe("file");
  expect(models[0]?.outputs[0]?.shape?.slice(1)).toEqual([62, 46, 4]);
});

test("a class of Keras with one argument is given several inputs as a list", () => {
  const { models, issues } = readText(`import keras
from keras import layers

# convlens: input=8; 10
class Pair(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(4)

    def call(self, inputs, training=None):
        first, second = inputs
        return self.out(layers.concatenate([first, second]))
`);
  expect(issues).toEqual([]);
  const concatenated = models[0]?.operations.find(({ type }) => type === "Concatenate");
  expect(concatenated?.outputs[0]?.shape?.slice(1)).toEqual([18]);
});

test("any name may come from a module of which not all names are known", () => {
  expect(
    modelsIn(`from torch import nn
from optimizers_of_mine import *
from torch.nn import *

def build():
    model = Sequential(Conv2d(3, 8, 3), Flatten())
    optimizer = Adagrad2(model.parameters(), lr=0.1)
    return model
`),
  ).toHaveLength(1);
});

const growing = `import torch
from torch import nn

class Growing(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([nn.Conv2d(3, 3, 3, padding=1) for _ in range(3)])
        self.pool = nn.AvgPool2d(2)

    def forward(self, x, alpha, steps=3, mask=None):
        for block in self.blocks[:steps]:
            x = self.pool(block(x) * alpha)
        return x if mask is None else x * mask

`;

test("a model is run as the file calls it, numbers included", () => {
  const { models, issues } = readText(`${growing}y = Growing()(torch.randn(1, 3, 4, 4), 0.5, steps=1)\n`);
  expect(issues).toEqual([]);
  expect(models.map(({ unknown, outputs }) => [unknown, outputs[0]?.shape])).toEqual([[[], [1, 3, 2, 2]]]);
});

test("tensors that it hands over by name are inputs too", () => {
  const { models } = readText(
    `${growing}y = Growing()(torch.randn(1, 3, 4, 4), 0.5, mask=torch.ones(2, 2), steps=1)\n`,
  );
  expect(models.map(({ inputs, outputs }) => [inputs.length, outputs[0]?.shape])).toEqual([[2, [1, 3, 2, 2]]]);
});

test("a loss or an activation that the file names is no model, and a single layer stands behind one", () => {
  expect(
    modelsIn(`${net}
net = Net(4, 3)
up = nn.ConvTranspose2d(3, 2, 1)
criterion = nn.MSELoss()
act = nn.ReLU()
y = net(torch.randn(2, 3, 8, 8)), up(torch.randn(2, 3, 4, 4))
`),
  ).toEqual(["net [2,3]", "up [2,2,4,4]"]);
  expect(modelsIn("from torch import nn\ncriterion = nn.MSELoss()\n")).toEqual([]);
});

test("a call in a loop over an unknown loader feeds the model if there is no other", () => {
  const loop = "for i, (x, y) in enumerate(loader()):\n    net(torch.randn(5, 3, 8, 8))\n";
  expect(modelsIn(`${net}\nfrom data import loader\nnet = Net(4, 3)\n${loop}`)).toEqual(["net [5,3]"]);
  expect(modelsIn(`${net}\nfrom data import loader\nnet = Net(4, 3)\n${loop}net(torch.randn(2, 3, 9, 9))\n`)).toEqual([
    "net [2,3]",
  ]);
});

test("what one model is fed with says nothing of another that only shares a class of the framework's", () => {
  const { models, issues } = readText(`import torch
from torch import nn
a = nn.Sequential(nn.Conv1d(3, 8, 3), nn.ReLU())
b = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU())
a(torch.randn(2, 3, 16))
`);
  expect(issues).toEqual([]);
  expect(models.map(({ name, input }) => `${name} ${input.origin}`)).toEqual(["b symbolic", "a file"]);
});

test("two models of one class are each fed with what the file feeds them with", () => {
  expect(
    modelsIn(`${net}
small, large = Net(4, 3), Net(8, 5)
small(torch.randn(2, 3, 8, 8))
large(torch.randn(7, 3, 9, 9))
`),
  ).toEqual(["large [7,5]", "small [2,3]"]);
});

const part = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 6, 5)

    def forward(self, x):
        return self.conv(x)

`;

test.each([
  ["from torchsummary import summary\nsummary(Net(), (1, 28, 28))", "Net [2,6,24,24]"],
  ["from torchsummary import summary\nnet = Net().cuda()\nsummary(net, input_size=(1, 28, 28))", "net [2,6,24,24]"],
  ["import torchinfo\nnet = Net()\ntorchinfo.summary(net, input_size=(7, 1, 28, 28))", "net [7,6,24,24]"],
  ["import torchinfo\nnet = Net()\ntorchinfo.summary(net, input_data=[torch.zeros(3, 1, 9, 9)])", "net [3,6,5,5]"],
  [
    "from ptflops import get_model_complexity_info\nget_model_complexity_info(Net(), (1, 28, 28), as_strings=True)",
    "Net [1,6,24,24]",
  ],
  ["from thop import profile\nmacs, params = profile(Net(), inputs=(torch.randn(1, 1, 32, 32),))", "Net [1,6,28,28]"],
  ["net = Net()\ntorch.onnx.export(net, torch.randn(5, 1, 32, 32), 'net.onnx')", "net [5,6,28,28]"],
  ["traced = torch.jit.trace(Net(), torch.randn(4, 1, 8, 8))", "traced [4,6,4,4]"],
])("%s says what the model is fed with", (lines, model) => {
  expect(modelsIn(`${part}${lines}\n`)).toEqual([model]);
  expect(readText(`${part}${lines}\n`).issues).toEqual([]);
});

test.each([
  "net = nn.DataParallel(Net())",
  "net = Net()\nif torch.cuda.device_count() > 1:\n    net = nn.DataParallel(net)",
  "from torch.nn.parallel import DistributedDataParallel as DDP\nnet = DDP(Net().to(0), device_ids=[0])",
  "net = nn.SyncBatchNorm.convert_sync_batchnorm(Net())",
  "net = Net()\nema = torch.optim.swa_utils.AveragedModel(net)\ntorch.save(ema.module.state_dict(), 'ema.pt')",
])("a model that is wrapped for several machines is the model: %s", (lines) => {
  const text = `${part}${lines}\nnet(torch.randn(2, 1, 28, 28))\n`;
  expect(modelsIn(text)).toEqual(["net [2,6,24,24]"]);
  expect(readText(text).issues).toEqual([]);
});

const denoiser = `import tensorflow as tf
from tensorflow.keras import layers

class Denoiser(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.squeeze = layers.Conv2D(4, 3, strides=2, padding="same")
        self.widen = layers.Conv2DTranspose(3, 3, strides=2, padding="same")

    def call(self, x):
        return self.widen(self.squeeze(x))

(x, _), _ = tf.keras.datasets.cifar10.load_data()
denoiser = Denoiser()
`;

test.each([
  ["fit", "denoiser.fit(x / 255.0, x / 255.0, epochs=3)"],
  ["fit on a data set", "denoiser.fit(tf.data.Dataset.from_tensor_slices((x, x)).batch(20))"],
  ["predict", "denoiser.predict(x=x[:8])"],
  ["build", "denoiser.build((None, 32, 32, 3))"],
])("a model of a class is fed as %s feeds it", (_, feeding) => {
  const [model] = readText(`${denoiser}${feeding}\n`).models;
  expect(model?.input.origin).toBe("file");
  expect(model?.outputs.map(({ shape }) => shape?.slice(1))).toEqual([[32, 32, 3]]);
});

test("a part that is built only when the model runs is no model of its own, and a data set feeds what states no input", () => {
  const { models } = readText(`import torch
from torch import nn
from torchvision import datasets

class Patches(nn.Module):
    def forward(self, x):
        return x.unfold(2, 8, 8).unfold(3, 8, 8).permute(0, 2, 3, 1, 4, 5).reshape(x.size(0), 16, -1)

class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.fc = nn.Linear(3 * 8 * 8, classes)

    def forward(self, x):
        return self.fc(Patches()(x)).mean(1)

def main():
    images = datasets.CIFAR10('data')
    model = Net(10)

main()
`);
  expect(models.map(({ name, input, outputs }) => [name, input.origin, outputs[0]?.shape])).toEqual([
    ["Net", "dataset", [1, 10]],
  ]);
});

test("what only one sample alone makes wrong is no mistake, and the model is shown with two", () => {
  const { models, issues } = readText(`import torch
from torch import nn
from torchvision.datasets import MNIST

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 10, 28)

    def forward(self, x):
        scores = self.conv(x).squeeze()
        return scores.max(dim=1)

net = Net()
images = MNIST('data')
`);
  expect(issues).toEqual([]);
  expect(models.map(({ input, outputs }) => [input.shapes, outputs[0]?.shape])).toEqual([[[[2, 1, 28, 28]], [2]]]);
});

const language = `import torch
from torch import nn

class Language(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(500, 12)
        self.lstm = nn.LSTM(12, 16, batch_first=True)

    def forward(self, x, h):
        out, h = self.lstm(self.embed(x), h)
        return out, h

model = Language()
states = (torch.zeros(1, 20, 16), torch.zeros(1, 20, 16))
`;

test("a call with states in a tuple or a list is made again as it is", () => {
  const call = "model(torch.zeros(20, 30, dtype=torch.long), [state.detach() for state in states])\n";
  const { models, issues } = readText(language + call);
  expect(issues).toEqual([]);
  expect(models.map(({ input, outputs }) => [input.origin, outputs[0]?.shape])).toEqual([["file", [20, 30, 16]]]);
});

test.each(["ids, states", "torch.zeros(20, 30, dtype=torch.long), (ids, states[1])"])(
  "a call with something of which nothing is known tells no input: %s",
  (args) => {
    const { models, issues } = readText(`from corpus import ids\n${language}model(${args})\n`);
    expect(issues).toEqual([]);
    expect(models.map(({ input }) => input.origin)).not.toContain("file");
  },
);

test("a call with inputs in a dict is made again as it is", () => {
  const { models, issues } = readText(`import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(8, 16)
        self.b = nn.Linear(4, 16)

    def forward(self, batch):
        return self.a(batch["x"]) + self.b(batch["y"])

net = Net()
net({"x": torch.randn(5, 8), "y": torch.randn(5, 4)})
`);
  expect(issues).toEqual([]);
  expect(models.map(({ input, outputs }) => [input.origin, outputs[0]?.shape])).toEqual([["file", [5, 16]]]);
});
