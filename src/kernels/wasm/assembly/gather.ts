/**
 * Sums over lists: `to += g * (what lies at x and on)` for each entry of a list, which is an offset in bytes and a factor g.
 * The gradient of a kernel gathers from the sample at the places with a gradient; that of the input gathers from the turned
 * filters that have one. As many sums as there are registers for stay in them while the list goes by.
 */
import { madd } from "./vector";

/** How many vectors a kernel row of `run` values takes in the loops below: they come in twelves, eights and fours. */
// @ts-ignore: decorator
@inline
export function paddedVectors(run: i32): i32 {
  const vectors = (run + 3) >> 2;
  const rest = vectors % 12;
  return vectors - rest + (rest == 0 ? 0 : rest <= 4 ? 4 : rest <= 8 ? 8 : 12);
}

/**
 * From the lists of `listByChannel`: turned [co, kh, run to whole vectors] += input times gradient. x: the (padded) sample,
 * `pitch` bytes from one kernel row to the next.
 */
export function gatherKernel(
  x: usize,
  turned: usize,
  rows: i32,
  run: i32,
  pitch: usize,
  co: i32,
  lists: usize,
  capacity: i32,
  ends: usize,
): void {
  const vectors = paddedVectors(run);
  const rowBytes = (<usize>vectors) << 4;
  for (let o = 0; o < co; o++) {
    const list = lists + <usize>(o * capacity);
    const end = <usize>i32.load(ends + ((<usize>o) << 2));
    if (end == list) continue;
    let to = turned + <usize>(o * rows) * rowBytes;
    let row = 0;
    if (run <= 4) {
      for (; row + 3 <= rows; row += 3) {
        threeNarrowRows(x + <usize>row * pitch, to, pitch, rowBytes, list, end);
        to += 3 * rowBytes;
      }
    } else if (run <= 8) {
      for (; row + 5 <= rows; row += 5) {
        fiveNarrowRows(x + <usize>row * pitch, to, pitch, rowBytes, list, end);
        to += 5 * rowBytes;
      }
    }
    for (; row < rows; row++) {
      const from = x + <usize>row * pitch;
      let v = 0;
      for (; v + 12 <= vectors; v += 12) gather12(from + ((<usize>v) << 4), to + ((<usize>v) << 4), list, end);
      for (; v + 8 <= vectors; v += 8) gather8(from + ((<usize>v) << 4), to + ((<usize>v) << 4), list, end);
      for (; v < vectors; v += 4) gather4(from + ((<usize>v) << 4), to + ((<usize>v) << 4), list, end);
      to += rowBytes;
    }
  }
}

function threeNarrowRows(x: usize, to: usize, pitch: usize, rowBytes: usize, list: usize, end: usize): void {
  let a0 = v128.load(to);
  let a1 = v128.load(to + rowBytes);
  let a2 = v128.load(to + 2 * rowBytes);
  for (let entry = list; entry < end; entry += 8) {
    const cell0 = x + <usize>i32.load(entry);
    const cell1 = cell0 + pitch;
    const g = v128.load32_splat(entry, 4);
    a0 = madd(g, v128.load(cell0), a0);
    a1 = madd(g, v128.load(cell1), a1);
    a2 = madd(g, v128.load(cell1 + pitch), a2);
  }
  v128.store(to, a0);
  v128.store(to + rowBytes, a1);
  v128.store(to + 2 * rowBytes, a2);
}

