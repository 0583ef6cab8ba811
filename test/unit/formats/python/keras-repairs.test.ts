// Slips planted into right Keras models: the fix that is offered first writes again what stood there.
import { describe, expect, test } from "vitest";
import { withFirstFix } from "./first-fix.ts";

const firstFixed = (text: string): string => withFirstFix(text) ?? text;

const UNET = `from keras import Input, Model, layers

width = 24
image = Input((96, 64, 3))

def double(x, filters):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)

c1 = double(image, width)
p1 = layers.MaxPooling2D(2)(c1)
c2 = double(p1, width * 2)
p2 = layers.MaxPooling2D(2)(c2)
c3 = layers.Conv2D(96, 3, padding="same")(p2)
u2 = layers.Conv2DTranspose(48, 3, strides=2, padding="same")(c3)
c4 = layers.add([c2, u2])
u1 = layers.UpSampling2D(2)(c4)
u1 = layers.Conv2D(width, 3, padding="same")(u1)
c5 = layers.concatenate([c1, u1])
s1 = layers.UpSampling2D(2)(layers.UpSampling2D(2)(c3))
model = Model(image, layers.Conv2D(1, 1)(layers.concatenate([c5, s1])))
`;

const HEAD = `import keras
from keras import layers, ops

steps = 12
units = 32
image = keras.Input((48, 48, 1))
x = layers.Conv2D(16, 3, padding="same")(image)
x = layers.MaxPooling2D(2)(x)
x = layers.MaxPooling2D(2)(x)
shape = (steps, 12 * 16)
x = layers.Reshape(shape)(x)

class Block(layers.Layer):
    def __init__(self, dim):
        super().__init__()
        self.up = layers.Dense(dim * 2)
        self.down = layers.Dense(dim)

    def call(self, x):
        x = x + self.down(self.up(x))
        return ops.reshape(x, (-1, 4, 3, 32))

x = layers.Dense(units)(x)
x = layers.Add()([x, layers.Dense(32)(x)])
x = Block(32)(x)
x = layers.Add()([x, layers.Dense(32)(layers.Permute((2, 1, 3))(layers.Reshape((3, 4, 32))(x)))])
backbone = keras.Sequential([keras.Input((4, 3, 32)), layers.Flatten(), layers.Dense(5)])
model = keras.Model(image, backbone(x))
`;

const HEIGHTS = `import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

HEIGHT = 48
WIDTH = 64
CHANNELS = 3
CLASSES = 6

def conv(x, filters, strides=1, padding="valid"):
    return layers.Conv2D(filters, 3, strides=strides, padding=padding)(x)

def residual(x, filters):
    y = conv(x, filters, padding="same")
    y = conv(y, filters, padding="same")
    return layers.add([x if x.shape[-1] == filters else layers.Conv2D(filters, 1)(x), y])

class Gated(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.gate = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, x):
        scores = tf.matmul(x, x, transpose_b=True)
        return tf.matmul(tf.matmul(scores, x), self.kernel) * tf.matmul(x, self.gate)

image = keras.Input((HEIGHT, WIDTH, CHANNELS))
x = residual(residual(image, 8), 8)
small = conv(x, 8, strides=4, padding="same")
flat = layers.Flatten()(small)
x = layers.Dense((HEIGHT // 4) * (WIDTH // 4) * 8)(flat)
x = layers.Reshape((HEIGHT // 4, WIDTH // 4, 8))(x)
x = layers.Conv2DTranspose(8, 3, strides=4, padding="same")(x)
decoded = layers.Conv2D(CHANNELS, 3, padding="same")(x)
lost = layers.Subtract()([image, decoded])
labels = layers.Dense(CLASSES)(layers.GlobalAveragePooling2D()(small))
rows = Gated(16)(layers.Reshape((-1, 8))(small))
encoder = keras.Model(image, [labels, lost, rows])
frames = keras.Input((5, HEIGHT, WIDTH, CHANNELS))
cnn = keras.Sequential([keras.Input((HEIGHT, WIDTH, CHANNELS)), layers.Conv2D(4, 5), layers.GlobalMaxPooling2D()])
steps = layers.TimeDistributed(cnn)(frames)
model = keras.Model(frames, layers.LSTM(4)(steps))
out = cnn(np.zeros((2, 48, 64, 3)))
`;

