/** `unique`: how many there are is known of the short tensors whose numbers are known, of no others. */
import { Tuple, type Value } from "../../value.ts";
import type { Call } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { knownNumbersOf } from "./known-numbers.ts";

const REASON = "its size depends on the numbers";

function uniqueOf(call: Call): Value {
  const own = knownNumbersOf(call.get("input"));
  if (own === undefined || call.shape("input")?.length !== 1 || call.get("dim") !== null) return call.unknown(REASON);
  const places = new Map([...own.entries()].map(([place, { number }]) => [number, place]));
  const numbers = [...places.keys()].toSorted((a, b) => a - b);
  const content = call.tensor("input")?.content;
  const dtype = call.tensor("input")?.dtype;
  const values = numbers.map((number) => content?.[places.get(number) ?? 0] as Value);
  const parts = [new TorchTensor({ shape: [numbers.length], dtype, content: values })];
  const count = (number: number): number => own.filter((each) => each.number === number).length;
  if (call.get("return_inverse") === true) parts.push(whole(own.map(({ number }) => numbers.indexOf(number))));
  if (call.get("return_counts") === true) parts.push(whole(numbers.map(count)));
  return parts.length === 1 ? (parts[0] as TorchTensor) : new Tuple(parts);
}

function whole(content: readonly number[]): TorchTensor {
  return new TorchTensor({ shape: [content.length], dtype: "int64", content });
}

export const unique: readonly TorchFunction[] = named(
  "unique",
  "input, sorted=True, return_inverse=False, return_counts=False, dim=None",
  uniqueOf,
);
