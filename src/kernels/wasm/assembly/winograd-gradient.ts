/**
 * The gradient of a kernel by Winograd's F(2 x 2, 3 x 3), the transposes of what leads forward (winograd.ts): from Y = A^T M A,
 * M = U V for each plane and U = G k G^T follow dM = A dY A^T, dU = dM V, summed over the tiles, and dk = G^T dU G. V is the
 * forward pass's. Here are the transforms of dY and dU; `matrixGradient` does the 16 products between them.
 */
import { addLanes, storeLanes } from "./vector";

/**
 * m [16, rows * across, co] = A dY A^T of the tiles of some rows, planes `plane` bytes apart. dy: the first row's first place,
 * places `dyNext` and rows `dyRow` bytes apart; beyond `height` x `width` places there are zeros.
 */
export function transformGradient(
  dy: usize,
  m: usize,
  rows: i32,
  across: i32,
  co: i32,
  plane: usize,
  dyRow: usize,
  dyNext: usize,
  height: i32,
  width: i32,
): void {
  const cell = (<usize>co) << 2;
  const whole = co & ~3;
  const rest = (<usize>whole) << 2;
  let to = m;
  for (let row = 0; row < rows; row++) {
    const below = 2 * row + 1 < height ? dyRow : 0;
    for (let tile = 0; tile < across; tile++) {
      const beside = 2 * tile + 1 < width ? dyNext : 0;
      const from = dy + <usize>(2 * row) * dyRow + <usize>(2 * tile) * dyNext;
      for (let offset: usize = 0; offset < rest; offset += 16) {
        gradientTile(from + offset, to + offset, plane, below, beside, 4);
      }
      if (whole < co) gradientTile(from + rest, to + rest, plane, below, beside, co - whole);
      to += cell;
    }
  }
}

/** Four filters of a tile, or the last `lanes`; `below` and `beside`: bytes to the other places, 0 where there are none. */
// @ts-ignore: decorator
@inline
function gradientTile(from: usize, to: usize, plane: usize, below: usize, beside: usize, lanes: i32): void {
  const none = f32x4.splat(0);
  const a0 = v128.load(from);
  const a1 = beside ? v128.load(from + beside) : none;
  const b0 = below ? v128.load(from + below) : none;
  const b1 = below && beside ? v128.load(from + below + beside) : none;
  gradientRow(a0, a1, to, plane, lanes);
  gradientRow(f32x4.add(a0, b0), f32x4.add(a1, b1), to + 4 * plane, plane, lanes);
  gradientRow(f32x4.sub(a0, b0), f32x4.sub(a1, b1), to + 8 * plane, plane, lanes);
  gradientRow(f32x4.neg(b0), f32x4.neg(b1), to + 12 * plane, plane, lanes);
}

/** One row of A dY, times A^T, to its four planes. */
// @ts-ignore: decorator
@inline
function gradientRow(d0: v128, d1: v128, to: usize, plane: usize, lanes: i32): void {
  storeLanes(to, d0, lanes);
  storeLanes(to + plane, f32x4.add(d0, d1), lanes);
  storeLanes(to + 2 * plane, f32x4.sub(d0, d1), lanes);
  storeLanes(to + 3 * plane, f32x4.neg(d1), lanes);
}

/** dk [3, 3, ci, co] += G^T u G of u [16, ci, co], whose planes lie `plane` bytes apart. */
export function addTransformed(u: usize, dk: usize, ci: i32, co: i32, plane: usize): void {
  const length = ci * co;
  const tap = (<usize>length) << 2;
  const whole = length & ~3;
  const rest = (<usize>whole) << 2;
  for (let offset: usize = 0; offset < rest; offset += 16) addTaps(u + offset, dk + offset, plane, tap, 4);
  if (whole < length) addTaps(u + rest, dk + rest, plane, tap, length - whole);
}

// @ts-ignore: decorator
@inline
function addTaps(u: usize, dk: usize, plane: usize, tap: usize, lanes: i32): void {
  addColumn(u, dk, plane, 4 * plane, tap, 0, lanes);
  addColumn(u, dk, plane, 4 * plane, tap, 1, lanes);
  addColumn(u, dk, plane, 4 * plane, tap, 2, lanes);
}

/** One column of G^T u G: of u's columns the sum that belongs to it, and of that three sums down the rows, `row` bytes apart. */
// @ts-ignore: decorator
@inline
function addColumn(u: usize, dk: usize, plane: usize, row: usize, tap: usize, column: i32, lanes: i32): void {
  const half = f32x4.splat(0.5);
  const u0 = alongRow(u, plane, column, half);
  const u1 = alongRow(u + row, plane, column, half);
  const u2 = alongRow(u + 2 * row, plane, column, half);
  const u3 = alongRow(u + 3 * row, plane, column, half);
  const even = f32x4.mul(half, f32x4.add(u1, u2));
  const to = dk + <usize>column * tap;
  addLanes(to, f32x4.add(u0, even), lanes);
  addLanes(to + 3 * tap, f32x4.mul(half, f32x4.sub(u1, u2)), lanes);
  addLanes(to + 6 * tap, f32x4.add(even, u3), lanes);
}

/** Of one row of u the sum that belongs to a column of the kernel. */
// @ts-ignore: decorator
@inline
function alongRow(u: usize, plane: usize, column: i32, half: v128): v128 {
  const u1 = v128.load(u + plane);
  const u2 = v128.load(u + 2 * plane);
  if (column == 1) return f32x4.mul(half, f32x4.sub(u1, u2));
  const even = f32x4.mul(half, f32x4.add(u1, u2));
  return f32x4.add(even, v128.load(column == 0 ? u : u + 3 * plane));
}
