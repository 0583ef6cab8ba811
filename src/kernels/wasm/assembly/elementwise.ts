/** Value by value: biases, the activations without a transcendental function, products, sums and parameter updates. */
import { addLanes, madd, rectify, storeLanes } from "./vector";

/** Every row of y [rows, columns] += b [columns]. */
export function addBias(y: usize, b: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    const at = y + ((<usize>(row * columns)) << 2);
    for (let column = 0; column < columns; column += 4) {
      const offset = (<usize>column) << 2;
      addLanes(at + offset, v128.load(b + offset), columns - column);
    }
  }
}

/** db [columns] += the sum of the rows of dy [rows, columns], in blocks of 256 rows to stay precise, added in one. */
export function biasGradient(dy: usize, db: usize, rows: i32, columns: i32): void {
  const step = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += 4) {
    const offset = (<usize>column) << 2;
    let total = f32x4.splat(0);
    for (let block = 0; block < rows; block += 256) {
      let even = f32x4.splat(0);
      let odd = f32x4.splat(0);
      let at = dy + <usize>block * step + offset;
      const end = at + <usize>min(256, rows - block) * step;
      for (; at + step < end; at += 2 * step) {
        even = f32x4.add(even, v128.load(at));
        odd = f32x4.add(odd, v128.load(at + step));
      }
      if (at < end) even = f32x4.add(even, v128.load(at));
      total = f32x4.add(total, f32x4.add(even, odd));
    }
    addLanes(db + offset, total, columns - column);
  }
}

/** y = max(x, 0), a NaN kept; y may be x. */
export function relu(x: usize, y: usize, length: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    const value = v128.load(x + at);
    v128.store(y + at, v128.andnot(value, f32x4.lt(value, zero)));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    const value = f32.load(x + at);
    f32.store(y + at, value < 0 ? 0 : value);
  }
}

/** dx += dy where x > 0. */
export function reluGradient(x: usize, dy: usize, dx: usize, length: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    const passed = v128.and(v128.load(dy + at), f32x4.gt(v128.load(x + at), zero));
    v128.store(dx + at, f32x4.add(v128.load(dx + at), passed));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    if (f32.load(x + at) > 0) f32.store(dx + at, f32.load(dx + at) + f32.load(dy + at));
  }
}

/** y = min(max(x, 0), 6). */
export function relu6(x: usize, y: usize, length: i32): void {
  const six = f32x4.splat(6);
  for (let i = 0; i < length; i += 4) {
    const at = (<usize>i) << 2;
    storeLanes(y + at, f32x4.pmin(rectify(v128.load(x + at)), six), length - i);
  }
}

/** dx += dy where 0 < x < 6. */
export function relu6Gradient(x: usize, dy: usize, dx: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const six = f32x4.splat(6);
  for (let i = 0; i < length; i += 4) {
    const at = (<usize>i) << 2;
    const value = v128.load(x + at);
    const passes = v128.and(f32x4.gt(value, zero), f32x4.lt(value, six));
    addLanes(dx + at, v128.and(v128.load(dy + at), passes), length - i);
  }
}

/** y = a * b. */
export function multiply(a: usize, b: usize, y: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(y + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    f32.store(y + at, f32.load(a + at) * f32.load(b + at));
  }
}

/** y += a * b. */
export function multiplyAdd(a: usize, b: usize, y: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(y + at, madd(v128.load(a + at), v128.load(b + at), v128.load(y + at)));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    f32.store(y + at, f32.load(y + at) + f32.load(a + at) * f32.load(b + at));
  }
}

/** y += x. */
export function accumulate(x: usize, y: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(y + at, f32x4.add(v128.load(y + at), v128.load(x + at)));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    f32.store(y + at, f32.load(y + at) + f32.load(x + at));
  }
}

/** w -= scale * g. */
export function descend(weight: usize, gradient: usize, scale: f32, length: i32): void {
  const factor = f32x4.splat(-scale);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(weight + at, madd(v128.load(gradient + at), factor, v128.load(weight + at)));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    f32.store(weight + at, f32.load(weight + at) - scale * f32.load(gradient + at));
  }
}

/** Adam's step, as `AdamStep` of the kernels' interface writes it. 1 - beta comes from outside: in float32 it would lose four digits. */
export function adam(
  weight: usize,
  gradient: usize,
  first: usize,
  second: usize,
  length: i32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  decay: f32,
  stepSize: f32,
  epsilon: f32,
): void {
  const keep1 = f32x4.splat(beta1);
  const keep2 = f32x4.splat(beta2);
  const take1 = f32x4.splat(rest1);
  const take2 = f32x4.splat(rest2);
  const decays = f32x4.splat(decay);
  const steps = f32x4.splat(stepSize);
  const epsilons = f32x4.splat(epsilon);
  for (let i = 0; i < length; i += 4) {
    const at = (<usize>i) << 2;
    const w = v128.load(weight + at);
    const g = madd(decays, w, v128.load(gradient + at));
    const m = f32x4.add(f32x4.mul(keep1, v128.load(first + at)), f32x4.mul(take1, g));
    const v = f32x4.add(f32x4.mul(keep2, v128.load(second + at)), f32x4.mul(take2, f32x4.mul(g, g)));
    const moved = f32x4.sub(w, f32x4.div(f32x4.mul(steps, m), f32x4.add(f32x4.sqrt(v), epsilons)));
    storeLanes(first + at, m, length - i);
    storeLanes(second + at, v, length - i);
    storeLanes(weight + at, moved, length - i);
  }
}
