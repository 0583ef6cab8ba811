/** The terms of a weight's gradient, and the spread gradient that gives an input's, as docs/derivation.md derives them. */
import { kernelExtent, type Window, type WindowAxis, windowOf } from "../../src/tensor/window.ts";
import { type Connection, countOfMean, type Read, readAt, readTaps, type Tap, winnerOf } from "./arithmetic.ts";
import type { CellKind, PaddedAxis } from "./padded-axis.ts";
import { paddedAxis } from "./padded-axis.ts";
import type { Place } from "./place.ts";

/** One number of a kernel: where it stands in the kernel, and the channels that it connects. */
export interface WeightPlace {
  readonly at: Place;
  readonly imageChannel: number;
  readonly placeChannel: number;
}

/** The channels of the image that have weights for a channel of the places: from `first` on. */
export function groupOf({ imageChannels, placeChannels, groups }: Connection, placeChannel: number) {
  const count = imageChannels / groups;
  return { first: Math.floor(placeChannel / (placeChannels / groups)) * count, count };
}

/** Where a weight stands in the kernel's array. */
export function weightIndex(connection: Connection, { at, imageChannel, placeChannel }: WeightPlace): number {
  const { first, count } = groupOf(connection, placeChannel);
  const cell = at.row * connection.window.kw + at.column;
  return (cell * count + imageChannel - first) * connection.placeChannels + placeChannel;
}

/** For each place the cell on which the weight lay, times the gradient of the place; NaN cannot stand for padding, so `at` says it. */
export interface WeightTerms {
  /** [oh, ow] products; 0 where the weight lay on padding. */
  readonly products: Float64Array;
  /** The cell under the weight at a place; `undefined` in the padding. */
  at(place: Place): Place | undefined;
}

/** dk = sum over places of image[place * stride - pad + weight * dilation] * gradient[place]. */
export function weightTerms({ window }: Connection, weight: WeightPlace, image: Read, places: Read): WeightTerms {
  const { h, w, sh, sw, rh, rw, top, left, oh, ow } = window;
  const at = ({ row, column }: Place): Place | undefined => {
    const [y, x] = [row * sh - top + weight.at.row * rh, column * sw - left + weight.at.column * rw];
    return y < 0 || y >= h || x < 0 || x >= w ? undefined : { row: y, column: x };
  };
  const products = new Float64Array(oh * ow);
  for (let i = 0; i < products.length; i++) {
    const place = { row: Math.floor(i / ow), column: i % ow };
    const cell = at(place);
    if (cell === undefined) continue;
    products[i] = readAt(image, cell, weight.imageChannel) * readAt(places, place, weight.placeChannel);
  }
  return { products, at };
}

/** The image on which the turned kernel slides with stride 1: the gradient with zeros between its rows and columns. */
export interface Spread {
  /** Its places are the cells of the padded input. */
  readonly window: Window;
  readonly rows: PaddedAxis;
  readonly columns: PaddedAxis;
}

export function spreadOf(window: Window): Spread {
  const { h, w, kh, kw, sh, sw, rh, rw, top, bottom, left, right, oh, ow } = window;
  const vertical = spreadAxis(oh, sh, kh, rh, h + top + bottom);
  const horizontal = spreadAxis(ow, sw, kw, rw, w + left + right);
  return {
    window: windowOf(vertical, horizontal),
    rows: withZerosBetween(vertical, sh),
    columns: withZerosBetween(horizontal, sw),
  };
}

/** Full padding: the kernel's extent less one, and at the end as many more as cells were not read going forward. */
function spreadAxis(places: number, stride: number, kernel: number, dilation: number, padded: number): WindowAxis {
  const input = (places - 1) * stride + 1;
  const before = kernelExtent(kernel, dilation) - 1;
  return { input, kernel, stride: 1, dilation, before, after: padded - input, output: padded };
}

function withZerosBetween(axis: WindowAxis, stride: number): PaddedAxis {
  const { first, kinds } = paddedAxis(axis);
  const kindOf = (kind: CellKind, index: number): CellKind =>
    kind === "input" && (first + index) % stride !== 0 ? "between" : kind;
  return { first, kinds: kinds.map(kindOf) };
}

/** One channel of the gradient [oh, ow, c], spread by the stride. */
export function spreadValues({ oh, ow, sh, sw }: Window, places: Read, channel: number): Float32Array {
  const width = (ow - 1) * sw + 1;
  const values = new Float32Array(((oh - 1) * sh + 1) * width);
  for (let i = 0; i < oh * ow; i++) {
    const at = Math.floor(i / ow) * sh * width + (i % ow) * sw;
    values[at] = readAt(places, { row: Math.floor(i / ow), column: i % ow }, channel);
  }
  return values;
}

/** What a pool's window sends to a cell: the gradient of its place, or a share of it. */
export interface Share {
  readonly place: Place;
  readonly gradient: number;
  /** The mean's count; 1 for a maximum. */
  readonly count: number;
  /** Whether the cell takes part: always in a mean, in a maximum if it won. */
  readonly wins: boolean;
}

export interface PoolRule {
  readonly window: Window;
  readonly by: "max" | "mean";
  readonly countPadding: boolean;
}

/** The windows that read a cell, each with what it sends there. */
export function poolShares(
  { window, by, countPadding }: PoolRule,
  cell: Place,
  channel: number,
  { image, gradient }: { readonly image: Read; readonly gradient: Read },
): Share[] {
  return placesReading(window, cell).map((place) => {
    const grid = readTaps(window, place);
    const dy = readAt(gradient, place, channel);
    if (by === "mean") return { place, gradient: dy, count: countOfMean(grid, countPadding), wins: true };
    const winner = winnerOf(grid, image, channel);
    const won = winner === undefined ? undefined : (grid.taps[winner] as Tap).at;
    return { place, gradient: dy, count: 1, wins: won?.row === cell.row && won.column === cell.column };
  });
}

function placesReading({ kh, kw, sh, sw, rh, rw, top, left, oh, ow }: Window, { row, column }: Place): Place[] {
  const along = (padded: number, kernel: number, dilation: number, stride: number, output: number): number[] =>
    Array.from({ length: kernel }, (_, turned) => (padded - (kernel - 1 - turned) * dilation) / stride).filter(
      (place) => Number.isInteger(place) && place >= 0 && place < output,
    );
  return along(row + top, kh, rh, sh, oh).flatMap((y) =>
    along(column + left, kw, rw, sw, ow).map((x) => ({ row: y, column: x })),
  );
}

/** What the cell gets in all. */
export function sumShares(shares: readonly Share[]): number {
  return shares.reduce((sum, { gradient, count, wins }) => sum + (wins ? gradient / count : 0), 0);
}
