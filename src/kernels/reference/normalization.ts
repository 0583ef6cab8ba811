/**
 * Normalizations. With x^ = (x - mean) / s, s = sqrt(variance + epsilon) and y = gamma x^ + beta:
 *   dgamma = sum dy x^,  dbeta = sum dy,
 *   dx = gamma / s (dy - mean(dy) - x^ mean(dy x^))   where mean and variance are x's own (Ioffe and Szegedy 2015),
 *   dx = gamma / s dy                                 where they are given numbers.
 * The sums run over the values that share a mean: a channel's column for batch normalization, a row for layer normalization.
 */
import type { Floats } from "../../tensor/floats.ts";
import type { ChannelScaling, MatrixSizes, NormGradients, RowScaling } from "../../tensor/kernels.ts";

/** x [rows, columns]; mean, variance [columns]. */
export function channelStatistics(x: Floats, mean: Floats, variance: Floats, { rows, columns }: MatrixSizes): void {
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    for (let i = c; i < rows * columns; i += columns) sum += x[i]!;
    const middle = sum / rows;
    let squares = 0;
    for (let i = c; i < rows * columns; i += columns) squares += (x[i]! - middle) ** 2;
    mean[c] = middle;
    variance[c] = squares / rows;
  }
}

/** x, y [rows, columns]; the rest [columns]. */
export function normalizeChannels(
  x: Floats,
  { mean, variance, gamma, epsilon }: ChannelScaling,
  beta: Floats,
  y: Floats,
  { rows, columns }: MatrixSizes,
): void {
  for (let c = 0; c < columns; c++) {
    const scale = gamma[c]! / Math.sqrt(variance[c]! + epsilon);
    for (let i = c; i < rows * columns; i += columns) y[i] = (x[i]! - mean[c]!) * scale + beta[c]!;
  }
}

/** x, dy, dx [rows, columns]; the rest [columns]. */
export function batchNormGradient(
  x: Floats,
  dy: Floats,
  { mean, variance, gamma, epsilon }: ChannelScaling,
  { dx, dgamma, dbeta }: NormGradients,
  { rows, columns }: MatrixSizes,
): void {
  for (let c = 0; c < columns; c++) {
    const middle = mean[c]!;
    const inverse = 1 / Math.sqrt(variance[c]! + epsilon);
    let sum = 0;
    let sumNormalized = 0;
    for (let i = c; i < rows * columns; i += columns) {
      sum += dy[i]!;
      sumNormalized += dy[i]! * (x[i]! - middle) * inverse;
    }
    dgamma[c]! += sumNormalized;
    dbeta[c]! += sum;
    if (!dx) continue;
    const scale = gamma[c]! * inverse;
    for (let i = c; i < rows * columns; i += columns) {
      const normalized = (x[i]! - middle) * inverse;
      dx[i]! += scale * (dy[i]! - sum / rows - (normalized * sumNormalized) / rows);
    }
  }
}

/** x, dy, dx [rows, columns]; the rest [columns]. */
export function scaledShiftGradient(
  x: Floats,
  dy: Floats,
  { mean, variance, gamma, epsilon }: ChannelScaling,
  { dx, dgamma, dbeta }: NormGradients,
  { rows, columns }: MatrixSizes,
): void {
  for (let c = 0; c < columns; c++) {
    const inverse = 1 / Math.sqrt(variance[c]! + epsilon);
    for (let i = c; i < rows * columns; i += columns) {
      dgamma[c]! += dy[i]! * (x[i]! - mean[c]!) * inverse;
      dbeta[c]! += dy[i]!;
      if (dx) dx[i]! += gamma[c]! * inverse * dy[i]!;
    }
  }
}

/** x, y [rows, columns]; gamma, beta [columns]. */
export function normalizeRows(
  x: Floats,
  { gamma, epsilon }: RowScaling,
  beta: Floats,
  y: Floats,
  { rows, columns }: MatrixSizes,
): void {
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    const { mean, inverse } = rowStatistics(x, at, columns, epsilon);
    for (let c = 0; c < columns; c++) y[at + c] = (x[at + c]! - mean) * inverse * gamma[c]! + beta[c]!;
  }
}

/** x, dy, dx [rows, columns]; gamma, dgamma, dbeta [columns]. Here gamma is within the sums: each column has its own. */
export function normalizeRowsGradient(
  x: Floats,
  dy: Floats,
  { gamma, epsilon }: RowScaling,
  { dx, dgamma, dbeta }: NormGradients,
  { rows, columns }: MatrixSizes,
): void {
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    const { mean, inverse } = rowStatistics(x, at, columns, epsilon);
    let sum = 0;
    let sumNormalized = 0;
    for (let c = 0; c < columns; c++) {
      const normalized = (x[at + c]! - mean) * inverse;
      const scaled = dy[at + c]! * gamma[c]!;
      dgamma[c]! += dy[at + c]! * normalized;
      dbeta[c]! += dy[at + c]!;
      sum += scaled;
      sumNormalized += scaled * normalized;
    }
    if (!dx) continue;
    for (let c = 0; c < columns; c++) {
      const normalized = (x[at + c]! - mean) * inverse;
      const scaled = dy[at + c]! * gamma[c]!;
      dx[at + c]! += inverse * (scaled - sum / columns - (normalized * sumNormalized) / columns);
    }
  }
}

function rowStatistics(x: Floats, at: number, columns: number, epsilon: number): { mean: number; inverse: number } {
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += x[at + c]!;
  const mean = sum / columns;
  let squares = 0;
  for (let c = 0; c < columns; c++) squares += (x[at + c]! - mean) ** 2;
  return { mean, inverse: 1 / Math.sqrt(squares / columns + epsilon) };
}
