/** Matrices in the last two axes, and products of vectors. */
import { multiplyDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { swapAxes } from "../../tensors/axes.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

type OfMatrix = (batch: Shape, rows: Dim, columns: Dim) => Shape;

function ofMatrices(names: TensorOp["names"], answer: OfMatrix): TensorOp {
  return {
    names,
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => {
      const [rows, columns] = shape.slice(-2);
      return [
        rows === undefined || columns === undefined ? notKnown : { shape: answer(shape.slice(0, -2), rows, columns) },
      ];
    },
  };
}

/** `tf.linalg.diag` puts each row on a diagonal; `keras.ops.diag` takes a matrix's diagonal as well. */
function onDiagonal(shape: Shape): ShapeAnswer {
  const size = shape.at(-1);
  return size === undefined ? notKnown : { shape: [...shape, size] };
}

export const linearAlgebraOps: readonly TensorOp[] = [
  ofMatrices({ tf: ["matrix_transpose", "adjoint"] }, (batch, rows, columns) => [...batch, columns, rows]),
  ofMatrices({ all: ["inv", "cholesky"], tf: ["band_part", "set_diag"] }, (batch, rows, columns) => [
    ...batch,
    rows,
    columns,
  ]),
  ofMatrices({ all: ["det"], tf: ["trace", "logdet"], keras: ["logdet"] }, (batch) => batch),
  {
    names: { tf: ["diag"], keras: ["diag"] },
    takes: "one",
    parameters: ["k"],
    answers: ({ shapes: [shape = []], options }) => [
      options.argument("k") || (shape.length > 1 && !options.argument("name")) ? notKnown : onDiagonal(shape),
    ],
  },
  {
    names: { tf: ["diag_part"] },
    takes: "one",
    parameters: ["k"],
    answers: ({ shapes: [shape = []], options }) => {
      const [rows, columns] = shape.slice(-2);
      const isSquare = typeof rows === "number" && rows === columns && !options.argument("k");
      return [isSquare ? { shape: [...shape.slice(0, -2), rows] } : notKnown];
    },
  },
  {
    names: { tf: ["matvec"] },
    takes: "two",
    parameters: ["transpose_a"],
    answers: ({ shapes: [left = [], right = []], options }) => {
      const turned =
        options.flag("transpose_a", false) && left.length > 1 ? swapAxes(left, left.length - 2, left.length - 1) : left;
      const answer = multiplyMatrices(turned, [...right, 1]);
      return ["shape" in answer ? { shape: answer.shape.slice(0, -1) } : answer];
    },
  },
  {
    names: { keras: ["outer"] },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = [], right = []] }) => [
      { shape: [left.reduce<Dim>(multiplyDims, 1), right.reduce<Dim>(multiplyDims, 1)] },
    ],
  },
  {
    names: { keras: ["inner"] },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = [], right = []] }) =>
      left.length === 0 || right.length === 0 ? [notKnown] : [{ shape: [...left.slice(0, -1), ...right.slice(0, -1)] }],
  },
];
