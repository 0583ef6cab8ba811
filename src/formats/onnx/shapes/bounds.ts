/** What a rule answers is kept within bounds, so that no file can make sizes grow beyond all reading. */
import type { Shape } from "../../../python/tensors/answer.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { type Elements, NotKnown, type Output } from "./value.ts";

export const MOST_AXES = 64;

const LONGEST_TEXT = 200;

/** Throws a `NotKnown` if it is no shape that a tensor can have. */
export function bounded({ shape, elements, ...output }: Output, unknownSize: () => Dim): Output {
  const sizes = boundedShape(shape, unknownSize);
  const kept = elements?.map((element) => (element !== undefined && isReadable(element) ? element : undefined));
  return { ...output, shape: sizes, elements: kept && holds(sizes, kept) ? kept : undefined };
}

function boundedShape(shape: Shape, unknownSize: () => Dim): Shape {
  if (shape.length > MOST_AXES) throw new NotKnown(`a tensor of ${shape.length} axes is not followed`);
  const wrong = shape.find((size) => typeof size === "number" && !(Number.isSafeInteger(size) && size >= 0));
  if (wrong !== undefined) throw new NotKnown(`a size would be ${formatDim(wrong)}`);
  return shape.map((size) => (isReadable(size) ? size : unknownSize()));
}

function isReadable(size: Dim): boolean {
  return typeof size === "number" || (size.terms.length < LONGEST_TEXT && formatDim(size).length <= LONGEST_TEXT);
}

/** Elements that are not as many as the shape holds come of a file that contradicts itself. */
function holds(shape: Shape, elements: Elements): boolean {
  const count = shape.reduce<number>((product, size) => product * (typeof size === "number" ? size : Number.NaN), 1);
  return count === elements.length;
}
