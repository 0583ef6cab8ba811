/**
 * Winograd's way for 3 x 3 kernels with stride 2: a tile of 2 x 2 outputs takes 25 multiplications for each pair of channels in
 * place of 36. Along an axis two outputs read five cells: the outer taps reach the even ones, which is F(2, 2), and the middle
 * tap the odd ones, two products as ever. So sixteen planes of weights serve 25 of cells; all numbers are 0, 1 and -1:
 *
 *     B^T = 1  0 -1  0  0     G = 1  0  0     A^T = 1  1  0  1  0
 *           0  0  1  0  0         1  0  1           0  1 -1  0  1
 *           0  0  1  0 -1         0  0  1
 *           0  1  0  0  0         0  1  0   (for the fourth plane and the fifth)
 *           0  0  0  1  0
 */
import { convolve } from "./tile";
import { finish, storeLanes } from "./vector";

const VECTOR: usize = 16;
const ROW: usize = 5 * VECTOR;

/** As `transformKernel`, u [16, ci, width]. */
export function transformKernelStrided(
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
      const c0 = v128.load(from + 6 * tap);
      const c1 = v128.load(from + 7 * tap);
      const c2 = v128.load(from + 8 * tap);
      kernelRow(to, plane, a0, a1, a2);
      kernelRow(to + 4 * plane, plane, f32x4.add(a0, c0), f32x4.add(a1, c1), f32x4.add(a2, c2));
      kernelRow(to + 8 * plane, plane, c0, c1, c2);
      const middle = from + 3 * tap;
      kernelRow(to + 12 * plane, plane, v128.load(middle), v128.load(middle + tap), v128.load(middle + 2 * tap));
    }
  }
}

/** One row of G k, times G^T, to its four planes. */
// @ts-ignore: decorator
@inline
function kernelRow(to: usize, plane: usize, g0: v128, g1: v128, g2: v128): void {
  v128.store(to, g0);
  v128.store(to + plane, f32x4.add(g0, g2));
  v128.store(to + 2 * plane, g2);
  v128.store(to + 3 * plane, g1);
}

/** As `transformInput`, v [25, rows * across, ci]; `room`: for 25 vectors. */
export function transformInputStrided(
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
        for (let i: usize = 0; i < 5; i++) inputLine(from + offset + i * cell, pitch, room + i * VECTOR, ROW, 4);
        for (let i: usize = 0; i < 5; i++) {
          inputLine(room + i * ROW, VECTOR, to + offset + 5 * i * plane, plane, ci - c);
        }
      }
      to += cell;
    }
  }
}

/** B^T d of five vectors, `step` bytes apart, to five that are `next` apart. */
// @ts-ignore: decorator
@inline
function inputLine(from: usize, step: usize, to: usize, next: usize, lanes: i32): void {
  const middle = v128.load(from + 2 * step);
  storeLanes(to, f32x4.sub(v128.load(from), middle), lanes);
  storeLanes(to + next, middle, lanes);
  storeLanes(to + 2 * next, f32x4.sub(middle, v128.load(from + 4 * step)), lanes);
  storeLanes(to + 3 * next, v128.load(from + step), lanes);
  storeLanes(to + 4 * next, v128.load(from + 3 * step), lanes);
}

/** As `multiplyPlanes`, with sixteen planes of u for 25 of v and m. */
export function multiplyPlanesStrided(
  v: usize,
  u: usize,
  m: usize,
  planes: i32,
  tiles: i32,
  ci: i32,
  co: i32,
  vPlane: usize,
  uPlane: usize,
  mPlane: usize,
  uStep: i32,
  one: usize,
): void {
  for (let plane = 0; plane < planes; plane++) {
    const weights = 4 * min(plane / 5, 3) + min(plane % 5, 3);
    // biome-ignore format: what, how many, how far apart, which runs
    convolve(
      v + <usize>plane * vPlane, u + <usize>weights * uPlane, 0, m + <usize>plane * mPlane,
      1, tiles,
      0, ci << 2, 0, co << 2, uStep,
      co, one, 1, ci, 0,
    );
  }
}

/** As `transformOutput`, m [25, rows * across, co]; `room`: for ten vectors. */
export function transformOutputStrided(
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
    const down = min(2, height - 2 * row);
    for (let tile = 0; tile < across; tile++) {
      const right = min(2, width - 2 * tile);
      const to = y + <usize>(2 * row) * yRow + <usize>(2 * tile) * yNext;
      for (let o = 0; o < co; o += 4) {
        const offset = (<usize>o) << 2;
        const bias = b ? v128.load(b + offset) : f32x4.splat(0);
        for (let i: usize = 0; i < 5; i++) outputColumn(from + offset + i * plane, plane, room + i * VECTOR);
        for (let i = 0; i < down; i++) {
          const line = room + <usize>i * ROW;
          const place = to + offset + <usize>i * yRow;
          const shared = v128.load(line, 16);
          const left = f32x4.add(f32x4.add(v128.load(line), shared), v128.load(line, 48));
          finish(place, left, bias, floor, accumulate, co - o);
          if (right < 2) continue;
          const beside = f32x4.add(f32x4.sub(shared, v128.load(line, 32)), v128.load(line, 64));
          finish(place + yNext, beside, bias, floor, accumulate, co - o);
        }
      }
      from += cell;
    }
  }
}

/** A^T m of the five planes of one column. */
// @ts-ignore: decorator
@inline
function outputColumn(at: usize, plane: usize, to: usize): void {
  const shared = v128.load(at + 5 * plane);
  v128.store(to, f32x4.add(f32x4.add(v128.load(at), shared), v128.load(at + 15 * plane)));
  const lower = f32x4.add(f32x4.sub(shared, v128.load(at + 10 * plane)), v128.load(at + 20 * plane));
  v128.store(to + ROW, lower);
}
