/** Several tensors as one, and one as several. */
import type { Shape } from "../../../../python/tensors/answer.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { chunkInto, concatenate } from "../../../../python/tensors/join.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { addDims, sumOfDims } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { elementAt, fillPlaces } from "../elements.ts";
import { type Elements, NotKnown, Wrong } from "../value.ts";

const concat: Rule = (call) => {
  const shapes = call.shapes();
  const axis = call.axis(call.integer("axis", 1), shapes[0].length);
  const shape = call.checked(concatenate(shapes, axis));
  return { shape, elements: joinedElements(call, { shapes, axis, shape }) };
};

interface Join {
  readonly shapes: readonly Shape[];
  readonly axis: number;
  readonly shape: Shape;
}

/** Of parts that are not known each number is not known, as long as it is clear how many they are. */
function joinedElements(call: Call, { shapes, axis, shape }: Join): Elements | undefined {
  const parts = shapes.map((_, index) => call.elements(index));
  if (parts.every((part) => part === undefined)) return undefined;
  const starts = startsOf(shapes.map((each) => each[axis] as Dim));
  return fillPlaces(shape, (place) => {
    const at = place[axis] as number;
    const part = starts.findLastIndex((start) => (start as number) <= at);
    const elements = parts[part];
    return elements && elementAt(elements, shapes[part] as Shape, place.with(axis, at - (starts[part] as number)));
  });
}

/** Sizes of the pieces: as an attribute up to version 12, then as an input; without either equal ones. */
const split: Rule = (call) => {
  const input = call.shapeOfRank(0, 1);
  const axis = call.axis(call.integer("axis", 0), input.length);
  const length = input[axis] as Dim;
  const sizes = call.integers("split", 1) ?? chunkInto(length, call.integer("num_outputs", call.node.outputs.length));
  if (sizes === undefined)
    throw new NotKnown(`how ${call.node.name} splits an axis of ${formatDim(length)} is not known`);
  if (compareDims("==", sumOfDims(sizes), length) === false) {
    throw new Wrong(
      codes.split,
      `the pieces ${sizes.map(formatDim).join(" + ")} are not axis ${axis}, which is ${formatDim(length)}.`,
    );
  }
  const starts = startsOf(sizes);
  const elements = call.elements(0);
  return sizes.map((size, index) => {
    const shape = input.with(axis, size);
    const start = starts[index];
    if (elements === undefined || typeof start !== "number") return { shape };
    const at = (place: readonly number[]) =>
      elementAt(elements, input, place.with(axis, (place[axis] as number) + start));
    return { shape, elements: fillPlaces(shape, at) };
  });
};

/** Where each of the pieces begins. */
function startsOf(sizes: readonly Dim[]): Dim[] {
  let start: Dim = 0;
  return sizes.map((size) => {
    const here = start;
    start = addDims(start, size);
    return here;
  });
}

export const joinRules: Rules = { Concat: concat, Split: split };
