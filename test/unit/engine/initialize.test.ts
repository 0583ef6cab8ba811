import { expect, test } from "vitest";
import { initializeLayer } from "../../../src/engine/initialize.ts";
import { conv2d } from "../../../src/layers/conv2d.ts";
import { failed } from "../../../src/layers/layer.ts";
import { Random } from "../../../src/tensor/random.ts";

const attributes = {
  filters: 64,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: "valid",
  dilation: [1, 1],
  groups: 1,
  bias: true,
};

function initialized(initialization: "torch" | undefined): Float32Array[] {
  const shape = conv2d.shape([[8, 8, 4]], attributes);
  if (failed(shape)) throw new Error(shape.issue.message);
  const specs = conv2d.weights([[8, 8, 4]], attributes, shape);
  const values = specs.map((spec) => new Float32Array(spec.shape.reduce((a, b) => a * b, 1)));
  initializeLayer(specs, values, new Random(7), initialization);
  return values;
}

const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

test("PyTorch draws kernel and bias within ±1 / sqrt(fan-in)", () => {
  const [kernel, bias] = initialized("torch") as [Float32Array, Float32Array];
  const bound = 1 / Math.sqrt(3 * 3 * 4);
  for (const values of [kernel, bias]) {
    expect(largest(values)).toBeLessThanOrEqual(bound);
    expect(largest(values)).toBeGreaterThan(0.9 * bound);
  }
});

test("Keras draws the kernel within Glorot's bound and begins with a bias of 0", () => {
  const [kernel, bias] = initialized(undefined) as [Float32Array, Float32Array];
  const bound = Math.sqrt(6 / (3 * 3 * 4 + 3 * 3 * 64));
  expect(largest(kernel)).toBeLessThanOrEqual(bound);
  expect(largest(kernel)).toBeGreaterThan(0.9 * bound);
  expect(largest(bias)).toBe(0);
});
