/**
 * One number of a layer with a window, as the sum that it is: which cells of the other image take part (taps), and for
 * each channel there the products (a lane). Going forward through a convolution and backward through a transposed one the
 * window reads; the other way round the other image is spread by the stride and read under the turned kernel, as
 * docs/derivation.md derives it.
 */
import type { Window } from "../../src/tensor/window.ts";
import type { Place } from "./place.ts";

/** `pad`: zeros around the image. `beyond`: behind the last pad, where nothing is. `between`: zeros that spreading puts in. */
export type TapKind = "value" | "pad" | "beyond" | "between";

export interface Tap {
  readonly kind: TapKind;
  /** The cell of the image; it lies in it if the kind is `value`. Of a spread image its own cell, before spreading. */
  readonly at: Place;
  /** The cell of the kernel. */
  readonly weight: Place;
}

/** Taps row by row. */
export interface TapGrid {
  readonly rows: number;
  readonly columns: number;
  readonly taps: readonly Tap[];
}

interface AxisTap {
  readonly kind: TapKind;
  readonly at: number;
  readonly weight: number;
}

/** The cells that the window reads at a place. */
export function readTaps({ h, w, kh, kw, sh, sw, rh, rw, top, bottom, left, right }: Window, place: Place): TapGrid {
  const axis = (start: number, kernel: number, dilation: number, input: number, after: number): AxisTap[] =>
    Array.from({ length: kernel }, (_, weight) => {
      const at = start + weight * dilation;
      const kind = at >= input + after ? "beyond" : at < 0 || at >= input ? "pad" : "value";
      return { kind, at, weight };
    });
  return cross(axis(place.row * sh - top, kh, rh, h, bottom), axis(place.column * sw - left, kw, rw, w, right));
}

/** What reaches a cell of the image from the places: the places spread by the stride, under the kernel turned by 180°. */
export function spreadTaps({ kh, kw, sh, sw, rh, rw, top, left, oh, ow }: Window, cell: Place): TapGrid {
  const axis = (padded: number, kernel: number, dilation: number, stride: number, output: number): AxisTap[] =>
    Array.from({ length: kernel }, (_, turned) => {
      const weight = kernel - 1 - turned;
      const spread = padded - weight * dilation;
      const at = spread / stride;
      const kind = spread < 0 || spread > (output - 1) * stride ? "pad" : spread % stride === 0 ? "value" : "between";
      return { kind, at, weight };
    });
  return cross(axis(cell.row + top, kh, rh, sh, oh), axis(cell.column + left, kw, rw, sw, ow));
}

function cross(rows: readonly AxisTap[], columns: readonly AxisTap[]): TapGrid {
  const taps = rows.flatMap((row) =>
    columns.map((column) => ({
      kind: worse(row.kind, column.kind),
      at: { row: row.at, column: column.at },
      weight: { row: row.weight, column: column.weight },
    })),
  );
  return { rows: rows.length, columns: columns.length, taps };
}

