/**
 * The bias of convolutions and dense layers: y += b in every row, and db = the sum of dy over the rows. A row is a place of
 * the output (one bias for each filter), or with `"perPosition"` a whole sample (one bias for each place and filter).
 */
import type { Floats } from "../../tensor/floats.ts";
import type { MatrixSizes } from "../../tensor/kernels.ts";

/** y [rows, columns], b [columns]. */
export function addBias(y: Floats, b: Floats, { rows, columns }: MatrixSizes): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) y[row * columns + column]! += b[column]!;
  }
}

/** dy [rows, columns]; db [columns]. */
export function biasGradient(dy: Floats, db: Floats, { rows, columns }: MatrixSizes): void {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) sums[column]! += dy[row * columns + column]!;
  }
  for (let column = 0; column < columns; column++) db[column]! += sums[column]!;
}
