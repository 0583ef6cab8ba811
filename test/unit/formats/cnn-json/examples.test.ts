import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../../../src/formats/model-document.ts";
import type { Shape } from "../../../../src/tensor/shape.ts";

const FOLDER = join(import.meta.dirname, "../../../../examples");

function readExample(name: string): ModelDocument {
  return readCnnJson(readFileSync(join(FOLDER, name), "utf8"), name);
}

function outputsOf({ analysis }: ModelDocument): (Shape | string)[] {
  return analysis.nodes.map((node) => (node.known ? node.shape.output : node.reason));
}

describe("the examples", () => {
  test.each(readdirSync(FOLDER).filter((name) => name.endsWith(".cnn.json")))("%s has no mistake", (name) => {
    expect(readExample(name).issues).toEqual([]);
  });

  test("the article's model has its shapes and 28,298 parameters", () => {
    const article = readExample("article.cnn.json");
    expect(outputsOf(article)).toEqual([[28, 28, 8], [13, 13, 16], [2704], [10]]);
    expect(article.analysis.parameters).toBe(28_298);
    expect(article.training).toMatchObject({
      samples: 200,
      batchSize: 1,
      optimizer: { type: "sgd", learningRate: 0.03 },
    });
  });

  test("LeNet-5 has 61,706 parameters and 416,520 multiplications", () => {
    const { analysis } = readExample("lenet.cnn.json");
    expect(analysis.parameters).toBe(61_706);
    expect(analysis.macs).toBe(416_520);
  });

  test("LeNet-5 has the layers of the one whose training is recorded", () => {
    const golden = JSON.parse(readFileSync(join(FOLDER, "../test/golden/training/lenet-adam.json"), "utf8"));
    const shapes = golden.outputShapes.map(({ outputShape }: { outputShape: number[] }) => outputShape);
    const lenet = readExample("lenet.cnn.json");
    expect(outputsOf(lenet)).toEqual(shapes);
    expect(lenet.graph.nodes.map(({ name }) => name)).toEqual(golden.layers.map(({ name }: { name: string }) => name));
    expect(lenet.training).toMatchObject({ epochs: 3, samples: undefined });
  });

  test("Keras's MNIST network has the 34,826 parameters that its tutorial prints", () => {
    const keras = readExample("keras-mnist.cnn.json");
    expect(keras.analysis.parameters).toBe(34_826);
    expect(outputsOf(keras).at(4)).toEqual([1600]);
  });
});
