import { describe, expect, test } from "vitest";
import type { LayerFlow, Magnitude } from "../../../../src/protocol/flow.ts";
import {
  describeLayerFlow,
  describeUpdates,
  describeZeros,
  findingsOf,
  updateRatio,
} from "../../../../webview/words/flow.ts";
import { modelOf } from "../geometry/layer-views.ts";

const layers = modelOf({ type: "conv2d", filters: 8, kernelSize: 3, activation: "relu" }, "maxPool2d", "flatten", {
  type: "dense",
  units: 10,
});

function size(norm: number, more: Partial<Magnitude> = {}): Magnitude {
  return { mean: norm / 10, norm, zeros: 0, notFinite: 0, count: 800, ...more };
}

function flowOf(layer: number, more: Partial<LayerFlow> = {}): LayerFlow {
  return { layer, output: size(1), units: 8, zeroUnits: 0, gradient: size(1), weights: [], ...more };
}

const dense = (more: Partial<LayerFlow> = {}): LayerFlow =>
  flowOf(3, { output: size(1, { count: 10 }), units: 10, ...more });

const found = (...flows: LayerFlow[]): [number, string, string][] =>
  findingsOf({ sample: { set: "test", index: 0 }, layers: flows }, layers).map(({ layer, kind, words }) => [
    layer,
    kind,
    words,
  ]);

describe("what stands out in the flow", () => {
  test("is nothing where values and gradients are alike in all layers", () => {
    expect(found(flowOf(0), flowOf(1), flowOf(2), dense())).toEqual([]);
  });

  test("is a gradient a thousand times smaller or larger than at the last layer", () => {
    expect(found(flowOf(0, { gradient: size(2e-4) }), flowOf(1), dense())).toEqual([
      [0, "vanishing", "its gradient is 0.0002 times the last layer's"],
    ]);
    expect(found(flowOf(0, { gradient: size(5_000) }), flowOf(1), dense())).toEqual([
      [0, "exploding", "its gradient is 5000 times the last layer's"],
    ]);
  });

  test("is a step that changed the weights by more than themselves", () => {
    const weight = { name: "kernel", norm: 0.5, gradientNorm: 1 };
    const step = (updateNorm: number) => flowOf(0, { weights: [{ ...weight, updateNorm }] });
    expect(found(step(0.4), flowOf(1), dense())).toEqual([]);
    expect(found(step(1.5), flowOf(1), dense())).toEqual([
      [0, "unstable", "the last step changed its weights by 3 times their own norm; lower the learning rate"],
    ]);
  });

  test("is a gradient that does not arrive, said where it ends", () => {
    const none = { gradient: size(0) };
    expect(found(flowOf(0, none), flowOf(1, none), flowOf(2), dense())).toEqual([
      [1, "vanishing", "no gradient arrives for this sample"],
    ]);
  });

  test("is a layer half of whose maps are dead, and not the pool and flatten behind it", () => {
    const dead = { output: size(1, { zeros: 500 }), zeroUnits: 5 };
    const flat = { output: size(1, { zeros: 500 }), units: 800, zeroUnits: 500 };
    expect(found(flowOf(0, dead), flowOf(1, dead), flowOf(2, flat), dense())).toEqual([
      [0, "dead", "5 of 8 maps are zero for this sample"],
    ]);
  });

  test("is not the half of a vector's values that ReLU makes zero", () => {
    const half = { units: 800, zeroUnits: 400, output: size(1, { zeros: 400 }) };
    expect(found(flowOf(2, half), dense())).toEqual([]);
  });

  test("is NaN, said where it begins: forward at the first layer, backward at the last", () => {
    const bad = { output: size(1, { notFinite: 3 }), gradient: size(1, { notFinite: 4 }) };
    expect(found(flowOf(0, bad), flowOf(1, bad), flowOf(2), dense())).toEqual([
      [0, "not finite", "3 of 800 values are NaN or infinite"],
      [1, "not finite", "4 of 800 values of its gradient are NaN or infinite"],
    ]);
  });

  test("is nothing of gradients where there are none", () => {
    expect(found(flowOf(0, { gradient: undefined }), dense({ gradient: undefined }))).toEqual([]);
  });
});

describe("the figures of a layer", () => {
  test("say the zeros with the maps that are dead", () => {
    expect(describeZeros(flowOf(0, { output: size(1, { zeros: 400 }), zeroUnits: 3 }))).toBe(
      "50.0\u00a0%, 3 of 8 maps",
    );
    expect(describeZeros(dense({ output: size(1, { zeros: 1, count: 10 }), zeroUnits: 1 }))).toBe("10.0\u00a0%");
  });

  test("have each weight's update by its own norm, and none without a step", () => {
    const weight = { norm: 2, gradientNorm: 1 };
    expect(
      describeUpdates([
        { ...weight, name: "kernel", updateNorm: 0.0025 },
        { ...weight, name: "bias", norm: 0, updateNorm: 0.1 },
      ]),
    ).toBe("kernel 0.00125, bias (all zero)");
    expect(describeUpdates([{ ...weight, name: "kernel", updateNorm: undefined }])).toBe("");
  });

  test("have one ratio of the update of all weights together, also where the bias is still zero", () => {
    const kernel = { name: "kernel", norm: 4, gradientNorm: 1, updateNorm: 0.03 };
    const bias = { name: "bias", norm: 0, gradientNorm: 1, updateNorm: 0.04 };
    expect(updateRatio([kernel, bias])).toBeCloseTo(0.05 / 4);
    expect(updateRatio([{ ...bias, name: "beta" }])).toBeUndefined();
    expect(updateRatio([{ ...kernel, updateNorm: undefined }])).toBeUndefined();
    expect(updateRatio([])).toBeUndefined();
  });

  test("are read out in one line", () => {
    const weights = [{ name: "kernel", norm: 2, gradientNorm: 1, updateNorm: 0.002 }];
    expect(describeLayerFlow("conv", flowOf(0, { weights, gradient: size(0.5) }), size(1))).toBe(
      "conv · mean |value| 0.1 · mean |gradient| 0.05, its norm 0.5 times the last layer's · update-to-weight ratio: kernel 0.001",
    );
  });
});
