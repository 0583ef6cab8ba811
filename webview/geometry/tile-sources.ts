/** Tensors as tiles. All data is row-major with the channels last. */
import type { Shape } from "../../src/tensor/shape.ts";
import { imageSizes } from "../../src/tensor/shape.ts";
import type { TileSource } from "./atlas.ts";

/** One tile for each channel of an image [h, w, c]; for any other shape one tile with a row for each entry of the first axis. */
export function channelTiles(shape: Shape, data: ArrayLike<number>): TileSource {
  const { h, w, c } = imageSizes(shape) ?? asMatrix(shape, data.length);
  return { count: c, rows: h, columns: w, at: (tile, row, column) => data[(row * w + column) * c + tile] };
}

/** Those maps that there are of an image [h, w, c], by channel. */
export function mapTiles(shape: Shape, maps: ReadonlyMap<number, ArrayLike<number>>): TileSource {
  const { h, w, c } = imageSizes(shape) ?? { h: 0, w: 0, c: 0 };
  return { count: c, rows: h, columns: w, at: (tile, row, column) => maps.get(tile)?.[row * w + column] };
}

/** The tiles of several images in an order; each channel's stand together. */
export function orderedTiles(sources: readonly TileSource[], order: readonly number[]): TileSource {
  const each = sources.length;
  const { rows = 0, columns = 0 } = sources[0] ?? {};
  return {
    count: order.length * each,
    rows,
    columns,
    at: (tile, row, column) => sources[tile % each]?.at(order[Math.floor(tile / each)] ?? 0, row, column),
  };
}

function asMatrix(shape: Shape, length: number): { h: number; w: number; c: number } {
  const h = shape.length > 1 ? (shape[0] ?? 1) : 1;
  return { h, w: h === 0 ? 0 : length / h, c: 1 };
}

/** A vector in lines of `columns` values, as one tile; the last line may be shorter. */
export function wrappedTile(data: ArrayLike<number>, columns: number): TileSource {
  return {
    count: 1,
    rows: Math.ceil(data.length / columns),
    columns,
    at: (_, row, column) => data[row * columns + column],
  };
}

/** Which part of a matrix [inputs, outputs] is drawn. */
export interface MatrixPart {
  readonly firstInput: number;
  readonly inputs: number;
  /** One for each row, in their order. */
  readonly outputs: readonly number[];
}

/** The same part of several matrices [inputs, `outputs`], a tile of each with one row for each output, which is the shorter way. */
export function matrixTiles(matrices: readonly ArrayLike<number>[], outputs: number, part: MatrixPart): TileSource {
  return {
    count: matrices.length,
    rows: part.outputs.length,
    columns: part.inputs,
    at: (tile, row, column) => matrices[tile]?.[matrixIndex(outputs, part, row, column)],
  };
}

/** Where the value of a tile's cell stands in the matrix's array. */
export function matrixIndex(outputs: number, part: MatrixPart, row: number, column: number): number {
  return (part.firstInput + column) * outputs + (part.outputs[row] ?? 0);
}

/** How a kernel is spread over tiles, and over a choice that the person makes. */
export interface KernelPlan {
  readonly rows: number;
  readonly columns: number;
  readonly tiles: number;
  readonly choices: number;
  /** Tiles are filters and the choice is an input channel; or there is one filter for each channel, which are the tiles. */
  readonly tilesAre: "filters" | "inputChannels";
  /** Whether the array has the filters before the input channels. */
  readonly filtersFirst: boolean;
}

/**
 * For a kernel [kh, kw, in, out], reversed (as a transposed convolution's) [kh, kw, out, in], or a weight for each place
 * of each filter's map [oh, ow, out]; `undefined` for other ranks.
 */
export function planKernel(shape: Shape, reversed = false): KernelPlan | undefined {
  if (shape.length !== 3 && shape.length !== 4) return undefined;
  const [rows = 0, columns = 0] = shape;
  const [third, last] = [shape.length === 4 ? (shape[2] ?? 0) : 1, shape.at(-1) ?? 0];
  if (shape.length === 4 && reversed) {
    return { rows, columns, tiles: third, choices: last, tilesAre: "filters", filtersFirst: true };
  }
  const perChannel = last === 1 && third > 1;
  const [tiles, choices] = perChannel ? [third, 1] : [last, third];
  return { rows, columns, tiles, choices, tilesAre: perChannel ? "inputChannels" : "filters", filtersFirst: false };
}

/** A matrix [inputs, outputs] as a kernel: each output is a filter with one weight for each input. A vector has one output. */
export function planMatrix([inputs = 1, outputs = 1]: Shape): KernelPlan {
  return { rows: 1, columns: 1, tiles: outputs, choices: inputs, tilesAre: "filters", filtersFirst: false };
}

/** Where the value of a kernel's tile stands in its array. */
export function kernelIndex(plan: KernelPlan, choice: number, tile: number, row: number, column: number): number {
  const { tiles, choices, filtersFirst } = plan;
  const place = (row * plan.columns + column) * tiles * choices;
  return place + (filtersFirst ? tile * choices + choice : choice * tiles + tile);
}

/** To which tile the value at a place of the array belongs. */
export function tileOf({ tiles, choices, filtersFirst }: KernelPlan, index: number): number {
  return (filtersFirst ? Math.floor(index / choices) : index) % tiles;
}

/** Some filters' tiles of a kernel, in their order; of several arrays each filter's tiles stand together. */
export function kernelTiles(
  plan: KernelPlan,
  arrays: readonly ArrayLike<number>[],
  choice: number,
  filters: readonly number[],
): TileSource {
  const each = arrays.length;
  return {
    count: filters.length * each,
    rows: plan.rows,
    columns: plan.columns,
    at(tile, row, column) {
      const filter = filters[Math.floor(tile / each)] ?? 0;
      return arrays[tile % each]?.[kernelIndex(plan, choice, filter, row, column)];
    },
  };
}
