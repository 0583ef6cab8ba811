/** Both gradients of a dense layer over one sample in one pass over its weights, which change as they go by. */
import { oneDot, transposedSum } from "./dot";
import { addLanes, madd } from "./vector";

/**
 * x [i], dy [o], k [i, o], o even: dx [i] (added to or written) = dy times k transposed, with the weights as they were, and
 * k += x transposed times dy. `room` is for 2 o numbers.
 */
export function denseStepOne(x: usize, dy: usize, k: usize, dx: usize, i: i32, o: i32, room: usize, accumulate: bool): void {
  const stride = (<usize>o) << 2;
  const inVectors = (o & 3) == 0;
  if (!inVectors) {
    memory.copy(room, dy, stride);
    memory.copy(room + stride, dy, stride);
  }
  let feature = 0;
  for (; feature + 4 <= i; feature += 4) {
    const at = (<usize>feature) << 2;
    const rows = k + <usize>feature * stride;
    const dots = inVectors ? fourRows(x + at, dy, rows, stride) : twoPairs(x + at, room, rows, stride);
    v128.store(dx + at, accumulate ? f32x4.add(v128.load(dx + at), dots) : dots);
  }
  for (; feature < i; feature++) {
    const at = (<usize>feature) << 2;
    const row = k + <usize>feature * stride;
    const dot = oneDot(dy, row, o);
    f32.store(dx + at, accumulate ? f32.load(dx + at) + dot : dot);
    const factor = f32x4.splat(f32.load(x + at));
    for (let unit = 0; unit < o; unit += 4) {
      const there = (<usize>unit) << 2;
      addLanes(row + there, f32x4.mul(factor, v128.load(dy + there)), o - unit);
    }
  }
}

/** Four rows of whole vectors: their dots with dy, a lane each. */
// @ts-ignore: decorator
@inline
function fourRows(x: usize, dy: usize, first: usize, stride: usize): v128 {
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x, 4);
  const x2 = v128.load32_splat(x, 8);
  const x3 = v128.load32_splat(x, 12);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let second = first + stride;
  let third = second + stride;
  let fourth = third + stride;
  const end = dy + stride;
  for (let at = dy; at < end; at += 16) {
    const gradient = v128.load(at);
    const w0 = v128.load(first);
    a = madd(gradient, w0, a);
    v128.store(first, madd(gradient, x0, w0));
    const w1 = v128.load(second);
    b = madd(gradient, w1, b);
    v128.store(second, madd(gradient, x1, w1));
    const w2 = v128.load(third);
    c = madd(gradient, w2, c);
    v128.store(third, madd(gradient, x2, w2));
    const w3 = v128.load(fourth);
    d = madd(gradient, w3, d);
    v128.store(fourth, madd(gradient, x3, w3));
    first += 16;
    second += 16;
    third += 16;
    fourth += 16;
  }
  return transposedSum(a, b, c, d);
}

/** Likewise four rows of 4 m + 2 numbers, of which two are whole vectors. `twice`: dy and dy again. */
// @ts-ignore: decorator
@inline
function twoPairs(x: usize, twice: usize, rows: usize, stride: usize): v128 {
  const zero = f32x4.splat(0);
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x, 4);
  const x2 = v128.load32_splat(x, 8);
  const x3 = v128.load32_splat(x, 12);
  let a = zero;
  let b = zero;
  let c = zero;
  let d = zero;
  let above = rows;
  let below = rows + 2 * stride;
  const middle = twice + stride - 8;
  const end = twice + 2 * stride;
  let at = twice;
  for (; at < middle; at += 16) {
    const gradient = v128.load(at);
    const w0 = v128.load(above);
    a = madd(gradient, w0, a);
    v128.store(above, madd(gradient, x0, w0));
    const w2 = v128.load(below);
    c = madd(gradient, w2, c);
    v128.store(below, madd(gradient, x2, w2));
    above += 16;
    below += 16;
  }
  // The end of one row and the beginning of the next.
  const both = v128.load(at);
  const upper = v128.load(above);
  const lower = v128.load(below);
  const inUpper = f32x4.mul(both, upper);
  const inLower = f32x4.mul(both, lower);
  a = f32x4.add(a, v128.shuffle<f32>(inUpper, zero, 0, 1, 4, 5));
  b = v128.shuffle<f32>(inUpper, zero, 2, 3, 4, 5);
  c = f32x4.add(c, v128.shuffle<f32>(inLower, zero, 0, 1, 4, 5));
  d = v128.shuffle<f32>(inLower, zero, 2, 3, 4, 5);
  v128.store(above, madd(both, v128.shuffle<f32>(x0, x1, 0, 1, 4, 5), upper));
  v128.store(below, madd(both, v128.shuffle<f32>(x2, x3, 0, 1, 4, 5), lower));
  for (at += 16; at < end; at += 16) {
    above += 16;
    below += 16;
    const gradient = v128.load(at);
    const w1 = v128.load(above);
    b = madd(gradient, w1, b);
    v128.store(above, madd(gradient, x1, w1));
    const w3 = v128.load(below);
    d = madd(gradient, w3, d);
    v128.store(below, madd(gradient, x3, w3));
  }
  return transposedSum(a, b, c, d);
}
