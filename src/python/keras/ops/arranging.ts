/** Operations that give the same values other axes, or repeat and pad them. */

import { multiplyDims, productOfDims, sumOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { insertAxis, moveAxes, permuteAxes, removeAxes, swapAxes } from "../../tensors/axes.ts";
import { codes } from "../../tensors/codes.ts";
import { expandTo, repeatAxes, reshape } from "../../tensors/reshape.ts";
import { axesFrom, axisFrom, itemsOf } from "../../tensors/sizes.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { asTensor } from "../nested.ts";
import { unknownSize } from "../session.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** Sizes from a tuple, a list or one number; `None` is left open like -1. */
export function targetFrom(call: OpCall, value: Value | undefined): Dim[] | undefined {
  if (value === undefined || value instanceof Unknown) return undefined;
  const items = sequenceOf(value) ?? (asTensor(value) === undefined ? [value] : undefined);
  if (items === undefined) return undefined;
  const sizes = items.map((item) => (item === null ? -1 : sizeFrom(call.run, item)));
  return sizes.every((size) => size !== undefined) ? sizes : undefined;
}

const reshaping: readonly TensorOp[] = [
  {
    names: { all: ["reshape"] },
    takes: "one",
    parameters: ["newshape"],
    answers(call) {
      const target = targetFrom(call, call.options.present("newshape", "shape"));
      return [target === undefined ? notKnown : reshapeTo(call, target)];
    },
  },
  { names: { all: ["ravel"], array: ["flatten"], backend: ["flatten"] }, takes: "one", parameters: [], answers: flat },
  {
    names: { backend: ["batch_flatten"] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [{ shape: [shape[0] ?? 1, productOfDims(shape.slice(1))] }],
  },
  { names: { tf: ["ensure_shape"] }, takes: "one", parameters: ["shape"], answers: (call) => [ensured(call)] },
  {
    names: { all: ["broadcast_to"] },
    takes: "one",
    parameters: ["shape"],
    answers(call) {
      const target = targetFrom(call, call.options.present("shape"));
      return [target === undefined ? notKnown : expandTo(call.shapes[0] ?? [], target)];
    },
  },
];

/** Where TensorFlow leaves a size open, the shape that is said has it. */
function ensured(call: OpCall): ShapeAnswer {
  const [shape = []] = call.shapes;
  const target = targetFrom(call, call.options.present("shape"));
  if (target === undefined || target.length !== shape.length) return notKnown;
  return {
    shape: shape.map((size, axis) => (typeof size === "number" || target[axis] === -1 ? size : (target[axis] as Dim))),
  };
}

function flat({ shapes: [shape = []] }: OpCall): readonly ShapeAnswer[] {
  return [{ shape: [productOfDims(shape)] }];
}

/** With a -1 for the batch as well, as in `(None, 49, -1)`, the batch stays. */
function reshapeTo({ shapes: [shape = []], run }: OpCall, target: readonly Dim[]): ShapeAnswer {
  const open = target.filter((size) => size === -1).length;
  if (open === 2 && target[0] === -1) {
    const rest = reshape(shape.slice(1), target.slice(1));
    return "shape" in rest ? { shape: [shape[0] ?? unknownSize(run, "no batch"), ...rest.shape] } : rest;
  }
  const answer = reshape(shape, target);
  return "shape" in answer ? { ...answer, shape: leftOpen(run, shape, target, answer.shape) } : answer;
}

/** Where a size that comes in is open, Keras and TensorFlow do not work out what -1 stands for, only that it may be the batch. */
function leftOpen(run: OpCall["run"], input: Shape, target: readonly Dim[], found: Shape): Shape {
  if (input.every((size) => typeof size === "number")) return found;
  return found.map((size, axis) =>
    target[axis] === -1 && typeof size === "number" ? unknownSize(run, "-1 is left open where the batch is") : size,
  );
}

const axes: readonly TensorOp[] = [
  {
    names: { all: ["transpose"], backend: ["permute_dimensions"] },
    takes: "one",
    parameters: ["axes"],
    answers: ({ shapes: [shape = []], options }) => {
      const written = options.present("axes", "perm", "pattern");
      if (written === undefined) return [{ shape: shape.toReversed() }];
      const order = axesFrom(written, shape.length);
      const permuted = order && permuteAxes(shape, order);
      if (permuted !== undefined) return [{ shape: permuted }];
      if (!(itemsOf(written) ?? []).every((axis) => typeof axis === "number")) return [notKnown];
      return [
        mistaken(codes.axis, `the order must name each of the ${shape.length} axes of ${formatShape(shape)} once.`),
      ];
    },
  },
  {
    names: { all: ["expand_dims"] },
    takes: "one",
    adds: true,
    parameters: ["axis"],
    answers: ({ shapes: [shape = []], options }) => {
      const written = options.value("axis", "dim") ?? -1;
      const added = axesFrom(written, shape.length + (itemsOf(written)?.length ?? 1));
      return [added === undefined ? notKnown : { shape: added.toSorted((a, b) => a - b).reduce(insertAxis, shape) }];
    },
  },
  {
    names: { all: ["squeeze"] },
    takes: "one",
    parameters: ["axis"],
    answers: ({ shapes: [shape = []], options }) => [squeezed(shape, options.present("axis", "squeeze_dims"))],
  },
  {
    names: { all: ["swapaxes"] },
    takes: "one",
    parameters: ["axis1", "axis2"],
    answers: ({ shapes: [shape = []], options }) => {
      const [a, b] = [options.value("axis1"), options.value("axis2")].map((axis) => axisFrom(axis, shape.length));
      return [a === undefined || b === undefined ? notKnown : { shape: swapAxes(shape, a, b) }];
    },
  },
  quarterTurns({ keras: ["rot90"] }, [0, 1]),
  quarterTurns({ tf: ["rot90"] }, [-3, -2]),
  {
    names: { tf: ["image.transpose"] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [turned(shape, new Tuple([-3, -2]), 1)],
  },
  {
    names: { all: ["moveaxis"] },
    takes: "one",
    parameters: ["source", "destination"],
    answers: ({ shapes: [shape = []], options }) => {
      const [from, to] = [options.value("source"), options.value("destination")].map((axis) =>
        axesFrom(axis, shape.length),
      );
      return [from === undefined || to === undefined ? notKnown : { shape: moveAxes(shape, from, to) }];
    },
  },
];

/** Two axes change places with each quarter. */
function quarterTurns(names: TensorOp["names"], usual: readonly [number, number]): TensorOp {
  return {
    names,
    takes: "one",
    parameters: ["k", "axes"],
    answers: ({ shapes: [shape = []], options }) => [
      turned(shape, options.present("axes") ?? new Tuple(usual), options.number("k", 1)),
    ],
  };
}

function turned(shape: Shape, axes: Value, quarters: number | undefined): ShapeAnswer {
  const [first, second] = axesFrom(axes, shape.length) ?? [];
  if (first === undefined || second === undefined || quarters === undefined) return notKnown;
  return { shape: quarters % 2 === 0 ? shape : swapAxes(shape, first, second) };
}

function squeezed(shape: Shape, written: Value | undefined): ShapeAnswer {
  if (written === undefined) return { shape: shape.filter((size) => size !== 1) };
  const chosen = axesFrom(written, shape.length);
  if (chosen === undefined) return notKnown;
  const odd = chosen.find((axis) => typeof shape[axis] === "number" && shape[axis] !== 1);
  if (odd !== undefined) {
    return mistaken(codes.axis, `axis ${odd} of ${formatShape(shape)} is not 1, so it cannot be left out.`);
  }
  const removed = removeAxes(shape, chosen) ?? shape.filter((_, axis) => !chosen.includes(axis));
  return { shape: removed };
}

const copying: readonly TensorOp[] = [
  {
    names: { keras: ["tile"], array: ["tile"] },
    takes: "one",
    parameters: ["repeats"],
    answers(call) {
      const times = targetFrom(call, call.options.present("repeats", "multiples", "reps", "n"));
      return [times === undefined ? notKnown : { shape: repeatAxes(call.shapes[0] ?? [], times) }];
    },
  },
  {
    names: { tf: ["tile"], backend: ["tile"] },
    takes: "one",
    parameters: ["multiples"],
    answers(call) {
      const [shape = []] = call.shapes;
      const times = targetFrom(call, call.options.present("multiples", "n"));
      if (times === undefined) return [notKnown];
      if (times.length === shape.length) return [{ shape: repeatAxes(shape, times) }];
      const message = `it takes a number for each of the ${shape.length} axes of ${formatShape(shape)}, and gets ${times.length}.`;
      return [mistaken(codes.rank, message)];
    },
  },
  {
    names: { keras: ["repeat"], tf: ["repeat"], array: ["repeat"] },
    takes: "one",
    parameters: ["repeats", "axis"],
    answers({ shapes: [shape = []], options }) {
      const written = options.present("repeats");
      const [only, ...others] = sequenceOf(written ?? null) ?? [written ?? null];
      const counts = [only, ...others];
      const times = others.length === 0 && typeof only === "number" ? only : options.size("repeats", 1);
      if (others.length > 0) return [repeatedBy(shape, counts, options)];
      // Without an axis all values stand in a row.
      if (options.present("axis") === undefined && typeof times === "number")
        return [{ shape: [multiplyDims(productOfDims(shape), times)] }];
      const axis = axisFrom(options.value("axis"), shape.length);
      if (times === "refused" || axis === undefined) return [notKnown];
      return [{ shape: shape.with(axis, multiplyDims(shape[axis] as Dim, times)) }];
    },
  },
  {
    names: { backend: ["repeat_elements"] },
    takes: "one",
    parameters: ["rep", "axis"],
    answers({ shapes: [shape = []], options }) {
      const times = options.size("rep", 1);
      const axis = axisFrom(options.value("axis"), shape.length);
      if (times === "refused" || axis === undefined) return [notKnown];
      return [{ shape: shape.with(axis, multiplyDims(shape[axis] as Dim, times)) }];
    },
  },
];

/** Each row of an axis as often as its own number says. */
function repeatedBy(shape: Shape, counts: readonly (Value | undefined)[], options: OpCall["options"]): ShapeAnswer {
  const axis = axisFrom(options.value("axis"), shape.length);
  if (axis === undefined || !counts.every((count) => typeof count === "number")) return notKnown;
  return { shape: shape.with(axis, sumOfDims(counts)) };
}

export const arrangingOps: readonly TensorOp[] = [...reshaping, ...axes, ...copying];
