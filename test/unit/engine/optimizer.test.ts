import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createOptimizer } from "../../../src/engine/optimizer.ts";
import type { OptimizerOptions } from "../../../src/graph/training.ts";
import { referenceBackend } from "../../../src/kernels/reference/backend.ts";
import { relativeError } from "../../support/run-layer.ts";

interface Numbers {
  data: number[];
}

interface Case {
  id: string;
  optimizer: "sgd" | "adam";
  framework: "pytorch" | "tensorflow";
  attrs: Record<string, number | boolean>;
  initial: Numbers;
  gradients: Numbers[];
  weightsAfterStep: Numbers[];
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL("../../golden/ops/optimizer.json", import.meta.url), "utf8"),
).cases;

const defaults = {
  sgd: { type: "sgd", momentum: 0, nesterov: false, weightDecay: 0, learningRate: 0.01 },
  adam: { type: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0, learningRate: 0.001 },
} as const satisfies Record<string, OptimizerOptions>;

describe.each([
  // Keras keeps its hyper-parameters in float32.
  { precision: "float64", array: Float64Array, tolerance: 1e-6 },
  { precision: "float32", array: Float32Array, tolerance: 1e-5 },
] as const)("in $precision the weights after each step equal the frameworks'", ({ precision, array, tolerance }) => {
  it.each(cases)("$id of $framework", ({ optimizer: type, framework, attrs, initial, gradients, weightsAfterStep }) => {
    const value = array.from(initial.data);
    const gradient = new array(value.length);
    const options = { ...defaults[type], ...attrs } as OptimizerOptions;
    const dialect = framework === "pytorch" ? "torch" : "keras";
    const optimizer = createOptimizer(referenceBackend.open(precision, 0, 0), [{ value, gradient }], options, dialect);
    gradients.forEach(({ data }, step) => {
      gradient.set(data);
      optimizer.step(1);
      const expected = weightsAfterStep[step]?.data ?? [];
      expect(relativeError(value, expected)).toBeLessThan(tolerance);
    });
  });
});
