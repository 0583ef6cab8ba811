// What only follows from a mistake of a Keras file that is told is no mistake of its own.
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
