/** Products of vectors and of tensors along their last axes. */
import { productOfDims, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import { covariance, kroneckerProduct } from "../../tensors/matrices.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

function product(names: TensorOp["names"], rule: (left: Shape, right: Shape) => ShapeAnswer): TensorOp {
  return {
    names,
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = [], right = []] }) => [rule(left, right)],
  };
}

/** The last axes meet, the others stand side by side. */
function inner(left: Shape, right: Shape): ShapeAnswer {
  if (left.length === 0 || right.length === 0) return notKnown;
  const sum = multiplyMatrices(left.slice(-1), right.slice(-1));
  return "mistake" in sum ? sum : { shape: [...left.slice(0, -1), ...right.slice(0, -1)] };
}

/** Of vectors with three numbers; two with two numbers each give one. */
function cross(left: Shape, right: Shape): ShapeAnswer {
  const [a, b] = [left.at(-1), right.at(-1)];
  if (typeof a !== "number" || typeof b !== "number") return notKnown;
  const lead = broadcast(left.slice(0, -1), right.slice(0, -1));
  return "shape" in lead ? { shape: a === 2 && b === 2 ? lead.shape : [...lead.shape, 3] } : lead;
}

/** The last axis of the first meets the last but one of the second. */
function dot(left: Shape, right: Shape): ShapeAnswer {
  if (left.length === 0 || right.length === 0) return { shape: [...left, ...right] };
  if (right.length <= 2) return multiplyMatrices(left, right);
  const sum = multiplyMatrices(left.slice(-1), right.slice(-2, -1));
  return "mistake" in sum ? sum : { shape: [...left.slice(0, -1), ...right.slice(0, -2), ...right.slice(-1)] };
}

export const linearAlgebraOps: readonly TensorOp[] = [
  product({ keras: ["outer"] }, (left, right) => ({ shape: [productOfDims(left), productOfDims(right)] })),
  product({ keras: ["inner"] }, inner),
  product({ keras: ["kron"] }, (left, right) => ({ shape: kroneckerProduct(left, right) })),
  product({ keras: ["vdot"] }, () => ({ shape: [] })),
  product({ all: ["cross"] }, cross),
  product({ keras: ["dot"], backend: ["dot"], array: ["dot"] }, dot),
  {
    names: { keras: ["corrcoef", "cov"] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [{ shape: covariance(shape) }],
  },
  {
    names: { keras: ["trapezoid"] },
    takes: "one",
    parameters: ["x", "dx", "axis"],
    answers: ({ shapes: [shape = []], options }) => {
      const axis = axisFrom(options.value("axis") ?? -1, shape.length);
      return [axis === undefined ? notKnown : { shape: shape.toSpliced(axis, 1) }];
    },
  },
  {
    names: { keras: ["vander"] },
    takes: "one",
    parameters: ["N"],
    answers: ({ shapes: [shape = []], options }) => {
      const [count] = shape;
      const powers = count === undefined || shape.length > 1 ? undefined : options.size("N", count);
      return [powers === undefined || powers === "refused" ? notKnown : { shape: [...shape, powers] }];
    },
  },
  {
    names: { keras: ["diff"] },
    takes: "one",
    parameters: ["n", "axis"],
    answers: ({ shapes: [shape = []], options }) => {
      const [times, axis] = [options.number("n", 1), axisFrom(options.value("axis") ?? -1, shape.length)];
      const length = axis === undefined ? undefined : shape[axis];
      if (times === undefined || axis === undefined || length === undefined) return [notKnown];
      return [{ shape: shape.with(axis, subtractDims(length, times)) }];
    },
  },
];
