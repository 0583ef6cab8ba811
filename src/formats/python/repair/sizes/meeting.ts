/** By how much the sizes of a call that goes wrong miss each other. */
import { productOfDims } from "../../../../tensor/dim/sum.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { type Step, sizeAt } from "../proposal.ts";
import { numberOf, sizesGiven } from "../source/settings.ts";
import { takenBy } from "./layer-sizes.ts";

/** Two sizes that should be the same. */
export type Pair = readonly [number, number];

/** Those that differ, each pair once. */
export function missedPairs(wrong: Step): Pair[] {
  const taken = takenBy(wrong);
  const pairs = taken
    ? [
        [numberOf(wrong, taken.name), sizeAt(wrong.inputs[0], taken.axis)],
        ...(RECURRENT.test(wrong.type) ? statePairs(wrong) : []),
      ]
    : [...axisPairs(wrong), ...viewPairs(wrong)];
  const known = pairs.filter((pair): pair is [number, number] => pair.every((size) => size !== undefined && size > 0));
  return [...new Map(known.filter(([a, b]) => a !== b).map((pair) => [[...pair].sort().join(), pair])).values()];
}

/** Whether the sizes are those of images alone, of which no number of channels is to blame. */
export function areSpatial({ inputs }: Step): boolean {
  const [first, ...others] = inputs;
  const rank = first?.shape?.length ?? 0;
  return rank > 2 && others.length > 0 && others.every((other) => sizeAt(first, 1 - rank) === sizeAt(other, 1 - rank));
}

/** Whether they are joined along an axis, so that its sizes may differ. */
export function isAlong({ type, settings, inputs: [first] }: Step, axis: number): boolean {
  const along = /^(cat|concat)/.test(type) ? settings?.("dim")?.value : undefined;
  const rank = first?.shape?.length ?? 0;
  return typeof along === "number" && (along - axis) % rank === 0;
}

/** Of a recurrent layer's states: as many samples as its input has. */
function statePairs({ inputs: [input, ...states], settings }: Step): Sizes[] {
  const batch = sizeAt(input, settings?.("batch_first")?.value === true ? 0 : 1);
  return states.map((state) => [batch, sizeAt(state, 1)]);
}

const RECURRENT = /^(LSTM|GRU|RNN)$/;
const PRODUCT = /^(mm|bmm|matmul)$/;
const LOSS = /Loss$|_loss$|cross_?entropy/i;

type Sizes = (number | undefined)[];

/** Of tensors that are added, joined or multiplied: the first one's sizes beside those of each other. */
function axisPairs(wrong: Step): Sizes[] {
  const [first, ...others] = wrong.inputs;
  if (PRODUCT.test(wrong.type)) return others.map((other) => [sizeAt(first, -1), sizeAt(other, -2)]);
  // Targets are classes or numbers, one for each sample, or as many as there are predictions.
  const isAlike = others.every((other) => other.shape?.length === first?.shape?.length);
  if (LOSS.test(wrong.type) && !isAlike) return others.map((other) => [sizeAt(first, 0), sizeAt(other, 0)]);
  return others.flatMap(({ shape = [] }) =>
    shape.map((_, place) => {
      const axis = place - shape.length;
      if (isAlong(wrong, axis)) return [];
      return [sizeAt(first, axis), sizeAt({ shape, reason: undefined, dtype: undefined }, axis)];
    }),
  );
}

/** What a view holds and what it is given. */
function viewPairs(wrong: Step): Sizes[] {
  const sizes = sizesGiven(wrong);
  const shape = wrong.inputs[0]?.shape;
  const known = sizes?.every((size) => typeof size === "number" && size > 0);
  return known && shape ? [[numberIn(productOfDims(sizes as readonly number[])), numberIn(productOfDims(shape))]] : [];
}

function numberIn(dim: Dim): number | undefined {
  return typeof dim === "number" ? dim : undefined;
}
