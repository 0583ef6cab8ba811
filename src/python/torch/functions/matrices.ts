/** Diagonals, inverses and decompositions: of the last two axes, for each of what stands in the axes before them. */
import { minimumOf } from "../../../tensor/dim/order.ts";
import { addDims, productOfDims, subtractDims, sumOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { insertAxis } from "../../tensors/axes.ts";
import { codes } from "../../tensors/codes.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import { itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { type Call, listOf, reasonOf } from "../call.ts";
import { named, type Rule, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { withAxes } from "./axis.ts";
import { reduce } from "./reductions.ts";

interface Matrix {
  /** The axes before it. */
  readonly lead: Shape;
  readonly rows: Dim;
  readonly columns: Dim;
}

type MatrixRule = (matrix: Matrix) => Shape;

const unknownOffset: ShapeAnswer = { unknown: "which diagonal it is is not known" };

function matrixIn(shape: Shape): Matrix | ShapeAnswer {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined)
    return mistaken(codes.rank, `expects at least 2 axes and gets ${formatShape(shape)}.`);
  return { lead: shape.slice(0, -2), rows, columns };
}

function squareIn(shape: Shape): Matrix | ShapeAnswer {
  const matrix = matrixIn(shape);
  if (!("lead" in matrix)) return matrix;
  const { rows, columns } = matrix;
  if (typeof rows !== "number" || typeof columns !== "number" || rows === columns) return matrix;
  return mistaken(codes.matmul, `expects square matrices and gets ${rows} by ${columns} in ${formatShape(shape)}.`);
}

/** One tensor, or a tuple of several. */
function ofMatrix(find: typeof matrixIn, ...rules: readonly MatrixRule[]): Rule {
  return (call) => {
    const answers = rules.map((rule) =>
      call.from("input", (shape) => {
        const matrix = call.isWrong ? { unknown: "there is a mistake above" } : find(shape);
        return "lead" in matrix ? { shape: rule(matrix) } : matrix;
      }),
    );
    return answers.length === 1 ? (answers[0] as TorchTensor) : listOf(answers);
  };
}

const least = ({ rows, columns }: Matrix): Dim => minimumOf(rows, columns);
const perMatrix: MatrixRule = ({ lead }) => lead;
const itself: MatrixRule = ({ lead, rows, columns }) => [...lead, rows, columns];
const turned: MatrixRule = ({ lead, rows, columns }) => [...lead, columns, rows];
const values: MatrixRule = (matrix) => [...matrix.lead, least(matrix)];
const left: MatrixRule = (matrix) => [...matrix.lead, matrix.rows, least(matrix)];
const upper: MatrixRule = (matrix) => [...matrix.lead, least(matrix), matrix.columns];
const right: MatrixRule = (matrix) => [...matrix.lead, matrix.columns, least(matrix)];

/** U, S and Vh, of which the first and last are square unless they are asked to be reduced. */
function decomposed(call: Call): Value {
  if (call.run.truth(call.get("full_matrices")) === false) return ofMatrix(matrixIn, left, values, upper)(call);
  const whole: MatrixRule[] = [
    ({ lead, rows }) => [...lead, rows, rows],
    values,
    ({ lead, columns }) => [...lead, columns, columns],
  ];
  return ofMatrix(matrixIn, ...whole)(call);
}

function triangular(call: Call): Value {
  const isWhole = call.get("mode") === "complete";
  const square: MatrixRule = ({ lead, rows }) => [...lead, rows, rows];
  return ofMatrix(matrixIn, isWhole ? square : left, isWhole ? itself : upper)(call);
}

function solved(call: Call): Value {
  const other = call.shape("other");
  return call.from("input", (shape) => {
    if (other === undefined) return { unknown: reasonOf(call.get("other")) };
    const matrix = squareIn(shape);
    return "lead" in matrix ? multiplyMatrices(shape, other) : matrix;
  });
}

/** The numbers on a diagonal, as a new last axis. */
function diagonal(call: Call): Value {
  const offset = call.get("offset");
  return call.from("input", (shape) =>
    withAxes([call.get("dim1"), call.get("dim2")], shape, ([first, second]) => {
      if (typeof offset !== "number") return unknownOffset;
      const length = diagonalLength(shape[first as number] as Dim, shape[second as number] as Dim, offset);
      if (length === undefined) return unknownOffset;
      return { shape: [...shape.filter((_, axis) => axis !== first && axis !== second), length] };
    }),
  );
}

function diagonalLength(rows: Dim, columns: Dim, offset: number): Dim | undefined {
  if (offset === 0) return minimumOf(rows, columns);
  if (typeof rows !== "number" || typeof columns !== "number") return undefined;
  return Math.max(0, Math.min(rows + Math.min(0, offset), columns - Math.max(0, offset)));
}

/** The last axis becomes the diagonal of a matrix. */
function diagonalMatrix(call: Call): Value {
  const offset = call.get("offset");
  return call.from("input", (shape) => {
    const last = shape.at(-1);
    if (typeof offset !== "number" || last === undefined) return unknownOffset;
    const size = addDims(last, Math.abs(offset));
    const lead = shape.slice(0, -1);
    const room = 1;
    return withAxes(
      [call.get("dim1"), call.get("dim2")],
      shape,
      (axes) => ({
        shape: [...axes]
          .sort((a, b) => a - b)
          .reduce<Shape>((made, axis) => insertAxis(made, axis).with(axis, size), lead),
      }),
      room,
    );
  });
}

/** A vector becomes a matrix, and a matrix its diagonal. */
function diag(call: Call): Value {
  const offset = call.get("diagonal");
  return call.from("input", (shape) => {
    const [rows, columns] = shape;
    if (typeof offset !== "number") return unknownOffset;
    if (rows === undefined || shape.length > 2)
      return mistaken(codes.rank, `expects a vector or a matrix and gets ${formatShape(shape)}.`);
    const size = addDims(rows, Math.abs(offset));
    if (columns === undefined) return { shape: [size, size] };
    const length = diagonalLength(rows, columns, offset);
    return length === undefined ? unknownOffset : { shape: [length] };
  });
}

/** Of matrices beside each other along the diagonal. */
function blocks(call: Call): Value {
  const shapes = (itemsOf(call.get("tensors")) ?? []).map((item) =>
    item instanceof TorchTensor && item.shape && item.shape.length <= 2 ? item.shape : undefined,
  );
  if (shapes.includes(undefined)) return call.unknown("the shape of a block is not known");
  const sizes = (shapes as Shape[]).map((shape) => [1, 1, ...shape].slice(-2) as [Dim, Dim]);
  return call.give({ shape: [sumOfDims(sizes.map(([rows]) => rows)), sumOfDims(sizes.map(([, columns]) => columns))] });
}

/** Each number of the first times all of the second. */
function kron(call: Call): Value {
  const other = call.shape("other");
  return call.from("input", (shape) => {
    if (other === undefined) return { unknown: reasonOf(call.get("other")) };
    const rank = Math.max(shape.length, other.length);
    const long = (sizes: Shape): Shape => [...Array.from({ length: rank - sizes.length }, () => 1), ...sizes];
    const second = long(other);
    return { shape: long(shape).map((size, axis) => productOfDims([size, second[axis] as Dim])) };
  });
}

/** The axes that two tensors share are summed. */
function tensordot(call: Call): Value {
  const other = call.shape("b");
  const dims = call.get("dims");
  return call.from("a", (shape): ShapeAnswer => {
    if (other === undefined) return { unknown: reasonOf(call.get("b")) };
    if (typeof dims === "number") return { shape: [...shape.slice(0, shape.length - dims), ...other.slice(dims)] };
    const [first, second] = (itemsOf(dims) ?? []).map((axes) => itemsOf(axes) ?? [axes]);
    if (first === undefined || second === undefined) return { unknown: "the axes are not known" };
    return withAxes(first, shape, (own) =>
      withAxes(second, other, (others) => ({
        shape: [
          ...shape.filter((_, axis) => !own.includes(axis)),
          ...other.filter((_, axis) => !others.includes(axis)),
        ],
      })),
    );
  });
}

/** Rows are variables: how each goes with each. */
function covariance(call: Call): Value {
  return call.from("input", (shape) => {
    const [count] = shape;
    return { shape: shape.length < 2 || count === undefined ? [] : [count, count] };
  });
}

function triangleIndices(call: Call): Value {
  const [rows, columns, offset] = [call.get("row"), call.get("col"), call.get("offset")];
  if (typeof rows !== "number" || typeof columns !== "number" || typeof offset !== "number")
    return call.unknown("its size is not known");
  const isLower = call.name === "tril_indices";
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const upTo = Math.min(columns, Math.max(0, row + offset + (isLower ? 1 : 0)));
    count += isLower ? upTo : columns - upTo;
  }
  return call.give({ shape: [2, count] }, "int64");
}

