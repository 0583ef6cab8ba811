/**
 * The loop that convolutions, their way back and dense layers share. Tiles of 4 or 5 places x 8 filters stay in registers while
 * weights stream by: a row of weights is loaded once, each input value is splatted over the lanes. What a place reads is a
 * table of runs, so that one loop serves kernel rows whose taps and channels are neighbours in memory (NHWC, no im2col),
 * dilated taps, and the taps that one phase of a stride leaves. Every place's input must be there: borders are padded before.
 */
import { addLanes, madd, rectify, storeLanes } from "./vector";

/** `y +=` instead of `y =`. */
const ACCUMULATE = 1;
/** y = max(y, 0), a NaN kept. */
const RELU = 2;

/** Offsets in bytes from a place's first input value, one for each run, and how many values follow each. */
let table: usize = 0;
let tableEnd: usize = 0;
let run: i32 = 0;
/** Bytes from a place to the next in x and y, and from one row of weights to the next. */
let nextCell: usize = 0;
let nextOut: usize = 0;
let step: usize = 0;
let flags: i32 = 0;

/** Where sixteen zeros are, the bias of a wide tile that has none; 0: no wide tiles. */
let noBias: usize = 0;

/** Tiles of 4 x 16 from now on, which only pay where V8 makes pairs of vectors into one of 256 bits. */
export function useWideTiles(sixteenZeros: usize): void {
  noBias = sixteenZeros;
}

/**
 * y [rows, places, filters] = x under the runs times k [runs * run, filters] + b; all strides in bytes, `b` may be 0 for none.
 */
export function convolve(
  x: usize,
  k: usize,
  b: usize,
  y: usize,
  rows: i32,
  places: i32,
  xRow: i32,
  xNext: i32,
  yRow: i32,
  yNext: i32,
  kStep: i32,
  filters: i32,
  runTable: usize,
  runs: i32,
  runLength: i32,
  how: i32,
): void {
  table = runTable;
  tableEnd = runTable + ((<usize>runs) << 2);
  run = runLength;
  nextCell = xNext;
  nextOut = yNext;
  step = kStep;
  flags = how;
  for (let row = 0; row < rows; row++) {
    const from = x + <usize>(row * xRow);
    const to = y + <usize>(row * yRow);
    let o = 0;
    if (noBias && places >= 4 && runLength > 1 && (how & ACCUMULATE) == 0) {
      for (; o + 16 <= filters; o += 16) {
        const offset = (<usize>o) << 2;
        const bias = b ? b + offset : noBias;
        for (let ox = 0; ox < places; ox += 4) {
          const place = min(ox, places - 4);
          fourWidePlaces(from + <usize>(place * xNext), k + offset, bias, to + offset + <usize>(place * yNext));
        }
      }
    }
    for (; o < filters; o += 8) {
      const offset = (<usize>o) << 2;
      const bias = b ? b + offset : 0;
      const lanes = min(8, filters - o);
      if (places < 4) {
        for (let place = 0; place < places; place++) {
          onePlace(from + <usize>(place * xNext), k + offset, bias, to + offset + <usize>(place * yNext), lanes);
        }
        continue;
      }
      // As many tiles of five as leave none over: 10 places are two of them in place of three of four.
      const fives = (places & 3) <= places >> 2 ? 5 * (places & 3) : 0;
      for (let ox = 0; ox < fives; ox += 5) {
        const cell = from + <usize>(ox * xNext);
        const out = to + offset + <usize>(ox * yNext);
        if (runLength == 1) fivePlacesByTaps(cell, k + offset, bias, out, lanes);
        else fivePlaces(cell, k + offset, bias, out, lanes);
      }
      for (let ox = fives; ox < places; ox += 4) {
        // The last tile steps back over places that are done: the same sums once more cost less than single places.
        const place = min(ox, places - 4);
        const cell = from + <usize>(place * xNext);
        const out = to + offset + <usize>(place * yNext);
        if (runLength == 1) fourPlacesByTaps(cell, k + offset, bias, out, lanes, ox - place);
        else fourPlaces(cell, k + offset, bias, out, lanes, ox - place);
      }
    }
  }
}

/** Too few places for a tile: 1 x 8. */
function onePlace(cell: usize, weights: usize, bias: usize, out: usize, lanes: i32): void {
  let a = bias ? v128.load(bias) : f32x4.splat(0);
  let b = bias ? v128.load(bias, 16) : f32x4.splat(0);
  const width = step;
  let row = weights;
  const end = tableEnd;
  const length = run;
  for (let at = table; at < end; at += 4) {
    let from = cell + <usize>i32.load(at);
    for (let t = 0; t < length; t++) {
      const value = v128.load32_splat(from);
      a = madd(value, v128.load(row), a);
      b = madd(value, v128.load(row, 16), b);
      from += 4;
      row += width;
    }
  }
  put(out, a, b, lanes);
}

