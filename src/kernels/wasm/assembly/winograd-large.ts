/**
 * Winograd's F(4 x 4, 3 x 3): a tile of 4 x 4 outputs takes 36 multiplications for each pair of channels in place of 144, and
 * of the 64 that tiles of 2 x 2 take. It goes through six points, here 0, a, -a, b, -b and infinity with a = 3/4 and
 * b = 3/2: every number of B^T and A^T is exact in float32, and the error is that of a plain sum in float32, a third of what
 * the usual 1 and 2 give (docs/performance.md). With e = -(a^2 + b^2), N = 2 a^2 (a^2 - b^2) and M = 2 b^2 (b^2 - a^2):
 *
 *     B^T = (ab)^2   0    e     0   1  0     G = 1/(ab)^2  0    0        A^T = 1   1    1    1    1   0
 *             0   -ab^2 -b^2    a   1  0         1/N       a/N  a^2/N          0   a   -a    b   -b   0
 *             0    ab^2 -b^2   -a   1  0         1/N      -a/N  a^2/N          0  a^2  a^2  b^2  b^2  0
 *             0   -ba^2 -a^2    b   1  0         1/M       b/M  b^2/M          0  a^3 -a^3  b^3 -b^3  1
 *             0    ba^2 -a^2   -b   1  0         1/M      -b/M  b^2/M
 *             0   (ab)^2  0     e   0  1         0         0    1
 *
 * The sample lies in a frame that is there, as zeros, up to the last tile's end: unlike in tiles of 2 x 2, what is read
 * beyond would touch outputs that are there. Each transform goes over the columns, into a room of 36 vectors, and then over
 * the rows.
 */
import { finish, madd, nmadd, storeLanes } from "./vector";

const A: f32 = 0.75;
const B: f32 = 1.5;
const A2: f32 = A * A;
const B2: f32 = B * B;
const N: f32 = 2 * A2 * (A2 - B2);
const M: f32 = 2 * B2 * (B2 - A2);

const VECTOR: usize = 16;
const ROW: usize = 6 * VECTOR;

/** As `transformKernel`, u [36, ci, width]. */
export function transformKernelLarge(
  k: usize,
  u: usize,
  ci: i32,
  filters: i32,
  kStep: usize,
  uStep: usize,
  plane: usize,
): void {
  const tap = <usize>ci * kStep;
  for (let c = 0; c < ci; c++) {
    for (let o = 0; o < filters; o += 4) {
      const offset = (<usize>o) << 2;
      const from = k + <usize>c * kStep + offset;
      const to = u + <usize>c * uStep + offset;
      const a0 = v128.load(from);
      const a1 = v128.load(from + tap);
      const a2 = v128.load(from + 2 * tap);
      const b0 = v128.load(from + 3 * tap);
      const b1 = v128.load(from + 4 * tap);
      const b2 = v128.load(from + 5 * tap);
      const c0 = v128.load(from + 6 * tap);
      const c1 = v128.load(from + 7 * tap);
      const c2 = v128.load(from + 8 * tap);
      const first = f32x4.splat(1 / (A2 * B2));
      kernelRow(to, plane, f32x4.mul(first, a0), f32x4.mul(first, a1), f32x4.mul(first, a2));
      kernelPair(to + 6 * plane, plane, a0, a1, a2, b0, b1, b2, c0, c1, c2, 1 / N, A / N, A2 / N);
      kernelPair(to + 18 * plane, plane, a0, a1, a2, b0, b1, b2, c0, c1, c2, 1 / M, B / M, B2 / M);
      kernelRow(to + 30 * plane, plane, c0, c1, c2);
    }
  }
}

