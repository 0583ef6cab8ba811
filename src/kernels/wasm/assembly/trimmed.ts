/**
 * Convolutions over samples with margins of zeros, as digits have: only the rectangle of places is multiplied whose windows reach
 * what is not zero. All others are the bias, for a product of zero and a finite number is zero; where a weight is none, nothing
 * is left out. A sample without margins costs a look at its corners. A NaN is not zero.
 */
import { matrixGradient } from "./matrix-gradient";
import { convolve } from "./tile";
import { storeLanes } from "./vector";
import { kh, kw, rh, rw, sh, sw } from "./window";

/** The rectangle of places: rows from `top` to before `bottom`, places from `left` to before `right`. */
let top: i32 = 0;
let bottom: i32 = 0;
let left: i32 = 0;
let right: i32 = 0;

/**
 * As `convolve`, from the begin of a frame with `height` rows of `line` bytes; `from`: bytes to the first place. The window is
 * set. Never accumulates.
 */
export function convolveTrimmed(
  x: usize,
  line: i32,
  height: i32,
  from: i32,
  k: usize,
  b: usize,
  y: usize,
  rows: i32,
  places: i32,
  xNext: i32,
  yNext: i32,
  kStep: i32,
  filters: i32,
  table: usize,
  runs: i32,
  run: i32,
  how: i32,
): void {
  const xRow = sh * line;
  const yRow = places * yNext;
  const isTrimmed = findRectangle(x, line, height, from, xNext, rows, places) && isFinite(k, (runs * run * kStep) >> 2);
  if (!isTrimmed) {
    convolve(x + <usize>from, k, b, y, rows, places, xRow, xNext, yRow, yNext, kStep, filters, table, runs, run, how);
    return;
  }
  if (top == bottom) {
    fill(y, b, rows * places, yNext, filters, how);
    return;
  }
  const cell = x + <usize>(from + top * xRow + left * xNext);
  const down = bottom - top;
  const across = right - left;
  // From where a row's rectangle ends to where the next one's begins the places follow each other.
  const before = top * places + left;
  let at = y + <usize>(before * yNext);
  convolve(cell, k, b, at, down, across, xRow, xNext, yRow, yNext, kStep, filters, table, runs, run, how);
  fill(y, b, before, yNext, filters, how);
  for (let row = 1; row < down; row++) {
    fill(at + <usize>(across * yNext), b, places - across, yNext, filters, how);
    at += <usize>yRow;
  }
  fill(at + <usize>(across * yNext), b, rows * places - (bottom - 1) * places - right, yNext, filters, how);
}

/**
 * As `matrixGradient`, from the begin of a frame as above. What is left out is zero wherever the gradient is finite; where it is
 * not, the bias's gradient says so.
 */
export function matrixGradientTrimmed(
  x: usize,
  line: i32,
  height: i32,
  from: i32,
  dy: usize,
  dk: usize,
  oh: i32,
  ow: i32,
  xNext: i32,
  dyNext: i32,
  table: usize,
  rows: i32,
  kStep: i32,
  filters: i32,
  block: i32,
): void {
  const xRow = sh * line;
  const dyRow = ow * dyNext;
  findRectangle(x, line, height, from, xNext, oh, ow);
  const image = x + <usize>(from + left * xNext);
  const gradient = dy + <usize>(left * dyNext);
  const across = right - left;
  // In the blocks that there are without margins: the same sums, to the bit.
  for (let begin = 0; begin < oh; begin += block) {
    const first = max(begin, top);
    const down = min(begin + block, bottom) - first;
    if (down <= 0) continue;
    const cells = image + <usize>(first * xRow);
    const upstream = gradient + <usize>(first * dyRow);
    matrixGradient(cells, upstream, dk, down, across, xRow, dyRow, xNext, dyNext, table, rows, kStep, filters, block);
  }
}

