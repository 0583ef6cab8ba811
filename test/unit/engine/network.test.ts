import { describe, expect, it } from "vitest";
import { EngineError } from "../../../src/engine/engine-error.ts";
import { gradcheck } from "../../../src/engine/gradcheck.ts";
import { planFor } from "../../../src/engine/network.ts";
import { referenceBackend } from "../../../src/kernels/reference/backend.ts";
import { networkOf, readModel } from "../../support/build.ts";

const branched = {
  input: [5, 5, 2],
  layers: [
    { type: "conv2d", name: "stem", filters: 3, kernelSize: 3, padding: "same", activation: "tanh" },
    { type: "conv2d", name: "left", filters: 3, kernelSize: 1, inputs: "stem", activation: "sigmoid" },
    { type: "conv2d", name: "right", filters: 3, kernelSize: 3, padding: "same", inputs: "stem" },
    { type: "add", inputs: ["left", "right", "stem"] },
    { type: "flatten" },
    { type: "dense", units: 4, activation: "softmax" },
  ],
};

describe("a network", () => {
  it("sums the gradients where paths meet", () => {
    const { graph, analysis } = readModel(branched);
    const options = { backend: referenceBackend, seed: 3, maxBytes: 2 ** 30, most: 1000 };
    const errors = gradcheck(graph, analysis, options);
    expect(errors.map(({ layer }) => layer)).toContain("stem");
    for (const { worst } of errors) expect(worst).toBeLessThan(1e-6);
  });

  it("computes a short batch as part of a full one", () => {
    const network = networkOf(branched, { batchSize: 3 });
    const input = Float64Array.from({ length: 150 }, (_, i) => Math.sin(i));
    network.inputs[0]?.set(input);
    network.forward(3, { training: false });
    const full = [...network.output(5)];
    network.inputs[0]?.set(input.subarray(50, 100));
    network.forward(1, { training: false });
    expect([...network.output(5)]).toEqual(full.slice(4, 8));
  });

  it("takes weights that fit by name and shape, and says what became of the others", () => {
    const network = networkOf({ input: [3], layers: [{ type: "dense", units: 2 }] });
    const before = [...(network.weights[0]?.value ?? [])];
    const report = network.loadWeights(
      new Map([
        ["dense_1.kernel", { shape: [2, 3], data: new Float32Array(6) }],
        ["dense_1.bias", { shape: [2], data: Float32Array.of(1, 2) }],
        ["dense_9.bias", { shape: [1], data: Float32Array.of(1) }],
      ]),
    );
    expect(report).toEqual({
      loaded: ["dense_1.bias"],
      missing: [],
      mismatched: [{ name: "dense_1.kernel", expected: [3, 2], found: [2, 3] }],
      unused: ["dense_9.bias"],
    });
    expect([...(network.weights[0]?.value ?? [])]).toEqual(before);
  });

  it("draws Glorot's uniform weights within their limit and zero biases", () => {
    const network = networkOf({ input: [40], layers: [{ type: "dense", units: 60 }] });
    const [kernel, bias] = network.weights;
    const limit = Math.sqrt(6 / 100);
    const largest = Math.max(...[...(kernel?.value ?? [])].map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.95 * limit);
    expect([...(bias?.value ?? [])].every((b) => b === 0)).toBe(true);
  });

  it("is refused before it allocates more than it may, with the layer and its bytes", () => {
    const huge = {
      input: [28, 28, 1],
      layers: [{ type: "flatten" }, { type: "dense", name: "wide", units: 2_000_000 }],
    };
    expect(() => networkOf(huge, { maxBytes: 100 * 2 ** 20 })).toThrow(EngineError);
    expect(() => networkOf(huge, { maxBytes: 100 * 2 ** 20 })).toThrow(
      /may use 100 MB; wide alone needs [\d,]+ MB \([\d,]+ bytes\)/,
    );
  });

  it("with 512 maps of 224 x 224 and a pool behind them fits into a gigabyte, gradients included", () => {
    const { graph, analysis } = readModel({
      input: [224, 224, 1],
      layers: [
        { type: "conv2d", filters: 512, kernelSize: 3, padding: "same", activation: "relu" },
        { type: "maxPool2d", poolSize: 4 },
        { type: "globalAvgPool2d" },
        { type: "dense", units: 10, activation: "softmax" },
      ],
    });
    const needs = { backend: referenceBackend, precision: "float32", batchSize: 1, seed: 1, gradients: true } as const;
    expect(() => planFor(graph, analysis, { ...needs, inputGradients: true, maxBytes: 2 ** 30 })).not.toThrow();
  });
});
