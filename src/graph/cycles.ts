/** Layers that wait for themselves, and those that wait for them. */
import { strongComponents } from "./components.ts";
import { consumersOf, reachedFrom } from "./feeders.ts";
import type { Graph } from "./graph.ts";
import type { GraphIssue } from "./issue.ts";

/** A cycle of at most this many layers is spelled out. */
const LONGEST_SPELLED = 8;

export interface Cycles {
  /** One for each node on a cycle. */
  readonly issues: readonly GraphIssue[];
  /** Why a node cannot be computed, for each on a cycle or behind one. */
  readonly reasons: ReadonlyMap<number, string>;
}

/** Called only where the order of computation leaves nodes out: most models have no cycle. */
export function findCycles(graph: Graph, feeders: readonly (readonly number[])[]): Cycles {
  const consumers = consumersOf(feeders);
  const issues: GraphIssue[] = [];
  const reasons = new Map<number, string>();
  for (const found of strongComponents(feeders)) {
    if (!isCycle(found, feeders)) continue;
    const component = found.sort((a, b) => a - b);
    const members = new Set(component);
    for (const node of component) {
      issues.push(cycleIssue(graph, node, members, feeders));
      reasons.set(node, `${nameOf(graph, node)} is on a cycle`);
    }
    const [first = 0] = component;
    for (const node of reachedFrom(component, consumers)) {
      if (!reasons.has(node)) {
        reasons.set(node, `${nameOf(graph, node)} waits for ${nameOf(graph, first)}, which is on a cycle`);
      }
    }
  }
  return { issues, reasons };
}

function isCycle(component: readonly number[], feeders: readonly (readonly number[])[]): boolean {
  const [node = 0] = component;
  return component.length > 1 || (feeders[node]?.includes(node) ?? false);
}

function cycleIssue(
  graph: Graph,
  node: number,
  members: ReadonlySet<number>,
  feeders: readonly (readonly number[])[],
): GraphIssue {
  const name = nameOf(graph, node);
  const message =
    members.size === 1
      ? `${name} feeds itself. Name another layer in its inputs.`
      : `${name} waits for its own output: ${spellCycle(graph, node, members, feeders)}. Name another layer in the inputs of one of them.`;
  return { code: "graph/cycle", severity: "error", message, node, attribute: "inputs" };
}

/** `a feeds b feeds c feeds a`, where following first feeders leads back; else who is on the cycle. */
function spellCycle(
  graph: Graph,
  node: number,
  members: ReadonlySet<number>,
  feeders: readonly (readonly number[])[],
): string {
  const path = [node];
  for (let at = node; path.length <= LONGEST_SPELLED; ) {
    at = feeders[at]?.find((feeder) => members.has(feeder)) ?? node;
    path.push(at);
    if (at === node)
      return path
        .map((index) => nameOf(graph, index))
        .reverse()
        .join(" feeds ");
  }
  const others = [...members].filter((member) => member !== node).slice(0, LONGEST_SPELLED);
  const more = members.size - 1 - others.length;
  const names = others.map((index) => nameOf(graph, index)).join(", ");
  return `it is on a cycle with ${names}${more > 0 ? ` and ${more} more` : ""}`;
}

function nameOf(graph: Graph, node: number): string {
  return graph.nodes[node]?.name ?? "";
}
