import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import type { Range } from "../../../../src/graph/graph.ts";

const TEXT = `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "name": "first", "filters": 8, "kernelSize": 3 },
    {
      "filters": 2,
      "kernelSize": [3, 3],
    },
  ],
}
`;

const { graph, analysis, training, layersAt, issues } = readCnnJson(TEXT, "some/where/small.cnn.json");

function textAt(range: Range | undefined): string | undefined {
  return range && TEXT.slice(range.start, range.end);
}

describe("a layer's origin", () => {
  test("is its object, the word that names its type, and every attribute's key and value", () => {
    const [first] = graph.nodes;
    expect(textAt(first?.origin.whole)).toMatch(/^\{ "type": "conv2d".*\}$/);
    expect(textAt(first?.origin.name)).toBe('"conv2d"');
    const { attributes } = first?.origin ?? {};
    expect(Object.keys(attributes ?? {})).toEqual(["type", "name", "filters", "kernelSize"]);
    expect(textAt(attributes?.filters?.key)).toBe('"filters"');
    expect(textAt(attributes?.filters?.value)).toBe("8");
  });

  test("is the object where the type is missing", () => {
    const { origin } = graph.nodes[1] ?? {};
    expect(origin?.name).toEqual(origin?.whole);
  });

  test("of an input is its key", () => {
    expect(textAt(graph.inputs[0]?.origin.name)).toBe('"input"');
    expect(textAt(graph.inputs[0]?.origin.attributes.shape?.value)).toBe("[28, 28, 1]");
  });

  test("of the list of layers is its key", () => {
    expect(textAt(layersAt)).toBe('"layers"');
  });
});

describe("what a file leaves out", () => {
  test("the model is named after its file", () => {
    expect(graph.name).toBe("small");
    expect(readCnnJson('{ "name": "big" }', "small.cnn.json").graph.name).toBe("big");
    expect(readCnnJson("", "C:\\models\\net.cnn.json").graph.name).toBe("net");
  });

  test("attributes have their defaults, in one form", () => {
    expect(graph.nodes[0]?.attributes).toMatchObject({
      filters: 8,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: "valid",
      bias: true,
      activation: { type: "linear" },
    });
  });

  test("training is Adam over all samples, five times in batches of 32", () => {
    expect(training).toEqual({
      dataset: "mnist",
      samples: undefined,
      testSamples: undefined,
      epochs: 5,
      batchSize: 32,
      shuffle: true,
      seed: 1,
      optimizer: { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
      schedule: { type: "constant" },
      clipNorm: undefined,
      loss: "crossEntropy",
    });
  });

  test("an optimizer's own defaults fill it", () => {
    const read = readCnnJson('{ "training": { "optimizer": { "type": "sgd" } } }', "x.cnn.json");
    const sgd = { type: "sgd", learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };
    expect(read.training.optimizer).toEqual(sgd);
  });

  test.each([
    ['{ "type": "step" }', { type: "step", epochs: 1, factor: 0.5 }],
    ['{ "type": "step", "epochs": 3, "factor": 0.1 }', { type: "step", epochs: 3, factor: 0.1 }],
    ['{ "type": "cosine" }', { type: "cosine", end: 0 }],
    ['{ "type": "constant" }', { type: "constant" }],
  ])("the schedule %s is filled by its own defaults", (written, schedule) => {
    const read = readCnnJson(`{ "training": { "schedule": ${written}, "clipNorm": 0.5 } }`, "x.cnn.json");
    expect(read.training).toMatchObject({ schedule, clipNorm: 0.5 });
  });

  test("a wrong value of training gives way to its default, and the others stay", () => {
    const read = readCnnJson('{ "training": { "epochs": -1, "batchSize": 7 } }', "x.cnn.json");
    expect(read.training).toMatchObject({ epochs: 5, batchSize: 7 });
  });
});

describe("issues", () => {
  test("come in the order of the text", () => {
    const text = '{ "layers": [{ "type": "dense" }, { "type": "dens" }], "input": 3, "nmae": 1 }';
    const starts = readCnnJson(text, "x.cnn.json").issues.map(({ range }) => range.start);
    expect(starts.length).toBeGreaterThan(3);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  test("of the graph stand beside the graph, and with their place among all", () => {
    expect(analysis.issues).toEqual([]);
    expect(issues.map(({ code }) => code)).toEqual(["type/missing"]);
  });
});

describe("a key named __proto__", () => {
  test("changes no object", () => {
    const text = '{ "__proto__": { "input": [4] }, "layers": [{ "type": "dense", "__proto__": { "units": 2 } }] }';
    const read = readCnnJson(text, "x.cnn.json");
    expect(read.graph.inputs[0]?.shape).toBeUndefined();
    expect(read.graph.nodes[0]?.attributes).toBeUndefined();
    expect(({} as Record<string, unknown>).units).toBeUndefined();
  });
});

test("a byte order mark is no mistake", () => {
  const text = '\uFEFF{ "input": [4], "layers": [{ "type": "dense", "units": 2 }] }';
  expect(readCnnJson(text, "x.cnn.json").issues).toEqual([]);
});
