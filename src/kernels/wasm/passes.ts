/**
 * The three passes of a convolution over one sample each, from the numbers of its walk. A `Table` puts offsets into the
 * arena: for a network's layer once and for good, for a single call anew each time.
 */
import type { ConvSizes } from "../../tensor/kernels.ts";
import type { Instance } from "./instance-parts.ts";
import { fitsCache, multiply } from "./product.ts";
import { type BackwardWalk, backwardWalk, type ForwardWalk, type Frame, forwardWalk, matrixRows } from "./walk.ts";

/** Flags of `convolve`. */
export const accumulate = 1;
export const relu = 2;

/** After so many places the sums of a kernel's gradient are added to it, which keeps them precise. */
const placesInBlock = 256;

/** Writes offsets to the arena and gives their address. */
export type Table = (offsets: readonly number[]) => number;

export interface Forward {
  readonly sizes: ConvSizes;
  readonly walk: ForwardWalk;
  /** Address of the runs' table. */
  readonly runs: number;
}

export interface Backward {
  readonly sizes: ConvSizes;
  readonly walk: BackwardWalk;
  /** Address of each phase's table. */
  readonly runs: readonly number[];
}

export interface KernelGradient {
  readonly sizes: ConvSizes;
  readonly walk: ForwardWalk;
  /** Address of the table of the matrix's rows. */
  readonly rows: number;
}

export function planForward(sizes: ConvSizes, table: Table): Forward {
  const walk = forwardWalk(sizes);
  return { sizes, walk, runs: table(walk.runs) };
}

export function planBackward(sizes: ConvSizes, table: Table): Backward {
  const walk = backwardWalk(sizes);
  let next = table(walk.phases.flatMap(({ runs }) => runs));
  const runs = walk.phases.map((phase) => {
    const at = next;
    next += 4 * phase.runs.length;
    return at;
  });
  return { sizes, walk, runs };
}

export function planKernelGradient(sizes: ConvSizes, table: Table): KernelGradient {
  const walk = forwardWalk(sizes);
  return { sizes, walk, rows: table(matrixRows(sizes, walk.frame)) };
}

interface Image {
  readonly h: number;
  readonly w: number;
  readonly c: number;
}

/** A sample in its frame: itself, or a copy with zeros around it. `room` is asked only for a copy. */
export function frameSample(
  { wasm }: Instance,
  x: number,
  { h, w, c }: Image,
  { copied, height, width, top, left }: Frame,
  room: (length: number) => number,
): number {
  if (!copied) return x;
  const copy = room(height * width * c);
  wasm.padSample(x, copy, h, w, c, top, left, height, width);
  return copy;
}

/** Addresses of the framed sample, the kernel, and the bias or 0. */
export interface Given {
  readonly x: number;
  readonly k: number;
  readonly bias: number;
}

/**
 * Where and how the forward pass writes: channels of one place, and the flags of `convolve`. Without groups there may be
 * channels behind the filters, into which anything is written: whole vectors are stored faster than parts.
 */
export interface Target {
  readonly y: number;
  readonly channels: number;
  readonly how: number;
}

/** Whether margins of zeros may be left out: rows of places that follow each other are one row for the loops. */
function canTrim(sizes: ConvSizes, walk: ForwardWalk): boolean {
  return sizes.groups === 1 && walk.rows > 1 && fitsCache(walk, sizes.co);
}

/** Bytes of a row of the frame. */
function lineOf({ ci }: ConvSizes, { frame }: ForwardWalk): number {
  return 4 * frame.width * ci;
}

/** y [oh, ow, channels] = the framed sample under the kernel, plus the bias. */
export function forwardPass(
  instance: Instance,
  { walk, sizes, runs }: Forward,
  { x, k, bias }: Given,
  { y, channels, how }: Target,
): void {
  const { ci, co, groups, window } = sizes;
  const [cig, cog] = [ci / groups, co / groups];
  const yNext = 4 * channels;
  if (canTrim(sizes, walk)) {
    const { rows, places, xNext, runs: starts, run } = walk;
    const { wasm, setWindow } = instance;
    setWindow(window);
    // biome-ignore format: the frame, what, how many, how far apart, which runs
    wasm.convolveTrimmed(
      x, lineOf(sizes, walk), walk.frame.height, walk.from,
      k, bias, y,
      rows, places,
      xNext, yNext, 4 * co,
      channels, runs, starts.length, run, how,
    );
    return;
  }
  for (let g = 0; g < groups; g++) {
    const offset = 4 * g * cog;
    multiply(instance, walk, {
      x: x + walk.from + 4 * g * cig,
      k: k + offset,
      bias: bias ? bias + offset : 0,
      y: y + offset,
      yRow: walk.places * yNext,
      yNext,
      kStep: 4 * co,
      filters: groups === 1 ? channels : cog,
      table: runs,
      how,
    });
  }
}

