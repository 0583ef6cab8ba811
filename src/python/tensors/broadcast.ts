/** Broadcasting as in NumPy: axes are matched from the last one, and an axis of size 1 takes the other's size. */

import { canBroadcast } from "../../tensor/dim/agree.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { type Equation, formatShape, type Shape, type ShapeAnswer } from "./answer.ts";
import { codes } from "./codes.ts";

export function broadcast(left: Shape, right: Shape): ShapeAnswer {
  const rank = Math.max(left.length, right.length);
  const shape: Dim[] = [];
  const equations: Equation[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const [a, b] = [sizeAt(left, axis, rank), sizeAt(right, axis, rank)];
    if (!canBroadcast(a, b)) return mismatch(left, right, axis - rank);
    equations.push(...equationFor(a, b));
    shape.push(broadcastSize(a, b));
  }
  return { shape, equations };
}

export function broadcastAll(shapes: readonly Shape[]): ShapeAnswer {
  let answer: ShapeAnswer = { shape: [] };
  const equations: Equation[] = [];
  for (const shape of shapes) {
    if (!("shape" in answer)) return answer;
    answer = broadcast(answer.shape, shape);
    if ("shape" in answer) equations.push(...(answer.equations ?? []));
  }
  return "shape" in answer ? { shape: answer.shape, equations } : answer;
}

function sizeAt(shape: Shape, axis: number, rank: number): Dim {
  return shape[axis - rank + shape.length] ?? 1;
}

/** Where two sizes must agree the known one is the result; two unknown ones of a right program are the same. */
function broadcastSize(a: Dim, b: Dim): Dim {
  if (a === 1) return b;
  return b !== 1 && typeof b === "number" ? b : a;
}

function equationFor(a: Dim, b: Dim): Equation[] {
  if (typeof a === "number" && a > 1 && typeof b !== "number") return [{ size: b, expected: a }];
  return typeof b === "number" && b > 1 && typeof a !== "number" ? [{ size: a, expected: b }] : [];
}

function mismatch(left: Shape, right: Shape, axis: number): ShapeAnswer {
  const [a, b] = [left.at(axis) as Dim, right.at(axis) as Dim];
  const rank = Math.max(left.length, right.length);
  const pairs = Array.from(
    { length: rank },
    (_, place) => [sizeAt(left, place, rank), sizeAt(right, place, rank)] as const,
  );
  const message =
    `the shapes ${formatShape(left)} and ${formatShape(right)} do not fit: axis ${axis} is ${formatDim(a)} on the left and ${formatDim(b)} on the right, ` +
    "and sizes must be equal or 1. Bring both to the same size.";
  return {
    mistake: {
      code: codes.broadcast,
      message,
      missed: [a, b],
      meant: pairs.map(([x, y]) => (canBroadcast(x, y) ? broadcastSize(x, y) : x)),
      open: pairs.flatMap(([x, y], place) => (canBroadcast(x, y) ? [] : [place])),
    },
  };
}
