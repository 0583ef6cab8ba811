/** The order of computation, by a depth-first search without recursion: a layer may name one that the file lists later. */

const waiting = 1;
const ordered = 2;
const leftOut = 3;

/** The nodes in the file's order, save that feeders come first. Nodes on a cycle and those behind one are left out. */
export function orderNodes(feeders: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const states = new Uint8Array(feeders.length);
  const stack: number[] = [];
  for (let start = 0; start < feeders.length; start++) {
    stack.push(start);
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const own = feeders[node] ?? [];
      if (states[node] === 0) {
        states[node] = waiting;
        for (const feeder of own.toReversed()) if (states[feeder] === 0) stack.push(feeder);
        continue;
      }
      stack.pop();
      if (states[node] !== waiting) continue;
      // A feeder that still waits does so for this node: they are on a cycle.
      const isReady = own.every((feeder) => states[feeder] === ordered);
      states[node] = isReady ? ordered : leftOut;
      if (isReady) order.push(node);
    }
  }
  return order;
}
