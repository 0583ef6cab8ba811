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
