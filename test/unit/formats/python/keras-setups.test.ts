// Slips in how a Keras file sets up its layers, models and data: the first fix writes what stood there.
import { describe, expect, test } from "vitest";
import { readSlip, withFirstFix } from "./first-fix.ts";

const LAYERS = `from keras import Input, Model, layers, ops


def tower(inputs, depth, filters=[24, 48], strides=(2, 2)):
    x = inputs
    for i in range(depth):
        x = layers.Conv2D(filters[i], (3, 3), strides=strides, padding="same")(x)
    return x


image = Input((32, 32, 3))
x = tower(image, 2)
x = layers.Conv2D(20, (3, 3), strides=(1, 1), padding="same")(x)
rows = layers.Reshape((64, 20))(x)
weights = layers.Dense(1)(rows)
summed = ops.matmul(ops.transpose(weights, (0, 2, 1)), rows)
model = Model(image, layers.Dense(7)(layers.Flatten()(summed)))
`;

const PICTURES = `import numpy as np
from keras import Input, Model, Sequential, layers


def painter():
    model = Sequential()
    model.add(layers.Dense(7 * 7 * 16, input_dim=20))
    model.add(layers.Reshape((7, 7, 16)))
    model.add(layers.UpSampling2D())
    model.add(layers.Conv2D(16, 3, padding="same"))
    model.add(layers.UpSampling2D())
    model.add(layers.Conv2D(1, 3, padding="same"))
    noise = Input((20,))
    return Model(noise, model(noise))


def critic():
    picture = Input((28, 28, 1))
    x = layers.Conv2D(8, 3, strides=2, padding="same")(picture)
    return Model(picture, layers.Dense(1, activation="sigmoid")(layers.Flatten()(x)))


noise = Input((20,))
judge = critic()
judge.compile("adam", loss=["binary_crossentropy"])
both = Model(noise, judge(painter()(noise)))
both.compile("adam", loss="binary_crossentropy")
for _ in range(50):
    real = np.ones((30, 1))
    both.train_on_batch(np.zeros((2 * 15, 20)), real)
    judge.train_on_batch(np.zeros((30, 28, 28, 1)), real)
`;

const SCALES = `import keras
import numpy as np
import tensorflow as tf
from keras import layers


def larger(x, filters, strides=(1, 1), padding="same"):
    x = layers.UpSampling2D((2, 2))(x)
    return layers.Conv2D(filters, 3, strides=strides, padding=padding)(x)


def sample(x):
    batch = tf.shape(x)[0]
    width = tf.shape(x)[1]
    return x + tf.random.normal(shape=(batch, width))


code = keras.Input((1, 1, 8))
x = larger(larger(larger(code, 8), 8), 4)
x = layers.Cropping2D((1, 1))(x)
painter = keras.Model(code, x)
picture = keras.Input((6, 6, 4))
kind = keras.Input((4,))
rows = layers.Flatten()(picture)
critic = keras.Model([picture, kind], layers.Dense(1)(layers.concatenate([rows, kind])))
shown = painter(code)
verdict = critic([shown, kind])
loose = keras.Model(picture, layers.Reshape((12, 12))(picture))
loose(painter(np.zeros((4, 1, 1, 8))))
sample(np.zeros((5, 3)))
layers.ZeroPadding2D(((0, 1), (0, 1)))(picture)
np.squeeze(painter.predict(np.zeros((1, 1, 1, 8))), axis=0)
np.ones((5, 3))[0]
`;

const CLASSES = `import keras
import numpy as np
from keras import layers

labels = load("labels")
x, y = np.zeros((90, 7)), np.zeros((90,))
row = keras.Input((7,))
model = keras.Model(row, layers.Dense(len(np.unique(labels)), activation="softmax")(row))
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(x, y)
`;

const PARTS = `import keras
import numpy as np
import tensorflow as tf
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
count = 5000
x_some, y_some = x_train[count:], y_train[count:]
data = tf.data.Dataset.from_tensor_slices((x_some, y_some)).batch(16)
image = keras.Input((28, 28))
flat = layers.Flatten()(image)
mean = layers.Dense(3)(flat)
spread = layers.Dense(3)(flat)
code = layers.Add()([mean, spread])
encoder = keras.Model(image, [mean, spread, code])
mean, spread, code = encoder(np.zeros((2, 28, 28)))
`;

