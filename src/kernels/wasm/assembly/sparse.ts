/**
 * The gradients of a convolution where most of the upstream gradient is zero, as behind max pooling and ReLU: only what is
 * not zero is visited. Same sums, in the order of the places; what is left out is a product with zero.
 */
import { addLanes, madd } from "./vector";
import { h, kh, kw, left, oh, ow, rh, rw, sh, sw, top, w } from "./window";

/** How many of `length` numbers are not zero. */
export function countNonZero(values: usize, length: i32): i32 {
  const zero = f32x4.splat(0);
  let zeros = i32x4.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    // A comparison that holds is -1 in its lane.
    zeros = i32x4.sub(zeros, f32x4.eq(v128.load(values + ((<usize>i) << 2)), zero));
  }
  let count =
    i32x4.extract_lane(zeros, 0) + i32x4.extract_lane(zeros, 1) + i32x4.extract_lane(zeros, 2) + i32x4.extract_lane(zeros, 3);
  for (; i < length; i++) if (f32.load(values + ((<usize>i) << 2)) == 0) count++;
  return length - count;
}

/**
 * Without groups: dy [n, oh, ow, co], turned [kh, kw, co, ci]; dx [n, h, w, ci] accumulated. `list` has
 * room for 2 co numbers: a place's filters with a gradient, and those gradients.
 */
export function spreadSparse(dy: usize, turned: usize, dx: usize, n: i32, ci: i32, co: i32, list: usize): void {
  const step = (<usize>ci) << 2;
  for (let sample = 0; sample < n; sample++) {
    for (let oy = 0; oy < oh; oy++) {
      for (let ox = 0; ox < ow; ox++) {
        const place = dy + ((<usize>(((sample * oh + oy) * ow + ox) * co)) << 2);
        let length = 0;
        for (let o = 0; o < co; o++) {
          const g = f32.load(place + ((<usize>o) << 2));
          if (g == 0) continue;
          const entry = list + ((<usize>length) << 3);
          i32.store(entry, o * <i32>step);
          f32.store(entry, g, 4);
          length++;
        }
        if (length == 0) continue;
        for (let i = 0; i < kh; i++) {
          const iy = oy * sh - top + i * rh;
          if (iy < 0 || iy >= h) continue;
          for (let j = 0; j < kw; j++) {
            const ix = ox * sw - left + j * rw;
            if (ix < 0 || ix >= w) continue;
            const cell = dx + ((<usize>(((sample * h + iy) * w + ix) * ci)) << 2);
            const tap = turned + (<usize>((i * kw + j) * co)) * step;
            let c = 0;
            for (; c + 32 <= ci; c += 32) spread32(cell + ((<usize>c) << 2), tap + ((<usize>c) << 2), list, length);
            for (; c + 16 <= ci; c += 16) spread16(cell + ((<usize>c) << 2), tap + ((<usize>c) << 2), list, length);
            for (; c < ci; c += 4) spread4(cell + ((<usize>c) << 2), tap + ((<usize>c) << 2), list, length, ci - c);
          }
        }
      }
    }
  }
}

function spread32(cell: usize, tap: usize, list: usize, length: i32): void {
  let a0 = v128.load(cell);
  let a1 = v128.load(cell, 16);
  let a2 = v128.load(cell, 32);
  let a3 = v128.load(cell, 48);
  let a4 = v128.load(cell, 64);
  let a5 = v128.load(cell, 80);
  let a6 = v128.load(cell, 96);
  let a7 = v128.load(cell, 112);
  const end = list + ((<usize>length) << 3);
  for (let entry = list; entry < end; entry += 8) {
    const row = tap + <usize>i32.load(entry);
    const g = v128.load32_splat(entry, 4);
    a0 = madd(g, v128.load(row), a0);
    a1 = madd(g, v128.load(row, 16), a1);
    a2 = madd(g, v128.load(row, 32), a2);
    a3 = madd(g, v128.load(row, 48), a3);
    a4 = madd(g, v128.load(row, 64), a4);
    a5 = madd(g, v128.load(row, 80), a5);
    a6 = madd(g, v128.load(row, 96), a6);
    a7 = madd(g, v128.load(row, 112), a7);
  }
  v128.store(cell, a0);
  v128.store(cell, a1, 16);
  v128.store(cell, a2, 32);
  v128.store(cell, a3, 48);
  v128.store(cell, a4, 64);
  v128.store(cell, a5, 80);
  v128.store(cell, a6, 96);
  v128.store(cell, a7, 112);
}

function spread16(cell: usize, tap: usize, list: usize, length: i32): void {
  let a0 = v128.load(cell);
  let a1 = v128.load(cell, 16);
  let a2 = v128.load(cell, 32);
  let a3 = v128.load(cell, 48);
  const end = list + ((<usize>length) << 3);
  for (let entry = list; entry < end; entry += 8) {
    const row = tap + <usize>i32.load(entry);
    const g = v128.load32_splat(entry, 4);
    a0 = madd(g, v128.load(row), a0);
    a1 = madd(g, v128.load(row, 16), a1);
    a2 = madd(g, v128.load(row, 32), a2);
    a3 = madd(g, v128.load(row, 48), a3);
  }
  v128.store(cell, a0);
  v128.store(cell, a1, 16);
  v128.store(cell, a2, 32);
  v128.store(cell, a3, 48);
}

