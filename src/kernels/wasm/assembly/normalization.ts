/**
 * Batch normalization over the columns of x [rows, columns], four columns at a time. Sums go in blocks of
 * 256 rows, which keeps them precise. The formulas stand in src/kernels/reference/normalization.ts.
 */
import { addLanes, madd, storeLanes } from "./vector";

const BLOCK: i32 = 256;

/** mean, variance [columns]. */
export function channelStatistics(x: usize, mean: usize, variance: usize, rows: i32, columns: i32): void {
  const share = f32x4.splat(<f32>1 / <f32>rows);
  for (let column = 0; column < columns; column += 4) {
    const offset = (<usize>column) << 2;
    const lanes = columns - column;
    const middle = f32x4.mul(columnSums(x + offset, rows, columns), share);
    storeLanes(mean + offset, middle, lanes);
    storeLanes(variance + offset, f32x4.mul(squaredSums(x + offset, middle, rows, columns), share), lanes);
  }
}

/** The sums of four columns. */
function columnSums(x: usize, rows: i32, columns: i32): v128 {
  const step = (<usize>columns) << 2;
  let total = f32x4.splat(0);
  let at = x;
  for (let from = 0; from < rows; from += BLOCK) {
    let sum = f32x4.splat(0);
    const to = min(rows, from + BLOCK);
    for (let row = from; row < to; row++) {
      sum = f32x4.add(sum, v128.load(at));
      at += step;
    }
    total = f32x4.add(total, sum);
  }
  return total;
}

/** The sums of (x - middle)^2 of four columns. */
function squaredSums(x: usize, middle: v128, rows: i32, columns: i32): v128 {
  const step = (<usize>columns) << 2;
  let total = f32x4.splat(0);
  let at = x;
  for (let from = 0; from < rows; from += BLOCK) {
    let sum = f32x4.splat(0);
    const to = min(rows, from + BLOCK);
    for (let row = from; row < to; row++) {
      const difference = f32x4.sub(v128.load(at), middle);
      sum = madd(difference, difference, sum);
      at += step;
    }
    total = f32x4.add(total, sum);
  }
  return total;
}

/** y = x scale + shift, each column with its own: scale = gamma / s, shift = beta - mean scale. */
export function normalizeChannels(
  x: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  y: usize,
  epsilon: f32,
  rows: i32,
  columns: i32,
): void {
  const step = (<usize>columns) << 2;
  const wide = columns & ~15;
  for (let column = 0; column < wide; column += 16) {
    const offset = (<usize>column) << 2;
    const scales = gamma + offset;
    normalizeSixteen(x + offset, mean + offset, variance + offset, scales, beta + offset, y + offset, epsilon, rows, step);
  }
  for (let column = wide; column < columns; column += 4) {
    const offset = (<usize>column) << 2;
    const lanes = columns - column;
    const scale = scaleOf(gamma + offset, variance + offset, epsilon);
    const middle = v128.load(mean + offset);
    const shift = v128.load(beta + offset);
    let from = x + offset;
    let to = y + offset;
    for (let row = 0; row < rows; row++) {
      storeLanes(to, madd(f32x4.sub(v128.load(from), middle), scale, shift), lanes);
      from += step;
      to += step;
    }
  }
}

/** Sixteen columns, a line of the cache, so that each line of a map comes once. */
function normalizeSixteen(
  x: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  beta: usize,
  y: usize,
  epsilon: f32,
  rows: i32,
  step: usize,
): void {
  const scale0 = scaleOf(gamma, variance, epsilon);
  const scale1 = scaleOf(gamma + 16, variance + 16, epsilon);
  const scale2 = scaleOf(gamma + 32, variance + 32, epsilon);
  const scale3 = scaleOf(gamma + 48, variance + 48, epsilon);
  const middle0 = v128.load(mean);
  const middle1 = v128.load(mean, 16);
  const middle2 = v128.load(mean, 32);
  const middle3 = v128.load(mean, 48);
  const shift0 = v128.load(beta);
  const shift1 = v128.load(beta, 16);
  const shift2 = v128.load(beta, 32);
  const shift3 = v128.load(beta, 48);
  for (let row = 0; row < rows; row++) {
    v128.store(y, madd(f32x4.sub(v128.load(x), middle0), scale0, shift0));
    v128.store(y, madd(f32x4.sub(v128.load(x, 16), middle1), scale1, shift1), 16);
    v128.store(y, madd(f32x4.sub(v128.load(x, 32), middle2), scale2, shift2), 32);
    v128.store(y, madd(f32x4.sub(v128.load(x, 48), middle3), scale3, shift3), 48);
    x += step;
    y += step;
  }
}

// @ts-ignore: decorator
@inline
function scaleOf(gamma: usize, variance: usize, epsilon: f32): v128 {
  return f32x4.mul(v128.load(gamma), inverseRoot(variance, epsilon));
}

/** 1 / sqrt(variance + epsilon), four lanes. */
// @ts-ignore: decorator
@inline
function inverseRoot(variance: usize, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(variance), f32x4.splat(epsilon))));
}

/** With `own` mean and variance are x's own and the gradient goes through them. dx may be 0: nobody asks for it. */
export function normalizeChannelsGradient(
  x: usize,
  dy: usize,
  mean: usize,
  variance: usize,
  gamma: usize,
  dx: usize,
  dgamma: usize,
  dbeta: usize,
  epsilon: f32,
  rows: i32,
  columns: i32,
  own: bool,
): void {
  const step = (<usize>columns) << 2;
  const share = f32x4.splat(own ? <f32>1 / <f32>rows : 0);
  for (let column = 0; column < columns; column += 4) {
    const offset = (<usize>column) << 2;
    const lanes = columns - column;
    const middle = v128.load(mean + offset);
    const inverse = inverseRoot(variance + offset, epsilon);
    const sum = columnSums(dy + offset, rows, columns);
    const sumNormalized = f32x4.mul(productSums(x + offset, dy + offset, middle, rows, columns), inverse);
    addLanes(dbeta + offset, sum, lanes);
    addLanes(dgamma + offset, sumNormalized, lanes);
    if (dx == 0) continue;
    const scale = f32x4.mul(v128.load(gamma + offset), inverse);
    const meanSum = f32x4.mul(sum, share);
    const meanNormalized = f32x4.mul(f32x4.mul(sumNormalized, share), inverse);
    let at = offset;
    for (let row = 0; row < rows; row++) {
      const difference = f32x4.sub(v128.load(x + at), middle);
      const centred = f32x4.sub(f32x4.sub(v128.load(dy + at), meanSum), f32x4.mul(difference, meanNormalized));
      addLanes(dx + at, f32x4.mul(scale, centred), lanes);
      at += step;
    }
  }
}

/** The sums of dy (x - middle) of four columns. */
function productSums(x: usize, dy: usize, middle: v128, rows: i32, columns: i32): v128 {
  const step = (<usize>columns) << 2;
  let total = f32x4.splat(0);
  let at: usize = 0;
  for (let from = 0; from < rows; from += BLOCK) {
    let sum = f32x4.splat(0);
    const to = min(rows, from + BLOCK);
    for (let row = from; row < to; row++) {
      sum = madd(v128.load(dy + at), f32x4.sub(v128.load(x + at), middle), sum);
      at += step;
    }
    total = f32x4.add(total, sum);
  }
  return total;
}
