/** The same numbers under another shape: reshape and view with -1, flatten, unflatten. */

import { divideExactly, floorDivideDims } from "../../tensor/dim/divide.ts";
import { compareDims } from "../../tensor/dim/order.ts";
import { multiplyDims, productOfDims, sameDim } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { type Equation, formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { codes } from "./codes.ts";

export function reshape(input: Shape, target: Shape): ShapeAnswer {
  const open = target.indexOf(-1);
  if (open >= 0 && target.indexOf(-1, open + 1) >= 0) {
    return mistaken(codes.reshape, `only one size of ${formatShape(target)} can be left open with -1.`);
  }
  const negative = negativeSize(target);
  if (negative !== undefined) return negative;
  const { left, right } = cancel(input, open < 0 ? target : target.toSpliced(open, 1));
  if (open < 0) return fill(input, target, productOfDims(left), productOfDims(right));
  return infer({ input, target, open }, left, right);
}

function negativeSize(target: Shape): ShapeAnswer | undefined {
  const wrong = target.find((size) => typeof size === "number" && size < -1);
  return wrong === undefined
    ? undefined
    : mistaken(codes.reshape, `a size cannot be ${formatDim(wrong)}; only -1 leaves one open.`);
}

/** The sizes of both sides without those that stand on both, so that what remains stays readable. */
function cancel(input: Shape, target: Shape): { left: Dim[]; right: Dim[] } {
  const left = [...input];
  const right: Dim[] = [];
  for (const size of target) {
    const index = left.findIndex((other) => sameDim(other, size));
    if (index >= 0 && size !== 0) left.splice(index, 1);
    else right.push(size);
  }
  return { left, right };
}

function fill(input: Shape, target: Shape, found: Dim, expected: Dim): ShapeAnswer {
  if (compareDims("==", found, expected) === false) return doesNotFit(input, target);
  if (typeof expected === "number" && typeof found !== "number") {
    return { shape: target, equations: [{ size: found, expected }] };
  }
  return { shape: target };
}

interface OpenReshape {
  readonly input: Shape;
  readonly target: Shape;
  /** Where the -1 stands. */
  readonly open: number;
}

function infer({ input, target, open }: OpenReshape, left: readonly Dim[], right: readonly Dim[]): ShapeAnswer {
  const [total, known] = [productOfDims(left), productOfDims(right)];
  const exact = divideExactly(total, known);
  const size = exact ?? floorDivideDims(total, known);
  if (size === undefined) return mistaken(codes.reshape, "a -1 beside a size of 0 says nothing.");
  const inferred = target.with(open, size);
  if (typeof total !== "number" || typeof known !== "number") {
    return { shape: inferred, equations: rowEquation({ input, target, open }) };
  }
  return exact === undefined ? doesNotFit(input, target) : { shape: inferred };
}

/** `view(-1, 400)` of a batch of images means rows of 400 for each of them, as `view(batch, 400)` would say. */
function rowEquation({ input, target, open }: OpenReshape): Equation[] {
  const [, expected] = target;
  if (open !== 0 || target.length !== 2 || input.length < 2 || typeof expected !== "number") return [];
  const size = productOfDims(input.slice(1));
  return typeof size === "number" ? [] : [{ size, expected }];
}

function doesNotFit(input: Shape, target: Shape): ShapeAnswer {
  const total = formatDim(productOfDims(input));
  const known = formatDim(productOfDims(target.filter((size) => size !== -1)));
  const verb = target.includes(-1) ? `is no multiple of ${known}` : `is not ${known}`;
  const message = `${formatShape(input)} holds ${total} numbers, which ${verb}, so it cannot become ${formatShape(target)}.`;
  const missed = [productOfDims(target.filter((size) => size !== -1)), productOfDims(input)] as const;
  return { mistake: { code: codes.reshape, message, missed } };
}

/** The axes from `first` to `last` as one. */
export function flattenAxes(input: Shape, first: number, last: number): Shape {
  return [...input.slice(0, first), productOfDims(input.slice(first, last + 1)), ...input.slice(last + 1)];
}

/** One axis as several, of which one may be -1. */
export function unflattenAxis(input: Shape, axis: number, sizes: Shape): ShapeAnswer {
  const answer = reshape([input[axis] as Dim], sizes);
  if (!("shape" in answer)) return answer;
  return { ...answer, shape: [...input.slice(0, axis), ...answer.shape, ...input.slice(axis + 1)] };
}

/** `repeat` and `tile`: each axis so many times, with new axes in front. */
export function repeatAxes(input: Shape, times: Shape): Shape {
  const rank = Math.max(input.length, times.length);
  const at = (shape: Shape, axis: number) => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => multiplyDims(at(input, axis), at(times, axis)));
}

/** `expand` and `broadcast_to`: axes of size 1 take the target's size, -1 keeps one. */
export function expandTo(input: Shape, target: Shape): ShapeAnswer {
  const added = target.length - input.length;
  if (added < 0) return mistaken(codes.broadcast, `${formatShape(input)} has more axes than ${formatShape(target)}.`);
  const negative = negativeSize(target);
  if (negative !== undefined) return negative;
  if (target.slice(0, added).includes(-1))
    return mistaken(codes.broadcast, `an axis that ${formatShape(input)} has not cannot keep its size with -1.`);
  const shape = target.map((size, axis) => (size === -1 ? (input[axis - added] ?? 1) : size));
  const wrong = shape.findIndex((size, axis) => {
    const own = input[axis - added] ?? 1;
    return own !== 1 && compareDims("==", own, size) === false && compareDims("==", own, 1) === false;
  });
  if (wrong < 0) return { shape };
  return mistaken(
    codes.broadcast,
    `${formatShape(input)} cannot be expanded to ${formatShape(target)}: only axes of size 1 can.`,
    shape,
  );
}
