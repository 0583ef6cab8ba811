/** What a sliding window does at the edges of its input, in words: the zeros that are added, the cells that are left out. */
import {
  horizontalAxis,
  kernelExtent,
  type Padding,
  unusedCells,
  verticalAxis,
  type Window,
  type WindowAxis,
} from "../tensor/window.ts";
import { capitalize, listInWords } from "./words.ts";

/** `top 0, right 1, bottom 1, left 0`; `none` if all four are zero. */
export function paddingInWords({ top, right, bottom, left }: Padding): string {
  if (Math.max(top, right, bottom, left) === 0) return "none";
  return `top ${top}, right ${right}, bottom ${bottom}, left ${left}`;
}

/** `The last row and the last column are read by no window.`; `undefined` if every cell is read. */
export function unusedInWords(window: Window): string | undefined {
  const axes = [
    { noun: "row", axis: verticalAxis(window) },
    { noun: "column", axis: horizontalAxis(window) },
  ].map(({ noun, axis }) => ({ noun, axis, cells: isCountable(axis) ? unusedCells(axis) : [] }));
  const unused = axes.filter(({ cells }) => cells.length > 0);
  if (unused.length === 0) return undefined;
  const subject = listInWords(unused.map(({ noun, axis, cells }) => cellsInWords(noun, axis.input, cells)));
  const verb = unused.length > 1 || (unused[0]?.cells.length ?? 0) > 1 ? "are" : "is";
  const reason = unused.some(({ axis }) => leavesGaps(axis)) ? ": the stride is larger than the kernel" : "";
  return `${capitalize(subject)} ${verb} read by no window${reason}.`;
}

/** A size with a few zeros too many, half typed, must not hold up the editor. */
const MOST_READS = 10_000_000;

function isCountable({ input, output, kernel }: WindowAxis): boolean {
  return input + output * kernel <= MOST_READS;
}

function leavesGaps({ kernel, stride, dilation, output }: WindowAxis): boolean {
  return output > 1 && stride > kernelExtent(kernel, dilation);
}

/** Cells listed one by one; more are summarised. */
const MOST_LISTED = 4;

/** `cells` counts from 0 and rises; what is shown counts from 1. */
function cellsInWords(noun: string, input: number, cells: readonly number[]): string {
  const count = cells.length;
  if (count === input) return count === 1 ? `the only ${noun}` : `all ${count} ${noun}s`;
  if (cells[0] === input - count) return count === 1 ? `the last ${noun}` : `the last ${count} ${noun}s`;
  if (cells[count - 1] === count - 1) return count === 1 ? `the first ${noun}` : `the first ${count} ${noun}s`;
  const places = cells.map((cell) => String(cell + 1));
  if (count <= MOST_LISTED) return `${noun}${count === 1 ? "" : "s"} ${listInWords(places)} of ${input}`;
  return `${count} of ${input} ${noun}s (${places.slice(0, 3).join(", ")}, … ${places.at(-1)})`;
}
