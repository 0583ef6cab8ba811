/** The tensors within lists, tuples and dicts. */
import { Native } from "../../python/native.ts";
import type { Tensor } from "../../python/tensor.ts";
import { Dict, List, Tuple, type Value } from "../../python/value.ts";

export function tensorsIn(value: Value): Tensor[] {
  return tensorsWithin(value, []);
}

/** `around`: the containers on the way, since a list may hold itself. */
function tensorsWithin(value: Value, around: readonly Value[]): Tensor[] {
  if (value instanceof Native && "shape" in value) return [value as Native & Tensor];
  const items = itemsIn(value);
  if (items === undefined || around.includes(value)) return [];
  return items.flatMap((item) => tensorsWithin(item, [...around, value]));
}

function itemsIn(value: Value): readonly Value[] | undefined {
  if (value instanceof Tuple || value instanceof List) return value.items;
  return value instanceof Dict ? [...value.entries.values()].map(([, item]) => item) : undefined;
}