function spread4(cell: usize, tap: usize, list: usize, length: i32, lanes: i32): void {
  let sum = f32x4.splat(0);
  const end = list + ((<usize>length) << 3);
  for (let entry = list; entry < end; entry += 8) {
    sum = madd(v128.load32_splat(entry, 4), v128.load(tap + <usize>i32.load(entry)), sum);
  }
  addLanes(cell, sum, lanes);
}

/**
 * Without groups: x [n, h, w, ci], dy [n, oh, ow, co]; turned [kh, kw, co, ci] is overwritten. `list`
 * has room for 4 oh ow numbers: for one filter, each place with a gradient: where its window begins, and the gradient.
 */
export function kernelGradientSparse(x: usize, dy: usize, turned: usize, n: i32, ci: i32, co: i32, list: usize): void {
  memory.fill(turned, 0, (<usize>(kh * kw * co * ci)) << 2);
  for (let sample = 0; sample < n; sample++) {
    const image = x + ((<usize>(sample * h * w * ci)) << 2);
    for (let o = 0; o < co; o++) {
      const length = listPlaces(dy + ((<usize>(sample * oh * ow * co + o)) << 2), co, list);
      if (length == 0) continue;
      for (let i = 0; i < kh; i++) {
        for (let j = 0; j < kw; j++) {
          const to = turned + ((<usize>(((i * kw + j) * co + o) * ci)) << 2);
          let c = 0;
          for (; c + 32 <= ci; c += 32) gather32(image + ((<usize>c) << 2), to + ((<usize>c) << 2), ci, i * rh, j * rw, list, length);
          for (; c < ci; c += 8) gather8(image + ((<usize>c) << 2), to + ((<usize>c) << 2), ci, i * rh, j * rw, list, length, ci - c);
        }
      }
    }
  }
}

/** For one filter the places with a gradient, 16 bytes each: the row and column where the window begins, and the gradient. */
function listPlaces(gradient: usize, co: i32, list: usize): i32 {
  const step = (<usize>co) << 2;
  let length = 0;
  let at = gradient;
  for (let oy = 0; oy < oh; oy++) {
    for (let ox = 0; ox < ow; ox++) {
      const g = f32.load(at);
      at += step;
      if (g == 0) continue;
      const entry = list + ((<usize>length) << 4);
      i32.store(entry, oy * sh - top);
      i32.store(entry, ox * sw - left, 4);
      f32.store(entry, g, 8);
      length++;
    }
  }
  return length;
}

function gather32(image: usize, to: usize, ci: i32, down: i32, right: i32, list: usize, length: i32): void {
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let a2 = v128.load(to, 32);
  let a3 = v128.load(to, 48);
  let a4 = v128.load(to, 64);
  let a5 = v128.load(to, 80);
  let a6 = v128.load(to, 96);
  let a7 = v128.load(to, 112);
  const end = list + ((<usize>length) << 4);
  for (let entry = list; entry < end; entry += 16) {
    const iy = i32.load(entry) + down;
    const ix = i32.load(entry, 4) + right;
    if (<u32>iy >= <u32>h || <u32>ix >= <u32>w) continue;
    const cell = image + ((<usize>((iy * w + ix) * ci)) << 2);
    const g = v128.load32_splat(entry, 8);
    a0 = madd(g, v128.load(cell), a0);
    a1 = madd(g, v128.load(cell, 16), a1);
    a2 = madd(g, v128.load(cell, 32), a2);
    a3 = madd(g, v128.load(cell, 48), a3);
    a4 = madd(g, v128.load(cell, 64), a4);
    a5 = madd(g, v128.load(cell, 80), a5);
    a6 = madd(g, v128.load(cell, 96), a6);
    a7 = madd(g, v128.load(cell, 112), a7);
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  v128.store(to, a4, 64);
  v128.store(to, a5, 80);
  v128.store(to, a6, 96);
  v128.store(to, a7, 112);
}

function gather8(image: usize, to: usize, ci: i32, down: i32, right: i32, list: usize, length: i32, lanes: i32): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  const end = list + ((<usize>length) << 4);
  for (let entry = list; entry < end; entry += 16) {
    const iy = i32.load(entry) + down;
    const ix = i32.load(entry, 4) + right;
    if (<u32>iy >= <u32>h || <u32>ix >= <u32>w) continue;
    const cell = image + ((<usize>((iy * w + ix) * ci)) << 2);
    const g = v128.load32_splat(entry, 8);
    a = madd(g, v128.load(cell), a);
    b = madd(g, v128.load(cell, 16), b);
  }
  addLanes(to, a, lanes);
  if (lanes > 4) addLanes(to + 16, b, lanes - 4);
}

/** dk [taps, ci, co] += turned [taps, co, ci], each tap's matrix turned over. */
export function addTurned(turned: usize, dk: usize, taps: i32, ci: i32, co: i32): void {
  for (let tap = 0; tap < taps; tap++) {
    for (let o = 0; o < co; o++) {
      const from = turned + ((<usize>((tap * co + o) * ci)) << 2);
      const to = dk + ((<usize>(tap * ci * co + o)) << 2);
      for (let c = 0; c < ci; c++) {
        const at = to + ((<usize>(c * co)) << 2);
        f32.store(at, f32.load(at) + f32.load(from + ((<usize>c) << 2)));
      }
    }
  }
}
