// Slips in the lines that lead to a mistake of a Keras model, where no layer's setting is at fault: the first fix writes what stood there.
import { expect, test } from "vitest";
import { withFirstFix } from "./first-fix.ts";

const firstFixed = (text: string): string => withFirstFix(text) ?? text;

const RESIDUAL = `from keras import Input, Model, layers

side = 48
shape = (side, 36, 3)


def residual_net(input_shape, blocks):
    inputs = Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(inputs)
    kept = x
    for width, halve in blocks:
        x = layers.Conv2D(width, 3, padding="same")(x)
        if halve:
            x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        shortcut = layers.Conv2D(width, 1, strides=2 if halve else 1)(kept)
        x = layers.add([x, shortcut])
        kept = x
    return Model(inputs, layers.GlobalAveragePooling2D()(x))


model = residual_net(shape, [(24, True), (40, False), (56, True)])
`;

const LEVELS = `from keras import Input, Model, layers

image = Input((64, 96, 3))
c1 = layers.Conv2D(8, 3, padding="same")(image)
p1 = layers.MaxPooling2D((2, 2))(c1)
c2 = layers.Conv2D(16, 3, padding="same")(p1)
p2 = layers.MaxPooling2D((2, 2))(c2)
c3 = layers.Conv2D(32, 3, padding="same")(p2)
p3 = layers.MaxPooling2D((2, 2))(c3)
c4 = layers.Conv2D(64, 3, padding="same")(p3)
u5 = layers.UpSampling2D(2)(c4)
u5 = layers.concatenate([u5, c3])
c5 = layers.Conv2D(32, 3, padding="same")(u5)
u6 = layers.UpSampling2D(2)(c5)
u6 = layers.concatenate([u6, c2])
c6 = layers.Conv2D(16, 3, padding="same")(u6)
u7 = layers.UpSampling2D(2)(c6)
u7 = layers.concatenate([u7, c1])
model = Model(image, layers.Conv2D(1, 1)(u7))
`;

const TOKENS = `import keras
from keras import layers, ops

size = 40
patch = 5
tokens = (size // patch) ** 2
width = 24


class Mixer(layers.Layer):
    def __init__(self, tokens, features):
        super().__init__()
        self.norm = layers.LayerNormalization()
        self.across = layers.Dense(tokens)
        self.within = layers.Dense(features)

    def call(self, inputs):
        x = ops.transpose(self.norm(inputs), (0, 2, 1))
        x = ops.transpose(self.across(x), (0, 2, 1)) + inputs
        return x + self.within(x)


class Places(layers.Layer):
    def __init__(self, tokens, width):
        super().__init__()
        self.tokens = tokens
        self.table = layers.Embedding(tokens, width)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], width))
        self.bias = self.add_weight(shape=(width,))

    def call(self, inputs):
        places = ops.arange(0, self.tokens, 1)
        return ops.matmul(inputs, self.kernel) + self.bias + self.table(places)


image = keras.Input((size, size, 3))
x = layers.Conv2D(36, patch, strides=patch)(image)
x = layers.Reshape((-1, 36))(x)
x = Places(tokens, width)(x)
x = Mixer(tokens, width)(x)
model = keras.Model(image, layers.Dense(7)(layers.GlobalAveragePooling1D()(x)))
`;

test.each([
  ["a variable that nothing reads", RESIDUAL, "layers.add([x, shortcut])", "layers.add([x, kept])"],
  ["what a loop goes on with", RESIDUAL, "        kept = x\n    return", "    return"],
  ["a shape where its name is given it", RESIDUAL, "shape = (side, 36, 3)", "shape = (side, 36)"],
  ["a condition", RESIDUAL, "2 if halve else 1", "2 if not halve else 1"],
  ["another level", LEVELS, "layers.concatenate([u6, c2])", "layers.concatenate([u6, c3])"],
  ["another variable of the level", LEVELS, "layers.concatenate([u6, c2])", "layers.concatenate([u6, p2])"],
  ["sides that halve again and again", LEVELS.replace("(64, 96, 3)", "(96, 96, 3)"), "(96, 96, 3)", "(90, 90, 3)"],
  ["arguments in each other's place", TOKENS, "Places(tokens, width)", "Places(width, tokens)"],
  ["a layer that is never called", TOKENS, "+ self.bias + self.table(places)", "+ self.bias + places"],
  ["a weight's size", TOKENS, "self.add_weight(shape=(width,))", "self.add_weight(shape=(input_shape[-1],))"],
  ["the start of a range", TOKENS, "ops.arange(0, self.tokens, 1)", "ops.arange(1, self.tokens, 1)"],
])("%s", (_, text = "", right = "", wrong = "") => {
  expect(text).toContain(right);
  expect(firstFixed(text.replace(right, wrong)).replace(/ +$/gm, "")).toBe(text);
});
