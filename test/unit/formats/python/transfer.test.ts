// Transfer learning: parts of known models with heads of one's own. The numbers are those of torchvision 0.14 and Keras 3.15.
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import { pythonCodeLenses } from "../../../../src/service/python/code-lenses.ts";
import { pythonHoverAt } from "../../../../src/service/python/hover.ts";
import { pythonInlayHints } from "../../../../src/service/python/inlay-hints.ts";
import { summaryReport } from "../../../../src/service/python/summary.ts";
import { mainModel, readText } from "./read-text.ts";

const imports = "import torch\nfrom torch import nn\nfrom torchvision import models\n";

function parametersOf(text: string): string[] {
  return pythonCodeLenses(readText(text)).flatMap(({ title }) => /^(.*) parameters/.exec(title)?.[1] ?? []);
}

describe("a model of torchvision with a new head", () => {
  const resnet = `${imports}model = models.resnet18(weights=models.ResNet18_Weights.DEFAULT)
for parameter in model.parameters():
    parameter.requires_grad = False
model.fc = nn.Linear(512, 10)
y = model(torch.randn(4, 3, 224, 224))
`;

  test("is the file's model", () => {
    const { models, issues } = readText(resnet);
    expect(issues).toEqual([]);
    expect(models.map(({ name }) => name)).toEqual(["model"]);
    expect(models[0]?.outputs[0]?.shape).toEqual([4, 10]);
    expect(parametersOf(resnet)).toEqual(["11,181,642"]);
  });

  test("shows the shape where the head stands, and where the model is built", () => {
    const hints = pythonInlayHints(readText(resnet)).map(
      ({ offset, label }) => `${resnet.slice(0, offset).split("\n").length} ${label}`,
    );
    expect(hints).toEqual(["4 → [4, 10]", "7 → [4, 10]", "8 → [4, 10]"]);
    expect(pythonHoverAt(readText(resnet), resnet.indexOf("resnet18(") + 1)?.markdown).toContain("ResNet");
  });

  test.each([
    ["resnet50()", "fc", "nn.Linear(512, 10)", "2048"],
    ["vgg16(pretrained=True)", "classifier[6]", "nn.Linear(512, 10)", "4096"],
    ["densenet121(True)", "classifier", "nn.Linear(1000, 10)", "1024"],
    ["mobilenet_v2(weights='DEFAULT')", "classifier[1]", "nn.Linear(1024, 10)", "1280"],
    ["efficientnet_b0()", "classifier[1]", "nn.Linear(1024, 10)", "1280"],
    ["vit_b_16()", "heads.head", "nn.Linear(512, 10)", "768"],
  ])("%s whose %s takes the wrong number is told the right one at the head", (builder, place, head, right) => {
    const text = `${imports}model = models.${builder}\nmodel.${place} = ${head}\nmodel(torch.zeros(1, 3, 224, 224))\n`;
    const [issue, ...others] = readText(text).issues;
    expect(others).toEqual([]);
    expect(issue?.code).toBe("shape/in-features");
    expect(text.slice(issue?.range.start, issue?.range.end)).toBe(head);
    const fixed = applyEdits(text, issue?.fixes[0]?.edits ?? []);
    expect(fixed).toContain(`nn.Linear(${right}, 10)`);
    expect(readText(fixed).issues).toEqual([]);
  });

  test.each([
    ["for p in model.parameters():\n    p.requires_grad = False\n", "1,026"],
    ["model.requires_grad_(False)\n", "1,026"],
    ["for name, p in model.named_parameters():\n    if 'layer4' not in name: p.requires_grad_(False)\n", "8,394,754"],
    ["import sys\nif sys.argv[1]:\n    for p in model.parameters():\n        p.requires_grad = False\n", "unknown"],
  ])("counts as trained what is not frozen: %s", (freezing, trained) => {
    const text = `${imports}model = models.resnet18()\n${freezing}model.fc = nn.Linear(512, 2)\n`;
    const document = readText(text);
    const [model] = document.models;
    expect(model && summaryReport(document, model).text).toContain(`Parameters: 11,177,538, trained: ${trained}.`);
  });

  // What Keras's `trainable_weights` hold of the same 87 numbers.
  test.each([
    ["base.trainable = False", 20],
    ["base.trainable = False\nbase.trainable = True", 79],
    ["base.get_layer('a').trainable = False\nbase.trainable = True", 43],
    ["for layer in base.layers[:-1]:\n    layer.trainable = False", 35],
    ["base.trainable = False\nbase.layers[-1].trainable = True", 35],
  ])("counts as trained what Keras does not freeze: %s", (freezing, trained) => {
    const text = `import keras
from keras import layers
base = keras.Sequential([
    keras.Input((8,)), layers.Dense(4, name="a"), layers.BatchNormalization(), layers.Dense(3),
])
${freezing}
inputs = keras.Input((8,))
model = keras.Model(inputs, layers.Dense(5)(base(inputs)))
`;
    const document = readText(text);
    const [model] = document.models;
    expect(model && summaryReport(document, model).text).toContain(`Parameters: 87, trained: ${trained}.`);
  });

  test("is told at the call what goes wrong in its own layers", () => {
    const text = `${imports}model = models.alexnet()\ny = model(torch.zeros(1, 1, 224, 224))\n`;
    const [issue] = readText(text).issues;
    expect(text.slice(issue?.range.start, issue?.range.end)).toBe("model(torch.zeros(1, 1, 224, 224))");
  });
});