/** The two rows of G k, times G^T, whose numbers in G are x, y, z and x, -y, z. */
// @ts-ignore: decorator
@inline
function kernelPair(
  to: usize,
  plane: usize,
  a0: v128,
  a1: v128,
  a2: v128,
  b0: v128,
  b1: v128,
  b2: v128,
  c0: v128,
  c1: v128,
  c2: v128,
  x: f32,
  y: f32,
  z: f32,
): void {
  const even0 = madd(c0, f32x4.splat(z), f32x4.mul(a0, f32x4.splat(x)));
  const even1 = madd(c1, f32x4.splat(z), f32x4.mul(a1, f32x4.splat(x)));
  const even2 = madd(c2, f32x4.splat(z), f32x4.mul(a2, f32x4.splat(x)));
  const odd0 = f32x4.mul(b0, f32x4.splat(y));
  const odd1 = f32x4.mul(b1, f32x4.splat(y));
  const odd2 = f32x4.mul(b2, f32x4.splat(y));
  kernelRow(to, plane, f32x4.add(even0, odd0), f32x4.add(even1, odd1), f32x4.add(even2, odd2));
  kernelRow(to + 6 * plane, plane, f32x4.sub(even0, odd0), f32x4.sub(even1, odd1), f32x4.sub(even2, odd2));
}

/** One row of G k, times G^T, to its six planes. */
// @ts-ignore: decorator
@inline
function kernelRow(to: usize, plane: usize, g0: v128, g1: v128, g2: v128): void {
  v128.store(to, f32x4.mul(g0, f32x4.splat(1 / (A2 * B2))));
  const evenA = madd(g2, f32x4.splat(A2 / N), f32x4.mul(g0, f32x4.splat(1 / N)));
  const oddA = f32x4.mul(g1, f32x4.splat(A / N));
  v128.store(to + plane, f32x4.add(evenA, oddA));
  v128.store(to + 2 * plane, f32x4.sub(evenA, oddA));
  const evenB = madd(g2, f32x4.splat(B2 / M), f32x4.mul(g0, f32x4.splat(1 / M)));
  const oddB = f32x4.mul(g1, f32x4.splat(B / M));
  v128.store(to + 3 * plane, f32x4.add(evenB, oddB));
  v128.store(to + 4 * plane, f32x4.sub(evenB, oddB));
  v128.store(to + 5 * plane, g2);
}

/** As `transformInput`, v [36, rows * across, ci]; `room`: for 36 vectors. */
export function transformInputLarge(
  x: usize,
  v: usize,
  rows: i32,
  across: i32,
  pitch: usize,
  ci: i32,
  plane: usize,
  room: usize,
): void {
  const cell = (<usize>ci) << 2;
  let to = v;
  for (let row = 0; row < rows; row++) {
    for (let tile = 0; tile < across; tile++) {
      const from = x + <usize>(4 * row) * pitch + <usize>(4 * tile) * cell;
      for (let c = 0; c < ci; c += 4) {
        const offset = (<usize>c) << 2;
        for (let i: usize = 0; i < 6; i++) inputLine(from + offset + i * cell, pitch, room + i * VECTOR, ROW, 4);
        for (let i: usize = 0; i < 6; i++) {
          inputLine(room + i * ROW, VECTOR, to + offset + 6 * i * plane, plane, ci - c);
        }
      }
      to += cell;
    }
  }
}

/** B^T d of six vectors, `step` bytes apart, to six that are `next` apart. */
// @ts-ignore: decorator
@inline
function inputLine(from: usize, step: usize, to: usize, next: usize, lanes: i32): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const d4 = v128.load(from + 4 * step);
  const d5 = v128.load(from + 5 * step);
  const product = f32x4.splat(A2 * B2);
  const sum = f32x4.splat(A2 + B2);
  storeLanes(to, madd(product, d0, nmadd(sum, d2, d4)), lanes);
  storeLanes(to + 5 * next, madd(product, d1, nmadd(sum, d3, d5)), lanes);
  const evenA = nmadd(f32x4.splat(B2), d2, d4);
  const oddA = f32x4.mul(f32x4.splat(A), nmadd(f32x4.splat(B2), d1, d3));
  storeLanes(to + next, f32x4.add(evenA, oddA), lanes);
  storeLanes(to + 2 * next, f32x4.sub(evenA, oddA), lanes);
  const evenB = nmadd(f32x4.splat(A2), d2, d4);
  const oddB = f32x4.mul(f32x4.splat(B), nmadd(f32x4.splat(A2), d1, d3));
  storeLanes(to + 3 * next, f32x4.add(evenB, oddB), lanes);
  storeLanes(to + 4 * next, f32x4.sub(evenB, oddB), lanes);
}

