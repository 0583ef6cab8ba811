/** A dense layer where a convolution's tiles serve it badly: few samples, and dot products along the rows of its weights. */
import { addLanes, madd, storeLanes } from "./vector";

/** dy [n, o], k [i, o]; dx [n, i] accumulated. */
export function denseInputGradient(dy: usize, k: usize, dx: usize, n: i32, i: i32, o: i32): void {
  const stride = (<usize>o) << 2;
  for (let row = 0; row < n; row++) {
    const g = dy + (<usize>row) * stride;
    let feature = 0;
    for (; feature + 4 <= i; feature += 4) {
      addLanes(dx + ((<usize>(row * i + feature)) << 2), fourDots(g, k + (<usize>feature) * stride, stride, o), 4);
    }
    for (; feature < i; feature++) {
      const dot = oneDot(g, k + (<usize>feature) * stride, o);
      const at = dx + ((<usize>(row * i + feature)) << 2);
      f32.store(at, f32.load(at) + dot);
    }
  }
}

/** Dots of g with four rows, a lane each. */
function fourDots(g: usize, rows: usize, stride: usize, o: i32): v128 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let unit = 0;
  for (; unit + 4 <= o; unit += 4) {
    const at = (<usize>unit) << 2;
    const value = v128.load(g + at);
    a = madd(value, v128.load(rows + at), a);
    b = madd(value, v128.load(rows + stride + at), b);
    c = madd(value, v128.load(rows + 2 * stride + at), c);
    d = madd(value, v128.load(rows + 3 * stride + at), d);
  }
  let sums = transposedSum(a, b, c, d);
  for (; unit < o; unit++) {
    const at = (<usize>unit) << 2;
    const weights = f32x4(
      f32.load(rows + at),
      f32.load(rows + stride + at),
      f32.load(rows + 2 * stride + at),
      f32.load(rows + 3 * stride + at),
    );
    sums = madd(v128.load32_splat(g + at), weights, sums);
  }
  return sums;
}

/** The sums of the lanes of four vectors, a lane each. */
// @ts-ignore: decorator
@inline
function transposedSum(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function oneDot(g: usize, weights: usize, o: i32): f32 {
  let sum: f32 = 0;
  for (let unit = 0; unit < o; unit++) {
    const at = (<usize>unit) << 2;
    sum += f32.load(g + at) * f32.load(weights + at);
  }
  return sum;
}

/** x [i], k [i, o]; y [o]: one sample, sixteen outputs at a time. */
export function denseOne(x: usize, k: usize, y: usize, i: i32, o: i32): void {
  const stride = (<usize>o) << 2;
  for (let unit = 0; unit < o; unit += 16) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let weights = k + ((<usize>unit) << 2);
    const end = x + ((<usize>i) << 2);
    for (let at = x; at < end; at += 4) {
      const value = v128.load32_splat(at);
      a = madd(value, v128.load(weights), a);
      b = madd(value, v128.load(weights, 16), b);
      c = madd(value, v128.load(weights, 32), c);
      d = madd(value, v128.load(weights, 48), d);
      weights += stride;
    }
    const to = y + ((<usize>unit) << 2);
    const lanes = o - unit;
    storeLanes(to, a, lanes);
    if (lanes > 4) storeLanes(to + 16, b, lanes - 4);
    if (lanes > 8) storeLanes(to + 32, c, lanes - 8);
    if (lanes > 12) storeLanes(to + 48, d, lanes - 12);
  }
}

/** x [i], dy [o]; dk [i, o] accumulated: one sample. A feature that ReLU has made zero adds nothing to its row. */
export function denseKernelGradientOne(x: usize, dy: usize, dk: usize, i: i32, o: i32): void {
  const stride = (<usize>o) << 2;
  for (let feature = 0; feature < i; feature++) {
    const value = f32.load(x + ((<usize>feature) << 2));
    if (value == 0) continue;
    const factor = f32x4.splat(value);
    const row = dk + (<usize>feature) * stride;
    for (let unit = 0; unit < o; unit += 4) {
      const at = (<usize>unit) << 2;
      const lanes = o - unit;
      if (lanes >= 4) v128.store(row + at, madd(factor, v128.load(dy + at), v128.load(row + at)));
      else addLanes(row + at, f32x4.mul(factor, v128.load(dy + at)), lanes);
    }
  }
}
