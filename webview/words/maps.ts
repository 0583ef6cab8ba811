/** Feature maps in words: what stands below one, and what is said of the value under the cursor. */
import type { Shown } from "../../src/protocol/pieces.ts";
import { isSaturated, isZero, type MapStatistics, notFinite } from "../../src/tensor/map-statistics.ts";
import type { Cells } from "../geometry/receptive-cells.ts";
import type { Range } from "../geometry/values.ts";
import { countOf, formatCount, formatValue } from "./numbers.ts";

/** `dead`, `saturated`, `no gradient`, `3 not finite`; `undefined` where nothing stands out. `shown` are the map's values. */
export function mapMark(statistics: MapStatistics, shown: Shown): string | undefined {
  const odd = notFinite(statistics);
  if (odd > 0) return `${formatCount(odd)} not finite`;
  if (isZero(statistics)) return shown === "gradient" ? "no gradient" : "dead";
  return isSaturated(statistics) && shown === "output" ? "saturated" : undefined;
}

/** `2 of 8 maps are dead, 1 is saturated`; `undefined` if none is. */
export function describeMarks(maps: readonly MapStatistics[], shown: Shown): string | undefined {
  const parts = (["dead", "saturated", "no gradient"] as const).flatMap((mark) => {
    const count = maps.filter((map) => mapMark(map, shown) === mark).length;
    if (count === 0) return [];
    const verb = mark === "no gradient" ? (count === 1 ? "has" : "have") : count === 1 ? "is" : "are";
    return [`${formatCount(count)} ${verb} ${mark}`];
  });
  if (parts.length === 0) return undefined;
  return `Of ${countOf(maps.length, "map")}, ${parts.join(", ")} for this sample.`;
}

/** To two digits, as there is little room: `0.12–3.4`. */
export function formatRange({ low, high }: Range): string {
  const short = (value: number): string => formatValue(Number(value.toPrecision(2)));
  return low === high ? `all ${short(low)}` : `${short(low)} to ${short(high)}`;
}

/** `mean 0.21, variance 0.03`. */
export function describeStatistics({ mean, variance }: MapStatistics): string {
  const short = (value: number): string => formatValue(Number(value.toPrecision(3)));
  return `mean ${short(mean)}, variance ${short(variance)}`;
}

/** `Receptive field: rows 3–7, columns 0–4 of the image, and the padding beyond it`. */
export function describeField({ top, left, rows, columns, beyond }: Cells): string {
  if (rows === 0 || columns === 0) return "Receptive field: nothing of the image, only the padding";
  const end = beyond ? ", and the padding beyond it" : "";
  return `Receptive field: ${stretch("row", top, rows)}, ${stretch("column", left, columns)} of the image${end}`;
}

function stretch(noun: string, from: number, count: number): string {
  return count === 1 ? `${noun} ${from}` : `${noun}s ${from}–${from + count - 1}`;
}
