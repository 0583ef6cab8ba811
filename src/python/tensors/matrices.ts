/** Matrices in the last two axes, for each of what stands in the axes before them: diagonals, inverses and decompositions. */
import { minimumOf } from "../../tensor/dim/order.ts";
import { addDims, multiplyDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { codes } from "./codes.ts";

export interface Matrix {
  /** The axes before it. */
  readonly lead: Shape;
  readonly rows: Dim;
  readonly columns: Dim;
}

export type MatrixRule = (matrix: Matrix) => Shape;

export function matrixIn(shape: Shape): Matrix | ShapeAnswer {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined)
    return mistaken(codes.rank, `expects at least 2 axes and gets ${formatShape(shape)}.`);
  return { lead: shape.slice(0, -2), rows, columns };
}

export function squareIn(shape: Shape): Matrix | ShapeAnswer {
  const matrix = matrixIn(shape);
  if (!("lead" in matrix)) return matrix;
  const { rows, columns } = matrix;
  if (typeof rows !== "number" || typeof columns !== "number" || rows === columns) return matrix;
  return mistaken(codes.matmul, `expects square matrices and gets ${rows} by ${columns} in ${formatShape(shape)}.`);
}

export function answerFor(shape: Shape, find: typeof matrixIn, rule: MatrixRule): ShapeAnswer {
  const matrix = find(shape);
  return "lead" in matrix ? { shape: rule(matrix) } : matrix;
}

const least = ({ rows, columns }: Matrix): Dim => minimumOf(rows, columns);

/** What decompositions give of a matrix; the names are those of an SVD and of QR. */
export const parts = {
  none: ({ lead }) => lead,
  itself: ({ lead, rows, columns }) => [...lead, rows, columns],
  turned: ({ lead, rows, columns }) => [...lead, columns, rows],
  values: (matrix) => [...matrix.lead, least(matrix)],
  left: (matrix) => [...matrix.lead, matrix.rows, least(matrix)],
  upper: (matrix) => [...matrix.lead, least(matrix), matrix.columns],
  right: (matrix) => [...matrix.lead, matrix.columns, least(matrix)],
  allRows: ({ lead, rows }) => [...lead, rows, rows],
  allColumns: ({ lead, columns }) => [...lead, columns, columns],
} as const satisfies Readonly<Record<string, MatrixRule>>;

/** `undefined`: a size is not known. */
export function diagonalLength(rows: Dim, columns: Dim, offset: number): Dim | undefined {
  if (offset === 0) return minimumOf(rows, columns);
  if (typeof rows !== "number" || typeof columns !== "number") return undefined;
  return Math.max(0, Math.min(rows + Math.min(0, offset), columns - Math.max(0, offset)));
}

/** A vector becomes a matrix, and a matrix its diagonal. */
export function diagonalOrMatrix(shape: Shape, offset: number): ShapeAnswer {
  const [rows, columns] = shape;
  if (rows === undefined || shape.length > 2)
    return mistaken(codes.rank, `expects a vector or a matrix and gets ${formatShape(shape)}.`);
  const size = addDims(rows, Math.abs(offset));
  if (columns === undefined) return { shape: [size, size] };
  const length = diagonalLength(rows, columns, offset);
  return length === undefined ? { unknown: "how long the diagonal is is not known" } : { shape: [length] };
}

/** Each number of the first times all of the second. */
export function kroneckerProduct(first: Shape, second: Shape): Shape {
  const rank = Math.max(first.length, second.length);
  const long = (sizes: Shape): Shape => [...Array.from({ length: rank - sizes.length }, () => 1), ...sizes];
  const others = long(second);
  return long(first).map((size, axis) => multiplyDims(size, others[axis] as Dim));
}

/** Rows are variables: how each goes with each. */
export function covariance(shape: Shape): Shape {
  const [count] = shape;
  return shape.length < 2 || count === undefined ? [] : [count, count];
}
