/** Weights turned over for the way back, and gradients of turned weights turned back. */
import { paddedVectors } from "./gather";

/** turned [cog, cig] = one tap's matrix of k [kh, kw, cig, kc], turned over, for the filters from `o0` on. */
export function transposeTap(k: usize, turned: usize, tap: i32, cig: i32, kc: i32, o0: i32, cog: i32): void {
  const matrix = k + ((<usize>(tap * cig * kc + o0)) << 2);
  turnOver(matrix, turned, cig, cog, (<usize>kc) << 2, (<usize>cig) << 2, false);
}

/** turned [co, kh, run to whole vectors]: k [kh * run, co], the padding zero. */
export function turnKernel(k: usize, turned: usize, rows: i32, run: i32, co: i32): void {
  const width = (<usize>paddedVectors(run)) << 4;
  const step = (<usize>co) << 2;
  const apart = <usize>rows * width;
  const used = (<usize>run) << 2;
  for (let row = 0; row < rows; row++) {
    const to = turned + <usize>row * width;
    turnOver(k + <usize>(row * run) * step, to, run, co, step, apart, false);
    for (let o = 0; o < co; o++) {
      for (let at = used; at < width; at += 4) f32.store(to + <usize>o * apart + at, 0);
    }
  }
}

/** dk [kh * run, co] += turned [co, kh, run to whole vectors]. */
export function addTurnedKernel(turned: usize, dk: usize, rows: i32, run: i32, co: i32): void {
  const width = (<usize>paddedVectors(run)) << 4;
  const step = (<usize>co) << 2;
  for (let row = 0; row < rows; row++) {
    const to = dk + <usize>(row * run) * step;
    turnOver(turned + <usize>row * width, to, co, run, <usize>rows * width, step, true);
  }
}

/**
 * to [columns, rows] = from [rows, columns] turned over, or += it; each row `fromRow` or `toRow` bytes from the one before. In
 * blocks of 4 x 4, as single numbers a row apart would each take a line of the cache.
 */
function turnOver(
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  fromRow: usize,
  toRow: usize,
  accumulate: bool,
): void {
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  for (let column = 0; column < wholeColumns; column += 4) {
    for (let row = 0; row < wholeRows; row += 4) {
      const block = from + <usize>row * fromRow + ((<usize>column) << 2);
      turnBlock(block, to + <usize>column * toRow + ((<usize>row) << 2), fromRow, toRow, accumulate);
    }
    turnRest(from, to, wholeRows, rows, column, column + 4, fromRow, toRow, accumulate);
  }
  turnRest(from, to, 0, rows, wholeColumns, columns, fromRow, toRow, accumulate);
}

// @ts-ignore: decorator
@inline
function turnBlock(from: usize, to: usize, fromRow: usize, toRow: usize, accumulate: bool): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromRow);
  const r2 = v128.load(from + 2 * fromRow);
  const r3 = v128.load(from + 3 * fromRow);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  put(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), accumulate);
  put(to + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), accumulate);
  put(to + 2 * toRow, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), accumulate);
  put(to + 3 * toRow, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), accumulate);
}

// @ts-ignore: decorator
@inline
function put(to: usize, v: v128, accumulate: bool): void {
  v128.store(to, accumulate ? f32x4.add(v128.load(to), v) : v);
}

/** What is left beside the blocks. */
function turnRest(
  from: usize,
  to: usize,
  rowsFrom: i32,
  rows: i32,
  columnsFrom: i32,
  columns: i32,
  fromRow: usize,
  toRow: usize,
  accumulate: bool,
): void {
  for (let row = rowsFrom; row < rows; row++) {
    const source = from + <usize>row * fromRow;
    const target = to + ((<usize>row) << 2);
    for (let column = columnsFrom; column < columns; column++) {
      const value = f32.load(source + ((<usize>column) << 2));
      const at = target + <usize>column * toRow;
      f32.store(at, accumulate ? f32.load(at) + value : value);
    }
  }
}

/** panel [rows, 16] = sixteen neighbouring columns of k [rows, `step` bytes apart]. */
export function packPanel(k: usize, panel: usize, rows: i32, step: usize): void {
  for (let row = 0; row < rows; row++) {
    v128.store(panel, v128.load(k));
    v128.store(panel, v128.load(k, 16), 16);
    v128.store(panel, v128.load(k, 32), 32);
    v128.store(panel, v128.load(k, 48), 48);
    k += step;
    panel += 64;
  }
}