function multiplied(call: Call): Value {
  const tensors = itemsOf(call.get("tensors")) ?? [];
  const given = tensors.length === 1 ? (itemsOf(tensors[0]) ?? tensors) : tensors;
  const shapes = given.map((tensor) => (tensor instanceof TorchTensor ? tensor.shape : undefined));
  const [first, ...rest] = shapes as Shape[];
  if (first === undefined || shapes.includes(undefined)) return call.unknown("the shape of a factor is not known");
  return call.give(
    rest.reduce<ShapeAnswer>(
      (product, shape) => ("shape" in product ? multiplyMatrices(product.shape, shape) : product),
      { shape: first },
    ),
  );
}

/** Pairs of rows, each once: n (n - 1) / 2. */
function distances(call: Call): Value {
  return call.from("input", (shape) => {
    const [rows] = shape;
    if (typeof rows !== "number") return { unknown: "how many rows it has is not known" };
    return { shape: [(rows * (rows - 1)) / 2] };
  });
}

/** Over the last two axes unless others are named. */
function matrixNorm(call: Call): Value {
  if (call.get("dim") !== null) return reduce(call);
  const kept: MatrixRule = ({ lead }) => [...lead, 1, 1];
  return ofMatrix(matrixIn, call.flag("keepdim") ? kept : perMatrix)(call);
}

