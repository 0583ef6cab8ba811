/** What is drawn as one place of the graph: the input, a layer, or a folded block of layers. */
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { type Block, findBlocks } from "./find-blocks.ts";

export interface GraphItem {
  /** Its first layer, by index; -1 for the input. */
  readonly first: number;
  /** The index behind its last layer. */
  readonly end: number;
  /** The block that is folded here. */
  readonly block: Block | undefined;
  /** Items that feed it, by index in the list. */
  readonly feeders: readonly number[];
}

/** One repetition of an unfolded block. */
export interface Repetition {
  readonly block: Block;
  /** From 0. */
  readonly index: number;
  readonly first: number;
  readonly end: number;
}

export interface GraphItems {
  /** The input first, the rest in the file's order. */
  readonly items: readonly GraphItem[];
  /** The item of each layer; the input's item is the first. */
  readonly itemOf: readonly number[];
  readonly blocks: readonly Block[];
  readonly repetitions: readonly Repetition[];
}

/** By what a block's folding is remembered: the name of its first layer. */
export function blockName(layers: readonly Pick<LayerView, "name">[], { first }: Block): string {
  return layers[first]?.name ?? "";
}

/** The graph's places, with the blocks folded whose names are not among `unfolded`. */
export function itemsOf(layers: readonly LayerView[], unfolded: readonly string[]): GraphItems {
  const blocks = findBlocks(layers);
  const open = new Set(unfolded);
  const isOpen = (block: Block): boolean => open.has(blockName(layers, block));
  const foldedAt = new Map(blocks.filter((block) => !isOpen(block)).map((block) => [block.first, block]));
  const itemOf: number[] = [];
  const spans = [{ first: -1, end: 0, block: undefined as Block | undefined }];
  for (let first = 0; first < layers.length; ) {
    const block = foldedAt.get(first);
    const end = first + (block ? block.length * block.count : 1);
    for (let layer = first; layer < end; layer++) itemOf.push(spans.length);
    spans.push({ first, end, block });
    first = end;
  }
  const itemAt = (layer: number): number => (layer < 0 ? 0 : (itemOf[layer] ?? 0));
  const items = spans.map((span, item) => {
    const feeders = layers.slice(Math.max(0, span.first), span.end).flatMap(({ feeders }) => feeders.map(itemAt));
    return { ...span, feeders: [...new Set(feeders)].filter((feeder) => feeder !== item) };
  });
  return { items, itemOf, blocks, repetitions: blocks.filter(isOpen).flatMap(repetitionsOf) };
}

function repetitionsOf(block: Block): Repetition[] {
  return Array.from({ length: block.count }, (_, index) => {
    const first = block.first + index * block.length;
    return { block, index, first, end: first + block.length };
  });
}

export interface ItemCost {
  /** `undefined` if no layer of it is known. */
  readonly parameters: number | undefined;
  readonly macs: number | undefined;
}

/** Of all its layers together. */
export function costOf({ first, end }: Pick<GraphItem, "first" | "end">, layers: readonly LayerView[]): ItemCost {
  const own = layers.slice(Math.max(0, first), end);
  return { parameters: sum(own.map(({ parameters }) => parameters)), macs: sum(own.map(({ macs }) => macs)) };
}

function sum(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((all, count) => all + count, 0);
}
