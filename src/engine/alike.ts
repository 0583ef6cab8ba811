/**
 * Which nodes of an edited network compute what a node of the network before the edit computed, to the last bit, and so
 * need not be computed again: the same layer with the same attributes and weights, fed by the same. Names do not count.
 */
import type { Source } from "../graph/graph.ts";
import type { Network } from "./network.ts";
import type { NodePlan } from "./plan.ts";
import type { Weight } from "./weights.ts";

/** For nodes of `after`, in order, the node of `before` that is alike: as long as both get the same samples. */
export function alikeNodes(before: Network, after: Network): ReadonlyMap<number, number> {
  const alike = new Map<number, number>();
  if (!takeTheSame(before, after)) return alike;
  for (const node of after.plan.nodes) {
    const twin = before.plan.nodes.find(
      (other) =>
        computeTheSame(other, node, alike) && haveSameWeights(weightsOf(before, other), weightsOf(after, node)),
    );
    if (twin) alike.set(node.index, twin.index);
  }
  return alike;
}

function takeTheSame(a: Network, b: Network): boolean {
  const shapes = ({ plan }: Network) => plan.inputs.map(({ shape }) => shape);
  return a.precision === b.precision && a.batchSize === b.batchSize && isSame(shapes(a), shapes(b));
}

/** If their weights are the same. */
function computeTheSame(a: NodePlan, b: NodePlan, alike: ReadonlyMap<number, number>): boolean {
  return (
    a.definition === b.definition &&
    a.feeders.length === b.feeders.length &&
    b.feeders.every((feeder, i) => isSame(a.feeders[i], sourceBefore(feeder, alike))) &&
    isSame(a.attributes, b.attributes)
  );
}

function sourceBefore(source: Source, alike: ReadonlyMap<number, number>): Source | undefined {
  if (source.kind !== "node") return source;
  const index = alike.get(source.index);
  return index === undefined ? undefined : { ...source, index };
}

function weightsOf(network: Network, { name }: NodePlan): readonly Weight[] {
  return network.weights.filter(({ layer }) => layer === name);
}

function haveSameWeights(a: readonly Weight[], b: readonly Weight[]): boolean {
  return a.length === b.length && b.every(({ value }, i) => sameNumbers(a[i]?.value ?? [], value));
}

/** To the last bit but for a NaN's: -0 is not 0. */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Of plain data. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const [first, second] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    first.length === second.size && first.every(([key, value]) => second.has(key) && isSame(value, second.get(key)))
  );
}