/** A cell is what the worse of its axes makes it. */
function worse(a: TapKind, b: TapKind): TapKind {
  const order: readonly TapKind[] = ["value", "between", "pad", "beyond"];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** The taps without the rows and columns that hold no value: what alone counts. */
export function valuesOnly({ rows, columns, taps }: TapGrid): TapGrid {
  const holds = (indices: number[]): boolean => indices.some((i) => taps[i]?.kind === "value");
  const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
  const keptRows = range(rows).filter((row) => holds(range(columns).map((column) => row * columns + column)));
  const keptColumns = range(columns).filter((column) => holds(range(rows).map((row) => row * columns + column)));
  const kept = keptRows.flatMap((row) => keptColumns.map((column) => taps[row * columns + column] as Tap));
  return { rows: keptRows.length, columns: keptColumns.length, taps: kept };
}

/** A convolution's channels: of the image that windows read, of the one with a place for each window, and their groups. */
export interface Connection {
  readonly window: Window;
  readonly imageChannels: number;
  readonly placeChannels: number;
  readonly groups: number;
}

/** One channel of the image that is read, and where its kernel stands: the column within the kernel's cell. */
export interface Lane {
  readonly channel: number;
  readonly column: number;
}

/** For a channel of the places: the image's channels in its group. */
export function readLanes({ imageChannels, placeChannels, groups }: Connection, channel: number): Lane[] {
  const [perGroup, filters] = [imageChannels / groups, placeChannels / groups];
  const first = Math.floor(channel / filters) * perGroup;
  return Array.from({ length: perGroup }, (_, c) => ({ channel: first + c, column: c * placeChannels + channel }));
}

/** For a channel of the image: the places' channels in its group. */
export function spreadLanes({ imageChannels, placeChannels, groups }: Connection, channel: number): Lane[] {
  const [perGroup, filters] = [imageChannels / groups, placeChannels / groups];
  const first = Math.floor(channel / perGroup) * filters;
  const row = (channel % perGroup) * placeChannels;
  return Array.from({ length: filters }, (_, o) => ({ channel: first + o, column: row + first + o }));
}

/** How many weights one cell of the kernel holds. */
export function weightsPerCell({ imageChannels, placeChannels, groups }: Connection): number {
  return (imageChannels / groups) * placeChannels;
}

/** An image [h, w, c] that is read, or a part of one. */
export interface Read {
  readonly data: ArrayLike<number>;
  /** Of what is there. */
  readonly width: number;
  readonly channels: number;
  /** Which of the image's values is the first one; without the word its own. */
  readonly first?: Place & { readonly channel: number };
}

/** Where the value at a place of the image stands; -1 beside the columns that are there. */
export function indexIn({ width, channels, first }: Read, { row, column }: Place, channel: number): number {
  if (first === undefined) return (row * width + column) * channels + channel;
  const across = column - first.column;
  if (across < 0 || across >= width) return -1;
  return ((row - first.row) * width + across) * channels + channel - first.channel;
}

/** The value there; NaN where nothing is known of it. */
export function readAt(read: Read, place: Place, channel: number): number {
  return read.data[indexIn(read, place, channel)] ?? Number.NaN;
}

export interface Kernel {
  readonly data: ArrayLike<number>;
  /** Of a row, in cells. */
  readonly width: number;
  readonly perCell: number;
}

/** One product; outside the image `x` is 0. */
export interface Term {
  readonly tap: Tap;
  readonly x: number;
  readonly w: number;
  readonly product: number;
}

export function termsOf({ taps }: TapGrid, { channel, column }: Lane, read: Read, kernel: Kernel): Term[] {
  return taps.map((tap) => {
    const x = valueAt(read, tap, channel);
    const w = kernel.data[(tap.weight.row * kernel.width + tap.weight.column) * kernel.perCell + column] as number;
    return { tap, x, w, product: tap.kind === "value" ? x * w : 0 };
  });
}

/** The value under a tap; 0 outside the image. */
export function valueAt(read: Read, { kind, at }: Tap, channel: number): number {
  return kind === "value" ? readAt(read, at, channel) : 0;
}

/** The sum of each lane's products, in double precision. */
export function sumLanes({ taps }: TapGrid, lanes: readonly Lane[], read: Read, kernel: Kernel): Float64Array {
  const counted = taps.filter(({ kind }) => kind === "value");
  return Float64Array.from(lanes, ({ channel, column }) => {
    let sum = 0;
    for (const tap of counted) {
      const { row, column: across } = tap.weight;
      sum +=
        valueAt(read, tap, channel) * (kernel.data[(row * kernel.width + across) * kernel.perCell + column] as number);
    }
    return sum;
  });
}

export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The `most` largest of many products by size, with their places in order of size, and the sum of all others. */
export interface Largest {
  readonly indices: readonly number[];
  readonly others: number;
  readonly othersSum: number;
}

export function largestTerms(terms: ArrayLike<number>, most: number): Largest {
  const size = (index: number): number => {
    const value = Math.abs(terms[index] as number);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const order = Array.from({ length: terms.length }, (_, index) => index).sort((a, b) => size(b) - size(a) || a - b);
  const rest = order.slice(most);
  return {
    indices: order.slice(0, most),
    others: rest.length,
    othersSum: sumOf(rest.map((index) => terms[index] as number)),
  };
}

/** The tap that wins a max pool: the first of equals, a NaN over all; `undefined` if there is none but padding. */
export function winnerOf({ taps }: TapGrid, read: Read, channel: number): number | undefined {
  let winner: number | undefined;
  let most = Number.NEGATIVE_INFINITY;
  taps.forEach((tap, index) => {
    if (tap.kind !== "value") return;
    const value = valueAt(read, tap, channel);
    if (winner !== undefined && !(value > most) && !(Number.isNaN(value) && !Number.isNaN(most))) return;
    winner = index;
    most = value;
  });
  return winner;
}

/** By how many an average pool divides the sum: cells beyond the pads never count. */
export function countOfMean({ taps }: TapGrid, countPadding: boolean): number {
  return taps.filter(({ kind }) => kind === "value" || (countPadding && kind === "pad")).length;
}
