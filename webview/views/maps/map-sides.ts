/** The feature maps of the sample, and beside them those of the image that they are compared with: what is drawn of both. */
import type { Inspection } from "../../../src/protocol/inspection.ts";
import { channelsOf, type Shape, sameShape } from "../../../src/tensor/shape.ts";
import type { Shown } from "../../choices.ts";
import { type MapStatistics, mapStatistics } from "../../geometry/map-statistics.ts";
import { centred, type Range } from "../../geometry/values.ts";
import { type ShownTensor, tensorShown } from "../shown-tensor.ts";

export interface MapSide {
  readonly inspection: Inspection;
  readonly shown: ShownTensor;
  /** Of what is shown. */
  readonly statistics: readonly MapStatistics[];
}

/** The second one only if it has the same to show. `activation` is the layer's. */
export function mapSides(
  first: Inspection,
  second: Inspection | undefined,
  what: Shown,
  activation: string | undefined,
): readonly [MapSide, ...MapSide[]] {
  const side = (inspection: Inspection): MapSide => {
    const shown = tensorShown(inspection, what);
    const made = shown.what === "output" ? activation : undefined;
    return { inspection, shown, statistics: mapStatistics(shown.data, channelsOf(shown.shape), made) };
  };
  const main = side(first);
  const other = second && side(second);
  const fits = other && other.shown.what === main.shown.what && sameShape(other.shown.shape, main.shown.shape);
  return fits ? [main, other] : [main];
}

export interface MapRanges {
  readonly shared: Range;
  readonly each: readonly Range[];
}

/** Of all sides together, so that equal colours are equal values. */
export function rangesOf(sides: readonly [MapSide, ...MapSide[]]): MapRanges {
  const [{ shown, statistics }] = sides;
  const suit = (range: Range): Range => (shown.diverging ? centred(range) : range);
  const each = statistics.map((_, channel) => suit(hull(sides.flatMap((side) => side.statistics[channel] ?? []))));
  return { shared: suit(hull(sides.flatMap((side) => side.statistics))), each };
}

/** Of the maps that have a finite value. */
function hull(maps: readonly MapStatistics[]): Range {
  const finite = maps.filter(({ notFinite, count }) => notFinite < count);
  if (finite.length === 0) return { low: 0, high: 0 };
  return finite.reduce<Range>(
    (range, { low, high }) => ({ low: Math.min(range.low, low), high: Math.max(range.high, high) }),
    { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
  );
}

export function shapeOf([{ shown }]: readonly [MapSide, ...MapSide[]]): Shape {
  return shown.shape;
}