/** Four neighbouring places: 4 x 8, eight accumulators. The first `done` are not written. */
function fourPlaces(cell: usize, weights: usize, bias: usize, out: usize, lanes: i32, done: i32): void {
  let a0 = bias ? v128.load(bias) : f32x4.splat(0);
  let b0 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  const width = step;
  const next = nextCell;
  const end = tableEnd;
  const length = run;
  let row = weights;
  for (let at = table; at < end; at += 4) {
    let cell0 = cell + <usize>i32.load(at);
    let cell1 = cell0 + next;
    let cell2 = cell1 + next;
    let cell3 = cell2 + next;
    for (let t = 0; t < length; t++) {
      const wa = v128.load(row);
      const wb = v128.load(row, 16);
      const v0 = v128.load32_splat(cell0);
      a0 = madd(v0, wa, a0);
      b0 = madd(v0, wb, b0);
      const v1 = v128.load32_splat(cell1);
      a1 = madd(v1, wa, a1);
      b1 = madd(v1, wb, b1);
      const v2 = v128.load32_splat(cell2);
      a2 = madd(v2, wa, a2);
      b2 = madd(v2, wb, b2);
      const v3 = v128.load32_splat(cell3);
      a3 = madd(v3, wa, a3);
      b3 = madd(v3, wb, b3);
      cell0 += 4;
      cell1 += 4;
      cell2 += 4;
      cell3 += 4;
      row += width;
    }
  }
  putFour(out, a0, b0, a1, b1, a2, b2, a3, b3, lanes, done);
}

/** 5 x 8: of the fifteen registers thirteen. */
function fivePlaces(cell: usize, weights: usize, bias: usize, out: usize, lanes: i32): void {
  let a0 = bias ? v128.load(bias) : f32x4.splat(0);
  let b0 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let a4 = a0;
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  let b4 = b0;
  const width = step;
  const next = nextCell;
  const end = tableEnd;
  const length = run;
  let row = weights;
  for (let at = table; at < end; at += 4) {
    let cell0 = cell + <usize>i32.load(at);
    let cell1 = cell0 + next;
    let cell2 = cell1 + next;
    let cell3 = cell2 + next;
    let cell4 = cell3 + next;
    for (let t = 0; t < length; t++) {
      const wa = v128.load(row);
      const wb = v128.load(row, 16);
      const v0 = v128.load32_splat(cell0);
      a0 = madd(v0, wa, a0);
      b0 = madd(v0, wb, b0);
      const v1 = v128.load32_splat(cell1);
      a1 = madd(v1, wa, a1);
      b1 = madd(v1, wb, b1);
      const v2 = v128.load32_splat(cell2);
      a2 = madd(v2, wa, a2);
      b2 = madd(v2, wb, b2);
      const v3 = v128.load32_splat(cell3);
      a3 = madd(v3, wa, a3);
      b3 = madd(v3, wb, b3);
      const v4 = v128.load32_splat(cell4);
      a4 = madd(v4, wa, a4);
      b4 = madd(v4, wb, b4);
      cell0 += 4;
      cell1 += 4;
      cell2 += 4;
      cell3 += 4;
      cell4 += 4;
      row += width;
    }
  }
  putFour(out, a0, b0, a1, b1, a2, b2, a3, b3, lanes, 0);
  put(out + 4 * nextOut, a4, b4, lanes);
}

/**
 * 4 x 16. Without V8's revectorization the sixteen accumulators do not fit the registers. V8 widens stores of neighbours, and
 * what leads to them, only if both halves lie in one basic block up to the first load: so there is always a bias to load, and
 * a ReLU is a maximum with 0 or with nothing.
 */
