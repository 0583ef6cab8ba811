/** An operation's axis or axes, checked: what most rules begin with. */
import { compareDims } from "../../../tensor/dim/order.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { flattenAxes } from "../../tensors/reshape.ts";
import { dimFrom, itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";

/** Answers by `rule` with the axis counted from the front. `room`: one more than the axes there are, for a new one. */
export function withAxis(value: Value, shape: Shape, rule: (axis: number) => ShapeAnswer, room = 0): ShapeAnswer {
  return withAxes([value], shape, ([axis]) => rule(axis as number), room);
}

export function withAxes(
  values: readonly Value[],
  shape: Shape,
  rule: (axes: readonly number[]) => ShapeAnswer,
  room = 0,
): ShapeAnswer {
  const rank = shape.length + room;
  const axes: number[] = [];
  for (const value of values) {
    const axis = dimFrom(value);
    if (typeof axis !== "number") return { unknown: "an axis is not known" };
    // A tensor without axes takes 0 and -1 all the same.
    const most = Math.max(rank, 1);
    if (axis < -most || axis >= most) return outOfRange(axis, shape, most);
    if (rank > 0) axes.push(axis < 0 ? axis + rank : axis);
  }
  return rank === 0 ? { shape } : rule(axes);
}

/** The axes of `dim=1` or `dim=(2, 3)`. */
export function axesIn(value: Value): readonly Value[] {
  return itemsOf(value) ?? [value];
}

function outOfRange(axis: number, shape: Shape, most: number): ShapeAnswer {
  const message = `axis ${axis} is out of range for ${formatShape(shape)}: it must lie between ${-most} and ${most - 1}.`;
  return mistaken(codes.axis, message);
}

/** The axes from one to another as one; PyTorch does not count backwards. */
export function flattenBetween(start: Value, end: Value, shape: Shape): ShapeAnswer {
  if (shape.length === 0) return { shape: [1] };
  return withAxes([start, end], shape, ([first = 0, last = 0]) =>
    first > last
      ? mistaken(codes.axis, `its first axis ${first} stands behind its last ${last}.`)
      : { shape: flattenAxes(shape, first, last) },
  );
}

/** What is taken from an axis cannot be more than it has. */
export function withoutExcess(count: Dim, shape: Shape, axis: number, answer: Shape): ShapeAnswer {
  const length = shape[axis] as Dim;
  if (compareDims(">", count, length) !== true) return { shape: answer };
  const message = `takes ${formatDim(count)} from axis ${axis} of ${formatShape(shape)}, which has only ${formatDim(length)}.`;
  return mistaken(codes.index, message);
}
