/** Several tensors as one, one as several, and products. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import { productOfDims, subtractDims, sumOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Run } from "../../run.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { concatenate, splitEvenly, stack } from "../../tensors/join.ts";
import { multiplyMatrices, sumByLetters, sumOverAxes } from "../../tensors/matmul.ts";
import { axisFrom, itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { unknownSize } from "../session.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

function joined({ shapes, options }: OpCall, usual: number): ShapeAnswer {
  const [first] = shapes;
  const written = options.value("axis", "concat_dim") ?? usual;
  const axis = first && axisFrom(written, first.length);
  if (axis === undefined) return first === undefined ? notKnown : outside(written, first.length, first);
  return concatenate(shapes as [Shape, ...Shape[]], axis);
}

/** An axis that is not there, if it is known; `rank`: how many there are to choose from. */
function outside(axis: Value, rank: number, shape: Shape): ShapeAnswer {
  if (typeof axis !== "number") return notKnown;
  return mistaken(
    codes.axis,
    `axis ${axis} is not among the ${rank} axes that ${formatShape(shape)} can be joined along.`,
  );
}

const joins: readonly TensorOp[] = [
  {
    names: { backend: ["concatenate"] },
    takes: "list",
    parameters: ["axis"],
    answers: (call) => [joined(call, -1)],
  },
  {
    names: { keras: ["concatenate"], tf: ["concat"] },
    takes: "list",
    parameters: ["axis"],
    answers: (call) => [joined(call, 0)],
  },
  {
    names: { keras: ["append"] },
    takes: "two",
    parameters: ["axis"],
    answers(call) {
      const shapes =
        call.options.present("axis") === undefined ? call.shapes.map((shape) => [productOfDims(shape)]) : call.shapes;
      return [joined({ ...call, shapes }, 0)];
    },
  },
  {
    names: { all: ["stack"] },
    takes: "list",
    parameters: ["axis"],
    answers({ shapes, options }) {
      const [first] = shapes;
      const axis = first && axisFrom(options.value("axis") ?? 0, first.length + 1);
      if (first === undefined) return [notKnown];
      const written = options.value("axis") ?? 0;
      return [
        axis === undefined ? outside(written, first.length + 1, first) : stack(shapes as [Shape, ...Shape[]], axis),
      ];
    },
  },
];

/** One behind the other along an axis that stands at a place of its own, once all have so many axes. */
function stacked(name: string, axisIn: (shape: Shape) => number, raise: (shape: Shape) => Shape): TensorOp {
  return {
    names: { keras: [name] },
    takes: "list",
    parameters: [],
    answers({ shapes }) {
      const raised = shapes.map(raise);
      const [first] = raised;
      if (first === undefined || raised.some(({ length }) => length === 0)) return [notKnown];
      return [concatenate(raised as [Shape, ...Shape[]], axisIn(first))];
    },
  };
}

const stacks: readonly TensorOp[] = [
  stacked(
    "hstack",
    ({ length }) => (length === 1 ? 0 : 1),
    (shape) => shape,
  ),
  // Of vectors NumPy and TensorFlow's backend make different things.
  stacked(
    "vstack",
    () => 0,
    (shape) => (shape.length === 1 ? [] : shape),
  ),
  stacked(
    "dstack",
    () => 2,
    (shape) => (shape.length < 2 ? [1, ...shape, 1] : shape.length === 2 ? [...shape, 1] : shape),
  ),
];

const splits: readonly TensorOp[] = [
  {
    names: { keras: ["split"] },
    takes: "one",
    parameters: ["indices_or_sections", "axis"],
    several: true,
    answers: (call) => split(call, true),
  },
  {
    names: { tf: ["split"] },
    takes: "one",
    parameters: ["num_or_size_splits", "axis"],
    several: true,
    answers: (call) => split(call, false),
  },
  {
    names: { keras: ["array_split"] },
    takes: "one",
    parameters: ["indices_or_sections", "axis"],
    several: true,
    answers({ shapes: [shape = []], options }) {
      const axis = axisFrom(options.value("axis") ?? 0, shape.length);
      const count = options.number("indices_or_sections", 0);
      const sizes = axis === undefined || count === undefined ? undefined : splitEvenly(shape[axis] as Dim, count);
      return axis === undefined || sizes === undefined
        ? [notKnown]
        : sizes.map((size) => ({ shape: shape.with(axis, size) }));
    },
  },
  {
    names: { all: ["unstack"] },
    takes: "one",
    parameters: ["num", "axis"],
    several: true,
    answers({ shapes: [shape = []], options }) {
      const axis = axisFrom(options.value("axis") ?? 0, shape.length);
      const length = axis === undefined ? undefined : shape[axis];
      const count = typeof length === "number" ? length : options.present("num");
      if (axis === undefined || typeof count !== "number" || count > mostParts) return [notKnown];
      return Array.from({ length: count }, () => ({ shape: shape.toSpliced(axis, 1) }));
    },
  },
];

