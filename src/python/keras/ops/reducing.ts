/** Operations that reduce axes: to one value, or to an index. */
import type { ShapeAnswer } from "../../tensors/answer.ts";
import { mistaken } from "../../tensors/answer.ts";
import { reduceAxes } from "../../tensors/axes.ts";
import { codes } from "../../tensors/codes.ts";
import { axesFrom, itemsOf } from "../../tensors/sizes.ts";
import { Unknown } from "../../value.ts";
import { formatShape } from "../sizes.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

const withoutNan = ["mean", "sum", "max", "min", "prod", "std", "var", "median"].map((name) => `nan${name}`);
const plain = ["mean", "sum", "max", "min", "prod", "std", "any", "all"];

export const reducingOps: readonly TensorOp[] = [
  {
    names: {
      keras: [...plain, "amax", "amin", "var", "logsumexp", "median", "count_nonzero", "average", "ptp", ...withoutNan],
      tf: [
        ...plain.map((name) => `reduce_${name}`),
        "reduce_variance",
        "reduce_logsumexp",
        "count_nonzero",
        "reduce_euclidean_norm",
      ],
      backend: [...plain, "var", "logsumexp"],
      array: [...plain, "var"],
    },
    takes: "one",
    parameters: ["axis", "keepdims"],
    answers: (call) => [reduced(call)],
  },
  indexed({ keras: ["argmax", "argmin", "nanargmax", "nanargmin"], array: ["argmax", "argmin"] }, undefined),
  indexed({ tf: ["argmax", "argmin", "arg_max", "arg_min"] }, 0),
  indexed({ backend: ["argmax", "argmin"] }, -1),
  {
    names: { tf: ["moments"], keras: ["moments"] },
    takes: "one",
    parameters: ["axes", "shift", "keepdims"],
    several: true,
    answers: (call) => [reduced(call), reduced(call)],
  },
  {
    names: { all: ["norm"] },
    takes: "one",
    parameters: ["ord", "axis", "keepdims"],
    answers: (call) => [reduced(call)],
  },
  {
    names: { keras: ["quantile", "percentile", "nanquantile"] },
    takes: "two",
    parameters: ["axis", "method", "keepdims"],
    answers: (call) => {
      const [shape = [], points = []] = call.shapes;
      const answer = reduced({ ...call, shapes: [shape] });
      return ["shape" in answer ? { shape: [...points, ...answer.shape] } : answer];
    },
  },
  {
    names: { tf: ["linalg.normalize"] },
    takes: "one",
    parameters: ["ord", "axis"],
    several: true,
    answers: (call) => {
      const [shape = []] = call.shapes;
      const axes =
        call.options.present("axis") === undefined
          ? shape.map((_, axis) => axis)
          : axesFrom(call.options.value("axis"), shape.length);
      return axes === undefined ? [notKnown] : [{ shape }, { shape: reduceAxes(shape, axes, true) }];
    },
  },
  {
    names: { tf: ["in_top_k"], keras: ["in_top_k"] },
    takes: ["targets", "predictions"],
    parameters: ["k"],
    dtype: "bool",
    answers: ({ shapes: [targets = []] }) => [{ shape: targets }],
  },
  {
    names: { tf: ["global_norm"] },
    takes: "list",
    parameters: [],
    answers: () => [{ shape: [] }],
  },
  {
    names: { tf: ["zero_fraction", "l2_loss"] },
    takes: "one",
    parameters: [],
    answers: () => [{ shape: [] }],
  },
  {
    names: { tf: ["psnr", "ssim"] },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = []] }) => [left.length < 3 ? notKnown : { shape: left.slice(0, -3) }],
  },
  {
    names: { all: ["top_k"] },
    takes: "one",
    parameters: ["k"],
    several: true,
    parts: ["values", "indices"],
    answers({ shapes: [shape = []], options }) {
      const k = options.size("k", 1);
      const answer: ShapeAnswer =
        k === "refused" ? { unknown: "k is not known" } : { shape: [...shape.slice(0, -1), k] };
      return [answer, answer];
    },
  },
];

/** Libraries differ in the axis that they take where none is written. */
function indexed(names: TensorOp["names"], usual: number | undefined): TensorOp {
  return {
    names,
    takes: "one",
    parameters: ["axis"],
    dtype: "int64",
    answers: (call) => [reduced(call, usual)],
  };
}

function reduced({ shapes: [shape = []], options }: OpCall, usual?: number): ShapeAnswer {
  const written = options.value("axis", "axes", "dim", "dimension", "reduction_indices") ?? usual;
  const keep = options.flag(options.argument("keep_dims") ? "keep_dims" : "keepdims", false);
  if (written instanceof Unknown || keep === undefined) return { unknown: "the axes to reduce are not known" };
  if (written === null || written === undefined) return { shape: keep ? shape.map(() => 1) : [] };
  const axes = axesFrom(written, shape.length);
  if (axes !== undefined && axes.length < (itemsOf(written) ?? [written]).length)
    return mistaken(codes.axis, `an axis of ${formatShape(shape)} is named twice.`, reduceAxes(shape, axes, keep));
  if (axes !== undefined) return { shape: reduceAxes(shape, axes, keep) };
  const known = (itemsOf(written) ?? [written]).every((axis) => typeof axis === "number");
  if (!known) return { unknown: "the axes to reduce are not known" };
  return mistaken(codes.axis, `an axis to reduce is not among the ${shape.length} axes of ${formatShape(shape)}.`);
}
