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

/** `top 0, right 1, bottom 1, left 0`. */
export function paddingInWords({ top, right, bottom, left }: Padding): string {
  return `top ${top}, right ${right}, bottom ${bottom}, left ${left}`;
}

/** Whether an attribute's value, as it was read, is the padding of four sides. */
export function isPadding(value: unknown): value is Padding {
  return typeof value === "object" && value !== null && "top" in value;
}

interface Unused {
  readonly noun: string;
  readonly axis: WindowAxis;
  /** Rising, counted from 0. */
  readonly cells: readonly number[];
}

/** `The last row and the last column are read by no window.`; `undefined` if every cell is `fate`. */
export function unusedInWords(window: Window, fate = "read by no window"): string | undefined {
  const unused = [unusedOf("row", verticalAxis(window)), unusedOf("column", horizontalAxis(window))].filter(
    ({ cells }) => cells.length > 0,
  );
  if (unused.length === 0) return undefined;
  const words = listInWords(unused.map((part) => edgeInWords(part) ?? placesInWords(part)));
  const subject = unused.every(edgeInWords) ? words : `${words}, counted from 0,`;
  const verb = unused.length > 1 || unused.some(({ cells }) => cells.length > 1) ? "are" : "is";
  const reason = unused.some(({ axis }) => leavesGaps(axis)) ? ": the stride is larger than the kernel" : "";
  return `${capitalize(subject)} ${verb} ${fate}${reason}.`;
}

function unusedOf(noun: string, axis: WindowAxis): Unused {
  return { noun, axis, cells: isCountable(axis) ? unusedCells(axis) : [] };
}

/** A size with a few zeros too many, half typed, must not hold up the editor. */
const MOST_READS = 10_000_000;

function isCountable({ input, output, kernel }: WindowAxis): boolean {
  return input + output * kernel <= MOST_READS;
}

function leavesGaps({ kernel, stride, dilation, output }: WindowAxis): boolean {
  return output > 1 && stride > kernelExtent(kernel, dilation);
}

/** `the last row`; `undefined` for cells in between. */
function edgeInWords({ noun, axis: { input }, cells }: Unused): string | undefined {
  const count = cells.length;
  const counted = count === 1 ? noun : `${count} ${noun}s`;
  if (count === input) return count === 1 ? `the only ${noun}` : `all ${counted}`;
  if (cells[0] === input - count) return `the last ${counted}`;
  return cells[count - 1] === count - 1 ? `the first ${counted}` : undefined;
}

/** Cells listed one by one; more are summarised. */
const MOST_LISTED = 4;

function placesInWords({ noun, axis: { input }, cells }: Unused): string {
  const count = cells.length;
  if (count <= MOST_LISTED) return `${noun}${count === 1 ? "" : "s"} ${listInWords(cells.map(String))}`;
  return `${count} of ${input} ${noun}s (${cells.slice(0, 3).join(", ")}, … ${cells.at(-1)})`;
}