const mostParts = 1000;

/** Into so many equal parts, at indices (Keras), or into parts of given sizes (TensorFlow). */
function split({ run, shapes: [shape = []], options }: OpCall, atIndices: boolean): readonly ShapeAnswer[] {
  const written = options.present("indices_or_sections", "num_or_size_splits");
  const axis = axisFrom(options.value("axis") ?? 0, shape.length);
  const length = axis === undefined ? undefined : shape[axis];
  if (axis === undefined || length === undefined || written === undefined) return [notKnown];
  if (typeof written === "number") return equalParts(run, shape, axis, written);
  const items = itemsOf(written)?.map((item) => sizeFrom(run, item));
  if (items === undefined || !items.every((item) => item !== undefined)) return [notKnown];
  const sizes = atIndices
    ? [...items, length].map((end, index) => subtractDims(end, items[index - 1] ?? 0))
    : withRest(items, length);
  return sizes.map((size) => ({ shape: shape.with(axis, size) }));
}

/** A size of -1 is what the others leave. */
function withRest(sizes: readonly Dim[], length: Dim): readonly Dim[] {
  const others = sumOfDims(sizes.filter((size) => size !== -1));
  return sizes.map((size) => (size === -1 ? subtractDims(length, others) : size));
}

function equalParts(run: Run, shape: Shape, axis: number, count: number): readonly ShapeAnswer[] {
  if (count < 1 || count > mostParts) return [notKnown];
  const size = divideExactly(shape[axis] as Dim, count);
  const open = typeof shape[axis] === "number" ? undefined : unknownSize(run, "a part of a size that is not known");
  const part = size ?? open;
  if (part !== undefined) return Array.from({ length: count }, () => ({ shape: shape.with(axis, part) }));
  return [mistaken(codes.split, `axis ${axis} of ${formatShape(shape)} cannot be split into ${count} equal parts.`)];
}

function transposedIf(shape: Shape, flip: boolean | undefined): Shape {
  return flip && shape.length > 1 ? [...shape.slice(0, -2), shape.at(-1) as Dim, shape.at(-2) as Dim] : shape;
}

const products: readonly TensorOp[] = [
  {
    names: { all: ["matmul"] },
    takes: "two",
    parameters: ["transpose_a", "transpose_b"],
    answers({ shapes: [left = [], right = []], options }) {
      const a = transposedIf(left, options.flag("transpose_a", false));
      return [multiplyMatrices(a, transposedIf(right, options.flag("transpose_b", false)))];
    },
  },
  {
    names: { keras: ["tensordot"], tf: ["tensordot"] },
    takes: "two",
    parameters: ["axes"],
    answers: ({ shapes: [left = [], right = []], options }) => [tensordot(left, right, options.value("axes") ?? 2)],
  },
];

/** Over so many last axes of the one and first of the other, or over those that are named. */
function tensordot(left: Shape, right: Shape, axes: Value): ShapeAnswer {
  if (typeof axes === "number") {
    const count = Array.from({ length: axes }, (_, index) => index);
    return axes > Math.min(left.length, right.length)
      ? notKnown
      : sumOverAxes(left, right, [count.map((index) => left.length - axes + index), count]);
  }
  const [first, second] = (sequenceOf(axes) ?? [axes, axes]).map((side) => sequenceOf(side) ?? [side]);
  const a = first?.map((axis) => axisFrom(axis, left.length));
  const b = second?.map((axis) => axisFrom(axis, right.length));
  if (a === undefined || b === undefined || a.includes(undefined) || b.includes(undefined)) return notKnown;
  return sumOverAxes(left, right, [a as number[], b as number[]]);
}

/** `einsum(equation, *operands)`: the tensors stand behind the text. */
export function einsumAnswer(equation: string, shapes: readonly Shape[]): ShapeAnswer {
  return sumByLetters(equation, shapes);
}

export const joiningOps: readonly TensorOp[] = [...joins, ...stacks, ...splits, ...products];
