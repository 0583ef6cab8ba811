/**
 * One axis of the padded input as a row of cells, and which of them a window reads. Cells are counted as in the input:
 * from 0, negative in the pad before it.
 */
import { kernelExtent, unusedCells, type WindowAxis } from "../../src/tensor/window.ts";

/**
 * `beyond`: behind the last pad, where under `ceilMode` a last window reaches. `unused`: no window reads it. `between`:
 * zeros that spreading by a stride puts between the cells.
 */
export type CellKind = "input" | "pad" | "beyond" | "unused" | "between";

export interface PaddedAxis {
  /** The first cell; at most 0. */
  readonly first: number;
  /** One for each cell from `first` on. */
  readonly kinds: readonly CellKind[];
}

/** A size with some zeros too many, half typed, must not hold up the view. */
const MOST_CELLS = 20_000;
const MOST_READS = 10_000_000;

/** Whether the axis is small enough to go through its cells one by one. */
export function isCountable({ input, before, after, output, kernel }: WindowAxis): boolean {
  return input + before + after <= MOST_CELLS && output * kernel <= MOST_READS;
}

/** For an axis that `isCountable`. */
export function paddedAxis(axis: WindowAxis): PaddedAxis {
  const first = -axis.before;
  const padded = axis.input + axis.after;
  const last = Math.max(padded, windowStart(axis, axis.output - 1) + kernelExtent(axis.kernel, axis.dilation));
  const unused = new Set(unusedCells(axis));
  const kindOf = (cell: number): CellKind => {
    if (cell >= padded) return "beyond";
    if (cell < 0 || cell >= axis.input) return "pad";
    return unused.has(cell) ? "unused" : "input";
  };
  return { first, kinds: Array.from({ length: last - first }, (_, i) => kindOf(first + i)) };
}

/** The first cell that the window at a place reads. */
export function windowStart(axis: WindowAxis, place: number): number {
  return place * axis.stride - axis.before;
}

/** All cells that the window at a place reads, padding included. */
export function cellsRead(axis: WindowAxis, place: number): number[] {
  const start = windowStart(axis, place);
  return Array.from({ length: axis.kernel }, (_, k) => start + k * axis.dilation);
}

/** The place whose window has its middle nearest to a cell. */
export function placeNear(axis: WindowAxis, cell: number): number {
  const middle = (kernelExtent(axis.kernel, axis.dilation) - 1) / 2;
  const place = Math.round((cell + axis.before - middle) / axis.stride);
  return Math.max(0, Math.min(axis.output - 1, place));
}

/** Neighbouring cells of one kind, so that they can be hatched as one. */
export interface Run {
  readonly kind: CellKind;
  /** Counted from the axis's first cell. */
  readonly from: number;
  readonly length: number;
}

export function runsOf(kinds: readonly CellKind[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < kinds.length; ) {
    const kind = kinds[from] as CellKind;
    let to = from + 1;
    while (to < kinds.length && kinds[to] === kind) to++;
    runs.push({ kind, from, length: to - from });
    from = to;
  }
  return runs;
}
