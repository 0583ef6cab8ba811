// Steps left out of Keras models, and layers of the wrong direction: the first fix writes them again, or the same at a likelier place.
import { expect, test } from "vitest";
import { firstFixOf } from "./first-fix.ts";

const GENERATOR = `from keras import Input, Model, layers

width = 48
noise = Input((32,))
x = layers.Dense(6 * 6 * width)(noise)
x = layers.LeakyReLU()(x)
for _ in range(2):
    x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
    x = layers.LeakyReLU()(x)
model = Model(noise, layers.Conv2D(3, 3, padding="same")(x))
`;

test("the image of a row before a loop of convolutions", () => {
  expect(firstFixOf(GENERATOR)).toBe(
    GENERATOR.replace("layers.LeakyReLU()(x)\nfor", "layers.Reshape((6, 6, width))(layers.LeakyReLU()(x))\nfor"),
  );
});

const JOINED = `from keras.layers import Concatenate, Dense, Flatten, Input
from keras.models import Model

code = Input(shape=(20,))
image = Input(shape=(14, 14, 1))
joined = Concatenate()([code, Flatten()(image)])
model = Model([code, image], Dense(1)(joined))
`;

test("an image as a row where nothing but inputs comes before", () => {
  expect(firstFixOf(JOINED.replace("Flatten()(image)", "image"))).toBe(JOINED);
});

const TURNED = `from keras import Input, Model, ops

tokens = Input((10, 16))
across = ops.transpose(tokens, (0, 2, 1))
model = Model(tokens, across)
`;

test("the order of the axes before the tensor", () => {
  expect(firstFixOf(TURNED.replace("tokens, (0, 2, 1)", "(0, 2, 1), tokens"))).toBe(TURNED);
});

const RESIDUAL = `from keras.layers import Conv2D, Conv2DTranspose, Input, add
from keras.models import Model

image = Input((32, 32, 3))
near = Conv2D(24, 1, strides=(2, 2))(image)
far = Conv2D(24, 3, strides=2, padding="same")(image)
far = Conv2D(24, 3, padding="same")(far)
both = add([near, far])
model = Model(image, Conv2DTranspose(3, 2, strides=2)(both))
`;

test("a transposed convolution where the image should become smaller", () => {
  expect(firstFixOf(RESIDUAL.replace("near = Conv2D(", "near = Conv2DTranspose("))).toBe(RESIDUAL);
});

const JUDGED = `from keras import Input, Model, layers

code = Input((20,))
image = Input((14, 14, 1))
joined = layers.Concatenate()([code, layers.Flatten()(image)])
judge = Model([code, image], layers.Dense(1)(joined))
noise = Input((20,))
drawn = layers.Dense(14 * 14)(noise)
both = Model(noise, judge([noise, layers.Reshape((14, 14, 1))(drawn)]))
`;

test("the image of a row for a model of several inputs", () => {
  expect(firstFixOf(JUDGED.replace("layers.Reshape((14, 14, 1))(drawn)", "drawn"))).toBe(JUDGED);
});

const DRAWN = `from keras.layers import Dense, Flatten, Input, Reshape
from keras.models import Model, Sequential

SHAPE = (12, 12, 1)

judge = Sequential()
judge.add(Flatten(input_shape=SHAPE))
judge.add(Dense(1))
drawer = Sequential()
drawer.add(Dense(144, input_shape=(20,)))
drawer.add(Reshape(SHAPE))
noise = Input((20,))
both = Model(noise, judge(drawer(noise)))
`;

test("the image at the end of a model that another one is called with", () => {
  expect(firstFixOf(DRAWN.replace("drawer.add(Reshape(SHAPE))\n", ""))).toBe(DRAWN);
});

const LETTERS = `import numpy as np
from keras.layers import Dense, Input, LSTM
from keras.models import Sequential

letters = 19
model = Sequential()
model.add(Input((12, 19)))
model.add(LSTM(32))
model.add(Dense(letters, activation="softmax"))
model.compile("adam", loss="categorical_crossentropy")
model.fit(np.zeros((30, 12, 19)), np.zeros((30, 19)))
model.evaluate(np.zeros((30, 12, 19)), np.zeros((30, 19)))
`;

test("the layer that answers with classes", () => {
  const line = 'model.add(Dense(letters, activation="softmax"))\n';
  expect(firstFixOf(LETTERS.replace(line, ""))).toBe(LETTERS);
});

const RATED = `import keras
import numpy as np
from keras import layers

class Rating(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(16)
        self.score = layers.Dense(1)

    def call(self, x):
        return self.score(self.hidden(x))

model = Rating()
model.compile("adam", loss="binary_crossentropy")
model.fit(np.zeros((30, 8)), np.zeros((30,)))
`;

test("the call of a layer that a class builds", () => {
  expect(firstFixOf(RATED.replace("self.score(self.hidden(x))", "self.hidden(x)"))).toBe(RATED);
});