describe("the first fix is what stood there", () => {
  test.each([
    [
      "a pool that is far too large",
      HEAD,
      "MaxPooling2D(2)(x)\nx = layers.MaxPooling2D(2)",
      "MaxPooling2D(2)(x)\nx = layers.MaxPooling2D(40)",
    ],
    ["a padding unlike the others", UNET, 'strides=2, padding="same"', 'strides=2, padding="valid"'],
    ["an enlargement unlike the others", UNET, "UpSampling2D(2)(c4)", "UpSampling2D(4)(c4)"],
    [
      "a factor too much",
      UNET,
      'Conv2D(filters, 3, padding="same", activation="relu")(x)\n\n',
      'Conv2D(filters * 2, 3, padding="same", activation="relu")(x)\n\n',
    ],
    ["a term too much", HEAD, "layers.Dense(dim)", "layers.Dense(dim + 1)"],
    ["a number in a calculation that has a name", HEAD, "12 * 16)", "12 * 18)"],
    ["a size of a reshape within a layer", HEAD, "(-1, 4, 3, 32)", "(-1, 4, 6, 32)"],
    ["an image that is not square", HEAD, "keras.Input((48, 48, 1))", "keras.Input((48, 56, 1))"],
    ["a name's number", HEAD, "\nunits = 32", "\nunits = 33"],
    ["another name's number", HEIGHTS, "Conv2D(CHANNELS, 3", "Conv2D(CLASSES, 3"],
    ["another name in a product", HEIGHTS, "Dense((HEIGHT // 4) * (WIDTH", "Dense((HEIGHT // 4) * (HEIGHT"],
    ["an argument of one call of a function", HEIGHTS, 'y = conv(y, filters, padding="same")', "y = conv(y, filters)"],
    ["a filter's half", HEIGHTS, "layers.Conv2D(filters, 1)", "layers.Conv2D(filters // 2, 1)"],
    ["an enlargement that is too small", HEIGHTS, "Conv2DTranspose(8, 3, strides=4", "Conv2DTranspose(8, 3, strides=2"],
    ["the sizes of a weight", HEIGHTS, "(input_shape[-1], self.units))\n\n", "(self.units, input_shape[-1]))\n\n"],
    ["a product with the transpose", HEIGHTS, "x, x, transpose_b=True", "x, x"],
    ["a model for each step", HEIGHTS, "layers.TimeDistributed(cnn)(frames)", "cnn(frames)"],
    ["a sequence of images without channels", HEIGHTS, "(5, HEIGHT, WIDTH, CHANNELS)", "(5, HEIGHT, WIDTH)"],
    ["the array that a model is called with", HEIGHTS, "(2, 48, 64, 3)", "(2, 48, 64, 4)"],
  ])("%s", (_, model, right, wrong) => {
    expect(model).toContain(right);
    const text = model.replace(right, wrong);
    expect(firstFixed(text)).toBe(model);
  });
});

test("a recurrent layer that gets images is offered a Flatten for each step", () => {
  const text = `from keras import Input, Model, layers

video = Input((10, 8, 8, 3))
x = layers.TimeDistributed(layers.Conv2D(4, 3))(video)
x = layers.GRU(8)(x)
model = Model(video, x)
`;
  expect(firstFixed(text)).toContain("layers.GRU(8)(layers.TimeDistributed(layers.Flatten())(x))");
});

test("axes that have changed places are put back in the input of a model around", () => {
  const text = `from keras import Input, Model, Sequential, layers

core = Sequential([Input((32, 32, 3)), layers.Conv2D(4, 3), layers.Flatten()])
image = Input((3, 32, 32))
x = layers.Dropout(0.1)(image)
model = Model(image, layers.Dense(2)(core(x)))
`;
  expect(firstFixed(text)).toBe(text.replace("(3, 32, 32)", "(32, 32, 3)"));
});

test.each([
  ["an image without channels is in colours", "image = Input((SIZE, SIZE, 3))", "image = Input((SIZE, SIZE))"],
  ["channels are joined, not samples", "layers.Concatenate(axis=-1)", "layers.Concatenate(axis=1)"],
  ["an axis that is missing before others are joined", "[tf.expand_dims(code, 1), rows]", "[code, rows]"],
])("%s", (_, right, wrong) => {
  const text = `import tensorflow as tf
from tensorflow.keras import Input, Model, layers

SIZE = 20
image = Input((SIZE, SIZE, 3))
a = layers.Conv2D(4, 3, padding="same")(image)
b = layers.Conv2D(4, 3, padding="same")(a)
c = layers.Concatenate(axis=-1)([a, b])
c = layers.Add()([c, layers.Conv2D(8, 1)(image)])

@tf.function
def joined(code, rows):
    return tf.concat([tf.expand_dims(code, 1), rows], axis=1)

out = joined(layers.GlobalAveragePooling2D()(c), layers.Reshape((-1, 8))(c))
model = Model(image, c)
`;
  expect(text).toContain(right);
  expect(firstFixed(text.replace(right, wrong))).toBe(text);
});