function fiveNarrowRows(x: usize, to: usize, pitch: usize, rowBytes: usize, list: usize, end: usize): void {
  let a0 = v128.load(to);
  let b0 = v128.load(to, 16);
  let a1 = v128.load(to + rowBytes);
  let b1 = v128.load(to + rowBytes, 16);
  let a2 = v128.load(to + 2 * rowBytes);
  let b2 = v128.load(to + 2 * rowBytes, 16);
  let a3 = v128.load(to + 3 * rowBytes);
  let b3 = v128.load(to + 3 * rowBytes, 16);
  let a4 = v128.load(to + 4 * rowBytes);
  let b4 = v128.load(to + 4 * rowBytes, 16);
  for (let entry = list; entry < end; entry += 8) {
    let cell = x + <usize>i32.load(entry);
    const g = v128.load32_splat(entry, 4);
    a0 = madd(g, v128.load(cell), a0);
    b0 = madd(g, v128.load(cell, 16), b0);
    cell += pitch;
    a1 = madd(g, v128.load(cell), a1);
    b1 = madd(g, v128.load(cell, 16), b1);
    cell += pitch;
    a2 = madd(g, v128.load(cell), a2);
    b2 = madd(g, v128.load(cell, 16), b2);
    cell += pitch;
    a3 = madd(g, v128.load(cell), a3);
    b3 = madd(g, v128.load(cell, 16), b3);
    cell += pitch;
    a4 = madd(g, v128.load(cell), a4);
    b4 = madd(g, v128.load(cell, 16), b4);
  }
  v128.store(to, a0);
  v128.store(to, b0, 16);
  v128.store(to + rowBytes, a1);
  v128.store(to + rowBytes, b1, 16);
  v128.store(to + 2 * rowBytes, a2);
  v128.store(to + 2 * rowBytes, b2, 16);
  v128.store(to + 3 * rowBytes, a3);
  v128.store(to + 3 * rowBytes, b3, 16);
  v128.store(to + 4 * rowBytes, a4);
  v128.store(to + 4 * rowBytes, b4, 16);
}

/** Twelve accumulators, one factor and one loaded value: as many as there are registers. */
export function gather12(x: usize, to: usize, list: usize, end: usize): void {
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let a2 = v128.load(to, 32);
  let a3 = v128.load(to, 48);
  let a4 = v128.load(to, 64);
  let a5 = v128.load(to, 80);
  let a6 = v128.load(to, 96);
  let a7 = v128.load(to, 112);
  let a8 = v128.load(to, 128);
  let a9 = v128.load(to, 144);
  let a10 = v128.load(to, 160);
  let a11 = v128.load(to, 176);
  for (let entry = list; entry < end; entry += 8) {
    const cell = x + <usize>i32.load(entry);
    const g = v128.load32_splat(entry, 4);
    a0 = madd(g, v128.load(cell), a0);
    a1 = madd(g, v128.load(cell, 16), a1);
    a2 = madd(g, v128.load(cell, 32), a2);
    a3 = madd(g, v128.load(cell, 48), a3);
    a4 = madd(g, v128.load(cell, 64), a4);
    a5 = madd(g, v128.load(cell, 80), a5);
    a6 = madd(g, v128.load(cell, 96), a6);
    a7 = madd(g, v128.load(cell, 112), a7);
    a8 = madd(g, v128.load(cell, 128), a8);
    a9 = madd(g, v128.load(cell, 144), a9);
    a10 = madd(g, v128.load(cell, 160), a10);
    a11 = madd(g, v128.load(cell, 176), a11);
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  v128.store(to, a4, 64);
  v128.store(to, a5, 80);
  v128.store(to, a6, 96);
  v128.store(to, a7, 112);
  v128.store(to, a8, 128);
  v128.store(to, a9, 144);
  v128.store(to, a10, 160);
  v128.store(to, a11, 176);
}

export function gather8(x: usize, to: usize, list: usize, end: usize): void {
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let a2 = v128.load(to, 32);
  let a3 = v128.load(to, 48);
  let a4 = v128.load(to, 64);
  let a5 = v128.load(to, 80);
  let a6 = v128.load(to, 96);
  let a7 = v128.load(to, 112);
  for (let entry = list; entry < end; entry += 8) {
    const cell = x + <usize>i32.load(entry);
    const g = v128.load32_splat(entry, 4);
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

export function gather4(x: usize, to: usize, list: usize, end: usize): void {
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let a2 = v128.load(to, 32);
  let a3 = v128.load(to, 48);
  for (let entry = list; entry < end; entry += 8) {
    const cell = x + <usize>i32.load(entry);
    const g = v128.load32_splat(entry, 4);
    a0 = madd(g, v128.load(cell), a0);
    a1 = madd(g, v128.load(cell, 16), a1);
    a2 = madd(g, v128.load(cell, 32), a2);
    a3 = madd(g, v128.load(cell, 48), a3);
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
}

