/** A dense layer where a convolution's tiles serve it badly: few samples, and dot products along the rows of its weights. */
import { oneDot, transposedSum } from "./dot";
import { addLanes, madd, rectify, storeLanes } from "./vector";

/**
 * dy [n, o], k [i, o]; dx [n, i], added to or written. `room` takes a row of dy in whole vectors, zeros behind it: whatever
 * of the next row of weights is read along counts nothing then.
 */
export function denseInputGradient(dy: usize, k: usize, dx: usize, n: i32, i: i32, o: i32, room: usize, accumulate: bool): void {
  const stride = (<usize>o) << 2;
  const width = (<usize>((o + 3) & ~3)) << 2;
  for (let row = 0; row < n; row++) {
    const given = dy + (<usize>row) * stride;
    let g = given;
    if (width != stride) {
      g = room;
      for (let at: usize = 0; at < stride; at += 4) f32.store(room + at, f32.load(given + at));
      for (let at = stride; at < width; at += 4) f32.store(room + at, 0);
    }
    const to = dx + ((<usize>(row * i)) << 2);
    let feature = 0;
    // The last row of weights has nothing behind it that were a number for sure, so it goes by itself.
    for (; feature + 4 < i; feature += 4) {
      const at = to + ((<usize>feature) << 2);
      const dots = fourDots(g, k + (<usize>feature) * stride, stride, width);
      v128.store(at, accumulate ? f32x4.add(v128.load(at), dots) : dots);
    }
    for (; feature < i; feature++) {
      const at = to + ((<usize>feature) << 2);
      const dot = oneDot(given, k + (<usize>feature) * stride, o);
      f32.store(at, accumulate ? f32.load(at) + dot : dot);
    }
  }
}

/** Dots of g with four rows, a lane each. */
// @ts-ignore: decorator
@inline
function fourDots(g: usize, rows: usize, stride: usize, width: usize): v128 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let first = rows;
  let second = first + stride;
  let third = second + stride;
  let fourth = third + stride;
  const end = g + width;
  for (let at = g; at < end; at += 16) {
    const value = v128.load(at);
    a = madd(value, v128.load(first), a);
    b = madd(value, v128.load(second), b);
    c = madd(value, v128.load(third), c);
    d = madd(value, v128.load(fourth), d);
    first += 16;
    second += 16;
    third += 16;
    fourth += 16;
  }
  return transposedSum(a, b, c, d);
}

/** x [i], k [i, o], b [o] or 0; y [o]: one sample, sixteen outputs at a time, or twelve in four strands. Under ReLU if asked. */
export function denseOne(x: usize, k: usize, b: usize, y: usize, i: i32, o: i32, relu: bool): void {
  for (let unit = 0; unit < o; unit += 16) {
    const offset = (<usize>unit) << 2;
    const bias = b ? b + offset : 0;
    if (o - unit <= 12) twelveOutputs(x, k + offset, bias, y + offset, i, o, o - unit, relu);
    else sixteenOutputs(x, k + offset, bias, y + offset, i, o, o - unit, relu);
  }
}

function sixteenOutputs(x: usize, weights: usize, bias: usize, to: usize, i: i32, o: i32, lanes: i32, relu: bool): void {
  const stride = (<usize>o) << 2;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let e = f32x4.splat(0);
  let f = f32x4.splat(0);
  let g = f32x4.splat(0);
  let h = f32x4.splat(0);
  const end = x + ((<usize>i) << 2);
  let at = x;
  // Two strands: a chain of additions alone would wait for each of its sums.
  for (; at + 4 < end; at += 8) {
    const value = v128.load32_splat(at);
    a = madd(value, v128.load(weights), a);
    b = madd(value, v128.load(weights, 16), b);
    c = madd(value, v128.load(weights, 32), c);
    d = madd(value, v128.load(weights, 48), d);
    weights += stride;
    const other = v128.load32_splat(at, 4);
    e = madd(other, v128.load(weights), e);
    f = madd(other, v128.load(weights, 16), f);
    g = madd(other, v128.load(weights, 32), g);
    h = madd(other, v128.load(weights, 48), h);
    weights += stride;
  }
  if (at < end) {
    const value = v128.load32_splat(at);
    a = madd(value, v128.load(weights), a);
    b = madd(value, v128.load(weights, 16), b);
    c = madd(value, v128.load(weights, 32), c);
    d = madd(value, v128.load(weights, 48), d);
  }
  finish(to, f32x4.add(a, e), bias, 0, lanes, relu);
  finish(to, f32x4.add(b, f), bias, 4, lanes, relu);
  finish(to, f32x4.add(c, g), bias, 8, lanes, relu);
  finish(to, f32x4.add(d, h), bias, 12, lanes, relu);
}