describe("a part of a model of torchvision", () => {
  const net = (part: string, forward: string): string => `${imports}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = ${part}
        self.head = nn.Linear(512, 10)

    def forward(self, x):
        x = self.features(x)
        return self.head(${forward})

y = Net()(torch.zeros(2, 3, 224, 224))
`;

  test.each([
    ["models.vgg16(pretrained=True).features", "x.mean((2, 3))", "14,719,818"],
    ["nn.Sequential(*list(models.resnet18().children())[:-1])", "torch.flatten(x, 1)", "11,181,642"],
    [
      "torch.hub.load('pytorch/vision:v0.10.0', 'squeezenet1_1', pretrained=True).features",
      "x.mean((2, 3))",
      "727,626",
    ],
    ["models.get_model('vgg11', weights=None).features", "x.mean((2, 3))", "9,225,610"],
  ])("%s counts in its parent", (part, forward, count) => {
    const { models, issues } = readText(net(part, forward));
    expect(issues).toEqual([]);
    expect(models[0]?.outputs[0]?.shape).toEqual([2, 10]);
    expect(parametersOf(net(part, forward))).toEqual([count]);
  });

  test("can be a base class", () => {
    const text = `import torch
from torchvision.models.resnet import BasicBlock, ResNet

class Small(ResNet):
    def __init__(self):
        super().__init__(BasicBlock, [1, 1, 1, 1], num_classes=10)
        self.conv1 = torch.nn.Conv2d(1, 64, 3, padding=1, bias=False)

    def forward(self, x):
        return self.fc(self.avgpool(self.layer4(self.layer3(self.layer2(self.layer1(self.conv1(x)))))).flatten(1))

y = Small()(torch.zeros(1, 1, 28, 28))
`;
    expect(parametersOf(text)).toEqual(["4,902,090"]);
    expect(readText(text).models[0]?.outputs[0]?.shape).toEqual([1, 10]);
  });

  test("that is not described is unknown by its name, and the total is the least that it can be", () => {
    const text = `${imports}model = models.swin_t(weights='DEFAULT')\nmodel.head = nn.Linear(768, 10)\nfor p in model.parameters(): p.requires_grad = False\n`;
    const { models, issues } = readText(text);
    expect(issues).toEqual([]);
    expect(models[0]?.unknown).toEqual(["`torchvision.models.swin_t` is not followed"]);
    expect(parametersOf(text)).toEqual(["at least 7,690"]);
    const parts = net("nn.Sequential(*list(models.maxvit_t().children())[:-1])", "x.flatten(1)");
    expect(parametersOf(parts)).toEqual(["at least 5,130"]);
  });
});

test("a bias that nobody knows leaves the total open, though every shape is known", () => {
  const text =
    "import os, torch\nnet = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3, bias=len(os.listdir()) > 3))\nnet(torch.zeros(1, 1, 8, 8))\n";
  expect(readText(text).models[0]?.outputs[0]?.shape).toEqual([1, 2, 6, 6]);
  expect(parametersOf(text)).toEqual(["at least 18"]);
});

