/**
 * The gradient of a kernel seen as a matrix [rows, filters], where every row belongs to one value that a place reads: its tap
 * and channel. Four or five rows x eight filters stay in registers while the places of one sample go by; their sums are
 * added up block by block, which keeps them precise. Borders are padded before, so that every place reads every row's value.
 */
import { addLanes, madd } from "./vector";

let nextCell: usize = 0;
let nextPlace: usize = 0;
let xRow: usize = 0;
let dyRow: usize = 0;
let places: i32 = 0;
let dkStep: usize = 0;

/**
 * dk [rows, filters] += over all places, x at the row's offset times dy. dy [height, width, filters of dyNext bytes]; `table`
 * holds the offsets in bytes, one for each row. Sums are added after every `block` rows of dy, whose values stay in the first
 * cache while the kernel's matrix goes by.
 */
export function matrixGradient(
  x: usize,
  dy: usize,
  dk: usize,
  height: i32,
  width: i32,
  xRowBytes: i32,
  dyRowBytes: i32,
  xNext: i32,
  dyNext: i32,
  table: usize,
  rows: i32,
  kStep: i32,
  filters: i32,
  block: i32,
): void {
  nextCell = xNext;
  nextPlace = dyNext;
  xRow = xRowBytes;
  dyRow = dyRowBytes;
  places = width;
  dkStep = kStep;
  for (let from = 0; from < height; from += block) {
    const lines = min(block, height - from);
    const image = x + <usize>from * xRow;
    const gradient = dy + <usize>from * dyRow;
    let row = 0;
    while (row < rows) {
      const left = rows - row;
      const to = dk + <usize>row * dkStep;
      const at = table + ((<usize>row) << 2);
      const taken = left >= 5 && left % 4 > 0 ? 5 : left >= 4 ? 4 : 1;
      for (let o = 0; o < filters; o += 8) {
        const offset = (<usize>o) << 2;
        const lanes = min(8, filters - o);
        if (taken == 5) fiveRows(image, gradient + offset, to + offset, lines, at, lanes);
        else if (taken == 4) fourRows(image, gradient + offset, to + offset, lines, at, lanes);
        else oneRow(image, gradient + offset, to + offset, lines, at, lanes);
      }
      row += taken;
    }
  }
}

function fourRows(image: usize, gradient: usize, to: usize, lines: i32, at: usize, lanes: i32): void {
  const first = i32.load(at);
  const joined = i32.load(at, 4) == first + 4 && i32.load(at, 8) == first + 8 && i32.load(at, 12) == first + 12;
  if (joined) fourNeighbours(image + <usize>first, gradient, to, lines, lanes);
  else fourApart(image, gradient, to, lines, at, lanes);
}

function fourNeighbours(image: usize, gradient: usize, to: usize, lines: i32, lanes: i32): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const cellStep = nextCell;
  const placeStep = nextPlace;
  const width = <usize>places * placeStep;
  for (let line = 0; line < lines; line++) {
    let cell = image;
    const end = gradient + width;
    for (let place = gradient; place < end; place += placeStep) {
      const ga = v128.load(place);
      const gb = v128.load(place, 16);
      const v0 = v128.load32_splat(cell);
      a0 = madd(v0, ga, a0);
      b0 = madd(v0, gb, b0);
      const v1 = v128.load32_splat(cell, 4);
      a1 = madd(v1, ga, a1);
      b1 = madd(v1, gb, b1);
      const v2 = v128.load32_splat(cell, 8);
      a2 = madd(v2, ga, a2);
      b2 = madd(v2, gb, b2);
      const v3 = v128.load32_splat(cell, 12);
      a3 = madd(v3, ga, a3);
      b3 = madd(v3, gb, b3);
      cell += cellStep;
    }
    image += xRow;
    gradient += dyRow;
  }
  const next = dkStep;
  add(to, a0, b0, lanes);
  add(to + next, a1, b1, lanes);
  add(to + 2 * next, a2, b2, lanes);
  add(to + 3 * next, a3, b3, lanes);
}