/** The kernel for the way back, for each group and phase one matrix: turned [groups, phases, taps, co / groups, ci / groups]. */
export function turnTaps({ wasm }: Instance, { sizes, walk }: Backward, k: number, turned: number): void {
  const { ci, co, groups } = sizes;
  const [cig, cog] = [ci / groups, co / groups];
  let to = turned;
  for (let g = 0; g < groups; g++) {
    for (const { taps } of walk.phases) {
      for (const tap of taps) {
        wasm.transposeTap(k, to, tap, cig, co, g * cog, cog);
        to += 4 * cig * cog;
      }
    }
  }
}

/** Addresses of the framed gradient, the turned kernel and the input's gradient. */
export interface Returning {
  readonly dy: number;
  readonly turned: number;
  readonly dx: number;
}

/** dx [h, w, ci] = the framed gradient under the turned kernel, or += it. */
export function inputPass(instance: Instance, pass: Backward, { dy, turned, dx }: Returning, how: number): void {
  const { ci, co, groups } = pass.sizes;
  const [cig, cog] = [ci / groups, co / groups];
  let weights = turned;
  for (let g = 0; g < groups; g++) {
    for (const [i, phase] of pass.walk.phases.entries()) {
      multiply(instance, phase, {
        x: dy + phase.from + 4 * g * cog,
        k: weights,
        bias: 0,
        y: dx + phase.to + 4 * g * cig,
        yRow: phase.yRow,
        yNext: phase.yNext,
        kStep: 4 * cig,
        filters: cig,
        table: pass.runs[i] ?? 0,
        how,
      });
      weights += 4 * phase.taps.length * cig * cog;
    }
  }
}

/** Addresses of the framed sample, the output's gradient and the kernel's. */
export interface Learning {
  readonly x: number;
  readonly dy: number;
  readonly dk: number;
}

/** The kernel's gradient over some samples, each in `frame`. */
export interface KernelPass {
  readonly frame: Frame;
  /** Addresses of a framed sample and of its output's gradient [oh, ow, co]. */
  add(x: number, dy: number): void;
  /** Only then it is all there. */
  finish(): void;
}

/** dk [kh, kw, ci / groups, co] += the framed sample times dy [oh, ow, co], in one sum or (more precise over many places) in blocks. */
export function kernelPass(
  { wasm, setWindow }: Instance,
  pass: KernelGradient,
  { x, dy, dk }: Learning,
  inBlocks: boolean,
): void {
  const { sizes, walk, rows: table } = pass;
  const { ci, co, groups, window } = sizes;
  const { from, xRow, xNext } = walk;
  const { oh, ow, kh, kw } = window;
  const [cig, cog] = [ci / groups, co / groups];
  const rows = kh * kw * cig;
  const block = inBlocks ? Math.max(1, Math.floor(placesInBlock / ow)) : oh;
  if (groups === 1 && walk.rows > 1) {
    setWindow(window);
    // biome-ignore format: the frame, what, how many, how far apart, which rows
    wasm.matrixGradientTrimmed(
      x, lineOf(sizes, walk), walk.frame.height, from,
      dy, dk,
      oh, ow,
      xNext, 4 * co,
      table, rows, 4 * co, co, block,
    );
    return;
  }
  for (let g = 0; g < groups; g++) {
    const offset = 4 * g * cog;
    // biome-ignore format: from and to, how many, how far apart, which rows
    wasm.matrixGradient(
      x + from + 4 * g * cig, dy + offset, dk + offset,
      oh, ow,
      xRow, 4 * ow * co, xNext, 4 * co,
      table, rows, 4 * co, cog, block,
    );
  }
}
