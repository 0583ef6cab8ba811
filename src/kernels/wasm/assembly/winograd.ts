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
 * reaches over the edge the fourth row and column are read along and touch only outputs that are not there.
 */
import { storeLanes } from "./vector";

/** u [16, ci, co] = G k G^T of k [3, 3, ci, co]. */
export function transformKernel(k: usize, u: usize, ci: i32, co: i32): void {
  const tap = (<usize>(ci * co)) << 2;
  const length = ci * co;
  const half = f32x4.splat(0.5);
  for (let i = 0; i < length; i += 4) {
    const from = k + ((<usize>i) << 2);
    const to = u + ((<usize>i) << 2);
    const lanes = length - i;
    for (let column = 0; column < 3; column++) {
      // G times one column of the kernel; the columns wait in the first three of each row of u.
      const g0 = v128.load(from + <usize>column * tap);
      const g1 = v128.load(from + <usize>(3 + column) * tap);
      const g2 = v128.load(from + <usize>(6 + column) * tap);
      const outer = f32x4.add(g0, g2);
      storeLanes(to + <usize>column * tap, g0, lanes);
      storeLanes(to + <usize>(4 + column) * tap, f32x4.mul(half, f32x4.add(outer, g1)), lanes);
      storeLanes(to + <usize>(8 + column) * tap, f32x4.mul(half, f32x4.sub(outer, g1)), lanes);
      storeLanes(to + <usize>(12 + column) * tap, g2, lanes);
    }
    for (let row = 0; row < 4; row++) {
      const at = to + <usize>(4 * row) * tap;
      const g0 = v128.load(at);
      const g1 = v128.load(at + tap);
      const g2 = v128.load(at + 2 * tap);
      const outer = f32x4.add(g0, g2);
      storeLanes(at + tap, f32x4.mul(half, f32x4.add(outer, g1)), lanes);
      storeLanes(at + 2 * tap, f32x4.mul(half, f32x4.sub(outer, g1)), lanes);
      storeLanes(at + 3 * tap, g2, lanes);
    }
  }
}

/** v [16, rows * across, ci] = B^T d B of the tiles of some rows; x: the first row's first cell, rows of cells `pitch` apart. */
export function transformInput(x: usize, v: usize, rows: i32, across: i32, pitch: usize, ci: i32): void {
  const cell = (<usize>ci) << 2;
  const plane = <usize>(rows * across) * cell;
  let to = v;
  for (let row = 0; row < rows; row++) {
    for (let tile = 0; tile < across; tile++) {
      const from = x + <usize>(2 * row) * pitch + <usize>(2 * tile) * cell;
      for (let c = 0; c < ci; c += 4) {
        const offset = (<usize>c) << 2;
        for (let j = 0; j < 4; j++) {
          // Planes in the order of the kernel's: row by row, with this tile's column j.
          const at = from + <usize>j * cell + offset;
          const d0 = v128.load(at);
          const d1 = v128.load(at + pitch);
          const d2 = v128.load(at + 2 * pitch);
          const d3 = v128.load(at + 3 * pitch);
          const out = to + <usize>j * plane + offset;
          const lanes = ci - c;
          storeLanes(out, f32x4.sub(d0, d2), lanes);
          storeLanes(out + 4 * plane, f32x4.add(d1, d2), lanes);
          storeLanes(out + 8 * plane, f32x4.sub(d2, d1), lanes);
          storeLanes(out + 12 * plane, f32x4.sub(d1, d3), lanes);
        }
        for (let i = 0; i < 4; i++) {
          const out = to + <usize>(4 * i) * plane + offset;
          const d0 = v128.load(out);
          const d1 = v128.load(out + plane);
          const d2 = v128.load(out + 2 * plane);
          const d3 = v128.load(out + 3 * plane);
          const lanes = ci - c;
          storeLanes(out, f32x4.sub(d0, d2), lanes);
          storeLanes(out + plane, f32x4.add(d1, d2), lanes);
          storeLanes(out + 2 * plane, f32x4.sub(d2, d1), lanes);
          storeLanes(out + 3 * plane, f32x4.sub(d1, d3), lanes);
        }
      }
      to += cell;
    }
  }
}

/**
 * y = A^T m A + b, under ReLU if asked, for the tiles of some rows: m [16, rows * across, co]; y: the first row's first place,
 * places `yNext` and rows `yRow` bytes apart; `height` x `width` places are there.
 */
export function transformOutput(
  m: usize,
  b: usize,
  y: usize,
  rows: i32,
  across: i32,
  co: i32,
  yRow: usize,
  yNext: usize,
  height: i32,
  width: i32,
  relu: bool,
): void {
  const cell = (<usize>co) << 2;
  const plane = <usize>(rows * across) * cell;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  let from = m;
  for (let row = 0; row < rows; row++) {
    const below = 2 * row + 1 < height;
    for (let tile = 0; tile < across; tile++) {
      const beside = 2 * tile + 1 < width;
      const place = y + <usize>(2 * row) * yRow + <usize>(2 * tile) * yNext;
      for (let o = 0; o < co; o += 4) {
        const offset = (<usize>o) << 2;
        const at = from + offset;
        const bias = b ? v128.load(b + offset) : f32x4.splat(0);
        // A^T from the left, column by column.
        let m1 = v128.load(at + 4 * plane);
        let m2 = v128.load(at + 8 * plane);
        let sum = f32x4.add(m1, m2);
        let difference = f32x4.sub(m1, m2);
        const upper0 = f32x4.add(v128.load(at), sum);
        const lower0 = f32x4.sub(difference, v128.load(at + 12 * plane));
        m1 = v128.load(at + 5 * plane);
        m2 = v128.load(at + 9 * plane);
        sum = f32x4.add(m1, m2);
        difference = f32x4.sub(m1, m2);
        const upper1 = f32x4.add(v128.load(at + plane), sum);
        const lower1 = f32x4.sub(difference, v128.load(at + 13 * plane));
        m1 = v128.load(at + 6 * plane);
        m2 = v128.load(at + 10 * plane);
        sum = f32x4.add(m1, m2);
        difference = f32x4.sub(m1, m2);
        const upper2 = f32x4.add(v128.load(at + 2 * plane), sum);
        const lower2 = f32x4.sub(difference, v128.load(at + 14 * plane));
        m1 = v128.load(at + 7 * plane);
        m2 = v128.load(at + 11 * plane);
        sum = f32x4.add(m1, m2);
        difference = f32x4.sub(m1, m2);
        const upper3 = f32x4.add(v128.load(at + 3 * plane), sum);
        const lower3 = f32x4.sub(difference, v128.load(at + 15 * plane));
        const lanes = co - o;
        const to = place + offset;
        storeLanes(to, finished(f32x4.add(f32x4.add(upper0, upper1), upper2), bias, floor), lanes);
        if (beside) storeLanes(to + yNext, finished(f32x4.sub(f32x4.sub(upper1, upper2), upper3), bias, floor), lanes);
        if (!below) continue;
        storeLanes(to + yRow, finished(f32x4.add(f32x4.add(lower0, lower1), lower2), bias, floor), lanes);
        if (!beside) continue;
        storeLanes(to + yRow + yNext, finished(f32x4.sub(f32x4.sub(lower1, lower2), lower3), bias, floor), lanes);
      }
      from += cell;
    }
  }
}

// @ts-ignore: decorator
@inline
function finished(sum: v128, bias: v128, floor: v128): v128 {
  return f32x4.max(f32x4.add(sum, bias), floor);
}
