/** Pieces of an image [h, w, c]: whole maps, or all channels of some cells. What is large is sent and drawn by these. */
import type { Floats } from "./floats.ts";
import { imageSizes, type Shape, sizeOf } from "./shape.ts";

/** A rectangle of cells. */
export interface Box {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** As many values are sent while somebody waits. */
const MOST_WHOLE = 1 << 16;

/** Whether a tensor is so large that only pieces of it are sent: an image, as only that has any. */
export function isInPieces(shape: Shape): boolean {
  return (imageSizes(shape)?.c ?? 0) > 1 && sizeOf(shape) > MOST_WHOLE;
}

/** The maps of these channels one behind the other, [channels, h, w]. */
export function mapsOf(values: Floats, shape: Shape, channels: readonly number[]): Float32Array {
  const each = imageSizes(shape)?.c ?? 1;
  const cells = sizeOf(shape) / each;
  const maps = new Float32Array(cells * channels.length);
  // Cell by cell, because the channels of one lie beside each other in memory.
  for (let cell = 0; cell < cells; cell++) {
    for (let at = 0; at < channels.length; at++) {
      maps[at * cells + cell] = values[cell * each + (channels[at] as number)] as number;
    }
  }
  return maps;
}

/** All channels of a box that lies within the image, [rows, columns, c]. */
export function cellsOf(values: Floats, shape: Shape, { row, column, rows, columns }: Box): Float32Array {
  const [, width = 1, channels = 1] = shape;
  const cells = new Float32Array(rows * columns * channels);
  for (let at = 0; at < rows; at++) {
    const from = ((row + at) * width + column) * channels;
    cells.set(values.subarray(from, from + columns * channels), at * columns * channels);
  }
  return cells;
}

/** The part of the box that lies within an image of this size; `undefined` if none does. */
export function boxWithin({ row, column, rows, columns }: Box, [height = 0, width = 0]: Shape): Box | undefined {
  const [top, left] = [Math.max(0, row), Math.max(0, column)];
  const [bottom, right] = [Math.min(height, row + rows), Math.min(width, column + columns)];
  if (bottom <= top || right <= left) return undefined;
  return { row: top, column: left, rows: bottom - top, columns: right - left };
}
