// Slips in ordinary Keras models: the first fix writes what stood there.
import { expect, test } from "vitest";
import { readSlip, withFirstFix } from "./first-fix.ts";

const MODEL = `import keras
import numpy as np
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
centre = True
width = 28
if centre:
    mean = np.mean(x_train, axis=0)
    x_train -= mean
    x_test -= mean

def turned(inputs, size):
    x = layers.Conv1D(16, 1)(inputs)
    x = layers.GlobalMaxPooling1D()(x)
    x = layers.Dense(size * size)(x)
    return layers.Dot(axes=(2, 1))([inputs, layers.Reshape((size, size))(x)])

inputs = keras.Input(x_train.shape[1:])
x = turned(inputs, 28)
y = layers.Dense(width)(x)
x = layers.Add()([x, y])
x = layers.Dense(width)(layers.Add()([x, y]))
x = layers.Concatenate()([x, layers.Dense(3)(y)])
x = layers.GlobalAveragePooling1D()(x)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
best = np.argmax(model.predict(x_test)[0, -1])
`;

const cases: readonly (readonly [slip: string, right: string, wrong: string])[] = [
  ["brackets around a tensor", 'Dense(10, activation="softmax")(x)', 'Dense(10, activation="softmax")([x])'],
  ["brackets around a number of units", "Dense(width)(x)", "Dense([width])(x)"],
  ["a layer that is called with a number", "Dense(width)(x)", "Dense(width)(centre)"],
  ["the inputs of another part of the data", "fit(x_train,", "fit(x_test,"],
  ["the targets of another part of the data", "evaluate(x_test, y_test)", "evaluate(x_test, y_train)"],
  ["a mean over another axis", "np.mean(x_train, axis=0)", "np.mean(x_train, axis=2)"],
  ["a sum that joins", "x = layers.Add()([x, y])", "x = layers.Concatenate()([x, y])"],
  ["another loss", 'loss="sparse_categorical_crossentropy"', 'loss="mse"'],
  ["a matrix that stays a row", "layers.Reshape((size, size))(x)]", "x]"],
  ["an index before the first", "[0, -1]", "[0, -16]"],
];

test("the model is right", () => {
  expect(readSlip(MODEL).issues).toEqual([]);
});

test.each(cases)("%s", (_, right, wrong) => {
  expect(MODEL).toContain(right);
  const slipped = MODEL.replace(right, wrong);
  expect(withFirstFix(slipped)).toBe(MODEL);
});

const DECODER = `import keras
from keras import layers

codes = keras.Input((2,))
x = layers.Dense(7 * 7 * 64, activation="relu")(codes)
x = layers.Reshape((7, 7, 64))(x)
x = layers.Conv2DTranspose(64, 3, activation="relu", strides=2, padding="same")(x)
decoder = keras.Model(codes, layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")(x))
`;

test.each(["(7, 64)", "(7, 7)"])("a size left out of an image's shape is written again for %s", (wrong) => {
  expect(withFirstFix(DECODER.replace("(7, 7, 64)", wrong))).toBe(DECODER);
});

test("an imported module and a drawing are no data: neither is offered in the data's place", () => {
  const text = `import matplotlib.pyplot as plt
import tensorflow as tf

mnist = tf.keras.datasets.mnist
(x_train, y_train), _ = mnist.load_data()
x_train = x_train / 255.0
figure = plt.figure()

model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 56)),
    tf.keras.layers.Dense(10),
])
predictions = model(x_train[:1])
model.fit(x_train, y_train)
`;
  const changed = withFirstFix(text);
  expect(changed).toMatch(/input_shape=\((?:28, 28|14, 56)\)/);
});
