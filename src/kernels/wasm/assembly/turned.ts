/** Weights turned over for the way back, and gradients of turned weights turned back. */
import { paddedVectors } from "./gather";

/**
 * turned [cog, cig] = one tap's matrix of k [kh, kw, cig, kc], turned over, for the filters from `o0` on: in blocks of 4 x 4, as
 * single numbers a row apart would each take a line of the cache.
 */
export function transposeTap(k: usize, turned: usize, tap: i32, cig: i32, kc: i32, o0: i32, cog: i32): void {
  const matrix = k + ((<usize>(tap * cig * kc + o0)) << 2);
  const wholeC = cig & ~3;
  const wholeO = cog & ~3;
  for (let o = 0; o < wholeO; o += 4) {
    for (let c = 0; c < wholeC; c += 4) {
      transposeBlock(at(matrix, c, o, kc), at(turned, o, c, cig), (<usize>kc) << 2, (<usize>cig) << 2);
    }
    transposeRest(matrix, turned, wholeC, cig, o, o + 4, cig, kc);
  }
  transposeRest(matrix, turned, 0, cig, wholeO, cog, cig, kc);
}

// @ts-ignore: decorator
@inline
function at(matrix: usize, row: i32, column: i32, columns: i32): usize {
  return matrix + ((<usize>(row * columns + column)) << 2);
}

// @ts-ignore: decorator
@inline
function transposeBlock(from: usize, to: usize, fromRow: usize, toRow: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromRow);
  const r2 = v128.load(from + 2 * fromRow);
  const r3 = v128.load(from + 3 * fromRow);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toRow, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toRow, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** What is left beside the blocks: channels from `c0` to `c1` of filters from `o0` to `o1`. */
function transposeRest(
  matrix: usize,
  turned: usize,
  c0: i32,
  c1: i32,
  o0: i32,
  o1: i32,
  cig: i32,
  kc: i32,
): void {
  for (let c = c0; c < c1; c++) {
    for (let o = o0; o < o1; o++) f32.store(at(turned, o, c, cig), f32.load(at(matrix, c, o, kc)));
  }
}

/** turned [co, kh, run to whole vectors]: k [kh * run, co], the padding zero. */
export function turnKernel(k: usize, turned: usize, rows: i32, run: i32, co: i32): void {
  const width = paddedVectors(run) << 2;
  const step = (<usize>co) << 2;
  for (let o = 0; o < co; o++) {
    for (let i = 0; i < rows; i++) {
      let to = turned + ((<usize>((o * rows + i) * width)) << 2);
      let from = k + ((<usize>(i * run * co + o)) << 2);
      for (let t = 0; t < run; t++) {
        f32.store(to, f32.load(from));
        to += 4;
        from += step;
      }
      for (let t = run; t < width; t++) {
        f32.store(to, 0);
        to += 4;
      }
    }
  }
}

/** dk [kh * run, co] += turned [co, kh, run to whole vectors]. */
export function addTurnedKernel(turned: usize, dk: usize, rows: i32, run: i32, co: i32): void {
  const width = paddedVectors(run) << 2;
  const step = (<usize>co) << 2;
  const apart = (<usize>(rows * width)) << 2;
  for (let i = 0; i < rows; i++) {
    for (let t = 0; t < run; t++) {
      let from = turned + ((<usize>(i * width + t)) << 2);
      let to = dk + (<usize>(i * run + t)) * step;
      for (let o = 0; o < co; o++) {
        f32.store(to, f32.load(to) + f32.load(from));
        from += apart;
        to += 4;
      }
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
