// Keras models in models are drawn with the layers of all of them, however each was put together.
import { expect, test } from "vitest";
import { mainModel } from "./read-text.ts";

const drawn = (lines: readonly string[]): string[] => {
  const { graph } = mainModel(`from keras import Input, Sequential, layers\n${lines.join("\n")}\n`).drawing.value;
  return graph.nodes.map(({ type, inputs }) => `${type} < ${inputs.map(place).join()}`);
};

const place = (source: { readonly kind: string; readonly index?: number }): string =>
  source.kind === "node" ? String(source.index) : source.kind;

const CONV_FLAT_DENSE = ["conv2d < input", "flatten < 0", "dense < 1"];

test.each([
  [
    "a list that gets its input from the model around it",
    "inner = Sequential([layers.Conv2D(4, 3), layers.Flatten()])",
    "model = Sequential([Input((8, 8, 1)), inner, layers.Dense(2)])",
  ],
  [
    "layers that are added one by one",
    "inner = Sequential()\ninner.add(layers.Conv2D(4, 3, input_shape=(8, 8, 1)))\ninner.add(layers.Flatten())",
    "model = Sequential()\nmodel.add(inner)\nmodel.add(layers.Dense(2))",
  ],
  [
    "a model of a list in a model of a list",
    "inner = Sequential([Sequential([layers.Conv2D(4, 3)]), layers.Flatten()])",
    "model = Sequential([Input((8, 8, 1)), inner, layers.Dense(2)])",
  ],
])("a Sequential of %s", (_, inner, outer) => {
  expect(drawn([inner, outer])).toEqual(CONV_FLAT_DENSE);
});
