import { expect, test } from "vitest";
import { flattenedImage } from "../../../../src/formats/python/flattened-image.ts";
import { mainModel } from "./read-text.ts";

test.each([
  ["keras.datasets.fashion_mnist.load_data()", 784, [28, 28, 1]],
  ["datasets.CIFAR10(root)", 3072, [32, 32, 3]],
  ["datasets.MNIST(root)", 100, undefined],
  ["x = load()", 784, undefined],
])("in a text with %s %d numbers are %j", (text, count, image) => {
  expect(flattenedImage(text, count)).toEqual(image);
});

test("a model of rows of pixels gets the images that the rows were, and flattens them", () => {
  const { graph, analysis } = mainModel(`from keras import Sequential, datasets, layers
(images, labels), _ = datasets.mnist.load_data()
rows = images.reshape(60000, 784) / 255
model = Sequential([layers.Dense(32, activation="relu", input_shape=(784,)), layers.Dense(10)])
`).drawing.value;
  expect(graph.inputs.map(({ shape }) => shape)).toEqual([[28, 28, 1]]);
  expect(graph.nodes.map(({ type }) => type)).toEqual(["flatten", "dense", "dense"]);
  expect(analysis.nodes.every(({ known }) => known)).toBe(true);
});

test("a row of numbers that are no image's stays a row", () => {
  const { graph } = mainModel(`from keras import Sequential, layers
model = Sequential([layers.Dense(32, input_shape=(784,))])
`).drawing.value;
  expect(graph.inputs.map(({ shape }) => shape)).toEqual([[784]]);
});