/** As `transformOutput`, m [36, rows * across, co]; `room`: for 24 vectors. */
export function transformOutputLarge(
  m: usize,
  b: usize,
  y: usize,
  rows: i32,
  across: i32,
  co: i32,
  plane: usize,
  yRow: usize,
  yNext: usize,
  height: i32,
  width: i32,
  relu: bool,
  accumulate: bool,
  room: usize,
): void {
  const cell = (<usize>co) << 2;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  let from = m;
  for (let row = 0; row < rows; row++) {
    const down = min(4, height - 4 * row);
    for (let tile = 0; tile < across; tile++) {
      const right = min(4, width - 4 * tile);
      const to = y + <usize>(4 * row) * yRow + <usize>(4 * tile) * yNext;
      for (let o = 0; o < co; o += 4) {
        const offset = (<usize>o) << 2;
        const bias = b ? v128.load(b + offset) : f32x4.splat(0);
        for (let i: usize = 0; i < 6; i++) outputColumn(from + offset + i * plane, plane, room + i * VECTOR);
        for (let i = 0; i < down; i++) {
          const place = to + offset + <usize>i * yRow;
          outputRow(room + <usize>i * ROW, bias, floor, place, yNext, right, accumulate, co - o);
        }
      }
      from += cell;
    }
  }
}

/** A^T m of the six planes of one column. */
// @ts-ignore: decorator
@inline
function outputColumn(at: usize, plane: usize, to: usize): void {
  const m1 = v128.load(at + 6 * plane);
  const m2 = v128.load(at + 12 * plane);
  const m3 = v128.load(at + 18 * plane);
  const m4 = v128.load(at + 24 * plane);
  const sumA = f32x4.add(m1, m2);
  const sumB = f32x4.add(m3, m4);
  const differenceA = f32x4.sub(m1, m2);
  const differenceB = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(v128.load(at), f32x4.add(sumA, sumB)));
  v128.store(to + ROW, first(differenceA, differenceB));
  v128.store(to + 2 * ROW, second(sumA, sumB));
  v128.store(to + 3 * ROW, third(differenceA, differenceB, v128.load(at + 30 * plane)));
}

/** One row of A^T m, times A, to up to four places. */
// @ts-ignore: decorator
@inline
function outputRow(
  from: usize,
  bias: v128,
  floor: v128,
  to: usize,
  next: usize,
  places: i32,
  accumulate: bool,
  lanes: i32,
): void {
  const m1 = v128.load(from, 16);
  const m2 = v128.load(from, 32);
  const m3 = v128.load(from, 48);
  const m4 = v128.load(from, 64);
  const sumA = f32x4.add(m1, m2);
  const sumB = f32x4.add(m3, m4);
  const differenceA = f32x4.sub(m1, m2);
  const differenceB = f32x4.sub(m3, m4);
  finish(to, f32x4.add(v128.load(from), f32x4.add(sumA, sumB)), bias, floor, accumulate, lanes);
  if (places > 1) finish(to + next, first(differenceA, differenceB), bias, floor, accumulate, lanes);
  if (places > 2) finish(to + 2 * next, second(sumA, sumB), bias, floor, accumulate, lanes);
  if (places < 4) return;
  const last = third(differenceA, differenceB, v128.load(from, 80));
  finish(to + 3 * next, last, bias, floor, accumulate, lanes);
}

// @ts-ignore: decorator
@inline
function first(differenceA: v128, differenceB: v128): v128 {
  return madd(f32x4.splat(B), differenceB, f32x4.mul(f32x4.splat(A), differenceA));
}

// @ts-ignore: decorator
@inline
function second(sumA: v128, sumB: v128): v128 {
  return madd(f32x4.splat(B2), sumB, f32x4.mul(f32x4.splat(A2), sumA));
}

// @ts-ignore: decorator
@inline
function third(differenceA: v128, differenceB: v128, last: v128): v128 {
  return madd(f32x4.splat(B2 * B), differenceB, madd(f32x4.splat(A2 * A), differenceA, last));
}