test.each([
  [
    "all steps for another recurrent layer",
    "ConvLSTM2D(2, 3, return_sequences=True)",
    "ConvLSTM2D(2, 3, return_sequences=False)",
  ],
  ["all steps within a wrapper", "layers.GRU(4, return_sequences=True)", "layers.GRU(4, return_sequences=False)"],
  ["an input's axes beside another input", "first = Input((16, 20, 3))", "first = Input((3, 16, 20))"],
  ["what is reshaped to written as its sizes", "layers.Dense(5 * 5 * 8)", "layers.Dense(5 * 5 * 9)"],
])("%s", (_, right, wrong) => {
  const text = `from keras import Input, Model, layers, ops

first = Input((16, 20, 3))
second = Input((16, 20, 3))
both = layers.concatenate([first, second])
flat = layers.GlobalAveragePooling2D()(both)
grid = layers.Reshape((5, 5, 8))(layers.Dense(5 * 5 * 8)(flat))
video = Input((6, 9, 9, 1))
x = layers.ConvLSTM2D(2, 3, return_sequences=True)(video)
x = layers.ConvLSTM2D(2, 3, return_sequences=True)(x)
x = layers.TimeDistributed(layers.Flatten())(x)
x = layers.Bidirectional(layers.GRU(4, return_sequences=True))(x)
x = layers.Dense(3)(x)
x = ops.transpose(x, (1, 0, 2))
model = Model([first, second, video], [grid, x])
`;
  expect(text).toContain(right);
  expect(firstFixed(text.replace(right, wrong))).toBe(text);
});

test.each([
  ["an image that was no row", "x = layers.Dense(16)(layers.Flatten()(x))", "x = layers.Dense(16)(x)"],
  ["one step of all", "return_sequences=False", "return_sequences=True"],
  ["another loss", 'loss="sparse_categorical_crossentropy"', 'loss="categorical_crossentropy"'],
  ["classes as columns", "\nlater = to_categorical(later, 4)", ""],
  ["units of classes", "layers.Dense(4)(x)", "layers.Dense(5)(x)"],
  ["a graph the other way round", "Model(image, layers.Dense(4)(x))", "Model(layers.Dense(4)(x), image)"],
  ["a window beside filters", "Conv2D(8, (3, 3))", "Conv2D((3, 3), 8)"],
])("%s, where a model is trained", (_, right, wrong) => {
  const text = `import numpy as np
from keras import Input, Model, Sequential, layers
from keras.utils import to_categorical

labels = np.zeros((30,))
now = np.zeros((30,))
later = np.zeros((20,))
now = to_categorical(now, 4)
later = to_categorical(later, 4)
image = Input((12, 12, 1))
x = layers.Conv2D(8, (3, 3))(image)
x = layers.Dense(16)(layers.Flatten()(x))
model = Model(image, layers.Dense(4)(x))
model.compile("adam", loss="categorical_crossentropy")
model.fit(np.zeros((30, 12, 12, 1)), now, validation_data=(np.zeros((20, 12, 12, 1)), later))
rows = Sequential([Input((12, 5)), layers.GRU(9, return_sequences=False), layers.Dense(6)])
rows.compile("adam", loss="sparse_categorical_crossentropy")
rows.fit(np.zeros((30, 12, 5)), labels)
`;
  const [before, after] = text.includes(right) ? [right, wrong] : ["", ""];
  expect(before).toBe(right);
  expect(firstFixed(text.replace(before, after))).toBe(text);
});

test("another parameter that a layer of the file's own hands to one of its parts", () => {
  const text = (units: string) => `import keras
from keras import layers, ops

class Encoder(layers.Layer):
    def __init__(self, count, width):
        super().__init__()
        self.count = count
        self.project = layers.Dense(units=${units})
        self.position = layers.Embedding(input_dim=count, output_dim=width)

    def call(self, patches):
        positions = ops.expand_dims(ops.arange(0, self.count), axis=0)
        return self.project(patches) + self.position(positions)

inputs = keras.Input((36, 12))
outputs = layers.Add()([Encoder(36, 64)(inputs), layers.Dense(64)(inputs)])
model = keras.Model(inputs, outputs)
`;
  expect(withFirstFix(text("count"))).toBe(text("width"));
});

test.each([
  ["a convolution", "layers.TimeDistributed(layers.Conv2D(8, 3))", "layers.Conv2D(8, 3)"],
  ["a pool", "layers.TimeDistributed(layers.MaxPooling2D(2))", "layers.MaxPooling2D(2)"],
  ["rows of a video", "layers.TimeDistributed(layers.Flatten())", "layers.Flatten()"],
  ["rows that were left out", "layers.TimeDistributed(layers.Flatten()), ", ""],
])("%s for each image of a video in a list", (_, right, wrong) => {
  const text = `from keras import Input, Sequential, layers

model = Sequential([
    Input((6, 20, 20, 3)),
    layers.TimeDistributed(layers.Conv2D(8, 3)),
    layers.TimeDistributed(layers.MaxPooling2D(2)),
    layers.TimeDistributed(layers.Flatten()), layers.LSTM(12),
    layers.Dense(4),
])
`;
  expect(text).toContain(right);
  expect(withFirstFix(text.replace(right, wrong))).toBe(text);
});
