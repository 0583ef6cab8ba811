/** Parts of a tensor: slices, gathered and scattered indices. */

import type { Shape } from "../../../../python/tensors/answer.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { sliceLength } from "../../../../python/tensors/index.ts";
import { Slice } from "../../../../python/value.ts";
import { ceilDivideDims } from "../../../../tensor/dim/divide.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { productOfDims } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { INT64 } from "../../element-types.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { elementAt, fillPlaces } from "../elements.ts";
import { NotKnown, type Output, Wrong } from "../value.ts";

interface Cut {
  readonly axis: number;
  readonly start: Dim;
  readonly stop: Dim;
  readonly step: number;
}

/** Bounds as attributes up to version 9, then as inputs. */
const slice: Rule = (call) => {
  const input = call.shape(0);
  const cuts = cutsOf(call, input.length);
  const shape = cuts.reduce((sizes, cut) => sizes.with(cut.axis, lengthOf(call, sizes[cut.axis] as Dim, cut)), input);
  return { shape, elements: slicedElements(call, input, shape, cuts) };
};

function cutsOf(call: Call, rank: number): Cut[] {
  const starts = call.integers("starts") ?? call.sizes(1);
  const stops = call.integers("ends") ?? call.sizes(2);
  if (starts === undefined || stops === undefined)
    throw new NotKnown(`the bounds of ${call.node.name} are computed from data`);
  const axes = call.integers("axes", 3) ?? starts.map((_, index) => index);
  const steps = call.integers("steps", 4) ?? starts.map(() => 1);
  return axes.map((axis, index) => ({
    axis: call.axis(axis, rank),
    start: starts[index] ?? 0,
    stop: stops[index] ?? 0,
    step: steps[index] ?? 1,
  }));
}

function lengthOf(call: Call, size: Dim, { start, stop, step }: Cut): Dim {
  const length =
    step > 0 ? sliceLength(size, new Slice(start, stop, step)) : backwardLength(size, { start, stop, step });
  return length ?? call.unknownSize(`a bound of ${call.node.name} is computed from data`);
}

/** From the end to the front; of a letter only the whole axis. */
function backwardLength(size: Dim, { start, stop, step }: Omit<Cut, "axis">): Dim | undefined {
  if (typeof start !== "number" || typeof stop !== "number" || step === 0) return undefined;
  if (typeof size !== "number") return start === -1 && stop < -1e6 ? ceilDivideDims(size, -step) : undefined;
  const [from, to] = [Math.min(fromFront(start, size), size - 1), Math.max(fromFront(stop, size), -1)];
  return Math.max(0, Math.ceil((from - to) / -step));
}

function fromFront(index: number, size: number): number {
  return index < 0 ? index + size : index;
}

function slicedElements(call: Call, input: Shape, shape: Shape, cuts: readonly Cut[]): Output["elements"] {
  const elements = call.elements(0);
  if (elements === undefined || cuts.some(({ start }) => typeof start !== "number")) return undefined;
  return fillPlaces(shape, (place) => {
    const from = cuts.reduce((at, { axis, start, step }) => {
      const size = input[axis] as number;
      const first = Math.min(Math.max(fromFront(start as number, size), 0), step > 0 ? size : size - 1);
      return at.with(axis, first + (at[axis] as number) * step);
    }, place);
    return elementAt(elements, input, from);
  });
}

const gather: Rule = (call) => {
  const [input, indices] = [call.shapeOfRank(0, 1), call.shape(1)];
  const axis = call.axis(call.integer("axis", 0), input.length);
  const shape = [...input.slice(0, axis), ...indices, ...input.slice(axis + 1)];
  checkIndices(call, input[axis] as Dim, axis);
  const [elements, chosen] = [call.elements(0), call.elements(1)];
  if (elements === undefined || chosen === undefined) return { shape };
  const at = (place: readonly number[]): Dim | undefined => {
    const index = elementAt(chosen, indices, place.slice(axis, axis + indices.length));
    if (typeof index !== "number") return undefined;
    const from = fromFront(index, input[axis] as number);
    return elementAt(elements, input, [...place.slice(0, axis), from, ...place.slice(axis + indices.length)]);
  };
  return { shape, elements: fillPlaces(shape, at) };
};

function checkIndices(call: Call, size: Dim, axis: number): void {
  const wrong = call
    .elements(1)
    ?.find((index) => typeof index === "number" && typeof size === "number" && (index >= size || index < -size));
  if (wrong === undefined) return;
  throw new Wrong(
    codes.index,
    `the index ${formatDim(wrong)} is out of range for axis ${axis}, which has ${formatDim(size)}.`,
  );
}

/** The last axis of the indices counts as many axes of the input. */
const gatherND: Rule = (call) => {
  const [input, indices] = [call.shape(0), call.shapeOfRank(1, 1)];
  const batch = call.integer("batch_dims", 0);
  const depth = indices.at(-1) as Dim;
  if (typeof depth !== "number") throw new NotKnown(`how many axes ${call.node.name} indexes is not known`);
  if (batch + depth <= input.length) return { shape: [...indices.slice(0, -1), ...input.slice(batch + depth)] };
  throw new Wrong(codes.index, `${batch + depth} indices are too many for ${input.length} axes.`);
};

/** How many are taken is in the data, as with a mask. */
const compress: Rule = (call) => {
  const input = call.shape(0);
  const count = call.unknownSize("how many values a mask takes is only known when the model runs");
  const axis = call.attribute("axis");
  return { shape: typeof axis === "number" ? input.with(call.axis(axis, input.length), count) : [count] };
};

/** Each number once, with where it stands first, where each number went, and how often it occurs. */
const unique: Rule = (call) => {
  const input = call.shape(0);
  const count = call.unknownSize("how many numbers differ is only known when the model runs");
  const axis = call.attribute("axis");
  const all = typeof axis === "number" ? (input[call.axis(axis, input.length)] as Dim) : productOfDims(input);
  const shape = typeof axis === "number" ? input.with(call.axis(axis, input.length), count) : [count];
  const counted = { shape: [count], type: INT64 };
  return [{ shape }, counted, { shape: [all], type: INT64 }, counted];
};

const nonZero: Rule = (call) => {
  const input = call.shape(0);
  const known = call.elements(0);
  const isKnown = known?.every((element) => element !== undefined && compareDims("==", element, 0) !== undefined);
  const places = known?.flatMap((element, index) => (element === 0 ? [] : [index]));
  if (!isKnown || places === undefined) {
    return {
      shape: [input.length, call.unknownSize("how many numbers are not 0 is only known when the model runs")],
      type: INT64,
    };
  }
  return { shape: [input.length, places.length], type: INT64, elements: input.length === 1 ? places : undefined };
};

export const indexRules: Rules = {
  Slice: slice,
  Gather: gather,
  GatherElements: (call) => ({ shape: call.shape(1) }),
  GatherND: gatherND,
  Compress: compress,
  NonZero: nonZero,
  Unique: unique,
};
