/** The tensors within lists, tuples and dicts. */
import { Native } from "../../python/native.ts";
import type { Tensor } from "../../python/tensor.ts";
import { Dict, List, Tuple, type Value } from "../../python/value.ts";

export function tensorsIn(value: Value): Tensor[] {
  if (value instanceof Tuple || value instanceof List) return value.items.flatMap(tensorsIn);
  if (value instanceof Dict) return [...value.entries.values()].flatMap(([, item]) => tensorsIn(item));
  return value instanceof Native && "shape" in value ? [value as Native & Tensor] : [];
}
