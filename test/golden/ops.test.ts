/** Every operator case that PyTorch and TensorFlow computed, through the layers' records. */
import { describe, expect, it } from "vitest";
import { chooseBackend, expectWidening } from "../../src/kernels/choose-backend.ts";
import { layers } from "../../src/layers/table.ts";
import { activationNames } from "../../src/tensor/activation.ts";
import type { Backend } from "../../src/tensor/backend.ts";
import { layerRun, relativeError } from "../support/run-layer.ts";
import { announced, type Case, cases, digits, translate } from "./ops-cases.ts";

function run(golden: Case, precision: "float32" | "float64", backend: Backend) {
  const { definition, written, shapes } = translate(golden);
  const n = Object.values(golden.inputs)[0]?.shape[0] ?? 0;
  const layer = layerRun(definition, shapes, written, n, {
    precision,
    backend,
    training: golden.attrs.training === true,
  });
  for (const [index, { data }] of Object.values(golden.inputs).entries()) layer.inputs[index]?.set(data);
  for (const [name, { data }] of Object.entries(golden.params)) layer.weights.get(name)?.set(data);
  layer.forward();
  layer.backward(golden.upstream.data);
  return layer;
}

it("covers every case of the index, every activation but linear, and every layer that does arithmetic", () => {
  expect(cases).toHaveLength(announced);
  const covered = new Set(cases.flatMap((golden) => [golden.op, translate(golden).definition.type]));
  const missing = [...layers.keys(), ...activationNames].filter((name) => !covered.has(name));
  // The identity, the mask of dropout, and another order of axes: no number is computed. test/unit/layers has them.
  expect(missing.sort()).toEqual(["dropout", "linear", "reshape"]);
});

expectWidening();

describe.each([
  { precision: "float64", tier: "reference", tolerance: 1e-9 },
  { precision: "float32", tier: "reference", tolerance: 1e-5 },
  { precision: "float32", tier: "simd", tolerance: 1e-5 },
  { precision: "float32", tier: "relaxed", tolerance: 1e-5 },
  { precision: "float32", tier: "wide", tolerance: 1e-5 },
] as const)("in $precision by the $tier kernels", ({ precision, tier, tolerance }) => {
  const backend = chooseBackend(tier);

  it.each(cases)("$id ($framework): output, gradients and statistics", (golden) => {
    const layer = run(golden, precision, backend);
    expect([layer.n, ...layer.shape.output].filter((_, axis) => axis > 0)).toEqual(golden.output.shape.slice(1));
    expect(relativeError(layer.output, golden.output.data, digits)).toBeLessThan(tolerance);
    const inputNames = Object.keys(golden.inputs);
    for (const [name, { data }] of Object.entries(golden.grads)) {
      const index = inputNames.indexOf(name);
      const found = index >= 0 ? layer.inputGradients[index] : layer.weightGradients.get(name);
      expect(relativeError(found ?? [], data, digits), `gradient of ${name}`).toBeLessThan(tolerance);
    }
    for (const [name, { data }] of Object.entries(golden.updated ?? {})) {
      expect(relativeError(layer.weights.get(name) ?? [], data, digits), name).toBeLessThan(tolerance);
    }
  });
});
