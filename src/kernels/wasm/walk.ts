/**
 * A convolution's geometry as the compiled loops want it: a sample with its border (a frame), and for each place where the
 * runs of values begin that it reads. Forward, backward and the stride's phases differ in nothing but these numbers. All
 * offsets are in bytes.
 */
import type { ConvSizes } from "../../tensor/kernels.ts";
import { kernelExtent, type Window } from "../../tensor/window.ts";

/** One sample [height, width, c] in which every window lies: the sample itself, or a copy with zeros around it. */
export interface Frame {
  readonly copied: boolean;
  /** Where the sample's first cell is. */
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What `convolve` goes over. Rows whose places follow each other in memory, as a pointwise convolution's do, are one. */
export interface Walk {
  readonly rows: number;
  readonly places: number;
  /** From the frame's begin to the first place. */
  readonly from: number;
  readonly xRow: number;
  readonly xNext: number;
  /** Where each run begins, from its place on, and how many values it has. */
  readonly runs: readonly number[];
  readonly run: number;
}

export interface ForwardWalk extends Walk {
  readonly frame: Frame;
}

/** The input cells whose gradient comes through the same taps: with a stride of 2 every second one. */
export interface Phase extends Walk {
  readonly taps: readonly number[];
  /** From the gradient's begin to the first cell, and on. */
  readonly to: number;
  readonly yRow: number;
  readonly yNext: number;
}

export interface BackwardWalk {
  readonly frame: Frame;
  readonly phases: readonly Phase[];
}

interface FrameAxis {
  readonly before: number;
  readonly size: number;
  /** Where the first window begins. */
  readonly first: number;
}

/** Runs shorter than this are walked value by value. */
const shortestRun = 8;

export function forwardWalk({ window, ci, groups }: ConvSizes): ForwardWalk {
  const { h, w, kh, kw, sh, sw, rh, rw, top, left, oh, ow } = window;
  const vertical = frameAxis(h, top, (oh - 1) * sh + kernelExtent(kh, rh));
  const horizontal = frameAxis(w, left, (ow - 1) * sw + kernelExtent(kw, rw));
  const frame = frameOf(vertical, horizontal, window);
  const cell = 4 * ci;
  const line = cell * frame.width;
  const rowsOfTaps = range(kh).map((i) => i * rh * line);
  const joined = groups === 1 && rw === 1;
  const [xRow, xNext] = [sh * line, sw * cell];
  const starts = joined ? rowsOfTaps : rowsOfTaps.flatMap((row) => range(kw).map((j) => row + j * rw * cell));
  const length = joined ? kw * ci : ci / groups;
  return {
    frame,
    ...(xRow === ow * xNext ? { rows: 1, places: oh * ow } : { rows: oh, places: ow }),
    from: vertical.first * line + horizontal.first * cell,
    xRow,
    xNext,
    ...inRuns(starts, length),
  };
}

/** Where each row of the kernel's matrix [kh * kw * ci / groups, filters] reads, from a place on. */
export function matrixRows({ window: { kh, kw, rh, rw }, ci, groups }: ConvSizes, { width }: Frame): number[] {
  const channels = range(ci / groups);
  return range(kh).flatMap((i) =>
    range(kw).flatMap((j) => channels.map((channel) => 4 * ((i * rh * width + j * rw) * ci + channel))),
  );
}

/** Over dy: each input cell gathers what the places that read it send back, so that it is written once. */
export function backwardWalk({ window, ci, co, groups }: ConvSizes): BackwardWalk {
  const vertical = phasesOf(window.h, window.oh, {
    kernel: window.kh,
    stride: window.sh,
    rate: window.rh,
    pad: window.top,
  });
  const horizontal = phasesOf(window.w, window.ow, {
    kernel: window.kw,
    stride: window.sw,
    rate: window.rw,
    pad: window.left,
  });
  const frame = frameOf(vertical.axis, horizontal.axis, { h: window.oh, w: window.ow });
  const cell = 4 * co;
  const line = cell * frame.width;
  const phases = vertical.phases.flatMap((down) =>
    horizontal.phases.map((right): Phase => {
      const joined =
        groups === 1 && right.taps.every(({ at }, i) => i === 0 || at === (right.taps[i - 1]?.at ?? 0) + 1);
      const heads = joined ? right.taps.slice(0, 1) : right.taps;
      const [yRow, yNext] = [4 * window.sh * window.w * ci, 4 * window.sw * ci];
      const isOneRow = line === right.count * cell && yRow === right.count * yNext;
      const starts = down.taps.flatMap(({ at }) => heads.map((head) => at * line + head.at * cell));
      return {
        taps: down.taps.flatMap((i) => right.taps.map((j) => i.tap * window.kw + j.tap)),
        ...(isOneRow ? { rows: 1, places: down.count * right.count } : { rows: down.count, places: right.count }),
        from: (vertical.axis.before + down.place) * line + (horizontal.axis.before + right.place) * cell,
        xRow: line,
        xNext: cell,
        to: 4 * (down.cell * window.w + right.cell) * ci,
        yRow,
        yNext,
        ...inRuns(starts, (co / groups) * (joined ? right.taps.length : 1)),
      };
    }),
  );
  return { frame, phases };
}

interface PhaseAxis {
  /** The first cell of the phase and how many there are, `stride` apart. */
  readonly cell: number;
  readonly count: number;
  /** Place that belongs to the first cell; the taps read `at` places from it. */
  readonly place: number;
  readonly taps: readonly { readonly tap: number; readonly at: number }[];
}

/**
 * Place p reads cell p * stride - pad + tap * rate. So the cells c with (c + pad) % stride = r get gradient through the taps
 * with (tap * rate) % stride = r, from the places (c + pad - tap * rate) / stride.
 */
function phasesOf(
  cells: number,
  places: number,
  { kernel, stride, rate, pad }: { kernel: number; stride: number; rate: number; pad: number },
): { axis: FrameAxis; phases: PhaseAxis[] } {
  const phases = range(Math.min(stride, cells)).map((cell): PhaseAxis => {
    const rest = (((cell + pad) % stride) + stride) % stride;
    const taps = range(kernel)
      .filter((tap) => (tap * rate) % stride === rest)
      .map((tap) => ({ tap, at: -(tap * rate - rest) / stride }))
      .reverse();
    return { cell, count: Math.ceil((cells - cell) / stride), place: (cell + pad - rest) / stride, taps };
  });
  const reached = phases.flatMap(({ place, count, taps }) =>
    taps.flatMap(({ at }) => [place + at, place + at + count - 1]),
  );
  const first = Math.min(0, ...reached);
  const last = Math.max(places - 1, ...reached);
  return { axis: { before: -first, size: last - first + 1, first: 0 }, phases };
}

/** `needed` cells from the first window's begin to the last one's end. */
function frameAxis(cells: number, pad: number, needed: number): FrameAxis {
  const before = Math.max(pad, 0);
  const first = before - pad;
  return { before, first, size: Math.max(before + cells, first + needed) };
}

function frameOf(vertical: FrameAxis, horizontal: FrameAxis, { h, w }: Pick<Window, "h" | "w">): Frame {
  return {
    copied: vertical.size > h || horizontal.size > w,
    top: vertical.before,
    left: horizontal.before,
    height: vertical.size,
    width: horizontal.size,
  };
}

function inRuns(starts: readonly number[], length: number): Pick<Walk, "runs" | "run"> {
  if (length >= shortestRun) return { runs: starts, run: length };
  return { runs: starts.flatMap((start) => range(length).map((i) => start + 4 * i)), run: 1 };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
