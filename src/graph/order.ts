/** The order of computation, by Kahn's algorithm: a layer may name one that the file lists later. */
import { consumersOf } from "./feeders.ts";

/** The nodes, feeders first, otherwise in the file's order. Nodes on a cycle and those behind one are left out. */
export function orderNodes(feeders: readonly (readonly number[])[]): number[] {
  const consumers = consumersOf(feeders);
  const waitsFor = feeders.map((list) => list.length);
  const order = feeders.flatMap((list, node) => (list.length === 0 ? [node] : []));
  // The list grows while it is walked.
  for (const node of order) {
    for (const consumer of consumers[node] ?? []) {
      const left = (waitsFor[consumer] ?? 0) - 1;
      waitsFor[consumer] = left;
      if (left === 0) order.push(consumer);
    }
  }
  return order;
}
