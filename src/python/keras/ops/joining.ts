/** Several tensors as one, one as several, and products. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import { subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { concatenate, stack } from "../../tensors/join.ts";
import { multiplyMatrices, sumByLetters } from "../../tensors/matmul.ts";
import { axisFrom, itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

function joined({ shapes, options }: OpCall, usual: number): ShapeAnswer {
  const [first] = shapes;
  const axis = first && axisFrom(options.value("axis", "concat_dim") ?? usual, first.length);
  return axis === undefined ? notKnown : concatenate(shapes as [Shape, ...Shape[]], axis);
}

const joins: readonly TensorOp[] = [
  {
    names: { keras: ["concatenate"], backend: ["concatenate"] },
    takes: "list",
    parameters: ["axis"],
    answers: (call) => [joined(call, -1)],
  },
  { names: { tf: ["concat"] }, takes: "list", parameters: ["axis"], answers: (call) => [joined(call, 0)] },
  {
    names: { all: ["stack"] },
    takes: "list",
    parameters: ["axis"],
    answers({ shapes, options }) {
      const [first] = shapes;
      const axis = first && axisFrom(options.value("axis") ?? 0, first.length + 1);
      return [axis === undefined ? notKnown : stack(shapes as [Shape, ...Shape[]], axis)];
    },
  },
];

/** One beside or on top of the other: vectors become rows first. */
function stacked(name: "vstack" | "hstack"): TensorOp {
  return {
    names: { keras: [name] },
    takes: "list",
    parameters: [],
    answers({ shapes }) {
      const isVectors = (shapes[0]?.length ?? 0) < 2;
      const rows = shapes.map((shape): Shape => (name === "vstack" && shape.length === 1 ? [1, ...shape] : shape));
      const axis = name === "vstack" || isVectors ? 0 : 1;
      return [rows.some(({ length }) => length === 0) ? notKnown : concatenate(rows as [Shape, ...Shape[]], axis)];
    },
  };
}

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
    names: { all: ["unstack"] },
    takes: "one",
    parameters: ["num", "axis"],
    several: true,
    answers({ shapes: [shape = []], options }) {
      const axis = axisFrom(options.value("axis") ?? 0, shape.length);
      const count = axis === undefined ? undefined : shape[axis];
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
  if (typeof written === "number") return equalParts(shape, axis, written);
  const items = itemsOf(written)?.map((item) => sizeFrom(run, item));
  if (items === undefined || !items.every((item) => item !== undefined)) return [notKnown];
  const sizes = atIndices ? [...items, length].map((end, index) => subtractDims(end, items[index - 1] ?? 0)) : items;
  return sizes.map((size) => ({ shape: shape.with(axis, size) }));
}

function equalParts(shape: Shape, axis: number, count: number): readonly ShapeAnswer[] {
  if (count < 1 || count > mostParts) return [notKnown];
  const size = divideExactly(shape[axis] as Dim, count);
  if (size !== undefined) return Array.from({ length: count }, () => ({ shape: shape.with(axis, size) }));
  if (typeof shape[axis] !== "number") return [notKnown];
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
    names: { keras: ["dot"], backend: ["dot"], array: ["dot"] },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = [], right = []] }) => (right.length > 2 ? [notKnown] : [multiplyMatrices(left, right)]),
  },
  {
    names: { keras: ["tensordot"], tf: ["tensordot"] },
    takes: "two",
    parameters: ["axes"],
    answers: ({ shapes: [left = [], right = []], options }) => [tensordot(left, right, options.value("axes") ?? 2)],
  },
  {
    names: { keras: ["take"], array: ["take"] },
    takes: "two",
    parameters: ["axis"],
    answers({ shapes: [shape = [], indices = []], options }) {
      const written = options.present("axis");
      if (written === undefined) return [{ shape: indices }];
      const axis = axisFrom(written, shape.length);
      return [axis === undefined ? notKnown : { shape: shape.toSpliced(axis, 1, ...indices) }];
    },
  },
  {
    names: { all: ["gather"] },
    takes: "two",
    parameters: ["axis"],
    answers({ shapes: [shape = [], indices = []], options }) {
      const shared = options.present("batch_dims") ?? 0;
      const axis = axisFrom(options.value("axis") ?? shared, shape.length);
      if (axis === undefined || typeof shared !== "number" || shared < 0) return [notKnown];
      return [{ shape: [...shape.slice(0, axis), ...indices.slice(shared), ...shape.slice(axis + 1)] }];
    },
  },
  {
    names: { tf: ["embedding_lookup"] },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [table = [], ids = []] }) => [{ shape: [...ids, ...table.slice(1)] }],
  },
  {
    names: { tf: ["gather_nd"] },
    takes: "two",
    parameters: ["batch_dims"],
    answers({ shapes: [shape = [], indices = []], options }) {
      const [shared, depth] = [options.present("batch_dims") ?? 0, indices.at(-1)];
      if (typeof shared !== "number" || typeof depth !== "number") return [notKnown];
      return [{ shape: [...indices.slice(0, -1), ...shape.slice(shared + depth)] }];
    },
  },
  {
    names: { all: ["one_hot"] },
    takes: "one",
    parameters: ["num_classes", "axis"],
    answers({ shapes: [shape = []], options }) {
      const depth = options.present("num_classes", "depth");
      const axis = axisFrom(options.present("axis") ?? -1, shape.length + 1);
      return [typeof depth !== "number" || axis === undefined ? notKnown : { shape: shape.toSpliced(axis, 0, depth) }];
    },
  },
];

function tensordot(left: Shape, right: Shape, axes: Value): ShapeAnswer {
  if (typeof axes === "number") return { shape: [...left.slice(0, left.length - axes), ...right.slice(axes)] };
  const [first, second] = (sequenceOf(axes) ?? []).map((side) => sequenceOf(side) ?? [side]);
  const [a, b] = [
    first?.map((axis) => axisFrom(axis, left.length)),
    second?.map((axis) => axisFrom(axis, right.length)),
  ];
  if (a === undefined || b === undefined || a.includes(undefined) || b.includes(undefined)) return notKnown;
  return { shape: [...left.filter((_, axis) => !a.includes(axis)), ...right.filter((_, axis) => !b.includes(axis))] };
}

/** `einsum(equation, *operands)`: the tensors stand behind the text. */
export function einsumAnswer(equation: string, shapes: readonly Shape[]): ShapeAnswer {
  return sumByLetters(equation, shapes);
}

export const joiningOps: readonly TensorOp[] = [...joins, stacked("vstack"), stacked("hstack"), ...splits, ...products];
