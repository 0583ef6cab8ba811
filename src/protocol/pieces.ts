/**
 * Of a large tensor only pieces are sent: the maps that are looked at, and all channels of some cells. What all of its maps
 * look like in numbers comes beside them, so that nobody needs all values for that.
 */
import type { Box } from "../tensor/image-pieces.ts";
import type { MapSort } from "../tensor/map-statistics.ts";

/** A tensor of which feature maps are shown. */
export const shownTensors = ["output", "beforeActivation", "gradient"] as const;

export type Shown = (typeof shownTensors)[number];

/** Those maps that stand in an order from one place to another. */
export interface MapsWanted {
  readonly of: Shown;
  /** By the tensor's own figures, or the channels themselves. */
  readonly order: MapSort | readonly number[];
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface Wanted {
  /** Whole maps, by channel. */
  readonly channels: readonly number[];
  /** All channels of these cells; what of it lies outside the image is left out. */
  readonly cells: Box | undefined;
}

/** What is looked at in a layer: of the tensors with the shape of its first input, and of those with its output's. */
export interface Look {
  /** `undefined`: nobody sees feature maps. */
  readonly maps: MapsWanted | undefined;
  readonly input: Wanted;
  readonly output: Wanted;
}

/** The weights that one output value reads of a large kernel: of the numbers of each of its cells these. */
export interface FilterWanted {
  /** How many numbers a cell of the kernel has. A matrix is one cell. */
  readonly perCell: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

export interface Filter extends FilterWanted {
  /** [cells, count]. */
  readonly value: Float32Array;
  /** The layer's whole bias; `undefined` without one. */
  readonly bias: Float32Array | undefined;
}

export const pieceNames = [
  "input",
  "inputGradient",
  "output",
  "beforeActivation",
  "outputGradient",
  "beforeActivationGradient",
] as const;

export type PieceName = (typeof pieceNames)[number];

export interface Pieces {
  /** All channels that were asked for, also those that were known. */
  readonly wanted: readonly number[];
  /** Those that were sent. */
  readonly channels: readonly number[];
  /** The maps of these, one behind the other. */
  readonly maps: Float32Array;
  /** Within the image. */
  readonly box: Box | undefined;
  /** All channels of the box's cells, row by row. */
  readonly cells: Float32Array;
}

/** Which maps of a run are there already, by channel. */
export type KnownMaps = { readonly [name in PieceName]?: readonly number[] | undefined };

/** The tensor that has the values that are shown. */
export function pieceShown(shown: Shown): PieceName {
  return shown === "gradient" ? "outputGradient" : shown;
}
