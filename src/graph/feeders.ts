/** Who feeds whom, as indices of nodes; the model's inputs are not in it. */
import type { Graph } from "./graph.ts";

/** For each node the nodes that feed it, as often as it names them. */
export function feedersOf(graph: Graph): number[][] {
  return graph.nodes.map((node) => node.inputs.flatMap((source) => (source.kind === "node" ? [source.index] : [])));
}

/** For each node the nodes that it feeds. */
export function consumersOf(feeders: readonly (readonly number[])[]): number[][] {
  const consumers: number[][] = feeders.map(() => []);
  feeders.forEach((list, node) => {
    for (const feeder of list) consumers[feeder]?.push(node);
  });
  return consumers;
}

/** The nodes reached from `start` along `next`, themselves included. */
export function reachedFrom(start: readonly number[], next: readonly (readonly number[])[]): Set<number> {
  const reached = new Set(start);
  for (const node of reached) {
    for (const other of next[node] ?? []) reached.add(other);
  }
  return reached;
}
