/**
 * The beginning of a broken graph that can be computed: its layers before the first mistake, in the order of the file, so
 * that they keep their indices.
 */
import type { Analysis } from "./analysis.ts";
import { feedersOf } from "./feeders.ts";
import type { Graph } from "./graph.ts";

/** How many layers, from the first on, can be computed; all of a graph without errors, and none without an input's shape. */
export function computableLayers(graph: Graph, { nodes, issues }: Analysis): number {
  const errors = issues.filter(({ severity }) => severity === "error").map(({ node }) => node);
  if (errors.includes(-1) || graph.inputs.some(({ shape }) => shape === undefined)) return 0;
  const unknown = nodes.findIndex(({ known }) => !known);
  let count = Math.min(unknown < 0 ? nodes.length : unknown, ...errors);
  // A layer may be fed by one that is written behind it.
  const feeders = feedersOf(graph);
  for (let last = -1; last !== count; ) {
    last = count;
    const early = feeders.slice(0, count).findIndex((list) => list.some((feeder) => feeder >= last));
    if (early >= 0) count = early;
  }
  return count;
}

/** Its first `count` layers, the last of which gives the output. */
export function beginningOf(graph: Graph, count: number): Graph {
  return count === graph.nodes.length ? graph : { ...graph, nodes: graph.nodes.slice(0, count), output: count - 1 };
}
