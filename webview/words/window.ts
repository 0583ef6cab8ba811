/** A sliding window in words. Rows and columns are counted from 0, as in the data. */
import {
  horizontalAxis,
  kernelExtent,
  unusedCells,
  verticalAxis,
  type Window,
  type WindowAxis,
} from "../../src/tensor/window.ts";
import type { ChannelGroups, ChannelSpan } from "../geometry/layer-geometry.ts";
import { cellsRead, isCountable, windowStart } from "../geometry/padded-axis.ts";
import type { Place } from "../geometry/place.ts";
import { countOf, formatCells, formatCount } from "./numbers.ts";

/**
 * Which way the window goes. `reads`: an output value reads a window of the input, as in a convolution. `writes`: an input
 * value adds to a window of the output, as in a transposed convolution; what would be padding is then cropped.
 */
export type Way = "reads" | "writes";

const words = {
  reads: { place: "output", outside: "padding", none: "No padding.", pads: "Padding", unused: "No window reads" },
  writes: {
    place: "input",
    outside: "cropped",
    none: "Nothing is cropped.",
    pads: "Cropped",
    unused: "No window writes",
  },
} as const;

/** `output (3, 4) reads rows 5–7, columns 7–9`. */
export function describePlace(window: Window, { row, column }: Place, way: Way = "reads"): string {
  const rows = describeCells(verticalAxis(window), row, "row", way);
  const columns = describeCells(horizontalAxis(window), column, "column", way);
  return `${words[way].place} (${row}, ${column}) ${way} ${rows}, ${columns}`;
}

function describeCells(axis: WindowAxis, place: number, word: string, way: Way): string {
  const cells = cellsRead(axis, place);
  const outside = cells.filter((cell) => cell < 0 || cell >= axis.input);
  const said = `${word}${cells.length === 1 ? "" : "s"} ${formatCells(cells)}`;
  if (outside.length === 0) return said;
  const which = outside.length === cells.length ? "all" : formatCells(outside);
  return `${said} (${which} ${words[way].outside})`;
}

/** `5`, `3–5`. */
export function formatSpan({ first, count }: ChannelSpan): string {
  return count === 1 ? formatCount(first) : `${formatCount(first)}–${formatCount(first + count - 1)}`;
}

/** `2 groups: output channels 2–3 read input channels 3–5 alone.` */
export function describeGroups({ groups, inputs, outputs }: ChannelGroups, output: number): string {
  const group = Math.floor(output / outputs);
  const said = (side: string, count: number): string =>
    `${side} channel${count === 1 ? "" : "s"} ${formatSpan({ first: group * count, count })}`;
  return `${formatCount(groups)} groups: ${said("output", outputs)} read${outputs === 1 ? "s" : ""} ${said("input", inputs)} alone.`;
}

/** What no window reads and what lies beyond the padding, as sentences; empty if every cell is read. */
export function describeUnused(window: Window, way: Way = "reads"): string[] {
  const vertical = verticalAxis(window);
  const horizontal = horizontalAxis(window);
  const unused = [...unusedWords(vertical, "row"), ...unusedWords(horizontal, "column")];
  const image = way === "reads" ? "input" : "output";
  return [
    ...(unused.length > 0 ? [`${words[way].unused} ${unused.join(" and ")} of the ${image}.`] : []),
    ...beyondSentence(vertical, "row", "bottom"),
    ...beyondSentence(horizontal, "column", "right"),
  ];
}

function unusedWords(axis: WindowAxis, word: string): string[] {
  const cells = isCountable(axis) ? unusedCells(axis) : [];
  return cells.length === 0 ? [] : [`${word}${cells.length === 1 ? "" : "s"} ${formatCells(cells)}`];
}

function beyondSentence(axis: WindowAxis, word: string, side: string): string[] {
  const reach = windowStart(axis, axis.output - 1) + kernelExtent(axis.kernel, axis.dilation);
  const beyond = reach - axis.input - axis.after;
  return beyond > 0 ? [`The last window reaches ${countOf(beyond, word)} beyond the ${side}, where nothing is.`] : [];
}

/** `Padding: top 1, right 1, bottom 1, left 1.`, or that there is none. */
export function describePadding({ top, right, bottom, left }: Window, way: Way = "reads"): string {
  if (top + right + bottom + left === 0) return words[way].none;
  return `${words[way].pads}: top ${top}, right ${right}, bottom ${bottom}, left ${left}.`;
}

/** `3 × 3 kernel, stride 2, dilation 2`: what slides, without what is 1. */
export function describeKernel({ kh, kw, sh, sw, rh, rw }: Window): string {
  const parts = [`${kh} × ${kw} window`];
  if (sh !== 1 || sw !== 1) parts.push(`stride ${sh === sw ? sh : `${sh} × ${sw}`}`);
  if (rh !== 1 || rw !== 1) parts.push(`dilation ${rh === rw ? rh : `${rh} × ${rw}`}`);
  return parts.join(", ");
}