const cases: readonly (readonly [name: string, model: string, right: string, wrong: string])[] = [
  ["a window of one side only", LAYERS, "strides=(2, 2)):", "strides=(2,)):"],
  ["a padding in the place of strides", LAYERS, 'strides=(1, 1), padding="same"', 'strides="same", padding=(1, 1)'],
  ["a list with a size too few", LAYERS, "[24, 48]", "[24]"],
  ["an order of the axes that leaves one out", LAYERS, "(0, 2, 1)", "(2, 1)"],
  ["targets of another width", PICTURES, "np.ones((30, 1))", "np.ones((30, 5))"],
  ["a pool in the place of an enlargement", SCALES, "UpSampling2D", "MaxPooling2D"],
  ["defaults in each other's place", SCALES, 'strides=(1, 1), padding="same"', 'strides="same", padding=(1, 1)'],
  ["a size of a shape that nothing reads any more", SCALES, "shape=(batch, width)", "shape=(batch,)"],
  ["an input of a model less", SCALES, "critic([shown, kind])", "critic([kind])"],
  ["an index that an array does not reach to", SCALES, "3))[0]", "3))[9]"],
  ["sizes in each other's place, one of them a product", PICTURES, "np.zeros((2 * 15, 20))", "np.zeros((20, 2 * 15))"],
  ["a whole shape in the place of one of its sizes", SCALES, "tf.shape(x)[0]", "tf.shape(x)"],
  ["a factor of one side only", SCALES, "UpSampling2D((2, 2))", "UpSampling2D((2,))"],
  ["a border of one side only", SCALES, "((0, 1), (0, 1))", "((0, 1),)"],
  ["axes of other sizes that are left out", SCALES, "axis=0", "axis=(1, 2)"],
  ["a loss of columns for numbers of classes", CLASSES, "sparse_categorical", "categorical"],
  ["a loss of single numbers for classes that nobody counts", CLASSES, "sparse_categorical", "binary"],
  ["rows of all data beside those of a part", PARTS, "y_train[count:]", "y_train"],
  ["an output that is taken and not given", PARTS, "[mean, spread, code]", "[mean, code]"],
];

describe("the first fix is what stood there", () => {
  test.each(cases)("%s", (_, model, right, wrong) => {
    expect(model).toContain(right);
    expect(withFirstFix(model.replace(right, wrong))).toBe(model);
  });
});

test("a loop that takes no round is no fix", () => {
  const right = "layers.Dense(6)(row)";
  const text = `import numpy as np
from keras import Input, Model, layers
epochs = 4
row = Input((5,))
model = Model(row, ${right})
model.compile("adam", "mse")
for epoch in range(1, epochs):
    model.fit(np.zeros((80, 5)), np.zeros((80, 6)))
`;
  expect(withFirstFix(text.replace(right, "layers.Dense(7)(row)"))).toBe(text);
  expect(withFirstFix(text.replace(right, "layers.Dense(7 + 2)(row)"))).not.toContain("range(epochs, 1)");
});

test("a crop that was left out is added", () => {
  const text = `from keras import Input, Model, layers

code = Input((10,))
x = layers.Dense(64)(code)
x = layers.Reshape((8, 8, 1))(x)
x = layers.Conv2DTranspose(4, 3, strides=2, padding="same")(x)
painter = Model(code, x)
picture = Input((12, 12, 4))
critic = Model(picture, layers.Reshape((24, 24))(picture))
critic(painter(code))
`;
  expect(withFirstFix(text)).toContain("layers.Cropping2D((2, 2))(");
});

test("an enlargement that was left out stands before one of the convolutions", () => {
  const line = "    model.add(layers.UpSampling2D())\n";
  const fixed = withFirstFix(PICTURES.replace(line, ""));
  expect(fixed?.split(line).length).toBe(3);
});

test("a factor that was turned over for a product is turned over again", () => {
  const right = "ops.matmul(ops.transpose(a, (0, 2, 1)), b)";
  const text = `from keras import Input, Model, layers, ops

rows = Input((9, 5))
a = layers.Dense(2)(rows)
b = layers.Dense(6)(rows)
model = Model(rows, ${right})
`;
  expect(withFirstFix(text.replace(right, "ops.matmul(a, b)"))).toBe(text);
});