function fourApart(image: usize, gradient: usize, to: usize, lines: i32, at: usize, lanes: i32): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const offset0 = <usize>i32.load(at);
  const offset1 = <usize>i32.load(at, 4);
  const offset2 = <usize>i32.load(at, 8);
  const offset3 = <usize>i32.load(at, 12);
  const cellStep = nextCell;
  const placeStep = nextPlace;
  const width = <usize>places * placeStep;
  for (let line = 0; line < lines; line++) {
    let cell = image;
    const end = gradient + width;
    for (let place = gradient; place < end; place += placeStep) {
      const ga = v128.load(place);
      const gb = v128.load(place, 16);
      const v0 = v128.load32_splat(cell + offset0);
      a0 = madd(v0, ga, a0);
      b0 = madd(v0, gb, b0);
      const v1 = v128.load32_splat(cell + offset1);
      a1 = madd(v1, ga, a1);
      b1 = madd(v1, gb, b1);
      const v2 = v128.load32_splat(cell + offset2);
      a2 = madd(v2, ga, a2);
      b2 = madd(v2, gb, b2);
      const v3 = v128.load32_splat(cell + offset3);
      a3 = madd(v3, ga, a3);
      b3 = madd(v3, gb, b3);
      cell += cellStep;
    }
    image += xRow;
    gradient += dyRow;
  }
  const next = dkStep;
  add(to, a0, b0, lanes);
  add(to + next, a1, b1, lanes);
  add(to + 2 * next, a2, b2, lanes);
  add(to + 3 * next, a3, b3, lanes);
}

/** One row more than four, so that nine rows (3 x 3 of a grey image) or 25 need no row of their own. */
function fiveRows(image: usize, gradient: usize, to: usize, lines: i32, at: usize, lanes: i32): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  let b4 = f32x4.splat(0);
  const offset0 = <usize>i32.load(at);
  const offset1 = <usize>i32.load(at, 4);
  const offset2 = <usize>i32.load(at, 8);
  const offset3 = <usize>i32.load(at, 12);
  const offset4 = <usize>i32.load(at, 16);
  const cellStep = nextCell;
  const placeStep = nextPlace;
  const width = <usize>places * placeStep;
  for (let line = 0; line < lines; line++) {
    let cell = image;
    const end = gradient + width;
    for (let place = gradient; place < end; place += placeStep) {
      const ga = v128.load(place);
      const gb = v128.load(place, 16);
      const v0 = v128.load32_splat(cell + offset0);
      a0 = madd(v0, ga, a0);
      b0 = madd(v0, gb, b0);
      const v1 = v128.load32_splat(cell + offset1);
      a1 = madd(v1, ga, a1);
      b1 = madd(v1, gb, b1);
      const v2 = v128.load32_splat(cell + offset2);
      a2 = madd(v2, ga, a2);
      b2 = madd(v2, gb, b2);
      const v3 = v128.load32_splat(cell + offset3);
      a3 = madd(v3, ga, a3);
      b3 = madd(v3, gb, b3);
      const v4 = v128.load32_splat(cell + offset4);
      a4 = madd(v4, ga, a4);
      b4 = madd(v4, gb, b4);
      cell += cellStep;
    }
    image += xRow;
    gradient += dyRow;
  }
  const next = dkStep;
  add(to, a0, b0, lanes);
  add(to + next, a1, b1, lanes);
  add(to + 2 * next, a2, b2, lanes);
  add(to + 3 * next, a3, b3, lanes);
  add(to + 4 * next, a4, b4, lanes);
}

function oneRow(image: usize, gradient: usize, to: usize, lines: i32, at: usize, lanes: i32): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  image += <usize>i32.load(at);
  const width = <usize>places * nextPlace;
  for (let line = 0; line < lines; line++) {
    let cell = image;
    const end = gradient + width;
    for (let place = gradient; place < end; place += nextPlace) {
      const value = v128.load32_splat(cell);
      a = madd(value, v128.load(place), a);
      b = madd(value, v128.load(place, 16), b);
      cell += nextCell;
    }
    image += xRow;
    gradient += dyRow;
  }
  add(to, a, b, lanes);
}

// @ts-ignore: decorator
@inline
function add(at: usize, a: v128, b: v128, lanes: i32): void {
  addLanes(at, a, lanes);
  if (lanes > 4) addLanes(at + 16, b, lanes - 4);
}
