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
import { type ChannelSpan, channelWithin } from "./layer-geometry.ts";
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

/** The chosen weight, and the input channels that its filter has weights for. */
export function chosenWeight(
  { connection, reversed }: Geometry,
  { channel, inputChannel, weight }: Chosen,
): { weight: WeightPlace; span: ChannelSpan } {
  const { window, imageChannels, placeChannels } = connection;
  const at = { row: clampIndex(weight.row, window.kh), column: clampIndex(weight.column, window.kw) };
  const filter = clampIndex(channel, reversed ? imageChannels : placeChannels);
  const lanes = reversed ? spreadLanes(connection, filter) : readLanes(connection, filter);
  const span = { first: lanes[0]?.channel ?? 0, count: lanes.length };
  const other = channelWithin(span, inputChannel);
  const [imageChannel, placeChannel] = reversed ? [filter, other] : [other, filter];
  return { weight: { at, imageChannel, placeChannel }, span };
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
    drawn: channelWithin({ first, count: lanes.length }, filter),
  };
}
