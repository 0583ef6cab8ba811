import { expect, test } from "vitest";
import { spokenAs, translateWeights } from "../../../src/engine/foreign-weights.ts";
import type { ForeignWeight } from "../../../src/graph/graph.ts";

const graphWith = (name: string, foreign: readonly ForeignWeight[]) => [{ name, foreign }];

const counting = (shape: readonly number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});

test("PyTorch's kernel [o, i, kh, kw] becomes [kh, kw, i, o], each number at its place", () => {
  const theirs = counting([2, 3, 4, 5]);
  const graph = graphWith("conv", [{ weight: "kernel", name: "features.0.weight", axes: [2, 3, 1, 0] }]);
  const ours = translateWeights(graph, new Map([["features.0.weight", theirs]])).get("conv.kernel");
  expect(ours?.shape).toEqual([4, 5, 3, 2]);
  const [y, x, i, o] = [3, 1, 2, 1];
  expect(ours?.data[((y * 5 + x) * 3 + i) * 2 + o]).toBe(((o * 3 + i) * 4 + y) * 5 + x);
});

test("a dense layer behind PyTorch's flatten gets its rows in our order of the image", () => {
  const graph = graphWith("fc", [{ weight: "kernel", name: "fc.weight", axes: [1, 0], flattened: [2, 1, 3] }]);
  const ours = translateWeights(graph, new Map([["fc.weight", counting([1, 6])]])).get("fc.kernel");
  // Theirs: channel 0 has rows 0 and 1, channel 1 rows 2 and 3, channel 2 rows 4 and 5.
  expect([...(ours?.data ?? [])]).toEqual([0, 2, 4, 1, 3, 5]);
});

test("what the graph does not name stays under its own name", () => {
  const tensors = new Map([["other.weight", counting([1])]]);
  expect([...translateWeights(graphWith("fc", []), tensors).keys()]).toEqual(["other.weight"]);
});

test("a weight is told as PyTorch has it, and as we have it where the file does", () => {
  const graph = graphWith("conv", [{ weight: "kernel", name: "features.0.weight", axes: [2, 3, 1, 0] }]);
  const ours = { name: "conv.kernel", shape: [4, 5, 3, 2] };
  const theirs = { name: "features.0.weight", shape: [2, 3, 4, 5] };
  expect(spokenAs(graph, new Map())(ours.name, ours.shape)).toEqual(theirs);
  expect(spokenAs(graph, new Map([[ours.name, counting(ours.shape)]]))(ours.name, ours.shape)).toEqual(ours);
  expect(spokenAs(graph, new Map())("fc.bias", [10])).toEqual({ name: "fc.bias", shape: [10] });
});
