import { expect, test } from "vitest";
import type { Weight } from "../../../src/engine/weights.ts";
import { traceBytes, WeightTrace } from "../../../src/worker/weight-trace.ts";

function weightOf(...values: number[]): Weight {
  return { name: "conv.kernel", value: Float32Array.from(values) } as unknown as Weight;
}

test("a traced step's update is what it added, and is kept while other steps go on", () => {
  const weight = weightOf(1, 2);
  const trace = new WeightTrace([weight]);
  weight.value.set([5, 5]);
  trace.begin();
  weight.value.set([5.5, 4]);
  trace.end();
  weight.value.set([9, 9]);
  expect(trace.updateOf("conv.kernel", 2)).toEqual(Float32Array.of(0.5, -1));
});

test("there is no update before a step was traced, nor while one is under way", () => {
  const trace = new WeightTrace([weightOf(1)]);
  expect(trace.updateOf("conv.kernel", 1)).toBeUndefined();
  trace.begin();
  trace.end();
  trace.begin();
  expect(trace.updateOf("conv.kernel", 1)).toBeUndefined();
});

test("the change is measured from the values at the start", () => {
  const weight = weightOf(1, 2);
  const trace = new WeightTrace([weight]);
  weight.value.set([3, 3]);
  trace.begin();
  expect(trace.changeOf("conv.kernel", weight.value)).toEqual(Float32Array.of(2, 1));
});

test("a weight of another name or size has neither", () => {
  const trace = new WeightTrace([weightOf(1, 2)]);
  trace.begin();
  trace.end();
  expect(trace.changeOf("conv.kernel", [1, 2, 3])).toBeUndefined();
  expect(trace.changeOf("conv.bias", [1, 2])).toBeUndefined();
  expect(trace.updateOf("conv.kernel", 3)).toBeUndefined();
});

test("it takes two numbers of four bytes for each weight", () => {
  expect(traceBytes([weightOf(1, 2, 3)])).toBe(24);
});