function fourWidePlaces(cell: usize, weights: usize, bias: usize, out: usize): void {
  let a0 = v128.load(bias);
  let b0 = v128.load(bias, 16);
  let c0 = v128.load(bias, 32);
  let d0 = v128.load(bias, 48);
  let a1 = v128.load(bias);
  let b1 = v128.load(bias, 16);
  let c1 = v128.load(bias, 32);
  let d1 = v128.load(bias, 48);
  let a2 = v128.load(bias);
  let b2 = v128.load(bias, 16);
  let c2 = v128.load(bias, 32);
  let d2 = v128.load(bias, 48);
  let a3 = v128.load(bias);
  let b3 = v128.load(bias, 16);
  let c3 = v128.load(bias, 32);
  let d3 = v128.load(bias, 48);
  const width = step;
  const next = nextCell;
  const end = tableEnd;
  const length = run;
  let row = weights;
  for (let at = table; at < end; at += 4) {
    let cell0 = cell + <usize>i32.load(at);
    let cell1 = cell0 + next;
    let cell2 = cell1 + next;
    let cell3 = cell2 + next;
    for (let t = 0; t < length; t++) {
      const wa = v128.load(row);
      const wb = v128.load(row, 16);
      const wc = v128.load(row, 32);
      const wd = v128.load(row, 48);
      const v0 = v128.load32_splat(cell0);
      a0 = madd(v0, wa, a0);
      b0 = madd(v0, wb, b0);
      c0 = madd(v0, wc, c0);
      d0 = madd(v0, wd, d0);
      const v1 = v128.load32_splat(cell1);
      a1 = madd(v1, wa, a1);
      b1 = madd(v1, wb, b1);
      c1 = madd(v1, wc, c1);
      d1 = madd(v1, wd, d1);
      const v2 = v128.load32_splat(cell2);
      a2 = madd(v2, wa, a2);
      b2 = madd(v2, wb, b2);
      c2 = madd(v2, wc, c2);
      d2 = madd(v2, wd, d2);
      const v3 = v128.load32_splat(cell3);
      a3 = madd(v3, wa, a3);
      b3 = madd(v3, wb, b3);
      c3 = madd(v3, wc, c3);
      d3 = madd(v3, wd, d3);
      cell0 += 4;
      cell1 += 4;
      cell2 += 4;
      cell3 += 4;
      row += width;
    }
  }
  const low = f32x4.splat(flags & RELU ? 0 : -Infinity);
  const far = nextOut;
  v128.store(out, f32x4.max(a0, low));
  v128.store(out, f32x4.max(b0, low), 16);
  v128.store(out, f32x4.max(c0, low), 32);
  v128.store(out, f32x4.max(d0, low), 48);
  v128.store(out + far, f32x4.max(a1, low));
  v128.store(out + far, f32x4.max(b1, low), 16);
  v128.store(out + far, f32x4.max(c1, low), 32);
  v128.store(out + far, f32x4.max(d1, low), 48);
  v128.store(out + 2 * far, f32x4.max(a2, low));
  v128.store(out + 2 * far, f32x4.max(b2, low), 16);
  v128.store(out + 2 * far, f32x4.max(c2, low), 32);
  v128.store(out + 2 * far, f32x4.max(d2, low), 48);
  v128.store(out + 3 * far, f32x4.max(a3, low));
  v128.store(out + 3 * far, f32x4.max(b3, low), 16);
  v128.store(out + 3 * far, f32x4.max(c3, low), 32);
  v128.store(out + 3 * far, f32x4.max(d3, low), 48);
}

/** 4 x 8 where every run is a single value: one loop over the taps, as a grey image's convolution wants it. */
function fourPlacesByTaps(cell0: usize, weights: usize, bias: usize, out: usize, lanes: i32, done: i32): void {
  let a0 = bias ? v128.load(bias) : f32x4.splat(0);
  let b0 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  const width = step;
  const cell1 = cell0 + nextCell;
  const cell2 = cell1 + nextCell;
  const cell3 = cell2 + nextCell;
  const end = tableEnd;
  let row = weights;
  for (let at = table; at < end; at += 4) {
    const offset = <usize>i32.load(at);
    const wa = v128.load(row);
    const wb = v128.load(row, 16);
    const v0 = v128.load32_splat(cell0 + offset);
    a0 = madd(v0, wa, a0);
    b0 = madd(v0, wb, b0);
    const v1 = v128.load32_splat(cell1 + offset);
    a1 = madd(v1, wa, a1);
    b1 = madd(v1, wb, b1);
    const v2 = v128.load32_splat(cell2 + offset);
    a2 = madd(v2, wa, a2);
    b2 = madd(v2, wb, b2);
    const v3 = v128.load32_splat(cell3 + offset);
    a3 = madd(v3, wa, a3);
    b3 = madd(v3, wb, b3);
    row += width;
  }
  putFour(out, a0, b0, a1, b1, a2, b2, a3, b3, lanes, done);
}

