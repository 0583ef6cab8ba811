/** Networks whose passes are long: others are heard between the layers, and the numbers are those of whole passes. */
import { expect, test } from "vitest";
import { createLoss } from "../../../src/engine/loss.ts";
import { partSize } from "../../../src/engine/part-size.ts";
import { train } from "../../../src/engine/train.ts";
import { chooseBackend } from "../../../src/kernels/choose-backend.ts";
import { networkOf, readModel, spots } from "../../support/build.ts";

const conv = (filters: number) => ({ type: "conv2d", filters, kernelSize: 3, padding: "same", activation: "relu" });
const chain = (filters: number, size: number) =>
  readModel({
    input: [size, size, 1],
    layers: [
      ...[conv(filters), conv(filters), conv(filters)],
      { type: "globalAvgPool2d" },
      { type: "dense", units: 4, activation: "softmax" },
    ],
    training: { optimizer: { type: "sgd", learningRate: 0.1 }, batchSize: 2, epochs: 1 },
  });
const fast = { backend: chooseBackend("auto"), precision: "float32", observed: "output" } as const;

test("a step of a network with 64 filters on 32 x 32 is interrupted after each layer, and goes where a whole pass leads", () => {
  const model = chain(64, 32);
  const network = networkOf(model, { ...fast, batchSize: 2 });
  const whole = networkOf(model, { ...fast, batchSize: 2 });
  const samples = spots(2, [32, 32, 1], 4);
  expect(network.isLong).toBe(true);

  const options = { ...model.training, shuffle: false };
  const events = [...train(network, { train: samples, test: spots(0, [32, 32, 1], 4) }, options)];
  const layers = whole.plan.groups.length;
  expect(events.filter(({ kind }) => kind === "computing")).toHaveLength(2 * layers);

  const input = whole.inputs[0] as Float32Array;
  samples.write(0, input, 0);
  samples.write(1, input, 1024);
  const loss = createLoss(whole, "crossEntropy", 4);
  whole.forward(2, { training: true });
  whole.clearGradients();
  loss.withGradient(Uint32Array.of(0, 1), 2);
  whole.backward(loss.start);
  for (const [i, { value, gradient }] of whole.weights.entries()) {
    const stepped = network.weights[i]?.value ?? [];
    const off = Array.from(value, (weight, at) => Math.abs(weight - 0.1 * (gradient?.[at] ?? 0) - (stepped[at] ?? 0)));
    expect(Math.max(...off)).toBeLessThan(1e-7);
  }
});

test("a small network is not asked between its layers", () => {
  const model = chain(8, 16);
  const network = networkOf(model, { ...fast, batchSize: 2 });
  const events = [
    ...train(network, { train: spots(2, [16, 16, 1], 4), test: spots(0, [16, 16, 1], 4) }, model.training),
  ];
  expect(events.map(({ kind }) => kind)).toEqual(["step", "epoch"]);
});

test.each([
  ["128 filters on 28 x 28: 115,605,504 MACs a layer", chain(128, 28), 2],
  ["512 filters on 28 x 28: 1,849,688,064 MACs a layer", chain(512, 28), 1],
])("of %s go as many at once as no layer keeps others waiting for", (_, { graph, analysis }, samples) => {
  expect(partSize(graph, analysis, 32)).toBe(samples);
});