test("what ended a file is mended though the model's function was looked at by itself before", () => {
  const text = `from keras import Input, Model, layers


def net(input_shape):
    side = input_shape[1]
    image = Input(input_shape)
    return Model(image, layers.AveragePooling2D(side)(image))


model = net((16, 16, 3))
`;
  expect(withFirstFix(text.replace("[1]", "[4]"))).toMatch(/input_shape\[[012]\]/);
});

test("other data of which nothing is known are no fix", () => {
  const text = `import numpy as np
from keras import Input, Sequential, layers
rows = load("rows.npy")
x, y = np.zeros((80, 4)), np.zeros((60, 2))
model = Sequential([Input((4,)), layers.Dense(2)])
model.compile("adam", "mse")
model.fit(x, y)
`;
  expect(withFirstFix(text)).not.toContain("fit(rows");
});

const PRETRAINED = `from keras import Input, Model, layers
from keras.applications import VGG16, ResNet50

height, width = 96, 96
base = ResNet50(include_top=False, weights="imagenet", input_shape=(height, width, 3))
plain = VGG16(include_top=False, weights=None, input_shape=(height, width, 1))
image = Input((height, width, 3))
model = Model(image, layers.Dense(5)(layers.GlobalAveragePooling2D()(base(image))))
`;

test("weights that were learnt from photographs take three channels", () => {
  const slip = PRETRAINED.replace(
    '"imagenet", input_shape=(height, width, 3)',
    '"imagenet", input_shape=(height, width, 6)',
  );
  expect(readSlip(PRETRAINED).issues).toEqual([]);
  expect(readSlip(slip).issues.map(({ code }) => code)).toEqual(["shape/model-input"]);
  expect(withFirstFix(slip)).toBe(PRETRAINED);
});

const WINDOWS = `import numpy as np
from keras import Input, Model, layers

class Rows(layers.Layer):
    def __init__(self, side, patch, width):
        super().__init__()
        self.count = (side // patch) ** 2
        self.cut = layers.Conv2D(width, patch, strides=patch)
        self.places = layers.Embedding(self.count, width)
        self.rows = layers.Reshape((self.count, width))

    def call(self, image):
        return self.rows(self.cut(image)) + self.places(np.arange(self.count))

image = Input((32, 32, 3))
x = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(image)
x = layers.Conv2DTranspose(8, 3, strides=(2, 2), padding="same")(x)
x = layers.Conv2D(8, (3, 3), activation="relu")(layers.MaxPooling2D(2)(x))
rows = layers.Permute((2, 1))(Rows(30, 5, 6)(x))
model = Model(image, layers.Dense(4)(rows))
`;

test.each([
  ["a side of a window that is left out, of a transposed convolution too", "strides=(2, 2)", "strides=(2,)"],
  ["words in each other's place", 'activation="relu", padding="same"', 'activation="same", padding="relu"'],
  ["a window of one huge side", '(3, 3), activation="relu")', '(128, 3), activation="relu")'],
  ["an axis that is named twice", "Permute((2, 1))", "Permute((1, 1))"],
  ["a power", "** 2", "** 10"],
])("%s", (_, right, wrong) => {
  expect(readSlip(WINDOWS).issues).toEqual([]);
  expect(WINDOWS).toContain(right);
  expect(withFirstFix(WINDOWS.replace(right, wrong))).toBe(WINDOWS);
});

const CUT = `import numpy as np
from keras import Input, Sequential, layers

def windows(data, length):
    X, y = [], []
    for i in range(60):
        X.append(data[i : i + length])
        y.append(data[i + length])
    return np.array(X), np.array(y)

X, y = windows(np.zeros((100, 3)), 12)
model = Sequential([Input((12, 3)), layers.LSTM(8), layers.Dense(3)])
model.compile("adam", "mse")
model.fit(X, y)
`;

test("a value that is handed back as it is beside one that goes through a call", () => {
  expect(readSlip(CUT).issues).toEqual([]);
  expect(withFirstFix(CUT.replace("return np.array(X)", "return X"))).toBe(CUT);
});
