/** What of a layer's calculation the person looks at, brought into its bounds: the views draw it, and only it is asked for. */
import { type Choices, clampIndex, placeWithin } from "../choices.ts";
import {
  type Connection,
  type Lane,
  readLanes,
  readTaps,
  spreadLanes,
  spreadTaps,
  type TapGrid,
} from "./arithmetic.ts";
import type { WeightPlace } from "./backward.ts";
import type { Place } from "./place.ts";
import type { Spot } from "./spot.ts";

export type Chosen = Pick<Choices, "place" | "cell" | "weight" | "channel" | "inputChannel"> & {
  /** Of the image: for places that nobody has chosen. */
  readonly spot: Spot;
};

/** A convolution's geometry; `reversed`: a transposed one, whose window lies on its output. */
export interface Geometry {
  readonly connection: Connection;
  readonly reversed: boolean;
}

/** The cell of the output that is calculated, and what takes part in it. */
export function chosenOutput({ connection: { window }, reversed }: Geometry, { place, cell, spot }: Chosen) {
  const at = reversed ? placeWithin(cell, window.h, window.w, spot) : placeWithin(place, window.oh, window.ow, spot);
  return { at, grid: reversed ? spreadTaps(window, at) : readTaps(window, at) };
}

/** The chosen weight, and how many input channels its filter has. */
export function chosenWeight(
  { connection, reversed }: Geometry,
  { channel, inputChannel, weight }: Chosen,
): { weight: WeightPlace; lanes: number } {
  const { window, imageChannels, placeChannels } = connection;
  const at = { row: clampIndex(weight.row, window.kh), column: clampIndex(weight.column, window.kw) };
  const filter = clampIndex(channel, reversed ? imageChannels : placeChannels);
  const lanes = reversed ? spreadLanes(connection, filter) : readLanes(connection, filter);
  const other = lanes[clampIndex(inputChannel, lanes.length)]?.channel ?? 0;
  const [imageChannel, placeChannel] = reversed ? [filter, other] : [other, filter];
  return { weight: { at, imageChannel, placeChannel }, lanes: lanes.length };
}

/** The cell of the input whose gradient is derived, what comes back to it, and the filter that is drawn of these. */
export interface ChosenInput {
  readonly cell: Place;
  readonly channel: number;
  readonly grid: TapGrid;
  readonly lanes: readonly Lane[];
  readonly drawn: number;
}

export function chosenInput({ connection, reversed }: Geometry, chosen: Chosen): ChosenInput {
  const { window, imageChannels, placeChannels } = connection;
  const cell = reversed
    ? placeWithin(chosen.place, window.oh, window.ow, chosen.spot)
    : placeWithin(chosen.cell, window.h, window.w, chosen.spot);
  const channel = clampIndex(chosen.inputChannel, reversed ? placeChannels : imageChannels);
  const lanes = reversed ? readLanes(connection, channel) : spreadLanes(connection, channel);
  const first = lanes[0]?.channel ?? 0;
  const filter = clampIndex(chosen.channel, reversed ? imageChannels : placeChannels);
  return {
    cell,
    channel,
    grid: reversed ? readTaps(window, cell) : spreadTaps(window, cell),
    lanes,
    drawn: Math.max(first, Math.min(first + lanes.length - 1, filter)),
  };
}