const PATCHES = `from keras import Input, Model, layers

SIDE = 4
image = Input((32, 32, 3))
patches = layers.Conv2D(24, (SIDE, SIDE), strides=(SIDE, SIDE))(image)
rows = layers.Reshape((-1, 24))(patches)
places = Input((64,))
added = layers.Add()([rows, layers.Embedding(64, 24)(places)])
model = Model([image, places], added)
`;

test("the strides of patches that lie side by side", () => {
  expect(firstFixOf(PATCHES.replace(", strides=(SIDE, SIDE)", ""))).toBe(PATCHES);
});

const CODED = `import numpy as np
from keras import Input, Model, layers

image = Input((24,))
small = layers.Dense(4)(image)
coder = Model(image, layers.Dense(24)(layers.Dense(8)(small)))
code = Input((4,))
decoder = Model(code, coder.layers[-1](coder.layers[-2](code)))
coder.compile("adam", loss="binary_crossentropy")
now = np.zeros((30, 6, 4))
later = np.zeros((10, 6, 4))
now = now.reshape(len(now), 24)
later = later.reshape(len(later), 24)
coder.fit(now, now, validation_data=(later, later))
`;

test("an array that is reshaped, beside a model of which layers are called twice", () => {
  expect(firstFixOf(CODED.replace("later = later.reshape(len(later), 24)\n", ""))).toBe(CODED);
});

const SHAPES = `import numpy as np
from keras.layers import LSTM, Conv1D, Dense, Flatten
from keras.models import Sequential

steps, features, height, width = 20, 4, 30, 30
series = load("series")
first = Sequential([LSTM(8, input_shape=(steps, features)), Dense(1)])
second = Sequential([Conv1D(8, 3, input_shape=(steps, features)), Flatten(), Dense(1)])
second.compile("adam", "mse")
second.fit(series, np.zeros((90, 1)))
images = np.random.random((6, height, width, 3)).astype("float32")
part = images[:, 2:, :, 0]
`;

test("a size of a shape, as another one has it, or the other side of an image", () => {
  expect(
    firstFixOf(SHAPES.replace("Conv1D(8, 3, input_shape=(steps, features))", "Conv1D(8, 3, input_shape=(steps,))")),
  ).toBe(SHAPES);
  expect(firstFixOf(SHAPES.replace("height, width, 3)", "height, 3)"))).toBe(
    SHAPES.replace("height, width, 3)", "height, height, 3)"),
  );
});

const PREDICTED = `import tensorflow as tf
from keras import Input, Model, layers

side = 24
inputs = Input((side, side, 3))
model = Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(inputs)))
history = load("history")
image = tf.random.uniform((side, side, 3))
batch = tf.expand_dims(image, 0)
print(tf.nn.softmax(model.predict(batch)[0]))
`;

test("a name of which nothing is known is no part of data", () => {
  expect(firstFixOf(PREDICTED.replace("tf.expand_dims(image, 0)", "image"))).not.toContain("- history");
});

const TOKENS = `from keras import Input, Model, layers, ops

image = Input((32, 32, 3))
x = layers.Conv2D(24, 4, strides=4)(image)
shape = ops.shape(x)
rows = ops.reshape(x, (shape[0], 64, 24))
model = Model(image, layers.Dense(5)(rows))
`;

test("the size that is left, in a shape that a function is given", () => {
  expect(firstFixOf(TOKENS.replace("shape[0], 64, 24", "shape[0], 24"))).toBe(TOKENS);
});

const SAMPLE = `import numpy as np
from keras import Input, Model, layers

image = Input((24, 24, 3))
rows = layers.Flatten()(image)
side = layers.Dense(4)(rows)
joined = layers.Concatenate()([rows, side])
model = Model(image, layers.Dense(2)(joined))
photo = np.zeros((24, 24, 3))
model.predict(np.expand_dims(photo, 0))
`;

test("a batch of one sample, and what joins tensors for a layer that takes one", () => {
  expect(firstFixOf(SAMPLE.replace("np.expand_dims(photo, 0)", "photo"))).toBe(SAMPLE);
  const listed = SAMPLE.replace("layers.Concatenate()([rows, side])", "[rows, side]");
  expect(firstFixOf(listed.replace("layers.Dense(2)(joined)", "layers.Dense(2)([rows, side])"))).toContain(
    "layers.Dense(2)(layers.Concatenate()([rows, side]))",
  );
});

const TAPE = `import numpy as np
import tensorflow as tf
from keras import Sequential, layers

size = 20
maker = Sequential([layers.Dense(12, input_shape=(size,)), layers.Reshape((2, 2, 3))])
noise = tf.random.normal([8, size])
print(maker(noise))
`;

test("channels for which a layer was built", () => {
  expect(firstFixOf(TAPE.replace("[8, size]", "[8, 32]"))).toBe(TAPE.replace("[8, size]", "[8, 20]"));
});
