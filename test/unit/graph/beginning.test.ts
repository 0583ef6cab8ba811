import { expect, test } from "vitest";
import { analyse } from "../../../src/graph/analyse.ts";
import { beginningOf, computableLayers } from "../../../src/graph/beginning.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { graphOf, type TestLayer } from "./graph-of.ts";

const conv = { type: "conv2d", filters: 2, kernelSize: 3 };
const tooLarge = { ...conv, kernelSize: 9 };
const flatten = { type: "flatten" };

function countIn(graph: Graph): number {
  return computableLayers(graph, analyse(graph));
}

function countOf(list: readonly TestLayer[]): number {
  return countIn(graphOf([8, 8, 1], list));
}

test("all layers of a right graph can be computed", () => {
  expect(countOf([conv, flatten])).toBe(2);
});

test("what stands before a mistake can be computed, and nothing behind it", () => {
  expect(countOf([conv, conv, tooLarge, flatten])).toBe(2);
  expect(countOf([conv, { ...conv, name: "conv2d0" }, flatten])).toBe(1);
  expect(countOf([tooLarge, flatten])).toBe(0);
});

test("without the input's shape nothing can be computed", () => {
  expect(countIn(graphOf(undefined, [conv]))).toBe(0);
});

test("a layer that is fed from behind the mistake does not belong to the beginning, and who it feeds neither", () => {
  const early = [
    { ...conv, name: "a" },
    { ...flatten, name: "b", inputs: ["d"] },
    { ...tooLarge, name: "c", inputs: ["a"] },
    { ...conv, name: "d", inputs: ["a"] },
  ];
  expect(countOf(early)).toBe(1);
});

test("a beginning gives its last layer's output, and keeps indices", () => {
  const graph = graphOf([8, 8, 1], [conv, conv, tooLarge]);
  const beginning = beginningOf(graph, 2);
  expect(beginning.nodes).toEqual(graph.nodes.slice(0, 2));
  expect(beginning.output).toBe(1);
  expect(analyse(beginning).issues).toEqual([]);
});
