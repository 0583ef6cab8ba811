/** Whole numbers as classes, places and segments: what is chosen, counted and summed by them. */
import { productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { axisFrom, itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { targetFrom } from "./arranging.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** Classes: a row for each number, or one for the numbers along an axis. */
const classes: readonly TensorOp[] = [
  {
    names: { keras: ["multi_hot"] },
    takes: "one",
    parameters: ["num_classes", "axis"],
    answers({ shapes: [shape = []], options }) {
      const count = options.number("num_classes", 0);
      const axis = axisFrom(options.value("axis") ?? -1, shape.length + 1);
      if (count === undefined || axis !== shape.length) return [notKnown];
      // The numbers of one sample stand along its second axis.
      return [{ shape: [...shape.toSpliced(shape.length > 1 ? 1 : 0, 1), count] }];
    },
  },
  {
    names: { tf: ["sequence_mask"] },
    takes: ["lengths"],
    parameters: ["maxlen"],
    dtype: "bool",
    answers({ shapes: [shape = []], options }) {
      const longest = options.number("maxlen", 0);
      return [longest === undefined || longest === 0 ? notKnown : { shape: [...shape, longest] }];
    },
  },
  {
    names: { tf: ["confusion_matrix"] },
    takes: ["labels", "predictions"],
    parameters: ["num_classes"],
    dtype: "int32",
    answers({ options }) {
      const count = options.number("num_classes", 0);
      return [count ? { shape: [count, count] } : notKnown];
    },
  },
  {
    names: { keras: ["categorical"], tf: ["categorical", "stateless_categorical"] },
    takes: "one",
    parameters: ["num_samples"],
    answers({ shapes: [shape = []], options }) {
      const count = options.number("num_samples", 0);
      return [count === undefined || shape.length !== 2 ? notKnown : { shape: [shape[0] as Dim, count] }];
    },
  },
];

/** Along an axis as many values as there are indices; the other axes are broadcast. */
function taken([shape = [], indices = []]: readonly Shape[], written: Value | undefined): ShapeAnswer {
  if (written === undefined) return { shape: [productOfDims(indices)] };
  const axis = axisFrom(written, shape.length);
  const count = axis === undefined ? undefined : indices[axis];
  if (axis === undefined || count === undefined || indices.length !== shape.length) return notKnown;
  return broadcast(shape.with(axis, 1), indices);
}

const segments = ["sum", "mean", "max", "min", "prod", "sqrt_n"].map((name) => `unsorted_segment_${name}`);

const places: readonly TensorOp[] = [
  {
    names: { keras: ["take_along_axis"], array: ["take_along_axis"] },
    takes: "two",
    parameters: ["axis"],
    answers: ({ shapes, options }) => [taken(shapes, options.present("axis"))],
  },
  {
    names: { keras: ["segment_sum", "segment_max"], tf: segments },
    takes: ["data", "segment_ids"],
    parameters: ["num_segments"],
    answers({ shapes: [shape = [], ids = []], options }) {
      const count = options.number("num_segments", 0);
      return [count ? { shape: [count, ...shape.slice(ids.length)] } : notKnown];
    },
  },
  {
    names: { keras: ["scatter"], tf: ["scatter_nd"] },
    takes: ["indices", "values"],
    parameters: ["shape"],
    answers: (call) => [scattered(call)],
  },
  {
    names: { keras: ["searchsorted"], tf: ["searchsorted"] },
    takes: ["sorted_sequence", "values"],
    parameters: ["side"],
    dtype: "int32",
    answers: ({ shapes: [, values = []] }) => [{ shape: values }],
  },
  {
    names: { keras: ["digitize"] },
    takes: ["x", "bins"],
    parameters: [],
    dtype: "int32",
    answers: ({ shapes: [shape = []] }) => [{ shape }],
  },
  {
    names: { keras: ["unravel_index"] },
    takes: "one",
    parameters: ["shape"],
    several: true,
    answers({ shapes: [shape = []], options }) {
      const axes = itemsOf(options.value("shape"));
      return axes === undefined ? [notKnown] : axes.map(() => ({ shape }));
    },
  },
  {
    names: { tf: ["histogram_fixed_width"] },
    takes: "one",
    parameters: ["value_range", "nbins"],
    dtype: "int32",
    answers({ options }) {
      const count = options.number("nbins", 100);
      return [count === undefined ? notKnown : { shape: [count] }];
    },
  },
];

function scattered(call: OpCall): ShapeAnswer {
  const target = targetFrom(call, call.options.present("shape"));
  return target === undefined || target.includes(-1) ? notKnown : { shape: target };
}

export const placeOps: readonly TensorOp[] = [...classes, ...places];
