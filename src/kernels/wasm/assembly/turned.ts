/** Weights turned over for the way back, and gradients of turned weights turned back. */
import { paddedVectors } from "./gather";

/**
 * turned [cog, cig] = one tap's matrix of k [kh, kw, cig, kc], turned over, for the filters from `o0` on.
 */
export function transposeTap(k: usize, turned: usize, tap: i32, cig: i32, kc: i32, o0: i32, cog: i32): void {
  for (let c = 0; c < cig; c++) {
    const from = k + ((<usize>((tap * cig + c) * kc + o0)) << 2);
    const to = turned + ((<usize>c) << 2);
    for (let o = 0; o < cog; o++) {
      f32.store(to + ((<usize>(o * cig)) << 2), f32.load(from + ((<usize>o) << 2)));
    }
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
