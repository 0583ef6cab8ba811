/** The feature maps of the sample, and beside them those of the image that they are compared with: what is drawn of both. */

import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { Shown } from "../../../src/protocol/pieces.ts";
import { type MapStatistics, notFinite } from "../../../src/tensor/map-statistics.ts";
import { sameShape } from "../../../src/tensor/shape.ts";
import { fetchMaps } from "../../all-maps.ts";
import type { TileSource } from "../../geometry/atlas.ts";
import { mapTiles } from "../../geometry/tile-sources.ts";
import { centred, type Range } from "../../geometry/values.ts";
import { type ShownTensor, tensorShown } from "../shown-tensor.ts";

export interface MapSide {
  readonly inspection: Inspection;
  readonly shown: ShownTensor;
}

/** The second one only if it has the same to show, and its figures are there. */
export function mapSides(
  first: Inspection,
  second: Inspection | undefined,
  what: Shown,
): readonly [MapSide, ...MapSide[]] {
  const side = (inspection: Inspection): MapSide => ({ inspection, shown: tensorShown(inspection, what) });
  const main = side(first);
  const other = second && side(second);
  const fits = other && other.shown.what === main.shown.what && sameShape(other.shown.shape, main.shown.shape);
  return fits && other.shown.statistics.length > 0 ? [main, other] : [main];
}

export interface MapRanges {
  readonly shared: Range;
  readonly each: readonly Range[];
}

/** Of all sides together, so that equal colours are equal values. */
export function rangesOf(sides: readonly [MapSide, ...MapSide[]]): MapRanges {
  const [{ shown }] = sides;
  const suit = (range: Range): Range => (shown.diverging ? centred(range) : range);
  const of = (channel: number): MapStatistics[] => sides.flatMap((side) => side.shown.statistics[channel] ?? []);
  return {
    shared: suit(hull(sides.flatMap((side) => side.shown.statistics))),
    each: shown.statistics.map((_, channel) => suit(hull(of(channel)))),
  };
}

/** Of the maps that have a finite value. */
function hull(maps: readonly MapStatistics[]): Range {
  const finite = maps.filter((map) => notFinite(map) < map.count);
  if (finite.length === 0) return { low: 0, high: 0 };
  return finite.reduce<Range>(
    (range, { low, high }) => ({ low: Math.min(range.low, low), high: Math.max(range.high, high) }),
    { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
  );
}

/** All maps of a side, for a picture: those that have not come are asked for. */
export async function allTiles({ inspection, shown }: MapSide): Promise<TileSource> {
  if (shown.data.length > 0) return shown.tiles;
  return mapTiles(shown.shape, await fetchMaps(inspection, shown.what, shown.shape));
}
