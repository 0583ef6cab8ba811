/** One channel of a tensor as cells with values and colours. */
import { imageSizes } from "../../../src/tensor/shape.ts";
import { indexIn, type Read, readAt } from "../../geometry/arithmetic.ts";
import { type Inspected, readChannel } from "../../geometry/inspected.ts";
import { colourOf, type Palette } from "../../geometry/palette.ts";
import { type Range, type Summary, summarize } from "../../geometry/values.ts";
import type { Stretch } from "../../geometry/visible-cells.ts";

export interface ChannelMap {
  readonly read: Read;
  readonly height: number;
  readonly width: number;
  readonly channel: number;
  readonly range: Range;
  readonly summary: Summary;
}

/** The channel's map; `undefined` if its data are not there, or are of another size, as after an edit. */
export function mapOf(
  tensor: Inspected | undefined,
  height: number,
  width: number,
  channel: number,
): ChannelMap | undefined {
  const sizes = tensor && imageSizes(tensor.shape);
  if (!tensor || !sizes || sizes.h !== height || sizes.w !== width || channel >= sizes.c) return undefined;
  const read = readChannel(tensor, channel);
  return read && mapOfRead(read, height, width, channel);
}

export function mapOfRead(read: Read, height: number, width: number, channel: number): ChannelMap {
  const first = indexIn(read, { row: 0, column: 0 }, channel);
  const summary = summarize(read.data, first, read.channels);
  return { read, height, width, channel, range: summary, summary };
}

/** `undefined` outside the map. */
export function valueAt(map: ChannelMap | undefined, row: number, column: number): number | undefined {
  if (map === undefined || row < 0 || column < 0 || row >= map.height || column >= map.width) return undefined;
  return readAt(map.read, { row, column }, map.channel);
}

/** The pixels of a stretch of cells; `offset` is where the map begins among the cells. */
export function mapPixels(
  map: ChannelMap | undefined,
  palette: Palette,
  offset: { readonly row: number; readonly column: number },
): (rows: Stretch, columns: Stretch) => Uint32Array<ArrayBuffer> {
  return (rows, columns) => {
    const width = columns.to - columns.from;
    const pixels = new Uint32Array(width * (rows.to - rows.from));
    if (map === undefined) return pixels;
    for (let i = 0; i < pixels.length; i++) {
      const row = rows.from + Math.floor(i / width) - offset.row;
      const value = valueAt(map, row, columns.from + (i % width) - offset.column);
      if (value !== undefined) pixels[i] = colourOf(palette, value, map.range);
    }
    return pixels;
  };
}
