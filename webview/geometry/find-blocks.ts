/**
 * Which stretches of a model repeat: the same layer types with the same attributes, wired the same way, whatever their
 * names. A block folds into one place of the drawing only if nothing reaches into its middle and nothing leaves it: it
 * reads the layer before it alone, and only its last layer is read from outside.
 */
import type { LayerView } from "../../src/protocol/view-contract.ts";

export interface Block {
  /** The first layer of the first repetition, by index. */
  readonly first: number;
  /** Layers in one repetition. */
  readonly length: number;
  /** Repetitions. */
  readonly count: number;
}

export type BlockLayer = Pick<LayerView, "type" | "attributes" | "feeders" | "shape" | "problem" | "macs">;

/** Longer blocks are not looked for: the search takes time for each length. */
const LONGEST = 64;
/** What folding must save, or it hides more than it clears up. */
const FEWEST_SAVED = 3;

/** Blocks in the file's order, none overlapping another; the largest stretches first, layers with mistakes never. */
export function findBlocks(layers: readonly BlockLayer[]): Block[] {
  // A layer that names a later one breaks the order in which a stretch is one piece.
  if (!layers.every(({ feeders }, index) => feeders.every((feeder) => feeder < index))) return [];
  const readers = lastReaders(layers);
  const taken = new Uint8Array(layers.length);
  const blocks: Block[] = [];
  for (const repeat of repeatsOf(layers)) {
    const block = { ...repeat, count: closedCount(repeat, layers, readers) };
    const end = block.first + block.length * block.count;
    const isFree = taken.subarray(block.first, end).every((layer) => layer === 0);
    if (!isFree || (block.count - 1) * block.length < FEWEST_SAVED) continue;
    taken.fill(1, block.first, end);
    blocks.push(block);
  }
  return blocks.sort((a, b) => a.first - b.first);
}

/** Stretches whose layers equal those one length further on, those that cover most first; short blocks before long ones. */
function repeatsOf(layers: readonly BlockLayer[]): Block[] {
  const kinds = kindsOf(layers);
  const repeats: Block[] = [];
  for (let length = 1; length <= Math.min(LONGEST, kinds.length / 2); length++) {
    let run = 0;
    for (let first = kinds.length - length - 1; first >= 0; first--) {
      run = kinds[first] === kinds[first + length] ? run + 1 : 0;
      if (run >= length) repeats.push({ first, length, count: Math.floor(run / length) + 1 });
    }
  }
  // Of several ways to cut a chain the one that begins with a layer that computes is what people call the block.
  const begins = ({ first }: Block): number => ((layers[first]?.macs ?? 0) > 0 ? 0 : 1);
  const covered = ({ length, count }: Block): number => length * count;
  return repeats.sort(
    (a, b) => covered(b) - covered(a) || begins(a) - begins(b) || a.length - b.length || a.first - b.first,
  );
}

/** A number for each layer, the same for layers that only differ by name. Feeders count by their distance. */
function kindsOf(layers: readonly BlockLayer[]): number[] {
  const known = new Map<string, number>();
  return layers.map(({ type, attributes, feeders, shape, problem }, index) => {
    const isSound = attributes !== undefined && shape !== undefined && problem === undefined;
    const text = isSound ? JSON.stringify([type, attributes, feeders.map((feeder) => index - feeder)]) : `${index}`;
    const kind = known.get(text) ?? known.size;
    known.set(text, kind);
    return kind;
  });
}

/** For each layer the last one that reads it; its own index if none does. */
function lastReaders(layers: readonly BlockLayer[]): number[] {
  const readers = layers.map((_, index) => index);
  layers.forEach(({ feeders }, index) => {
    for (const feeder of feeders) if (feeder >= 0) readers[feeder] = index;
  });
  return readers;
}

/** Of so many repetitions those from the first on that are one piece; 0 if even one reads from elsewhere. */
function closedCount(
  { first, length, count }: Block,
  layers: readonly BlockLayer[],
  readers: readonly number[],
): number {
  for (let layer = first; layer < first + length; layer++) {
    const { feeders } = layers[layer] as BlockLayer;
    if (feeders.length === 0 || feeders.some((feeder) => feeder < first - 1)) return 0;
  }
  let closed = 0;
  let reached = -1;
  for (let repetition = 1; repetition <= count; repetition++) {
    const end = first + length * repetition;
    for (let layer = end - length; layer < end - 1; layer++) reached = Math.max(reached, readers[layer] as number);
    if (reached < end) closed = repetition;
    reached = Math.max(reached, readers[end - 1] as number);
  }
  return closed;
}
