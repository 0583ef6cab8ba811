/** Tensors within lists, tuples and dicts, as Keras's calls take and give them. */

import { Native } from "../native.ts";
import type { Tensor } from "../tensor.ts";
import { Dict, List, Tuple, Unknown, type Value } from "../value.ts";
import { KerasTensor, unknownTensor } from "./keras-tensor.ts";

/** The value as a tensor; `undefined`: it is none. Arrays of other libraries become tensors of the same shape. */
export function asTensor(value: Value | undefined): KerasTensor | undefined {
  if (value instanceof KerasTensor) return value;
  if (value instanceof Unknown) return unknownTensor(value.reason);
  return value instanceof Native && "shape" in value ? tensorOfArray(value as Native & Tensor) : undefined;
}

const ofArrays = new WeakMap<Tensor, KerasTensor>();

/** One for each array, however often it is handed over. */
function tensorOfArray(array: Tensor): KerasTensor {
  const known = ofArrays.get(array);
  if (known?.shape === array.shape && known !== undefined) return known;
  const tensor = new KerasTensor(array.shape, array.dtype, array.reason);
  tensor.isData = true;
  ofArrays.set(array, tensor);
  return tensor;
}

/** All tensors in the value, in order. */
export function tensorsIn(value: Value | undefined): KerasTensor[] {
  const items = itemsOf(value);
  if (items !== undefined) return [...items.flatMap(tensorsIn), ...othersIn(value)];
  const tensor = asTensor(value);
  return tensor === undefined ? [] : [tensor];
}

/** One for all those that a list may have besides. */
function othersIn(value: Value | undefined): KerasTensor[] {
  return value instanceof List && value.unknown !== undefined ? [unknownTensor(value.unknown)] : [];
}

function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof List || value instanceof Tuple) return value.items;
  if (value instanceof Dict) return [...value.entries.values()].map(([, item]) => item);
  return undefined;
}

/** The same lists, tuples and dicts around other tensors. */
export function mapTensors(value: Value, change: (tensor: KerasTensor) => Value): Value {
  if (value instanceof List)
    return new List(
      value.items.map((item) => mapTensors(item, change)),
      value.unknown,
    );
  if (value instanceof Tuple) return new Tuple(value.items.map((item) => mapTensors(item, change)));
  if (value instanceof Dict) {
    const entries = [...value.entries].map(([key, [name, item]]) => [key, [name, mapTensors(item, change)]] as const);
    return new Dict(new Map(entries), value.unknown);
  }
  const tensor = asTensor(value);
  return tensor === undefined ? value : change(tensor);
}