/** Whether the rectangle is smaller than all places. It is as wide as a tile at least. */
function findRectangle(x: usize, line: i32, height: i32, from: i32, xNext: i32, rows: i32, places: i32): bool {
  top = 0;
  left = 0;
  bottom = rows;
  right = places;
  if (line < 16) return false;
  let first = 0;
  while (first < height && isBlank(x + <usize>(first * line), 0, line)) first++;
  let end = height;
  while (end > first && isBlank(x + <usize>((end - 1) * line), 0, line)) end--;
  const firstRow = from / line;
  top = firstReached(first - firstRow, (kh - 1) * rh + 1, sh, rows);
  bottom = max(top, endReached(end - firstRow, sh, rows));
  const begin = marginBefore(x + <usize>(first * line), end - first, line);
  const behind = marginBehind(x + <usize>(first * line), end - first, line);
  const firstByte = from % line;
  const windowBytes = ((kw - 1) * rw + 1) * (xNext / sw);
  const reached = endReached(line - behind - firstByte, xNext, places);
  left = max(0, min(firstReached(begin - firstByte, windowBytes, xNext, places), places - 4));
  right = min(places, max(reached, left + 4));
  if (reached == 0) bottom = top;
  return top > 0 || bottom < rows || left > 0 || right < places;
}

/** The first of some windows, `step` apart, that reaches behind `begin`. */
// @ts-ignore: decorator
@inline
function firstReached(begin: i32, window: i32, step: i32, places: i32): i32 {
  return begin < window ? 0 : min(places, (begin - window) / step + 1);
}

/** The end of those that begin before `end`. */
// @ts-ignore: decorator
@inline
function endReached(end: i32, step: i32, places: i32): i32 {
  return end <= 0 ? 0 : min(places, (end + step - 1) / step);
}

/** Whether the bytes from one to before another, at least a vector, are zeros. */
// @ts-ignore: decorator
@inline
function isBlank(x: usize, from: i32, to: i32): bool {
  const zero = f32x4.splat(0);
  for (let at = from; at < to; at += 16) {
    if (v128.any_true(f32x4.ne(v128.load(x + <usize>min(at, to - 16)), zero))) return false;
  }
  return true;
}

/** Bytes at the begin of all rows that are zeros. */
function marginBefore(x: usize, rows: i32, line: i32): i32 {
  const zero = f32x4.splat(0);
  let margin = line & ~15;
  let at = x;
  for (let row = 0; row < rows && margin > 0; row++) {
    for (let vector = 0; vector < margin; vector += 16) {
      if (v128.any_true(f32x4.ne(v128.load(at + <usize>vector), zero))) margin = vector;
    }
    at += <usize>line;
  }
  if (margin == (line & ~15)) return margin;
  return margin + (ctz(columnBits(x + <usize>margin, rows, line)) << 2);
}

/** The same at their end. */
function marginBehind(x: usize, rows: i32, line: i32): i32 {
  const zero = f32x4.splat(0);
  const last = x + <usize>(line - 16);
  let margin = line & ~15;
  let at = last;
  for (let row = 0; row < rows && margin > 0; row++) {
    for (let vector = 0; vector < margin; vector += 16) {
      if (v128.any_true(f32x4.ne(v128.load(at - <usize>vector), zero))) margin = vector;
    }
    at += <usize>line;
  }
  if (margin == (line & ~15)) return margin;
  return margin + ((clz(columnBits(last - <usize>margin, rows, line)) - 28) << 2);
}

/** Of four columns a bit for each that is not all zeros. */
function columnBits(x: usize, rows: i32, line: i32): i32 {
  let some = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    some = v128.or(some, f32x4.ne(v128.load(x), f32x4.splat(0)));
    x += <usize>line;
  }
  return i32x4.bitmask(some);
}

/** Whether all numbers are finite. */
function isFinite(k: usize, length: i32): bool {
  const zero = f32x4.splat(0);
  let sum = zero;
  let i = 0;
  for (; i + 4 <= length; i += 4) sum = f32x4.add(sum, f32x4.mul(v128.load(k + ((<usize>i) << 2)), zero));
  for (; i < length; i++) sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(k + ((<usize>i) << 2)), zero));
  return i32x4.all_true(f32x4.eq(sum, zero));
}

/** What a window of zeros gives, at `places` neighbours. */
function fill(to: usize, b: usize, places: i32, yNext: i32, filters: i32, how: i32): void {
  const floor = f32x4.splat(how ? 0 : -Infinity);
  for (let o = 0; o < filters; o += 8) {
    const offset = (<usize>o) << 2;
    const value0 = f32x4.pmax(b ? v128.load(b + offset) : f32x4.splat(0), floor);
    const value1 = f32x4.pmax(b ? v128.load(b + offset, 16) : f32x4.splat(0), floor);
    const lanes = filters - o;
    const end = to + <usize>(places * yNext);
    for (let at = to + offset; at < end; at += <usize>yNext) {
      storeLanes(at, value0, lanes);
      if (lanes > 4) storeLanes(at + 16, value1, lanes - 4);
    }
  }
}
