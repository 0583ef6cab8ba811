/**
 * Winograd's F(2 x 2, 3 x 3) (Lavin and Gray 2015): a tile of 2 x 2 outputs of a 3 x 3 convolution with stride 1 takes 16
 * multiplications for each pair of channels in place of 36, as Y = A^T ((G g G^T) (B^T d B)) A with
 *
 *     B^T = 1  0 -1  0     G = 1    0    0      A^T = 1  1  1  0
 *           0  1  1  0         1/2  1/2  1/2          0  1 -1 -1
 *           0 -1  1  0         1/2 -1/2  1/2
 *           0  1  0 -1         0    0    1
 *
 * Here are the three transforms; the products of all tiles are 16 products of matrices, which `convolve` does. Of a tile that
 * reaches over the edge the fourth row and column are read along and touch only outputs that are not there. The planes lie
 * `plane` bytes apart, which must not be a multiple of what a set of the cache is apart: sixteen streams would share it.
 */
import { convolve } from "./tile";
import { finish, storeLanes } from "./vector";

/**
 * u [16, ci, width] = G k G^T of the first `filters` of k [3, 3, ci, _]: rows of k `kStep` bytes apart, rows of u `uStep`. The
 * last vector's lanes beyond `filters` are written too.
 */
export function transformKernel(
  k: usize,
  u: usize,
  ci: i32,
  filters: i32,
  kStep: usize,
  uStep: usize,
  plane: usize,
): void {
  const tap = <usize>ci * kStep;
  const half = f32x4.splat(0.5);
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
      kernelRow(to, plane, a0, a1, a2, half);
      const outer0 = f32x4.mul(half, f32x4.add(a0, c0));
      const outer1 = f32x4.mul(half, f32x4.add(a1, c1));
      const outer2 = f32x4.mul(half, f32x4.add(a2, c2));
      const inner0 = f32x4.mul(half, b0);
      const inner1 = f32x4.mul(half, b1);
      const inner2 = f32x4.mul(half, b2);
      // biome-ignore format: one line for each row of G k
      kernelRow(to + 4 * plane, plane, f32x4.add(outer0, inner0), f32x4.add(outer1, inner1), f32x4.add(outer2, inner2), half);
      // biome-ignore format: as above
      kernelRow(to + 8 * plane, plane, f32x4.sub(outer0, inner0), f32x4.sub(outer1, inner1), f32x4.sub(outer2, inner2), half);
      kernelRow(to + 12 * plane, plane, c0, c1, c2, half);
    }
  }
}

/** One row of G k, times G^T, to its four planes. */
// @ts-ignore: decorator
@inline
function kernelRow(to: usize, plane: usize, g0: v128, g1: v128, g2: v128, half: v128): void {
  const outer = f32x4.mul(half, f32x4.add(g0, g2));
  const inner = f32x4.mul(half, g1);
  v128.store(to, g0);
  v128.store(to + plane, f32x4.add(outer, inner));
  v128.store(to + 2 * plane, f32x4.sub(outer, inner));
  v128.store(to + 3 * plane, g2);
}

/** v [16, rows * across, ci] = B^T d B of the tiles of some rows; x: the first row's first cell, rows of cells `pitch` apart. */
export function transformInput(
  x: usize,
  v: usize,
  rows: i32,
  across: i32,
  pitch: usize,
  ci: i32,
  plane: usize,
): void {
  const cell = (<usize>ci) << 2;
  const whole = ci & ~3;
  let to = v;
  for (let row = 0; row < rows; row++) {
    for (let tile = 0; tile < across; tile++) {
      const from = x + <usize>(2 * row) * pitch + <usize>(2 * tile) * cell;
      for (let c = 0; c < whole; c += 4) {
        const offset = (<usize>c) << 2;
        inputTile(from + offset, to + offset, pitch, cell, plane, 4);
      }
      if (whole < ci) {
        const offset = (<usize>whole) << 2;
        inputTile(from + offset, to + offset, pitch, cell, plane, ci - whole);
      }
      to += cell;
    }
  }
}

/** Four channels of a tile, or the last `lanes`. */
// @ts-ignore: decorator
@inline
function inputTile(from: usize, to: usize, pitch: usize, cell: usize, plane: usize, lanes: i32): void {
  inputRow(from, from + 2 * pitch, false, to, cell, plane, lanes);
  inputRow(from + pitch, from + 2 * pitch, true, to + 4 * plane, cell, plane, lanes);
  inputRow(from + 2 * pitch, from + pitch, false, to + 8 * plane, cell, plane, lanes);
  inputRow(from + pitch, from + 3 * pitch, false, to + 12 * plane, cell, plane, lanes);
}

