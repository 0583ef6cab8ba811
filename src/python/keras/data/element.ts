/** What one round of a data set gives: tensors, by themselves or in tuples and dicts. Lists and plain values are tensors there. */
import type { Dim } from "../../../tensor/dim.ts";
import { Dict, Float, List, Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { asTensor, mapTensors } from "../nested.ts";
import { dataTensor } from "../ops/creating.ts";

/** The value with every part of it as a tensor that comes from outside. */
export function elementOf(value: Value): Value {
  if (value instanceof Unknown) return value;
  if (value instanceof Tuple) return new Tuple(value.items.map(elementOf));
  if (value instanceof Dict) return mapTensors(value, (tensor) => dataTensor(copyOf(tensor, tensor.shape)));
  const tensor = tensorFrom(value);
  return dataTensor(copyOf(tensor, tensor.shape));
}

/** The element with another shape for each tensor whose shape is known. */
export function reshaped(element: Value, change: (shape: readonly Dim[]) => readonly Dim[]): Value {
  return mapTensors(element, (tensor) =>
    dataTensor(copyOf(tensor, tensor.shape === undefined ? undefined : change(tensor.shape))),
  );
}

function tensorFrom(value: Value): KerasTensor {
  if (isPlain(value)) return new KerasTensor([]);
  if (value instanceof List && value.unknown === undefined && value.items.every(isPlain))
    return new KerasTensor([value.items.length]);
  return asTensor(value) ?? unknownTensor("what the data set holds is not known");
}

function isPlain(value: Value): boolean {
  return value instanceof Float || ["number", "boolean", "string"].includes(typeof value);
}

function copyOf({ dtype, reason }: KerasTensor, shape: readonly Dim[] | undefined): KerasTensor {
  return new KerasTensor(shape, dtype, shape === undefined ? (reason ?? "a shape is not known") : undefined);
}
