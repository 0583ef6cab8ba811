/** Which places of a sequence a slice means. */
import type { Slice, Value } from "../value.ts";

/** `undefined`: a bound is not known. */
export function slicePlaces({ start, stop, step }: Slice, length: number): number[] | undefined {
  const by = step === null ? 1 : step;
  if (typeof by !== "number" || by === 0) return undefined;
  const from = boundOf(start, by > 0 ? 0 : length - 1, length, by);
  const to = boundOf(stop, by > 0 ? length : -1, length, by);
  if (from === undefined || to === undefined) return undefined;
  const places: number[] = [];
  for (let at = from; by > 0 ? at < to : at > to; at += by) places.push(at);
  return places;
}

function boundOf(bound: Value, missing: number, length: number, step: number): number | undefined {
  if (bound === null) return missing;
  if (typeof bound !== "number") return undefined;
  const from = bound < 0 ? bound + length : bound;
  return step > 0 ? Math.min(Math.max(from, 0), length) : Math.min(Math.max(from, -1), length - 1);
}