const oneNumber: Rule = (call) => call.from("input", () => ({ shape: [] }));

/** Of `torch`, and methods. */
export const matrices: readonly TorchFunction[] = [
  ...named("diagonal", "input, offset=0, dim1=0, dim2=1", diagonal),
  ...named("diag_embed", "input, offset=0, dim1=-2, dim2=-1", diagonalMatrix),
  ...named("diag", "input, diagonal=0", diag),
  ...named("trace dist", "input", oneNumber),
  ...named("det logdet", "input", ofMatrix(squareIn, perMatrix)),
  ...named("slogdet", "input", ofMatrix(squareIn, perMatrix, perMatrix)),
  ...named("inverse matrix_exp cholesky", "input", ofMatrix(squareIn, itself)),
  ...named("matrix_power", "input, n", ofMatrix(squareIn, itself)),
  ...named("pinverse", "input", ofMatrix(matrixIn, turned)),
  ...named("svd", "input", ofMatrix(matrixIn, left, values, right)),
  ...named("qr", "input, some=True", ofMatrix(matrixIn, left, upper)),
  ...named("block_diag", "*tensors", blocks),
  ...named("kron", "input, other", kron),
  ...named("tensordot", "a, b, dims=2", tensordot),
  ...named("cov corrcoef", "input", covariance),
  ...named("tril_indices triu_indices", "row, col, offset=0", triangleIndices),
  ...named("chain_matmul", "*tensors", multiplied),
  ...named("pdist", "input, p=2.0", distances),
  ...named("cumulative_trapezoid", "input", (call) =>
    call.from("input", (shape) => ({ shape: [...shape.slice(0, -1), subtractDims(shape.at(-1) ?? 1, 1)] })),
  ),
];

/** Of `torch.linalg` alone, where some answer otherwise. */
export const linearAlgebra: readonly TorchFunction[] = [
  ...named("inv", "input", ofMatrix(squareIn, itself)),
  ...named("pinv", "input", ofMatrix(matrixIn, turned)),
  ...named("solve", "input, other", solved),
  ...named("svd", "input, full_matrices=True", decomposed),
  ...named("svdvals", "input", ofMatrix(matrixIn, values)),
  ...named("qr", "input, mode='reduced'", triangular),
  ...named(
    "eigh eig",
    "input, UPLO='L'",
    ofMatrix(squareIn, ({ lead, rows }) => [...lead, rows], itself),
  ),
  ...named(
    "eigvalsh eigvals",
    "input, UPLO='L'",
    ofMatrix(squareIn, ({ lead, rows }) => [...lead, rows]),
  ),
  ...named("matrix_rank cond", "input", ofMatrix(matrixIn, perMatrix)),
  ...named("norm", "input, ord=None, dim=None, keepdim=False", (call) => reduce(call)),
  ...named("matrix_norm", "input, ord='fro', dim=None, keepdim=False", matrixNorm),
  ...named("multi_dot", "*tensors", multiplied),
].map((definition) => ({ ...definition, row: `linalg_${definition.name}` }));
