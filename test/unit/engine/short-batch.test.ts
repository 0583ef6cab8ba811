import { expect, test } from "vitest";
import { buildNetwork } from "../../../src/engine/network.ts";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { referenceBackend } from "../../../src/kernels/reference/backend.ts";

const { graph, analysis } = readCnnJson(
  '{ "input": [2, 2, 1], "layers": [{ "type": "maxPool2d", "poolSize": 2 }] }',
  "pool.cnn.json",
);

/** The input's gradient after one sample, whose largest pixel is its last. */
function gradientOfOneSample(batchSize: number): number[] {
  const network = buildNetwork(graph, analysis, {
    backend: referenceBackend,
    precision: "float32",
    batchSize,
    seed: 1,
    gradients: true,
    inputGradients: true,
    maxBytes: 2 ** 20,
  });
  network.inputs[0]?.set([1, 2, 3, 4]);
  network.forward(1, { training: true });
  network.clearGradients();
  network.gradientAt("output").fill(1);
  network.backward("output");
  return [...network.inputGradient(0).subarray(0, 4)];
}

// 1 / 49 * 49 is less than 1 in floating point.
test.each([1, 3, 10, 49, 98])("one sample in a network for %i keeps the place of its largest pixel", (batchSize) => {
  expect(gradientOfOneSample(batchSize)).toEqual([0, 0, 0, 1]);
});
