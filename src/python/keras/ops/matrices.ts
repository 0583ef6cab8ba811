/** Inverses, decompositions and systems of equations: of the last two axes, for each of what stands in the axes before them. */
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { swapAxes } from "../../tensors/axes.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import { answerFor, type MatrixRule, matrixIn, parts, squareIn } from "../../tensors/matrices.ts";
import type { Options } from "../options.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** One tensor, or a tuple of several. */
function ofMatrix(names: TensorOp["names"], find: typeof matrixIn, ...rules: readonly MatrixRule[]): TensorOp {
  return {
    names,
    takes: "one",
    parameters: [],
    ...(rules.length > 1 && { several: true }),
    answers: ({ shapes: [shape = []] }) => rules.map((rule) => answerFor(shape, find, rule)),
  };
}

const { none, itself, turned, values, left, upper, right, allRows, allColumns } = parts;

/** Keras gives U, S and the transposed V, TensorFlow S, U and V. */
function decomposed(library: "keras" | "tf", arrange: (isWhole: boolean) => readonly MatrixRule[]): TensorOp {
  const vectors = (options: Options) => options.flag("compute_uv", true);
  return {
    names: { [library]: ["svd"] },
    takes: "one",
    parameters: ["full_matrices", "compute_uv"],
    several: vectors,
    answers: ({ shapes: [shape = []], options }) => {
      const isWhole = options.flag("full_matrices", library === "keras");
      const rules = vectors(options) === false ? [values] : arrange(isWhole === true);
      return isWhole === undefined ? [notKnown] : rules.map((rule) => answerFor(shape, matrixIn, rule));
    },
  };
}

function triangular(names: TensorOp["names"], isComplete: (options: Options) => boolean | undefined): TensorOp {
  return {
    names,
    takes: "one",
    parameters: ["mode"],
    several: true,
    parts: ["q", "r"],
    answers: ({ shapes: [shape = []], options }) => {
      const complete = isComplete(options);
      if (complete === undefined) return [notKnown];
      return (complete ? [allRows, itself] : [left, upper]).map((rule) => answerFor(shape, matrixIn, rule));
    },
  };
}

function equations(
  names: TensorOp["names"],
  find: typeof matrixIn,
  solve: (matrix: Shape, right: Shape) => ShapeAnswer,
) {
  return {
    names,
    takes: "two",
    parameters: [],
    answers: ({ shapes: [matrix = [], right = []] }: OpCall) => {
      const found = find(matrix);
      return ["lead" in found ? solve(matrix, right) : found];
    },
  } as const satisfies TensorOp;
}

/** A matrix that is no square turns the other way: as many unknowns as columns. */
function leastSquares(matrix: Shape, right: Shape): ShapeAnswer {
  return multiplyMatrices(swapAxes(matrix, matrix.length - 2, matrix.length - 1), right);
}

const matrixByVector: TensorOp = {
  names: { tf: ["matvec"] },
  takes: "two",
  parameters: ["transpose_a"],
  answers: ({ shapes: [matrix = [], vector = []], options }) => {
    const flip = options.flag("transpose_a", false) && matrix.length > 1;
    const turnedMatrix = flip ? swapAxes(matrix, matrix.length - 2, matrix.length - 1) : matrix;
    const answer = multiplyMatrices(turnedMatrix, [...vector, 1] as readonly Dim[]);
    return ["shape" in answer ? { shape: answer.shape.slice(0, -1) } : answer];
  },
};

export const matrixOps: readonly TensorOp[] = [
  ofMatrix({ tf: ["matrix_transpose", "adjoint"], all: ["pinv"] }, matrixIn, turned),
  ofMatrix({ tf: ["band_part", "set_diag"] }, matrixIn, itself),
  ofMatrix({ all: ["inv", "cholesky"], tf: ["expm", "sqrtm"] }, squareIn, itself),
  ofMatrix({ all: ["det"], tf: ["logdet"], keras: ["logdet"] }, squareIn, none),
  {
    ...ofMatrix({ tf: ["slogdet"], keras: ["slogdet"] }, squareIn, none, none),
    parts: ["sign", "log_abs_determinant"],
  },
  ofMatrix({ tf: ["trace"] }, matrixIn, none),
  ofMatrix({ all: ["eig", "eigh"] }, squareIn, values, itself),
  ofMatrix({ tf: ["eigvals", "eigvalsh"] }, squareIn, values),
  { ...ofMatrix({ tf: ["lu"], keras: ["lu_factor"] }, squareIn, itself, values), parts: ["lu", "p"] },
  decomposed("keras", (isWhole) => (isWhole ? [allRows, values, allColumns] : [left, values, upper])),
  decomposed("tf", (isWhole) => (isWhole ? [values, allRows, allColumns] : [values, left, right])),
  triangular({ keras: ["qr"] }, (options) => {
    const mode = options.word("mode", "reduced");
    return mode === undefined ? undefined : mode === "complete";
  }),
  triangular({ tf: ["qr"] }, (options) => options.flag("full_matrices", false)),
  equations(
    { all: ["solve"], keras: ["solve_triangular"], tf: ["triangular_solve", "cholesky_solve"] },
    squareIn,
    multiplyMatrices,
  ),
  equations({ all: ["lstsq"] }, matrixIn, leastSquares),
  matrixByVector,
];