/** One row of B^T d, the sum of two rows of d or their difference, times B, to its four planes. */
// @ts-ignore: decorator
@inline
function inputRow(a: usize, b: usize, sum: bool, to: usize, cell: usize, plane: usize, lanes: i32): void {
  const d0 = combine(v128.load(a), v128.load(b), sum);
  const d1 = combine(v128.load(a + cell), v128.load(b + cell), sum);
  const d2 = combine(v128.load(a + 2 * cell), v128.load(b + 2 * cell), sum);
  const d3 = combine(v128.load(a + 3 * cell), v128.load(b + 3 * cell), sum);
  storeLanes(to, f32x4.sub(d0, d2), lanes);
  storeLanes(to + plane, f32x4.add(d1, d2), lanes);
  storeLanes(to + 2 * plane, f32x4.sub(d2, d1), lanes);
  storeLanes(to + 3 * plane, f32x4.sub(d1, d3), lanes);
}

// @ts-ignore: decorator
@inline
function combine(a: v128, b: v128, sum: bool): v128 {
  return sum ? f32x4.add(a, b) : f32x4.sub(a, b);
}

/**
 * y = A^T m A + b, under ReLU if asked, or added to y, for the tiles of some rows: m [16, rows * across, co]; b may be 0 for
 * none; y: the first row's first place, places `yNext` and rows `yRow` bytes apart; `height` x `width` places are there.
 */
export function transformOutput(
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
): void {
  const cell = (<usize>co) << 2;
  const whole = co & ~3;
  const rest = (<usize>whole) << 2;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  let from = m;
  for (let row = 0; row < rows; row++) {
    const below = 2 * row + 1 < height ? yRow : 0;
    for (let tile = 0; tile < across; tile++) {
      const beside = 2 * tile + 1 < width ? yNext : 0;
      const to = y + <usize>(2 * row) * yRow + <usize>(2 * tile) * yNext;
      for (let offset: usize = 0; offset < rest; offset += 16) {
        const bias = b ? v128.load(b + offset) : f32x4.splat(0);
        outputTile(from + offset, plane, bias, floor, to + offset, below, beside, accumulate, 4);
      }
      if (whole < co) {
        const bias = b ? v128.load(b + rest) : f32x4.splat(0);
        outputTile(from + rest, plane, bias, floor, to + rest, below, beside, accumulate, co - whole);
      }
      from += cell;
    }
  }
}

/** The products of all planes: m [planes, tiles, co] = v [planes, tiles, ci] u [planes, ci, width]; `one`: a table of a single 0. */
export function multiplyPlanes(
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
  for (let i = 0; i < planes; i++) {
    const plane = <usize>i;
    // biome-ignore format: what, how many, how far apart, which runs
    convolve(
      v + plane * vPlane, u + plane * uPlane, 0, m + plane * mPlane,
      1, tiles,
      0, ci << 2, 0, co << 2, uStep,
      co, one, 1, ci, 0,
    );
  }
}

/** Four filters of a tile, or the last `lanes`; `below` and `beside`: bytes to the other places, 0 where there are none. */
// @ts-ignore: decorator
@inline
function outputTile(
  at: usize,
  plane: usize,
  bias: v128,
  floor: v128,
  to: usize,
  below: usize,
  beside: usize,
  accumulate: bool,
  lanes: i32,
): void {
  const upper0 = upper(at, plane);
  const upper1 = upper(at + plane, plane);
  const upper2 = upper(at + 2 * plane, plane);
  const upper3 = upper(at + 3 * plane, plane);
  finish(to, f32x4.add(f32x4.add(upper0, upper1), upper2), bias, floor, accumulate, lanes);
  if (beside) finish(to + beside, f32x4.sub(f32x4.sub(upper1, upper2), upper3), bias, floor, accumulate, lanes);
  if (!below) return;
  const lower0 = lower(at, plane);
  const lower1 = lower(at + plane, plane);
  const lower2 = lower(at + 2 * plane, plane);
  const lower3 = lower(at + 3 * plane, plane);
  const under = to + below;
  finish(under, f32x4.add(f32x4.add(lower0, lower1), lower2), bias, floor, accumulate, lanes);
  if (beside) finish(under + beside, f32x4.sub(f32x4.sub(lower1, lower2), lower3), bias, floor, accumulate, lanes);
}

/** The first row of A^T m, of one column of planes. */
// @ts-ignore: decorator
@inline
function upper(at: usize, plane: usize): v128 {
  return f32x4.add(v128.load(at), f32x4.add(v128.load(at + 4 * plane), v128.load(at + 8 * plane)));
}

/** The second. */
// @ts-ignore: decorator
@inline
function lower(at: usize, plane: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(at + 4 * plane), v128.load(at + 8 * plane)), v128.load(at + 12 * plane));
}
