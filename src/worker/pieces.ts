/** What an inspection shows of tensors that are too large to be sent: their pieces, and what their maps look like in numbers. */
import type { Network } from "../engine/network.ts";
import type { NodePlan } from "../engine/plan.ts";
import type { Filter, FilterWanted, MapsWanted, Pieces, Shown, Wanted } from "../protocol/pieces.ts";
import type { Floats } from "../tensor/floats.ts";
import { boxWithin, cellsOf, mapsOf } from "../tensor/image-pieces.ts";
import { mapStatistics, packStatistics, sortMaps, unpackStatistics } from "../tensor/map-statistics.ts";
import { channelsOf, mapsIn, type Shape } from "../tensor/shape.ts";

/** Figures of a run by layer and tensor: a scrolling reader asks again and again for other maps of the same. */
export type KnownStatistics = Map<string, Float64Array>;

/** Packed, of all maps. `activation` is the one that made the values. */
export function statisticsOf(
  known: KnownStatistics,
  { index, activation }: Pick<NodePlan, "index" | "activation">,
  shown: Shown,
  { shape, values }: { readonly shape: Shape; readonly values: Floats },
): Float64Array {
  const key = `${index} ${shown}`;
  const made = shown === "output" ? activation?.type : undefined;
  const figures = known.get(key) ?? packStatistics(mapStatistics(values, mapsIn(shape), made));
  known.set(key, figures);
  return figures;
}

/** The channels of the maps that are wanted. */
export function channelsWanted({ order, from, to }: MapsWanted, statistics: Float64Array): number[] {
  const channels = typeof order === "string" ? sortMaps(unpackStatistics(statistics), order) : [...order];
  return channels.slice(from, to);
}

/** `undefined` where the layer has no kernel that can be read so, as after an edit. */
export function filterOf({ plan, weights }: Network, layer: number, wanted: FilterWanted): Filter | undefined {
  const name = plan.nodes.find(({ index }) => index === layer)?.name;
  const named = (weight: string): Floats | undefined =>
    weights.find((found) => found.layer === name && found.spec.name === weight)?.value;
  const [kernel, bias] = [named("kernel"), named("bias")];
  const { perCell, start, step, count } = wanted;
  const cells = (kernel?.length ?? 0) / perCell;
  if (kernel === undefined || !Number.isInteger(cells) || start + (count - 1) * step >= perCell) return undefined;
  const value = new Float32Array(cells * count);
  for (let i = 0; i < value.length; i++) {
    value[i] = kernel[Math.floor(i / count) * perCell + start + (i % count) * step] as number;
  }
  return { ...wanted, value, bias: bias && new Float32Array(bias) };
}

/** `maps` are the channels that an atlas shows of the tensor, `known` those that need not be sent again. */
export function piecesOf(
  values: Floats,
  shape: Shape,
  { channels, cells }: Wanted,
  maps: readonly number[],
  known: readonly number[] = [],
): Pieces {
  const wanted = [...new Set([...channels, ...maps])].filter((channel) => channel < channelsOf(shape));
  const sent = wanted.filter((channel) => !known.includes(channel));
  const box = cells && boxWithin(cells, shape);
  return {
    wanted,
    channels: sent,
    maps: mapsOf(values, shape, sent),
    box,
    cells: box ? cellsOf(values, shape, box) : new Float32Array(),
  };
}
