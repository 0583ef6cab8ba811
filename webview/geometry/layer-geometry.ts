/** A layer's geometry as its type and shapes tell it, before there are values; and which channels it connects. */
import type { FilterWanted } from "../../src/protocol/pieces.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { channelsOf } from "../../src/tensor/shape.ts";
import { readLanes, spreadLanes, weightsPerCell } from "./arithmetic.ts";
import type { Geometry } from "./chosen.ts";

/** `undefined` for a layer that is no convolution. Of a separable one its depthwise half, with the output's channels. */
export function layerGeometry({ type, inputShapes, shape, attributes }: LayerView): Geometry | undefined {
  const { window, reach, output } = shape ?? {};
  if (window === undefined || type === "maxPool2d" || type === "avgPool2d") return undefined;
  const [inputs, outputs] = [channelsOf(inputShapes[0] ?? []), channelsOf(output ?? [])];
  const reversed = reach !== undefined;
  const perChannel = type === "depthwiseConv2d" || type === "separableConv2d";
  const groups = perChannel ? inputs : Number(attributes?.groups ?? 1);
  const [imageChannels, placeChannels] = reversed ? [outputs, inputs] : [inputs, outputs];
  return { reversed, connection: { window, imageChannels, placeChannels, groups } };
}

/** Channels that follow each other. */
export interface ChannelSpan {
  readonly first: number;
  readonly count: number;
}

/** The input channels that a channel of the output reads. */
export function channelsRead(layer: LayerView, output: number): ChannelSpan {
  const [inputs, outputs] = [channelsOf(layer.inputShapes[0] ?? []), channelsOf(layer.shape?.output ?? [])];
  const geometry = layerGeometry(layer);
  const all = { first: 0, count: inputs };
  if (layer.type === "separableConv2d") return all;
  if (geometry === undefined) return layer.parameters === 0 && inputs === outputs ? { first: output, count: 1 } : all;
  const lanes = geometry.reversed ? spreadLanes(geometry.connection, output) : readLanes(geometry.connection, output);
  return { first: lanes[0]?.channel ?? 0, count: lanes.length };
}

/** A kernel with fewer numbers comes whole: it is there for all channels at once. */
const LARGE_KERNEL = 200_000;

/** What an output channel reads of the layer's kernel, where that is too large to be sent for it. */
export function filterRead(layer: LayerView, output: number): FilterWanted | undefined {
  if ((layer.parameters ?? 0) <= LARGE_KERNEL || layer.attributes?.bias === "perPosition") return undefined;
  if (layer.type === "dense") {
    const [inputs, units] = [channelsOf(layer.inputShapes[0] ?? []), channelsOf(layer.shape?.output ?? [])];
    return { perCell: inputs * units, start: output, step: units, count: inputs };
  }
  const geometry = layer.type === "separableConv2d" ? undefined : layerGeometry(layer);
  if (geometry === undefined) return undefined;
  const { connection, reversed } = geometry;
  const [first, second] = reversed ? spreadLanes(connection, output) : readLanes(connection, output);
  const { column: start = 0 } = first ?? {};
  const { count } = channelsRead(layer, output);
  return { perCell: weightsPerCell(connection), start, step: (second?.column ?? start + 1) - start, count };
}

/** The nearest channel of the span. */
export function channelWithin({ first, count }: ChannelSpan, channel: number): number {
  return Math.max(first, Math.min(first + count - 1, channel));
}

/** A convolution whose channels are apart in groups of equal size. */
export interface ChannelGroups {
  readonly groups: number;
  /** Of each group. */
  readonly inputs: number;
  readonly outputs: number;
}

/** So many groups at most, as near to the chosen one as there are. */
export function groupsAround(groups: number, chosen: number, most: number): ChannelSpan {
  const count = Math.min(groups, most);
  return { first: Math.max(0, Math.min(groups - count, chosen - Math.floor(count / 2))), count };
}

/** `undefined` for a layer all of whose channels are connected, or that mixes them behind. */
export function channelGroups(layer: LayerView): ChannelGroups | undefined {
  const geometry = layer.type === "separableConv2d" ? undefined : layerGeometry(layer);
  if (geometry === undefined || geometry.connection.groups <= 1) return undefined;
  const { groups } = geometry.connection;
  const [inputs, outputs] = [channelsOf(layer.inputShapes[0] ?? []), channelsOf(layer.shape?.output ?? [])];
  return { groups, inputs: inputs / groups, outputs: outputs / groups };
}
