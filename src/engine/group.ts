/**
 * Which nodes are computed as one. Only where nobody looks in between: a map that has one reader and is not the model's
 * output need not exist. Convolution and dense layers take ReLU and max pooling with them, whether written as attributes
 * or as layers; a copy becomes another name for its input.
 */
import type { Part } from "../layers/layer.ts";
import type { Activation } from "../tensor/activation.ts";
import type { Window } from "../tensor/window.ts";

/** Each can be switched off, so that tests can compare. */
export interface Fusions {
  /** Convolution or dense layer with bias and ReLU. */
  readonly blocks: boolean;
  /** And with the max pool behind it. */
  readonly pooling: boolean;
  /** Winograd's tiles within a block. */
  readonly winograd: boolean;
  /** Flatten and reshape copy nothing. */
  readonly copies: boolean;
}

export const allFusions: Fusions = { blocks: true, pooling: true, winograd: true, copies: true };
export const noFusions: Fusions = { blocks: false, pooling: false, winograd: false, copies: false };

/** What grouping has to know of a node. */
export interface Groupable {
  readonly index: number;
  readonly part: Part | undefined;
  readonly activation: Activation | undefined;
  readonly feeders: readonly { readonly kind: string; readonly index?: number }[];
}

export interface Group<Node> {
  /** In the order of computation; the last one's output is the group's. */
  readonly nodes: readonly [Node, ...Node[]];
  readonly kind: "layer" | "block" | "copy";
  /** Of a block. */
  readonly relu: boolean;
  readonly pool: Window | undefined;
}

export function groupNodes<Node extends Groupable>(
  nodes: readonly Node[],
  output: number,
  fusions: Fusions,
): Group<Node>[] {
  const groups: Group<Node>[] = [];
  const taken = new Set<number>();
  const readers = countReaders(nodes);

  /** The only node that reads this one. */
  function only(node: Node): Node | undefined {
    if (node.index === output || readers.get(node.index) !== 1) return undefined;
    return nodes.find(({ feeders }) => feeders.some((feeder) => feeder.kind === "node" && feeder.index === node.index));
  }

  for (const node of nodes) {
    if (taken.has(node.index)) continue;
    const options = { nodes, output, fusions };
    const group = startsBlock(node, fusions) ? growBlock(node, only, options) : single(node, only, options);
    for (const { index } of group.nodes) taken.add(index);
    groups.push(group);
  }
  return groups;
}

function countReaders(nodes: readonly Groupable[]): Map<number, number> {
  const readers = new Map<number, number>();
  for (const { feeders } of nodes) {
    for (const { kind, index } of feeders) {
      if (kind === "node" && index !== undefined) readers.set(index, (readers.get(index) ?? 0) + 1);
    }
  }
  return readers;
}

function startsBlock({ part }: Groupable, { blocks }: Fusions): boolean {
  return blocks && (part?.kind === "convolution" || part?.kind === "dense");
}

interface Surroundings<Node> {
  readonly nodes: readonly Node[];
  readonly output: number;
  readonly fusions: Fusions;
}

/** Another activation than ReLU follows the block as a step of its own, and ends it. */
function growBlock<Node extends Groupable>(
  head: Node,
  only: (node: Node) => Node | undefined,
  { output, fusions: { pooling } }: Surroundings<Node>,
): Group<Node> {
  const members: [Node, ...Node[]] = [head];
  let last = head;
  // The model's output keeps its value before the activation: a loss may begin there.
  let relu = isRelu(head.activation) && head.index !== output;
  let pool: Window | undefined;
  while (last.activation === undefined || isRelu(last.activation)) {
    const next = only(last);
    if (next === undefined || (next.activation && next.index === output)) break;
    const isActivation = next.part?.kind === "copy" && isRelu(next.activation);
    const isPool = pooling && pool === undefined && next.part?.kind === "maxPool" && takesPool(head);
    if (!isActivation && !isPool) break;
    relu ||= isActivation;
    if (next.part?.kind === "maxPool") pool = next.part.window;
    members.push(next);
    last = next;
  }
  return { nodes: members, kind: "block", relu, pool };
}

/** A pool's way back goes along kernel rows, which dilation tears apart. */
function takesPool({ part }: Groupable): boolean {
  return part?.kind === "convolution" && part.conv.window.rw === 1;
}

function single<Node extends Groupable>(
  node: Node,
  only: (node: Node) => Node | undefined,
  { nodes, fusions }: Surroundings<Node>,
): Group<Node> {
  const [feeder] = node.feeders;
  const fed = feeder?.kind === "node" ? nodes.find(({ index }) => index === feeder.index) : undefined;
  const isCopy = fusions.copies && node.part?.kind === "copy" && node.activation === undefined;
  const kind = isCopy && fed && only(fed) === node ? "copy" : "layer";
  return { nodes: [node], kind, relu: false, pool: undefined };
}

function isRelu(activation: Activation | undefined): boolean {
  return activation?.type === "relu";
}