describe("a base of keras.applications", () => {
  const vgg = `from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.applications.vgg16 import VGG16, preprocess_input

base = VGG16(weights="imagenet", include_top=False, input_shape=(150, 150, 3))
base.trainable = False
model = keras.Sequential([base, layers.Flatten(), layers.Dense(256, activation="relu"), layers.Dense(1)])
`;

  test("counts in the model that is built on it", () => {
    const { models, issues } = readText(vgg);
    expect(issues).toEqual([]);
    expect(models[0]?.outputs[0]?.shape?.[1]).toBe(1);
    expect(parametersOf(vgg)[0]).toBe("16,812,353");
  });

  test("gives its inner maps", () => {
    const text = `import keras
from keras import layers
inputs = keras.Input((224, 224, 3))
base = keras.applications.ResNet50(weights=None, include_top=False, input_tensor=inputs)
x = base.get_layer("conv4_block6_out").output
x = layers.UpSampling2D(2)(layers.Conv2D(256, 1)(x))
x = layers.Concatenate()([x, base.get_layer("conv3_block4_out").output])
model = keras.Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))
`;
    expect(readText(text).issues).toEqual([]);
    expect(parametersOf(text)[0]).toBe("8,859,274");
  });

  test("that is not described is unknown by its name, and so is the total", () => {
    const text = vgg.replaceAll("vgg16", "mobilenet_v9").replaceAll("VGG16", "MobileNetV9");
    const { models, issues } = readText(text);
    expect(issues).toEqual([]);
    expect(models[0]?.operations.map(({ type }) => type)).toContain("Flatten");
    expect(pythonCodeLenses(readText(text))[0]?.title).toMatch(/^parameters unknown/);
  });
});

test("a layer of Keras that is not known keeps what stands before it", () => {
  const text = `import keras
from keras import layers
inputs = keras.Input((28, 28, 1))
x = layers.Reshape((26, 208))(layers.Conv2D(8, 3)(inputs))
x = layers.ReversibleEmbedding(10, 32)(x)
model = keras.Model(inputs, layers.Dense(10)(x))
`;
  const { models, issues } = readText(text);
  expect(issues).toEqual([]);
  expect(models[0]?.operations.map(({ type }) => type)).toEqual([
    "InputLayer",
    "Conv2D",
    "Reshape",
    "ReversibleEmbedding",
    "Dense",
    "Functional",
  ]);
  expect(models[0]?.unknown).toEqual(["we do not know keras.layers.ReversibleEmbedding"]);
});

describe("the drawing of a Keras model that calls another like a layer", () => {
  const features = `from keras import Input, Model, Sequential, layers
image = Input((28, 28, 1))
features = Model(image, layers.Flatten()(layers.Conv2D(4, 3)(image)), name="features")
`;
  const typesIn = (text: string) => readText(text).models[0]?.drawing.value.graph.nodes.map(({ type }) => type);

  test("has the layers of the other, between what goes in and what comes out", () => {
    const text = `${features}own = Input((28, 28, 1))
model = Model(own, layers.Dense(10)(features(layers.Activation("relu")(own))))
`;
    const { graph, analysis } = mainModel(text).drawing.value;
    expect(graph.nodes.map(({ type }) => type)).toEqual(["activation", "conv2d", "flatten", "dense"]);
    expect(graph.nodes.map(({ inputs: [input] }) => (input?.kind === "node" ? input.index : input?.kind))).toEqual([
      "input",
      0,
      1,
      2,
    ]);
    expect(analysis.issues).toEqual([]);
  });

  test("has them once for each call", () => {
    const pair = `${features}left, right = Input((28, 28, 1)), Input((28, 28, 1))
model = Model([left, right], layers.Subtract()([features(left), features(right)]))
`;
    expect(typesIn(pair)).toEqual(["conv2d", "flatten", "conv2d", "flatten", "Subtract"]);
  });

  test("has those of a Sequential and of models in models", () => {
    const nested = `${features}block = Sequential([layers.Dense(16), layers.Dense(8)])
own = Input((28, 28, 1))
middle = Model(own, block(features(own)))
outer = Input((28, 28, 1))
model = Model(outer, layers.Dense(2)(middle(outer)))
`;
    expect(typesIn(nested)).toEqual(["conv2d", "flatten", "dense", "dense", "dense"]);
  });
});
