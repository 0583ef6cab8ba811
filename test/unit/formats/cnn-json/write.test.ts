import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import { writeCnnJson } from "../../../../src/formats/cnn-json/write.ts";
import type { Graph } from "../../../../src/graph/graph.ts";
import { layers } from "../../../../src/layers/table.ts";

/** Layers as people may write them: every sample of every record, named or not, fed by whatever is there. */
const models = fc.gen().map((gen) => {
  const samples = [...layers.values()].flatMap(({ type, samples }) =>
    samples.map(({ attributes }) => ({ type, ...attributes })),
  );
  const inputNames = gen(fc.constantFrom, [], ["a"], ["2", "1"]) as string[];
  const count = gen(fc.integer, { min: 1, max: 8 });
  const names = Array.from({ length: count }, (_, index) => (gen(fc.boolean) ? `layer ${index}` : undefined));
  const feeders = [...inputNames, ...names.filter((name) => name !== undefined)];
  const list = names.map((name) => ({
    ...gen(fc.constantFrom, ...samples),
    ...(name !== undefined && { name }),
    ...(feeders.length > 0 && gen(fc.boolean) && { inputs: gen(fc.subarray, feeders, { minLength: 1 }) }),
  }));
  const shape = gen(fc.constantFrom, [4], [28, 28, 1], [5, 6, 7, 8]);
  const shapes = inputNames.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(shape)}`);
  const input = inputNames.length === 0 ? JSON.stringify(shape) : `{ ${shapes.join(", ")} }`;
  const training = gen(fc.constantFrom, ...trainings);
  return `{ "input": ${input}, "layers": ${JSON.stringify(list)}, "training": ${JSON.stringify(training)} }`;
});

const trainings = [
  {},
  { dataset: "faces", samples: 10, testSamples: 3, epochs: 2, batchSize: 7, shuffle: false, seed: 9 },
  { optimizer: { type: "sgd", momentum: 0.9 }, loss: "meanSquaredError" },
  { optimizer: { type: "adam", beta2: 0.99, learningRate: 1e-5 } },
  { schedule: { type: "step", epochs: 2 }, clipNorm: 0.1 },
  { schedule: { type: "cosine", end: 0.01 } },
];

/** What a graph says, without where it stands in a text. */
function meaning({ name, inputs, nodes, output }: Graph): object {
  return {
    name,
    inputs: inputs.map(({ name, shape }) => ({ name, shape })),
    nodes: nodes.map(({ name, type, attributes, inputs }) => ({ name, type, attributes, inputs })),
    output,
  };
}

describe("writing a model", () => {
  test("and reading it gives the same graph and training", () => {
    fc.assert(
      fc.property(models, (text) => {
        const first = readCnnJson(text, "model.cnn.json");
        const again = readCnnJson(writeCnnJson(first.graph, first.training), "other.cnn.json");
        expect(meaning(again.graph)).toEqual(meaning(first.graph));
        expect(again.training).toEqual(first.training);
      }),
    );
  });

  test("leaves out what the reader assumes", () => {
    const text = `{
      "input": [28, 28, 1],
      "layers": [
        { "type": "conv2d", "name": "conv2d_1", "inputs": ["input"], "filters": 8, "kernelSize": [3, 3], "strides": 1,
          "padding": { "top": 1, "right": 1, "bottom": 1, "left": 1 }, "bias": true, "activation": { "type": "relu" } },
        { "type": "flatten" },
        { "type": "dense", "name": "out", "units": 10, "activation": { "type": "leakyRelu", "alpha": 0.1 } }
      ],
      "training": { "epochs": 5, "seed": 2, "optimizer": { "type": "adam", "learningRate": 0.001 } }
    }`;
    const { graph, training } = readCnnJson(text, "small.cnn.json");
    expect(writeCnnJson(graph, training)).toBe(`{
  "name": "small",
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": 1, "activation": "relu" },
    { "type": "flatten" },
    { "type": "dense", "name": "out", "units": 10, "activation": { "type": "leakyRelu", "alpha": 0.1 } }
  ],
  "training": { "seed": 2 }
}
`);
  });

  test("keeps what can be said of a broken model", () => {
    const text =
      '{ "input": "?", "layers": [{ "type": "conv3d", "name": "a" }, { "type": "dense", "units": "x", "inputs": "b" }] }';
    const { graph, training } = readCnnJson(text, "broken.cnn.json");
    expect(writeCnnJson(graph, training)).toBe(`{
  "name": "broken",
  "layers": [
    { "type": "conv3d", "name": "a" },
    { "type": "dense", "inputs": "b" }
  ]
}
`);
  });
});
