/** Diagonals of matrices, and matrices around a diagonal. */
import { addDims, productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { diagonalLength, diagonalOrMatrix, matrixIn } from "../../tensors/matrices.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** By its place, of the two axes that are named. */
function alongTwoAxes(name: string, rule: (lead: Shape, rows: Dim, columns: Dim, offset: number) => ShapeAnswer) {
  return {
    names: { keras: [name], array: [name] },
    takes: "one",
    parameters: ["offset", "axis1", "axis2"],
    answers: ({ shapes: [shape = []], options }: OpCall) => {
      const offset = options.number("offset", 0);
      const first = axisFrom(options.value("axis1") ?? 0, shape.length);
      const second = axisFrom(options.value("axis2") ?? 1, shape.length);
      if (offset === undefined || first === undefined || second === undefined || first === second) return [notKnown];
      const lead = shape.filter((_, axis) => axis !== first && axis !== second);
      return [rule(lead, shape[first] as Dim, shape[second] as Dim, offset)];
    },
  } as const satisfies TensorOp;
}

function ofOffset(names: TensorOp["names"], rule: (shape: Shape, offset: number) => ShapeAnswer): TensorOp {
  return {
    names,
    takes: "one",
    parameters: ["k"],
    answers: ({ shapes: [shape = []], options }) => {
      const offset = options.number("k", 0);
      const isSized = options.argument("num_rows") !== undefined || options.argument("num_cols") !== undefined;
      return [offset === undefined || isSized ? notKnown : rule(shape, offset)];
    },
  };
}

function withLength(lead: Shape, length: Dim | undefined): ShapeAnswer {
  return length === undefined ? notKnown : { shape: [...lead, length] };
}

/** Each row on the diagonal of a matrix of its own. */
function onDiagonals(shape: Shape, offset: number): ShapeAnswer {
  const last = shape.at(-1);
  if (last === undefined) return notKnown;
  const size = addDims(last, Math.abs(offset));
  return { shape: [...shape.slice(0, -1), size, size] };
}

function square(size: Dim, offset: number): ShapeAnswer {
  const side = addDims(size, Math.abs(offset));
  return { shape: [side, side] };
}

export const diagonalOps: readonly TensorOp[] = [
  alongTwoAxes("diagonal", (lead, rows, columns, offset) => withLength(lead, diagonalLength(rows, columns, offset))),
  // What lies off the middle TensorFlow's backend only sums in matrices of some shapes.
  alongTwoAxes("trace", (lead, _rows, _columns, offset) => (offset === 0 ? { shape: lead } : notKnown)),
  ofOffset({ keras: ["diag"] }, diagonalOrMatrix),
  ofOffset({ keras: ["diagflat"] }, (shape, offset) => square(productOfDims(shape), offset)),
  ofOffset({ tf: ["diag"] }, onDiagonals),
  ofOffset({ tf: ["diag_part"] }, (shape, offset) => {
    const matrix = matrixIn(shape);
    return "lead" in matrix ? withLength(matrix.lead, diagonalLength(matrix.rows, matrix.columns, offset)) : matrix;
  }),
  {
    names: { tf: ["tensor_diag"] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [{ shape: [...shape, ...shape] }],
  },
  {
    names: { tf: ["tensor_diag_part"] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [{ shape: shape.slice(0, shape.length / 2) }],
  },
];