/** 5 x 8 likewise. */
function fivePlacesByTaps(cell0: usize, weights: usize, bias: usize, out: usize, lanes: i32): void {
  let a0 = bias ? v128.load(bias) : f32x4.splat(0);
  let b0 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let a4 = a0;
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  let b4 = b0;
  const width = step;
  const cell1 = cell0 + nextCell;
  const cell2 = cell1 + nextCell;
  const cell3 = cell2 + nextCell;
  const cell4 = cell3 + nextCell;
  const end = tableEnd;
  let row = weights;
  for (let at = table; at < end; at += 4) {
    const offset = <usize>i32.load(at);
    const wa = v128.load(row);
    const wb = v128.load(row, 16);
    const v0 = v128.load32_splat(cell0 + offset);
    a0 = madd(v0, wa, a0);
    b0 = madd(v0, wb, b0);
    const v1 = v128.load32_splat(cell1 + offset);
    a1 = madd(v1, wa, a1);
    b1 = madd(v1, wb, b1);
    const v2 = v128.load32_splat(cell2 + offset);
    a2 = madd(v2, wa, a2);
    b2 = madd(v2, wb, b2);
    const v3 = v128.load32_splat(cell3 + offset);
    a3 = madd(v3, wa, a3);
    b3 = madd(v3, wb, b3);
    const v4 = v128.load32_splat(cell4 + offset);
    a4 = madd(v4, wa, a4);
    b4 = madd(v4, wb, b4);
    row += width;
  }
  putFour(out, a0, b0, a1, b1, a2, b2, a3, b3, lanes, 0);
  put(out + 4 * nextOut, a4, b4, lanes);
}

// @ts-ignore: decorator
@inline
function putFour(
  out: usize,
  a0: v128,
  b0: v128,
  a1: v128,
  b1: v128,
  a2: v128,
  b2: v128,
  a3: v128,
  b3: v128,
  lanes: i32,
  done: i32,
): void {
  const next = nextOut;
  if (lanes == 8 && (flags & ACCUMULATE) == 0) {
    if (flags & RELU) {
      a0 = rectify(a0);
      b0 = rectify(b0);
      a1 = rectify(a1);
      b1 = rectify(b1);
      a2 = rectify(a2);
      b2 = rectify(b2);
      a3 = rectify(a3);
      b3 = rectify(b3);
    }
    v128.store(out, a0);
    v128.store(out, b0, 16);
    v128.store(out + next, a1);
    v128.store(out + next, b1, 16);
    v128.store(out + 2 * next, a2);
    v128.store(out + 2 * next, b2, 16);
    v128.store(out + 3 * next, a3);
    v128.store(out + 3 * next, b3, 16);
    return;
  }
  if (done < 1) put(out, a0, b0, lanes);
  if (done < 2) put(out + next, a1, b1, lanes);
  if (done < 3) put(out + 2 * next, a2, b2, lanes);
  put(out + 3 * next, a3, b3, lanes);
}

function put(at: usize, a: v128, b: v128, lanes: i32): void {
  if (flags & ACCUMULATE) {
    addLanes(at, a, lanes);
    if (lanes > 4) addLanes(at + 16, b, lanes - 4);
    return;
  }
  if (flags & RELU) {
    a = rectify(a);
    b = rectify(b);
  }
  storeLanes(at, a, lanes);
  if (lanes > 4) storeLanes(at + 16, b, lanes - 4);
}

/** y [height, width, c]: x [h, w, c] with its first cell at (down, right), in zeros. */
export function padSample(x: usize, y: usize, h: i32, w: i32, c: i32, down: i32, right: i32, height: i32, width: i32): void {
  const whole = (<usize>(width * c)) << 2;
  const inner = (<usize>(w * c)) << 2;
  const before = (<usize>(right * c)) << 2;
  memory.fill(y, 0, whole * <usize>down + before);
  let to = y + whole * <usize>down + before;
  for (let row = 0; row < h; row++) {
    memory.copy(to, x, inner);
    // The end of this row and the beginning of the next are one stretch of zeros.
    if (row + 1 < h) clear(to + inner, (width - w) * c);
    x += inner;
    to += whole;
  }
  to -= whole - inner;
  memory.fill(to, 0, y + whole * <usize>height - to);
}

/** `length` zeros. */
export function clear(at: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) v128.store(at + ((<usize>i) << 2), f32x4.splat(0));
  for (; i < length; i++) f32.store(at + ((<usize>i) << 2), 0);
}

/** y [h, w, c] (+)= the inner part of x [height, width, c] that begins at (down, right). */
export function cropSample(x: usize, y: usize, h: i32, w: i32, c: i32, down: i32, right: i32, width: i32, accumulate: bool): void {
  const length = w * c;
  for (let row = 0; row < h; row++) {
    const from = x + ((<usize>(((row + down) * width + right) * c)) << 2);
    const to = y + ((<usize>(row * length)) << 2);
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const at = (<usize>i) << 2;
      const value = v128.load(from + at);
      v128.store(to + at, accumulate ? f32x4.add(value, v128.load(to + at)) : value);
    }
    for (; i < length; i++) {
      const at = (<usize>i) << 2;
      const value = f32.load(from + at);
      f32.store(to + at, accumulate ? value + f32.load(to + at) : value);
    }
  }
}