function twelveOutputs(x: usize, weights: usize, bias: usize, to: usize, i: i32, o: i32, lanes: i32, relu: bool): void {
  const stride = (<usize>o) << 2;
  let a0 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let c2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  let c3 = f32x4.splat(0);
  const end = x + ((<usize>i) << 2);
  let at = x;
  for (; at + 12 < end; at += 16) {
    const v0 = v128.load32_splat(at);
    a0 = madd(v0, v128.load(weights), a0);
    b0 = madd(v0, v128.load(weights, 16), b0);
    c0 = madd(v0, v128.load(weights, 32), c0);
    weights += stride;
    const v1 = v128.load32_splat(at, 4);
    a1 = madd(v1, v128.load(weights), a1);
    b1 = madd(v1, v128.load(weights, 16), b1);
    c1 = madd(v1, v128.load(weights, 32), c1);
    weights += stride;
    const v2 = v128.load32_splat(at, 8);
    a2 = madd(v2, v128.load(weights), a2);
    b2 = madd(v2, v128.load(weights, 16), b2);
    c2 = madd(v2, v128.load(weights, 32), c2);
    weights += stride;
    const v3 = v128.load32_splat(at, 12);
    a3 = madd(v3, v128.load(weights), a3);
    b3 = madd(v3, v128.load(weights, 16), b3);
    c3 = madd(v3, v128.load(weights, 32), c3);
    weights += stride;
  }
  for (; at < end; at += 4) {
    const value = v128.load32_splat(at);
    a0 = madd(value, v128.load(weights), a0);
    b0 = madd(value, v128.load(weights, 16), b0);
    c0 = madd(value, v128.load(weights, 32), c0);
    weights += stride;
  }
  finish(to, f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), bias, 0, lanes, relu);
  finish(to, f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3)), bias, 4, lanes, relu);
  finish(to, f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), bias, 8, lanes, relu);
}

/** Four outputs from `unit` on: with their bias, under ReLU if asked, and not a byte more than there are. */
function finish(to: usize, sum: v128, bias: usize, unit: i32, lanes: i32, relu: bool): void {
  if (unit >= lanes) return;
  const offset = (<usize>unit) << 2;
  if (bias) sum = f32x4.add(sum, v128.load(bias + offset));
  if (relu) sum = rectify(sum);
  storeLanes(to + offset, sum, lanes - unit);
}

/** x [i], dy [o]; dk [i, o] accumulated: one sample. A feature that ReLU has made zero adds nothing to its row. */
export function denseKernelGradientOne(x: usize, dy: usize, dk: usize, i: i32, o: i32): void {
  const stride = (<usize>o) << 2;
  let feature = 0;
  if (o % 4 == 2) {
    for (; feature + 2 <= i; feature += 2) {
      const first = f32.load(x + ((<usize>feature) << 2));
      const second = f32.load(x + ((<usize>feature) << 2), 4);
      if (first != 0 || second != 0) twoRows(first, second, dy, dk + (<usize>feature) * stride, o);
    }
  }
  for (; feature < i; feature++) {
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

/** Two rows of 4 m + 2 outputs are whole vectors: the one in the middle has two of the first row and two of the second. */
// @ts-ignore: decorator
@inline
function twoRows(first: f32, second: f32, dy: usize, row: usize, o: i32): void {
  const a = f32x4.splat(first);
  const b = f32x4.splat(second);
  const stride = (<usize>o) << 2;
  const whole = stride - 8;
  for (let at: usize = 0; at < whole; at += 16) {
    v128.store(row + at, madd(a, v128.load(dy + at), v128.load(row + at)));
  }
  const middle = v128.shuffle<f32>(v128.load64_zero(dy + whole), v128.load64_zero(dy), 0, 1, 4, 5);
  const factors = v128.shuffle<f32>(a, b, 0, 1, 4, 5);
  v128.store(row + whole, madd(factors, middle, v128.load(row + whole)));
  for (let at: usize = 8; at < stride; at += 16) {
    v128.store(row + stride + at, madd(b, v128.load(dy + at), v128.load(row + stride + at)));
  }
}
