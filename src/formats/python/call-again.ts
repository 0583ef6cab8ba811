/** A call that the file makes of a model, made once more on fresh inputs of the same shapes. */
import type { Argument, Arguments } from "../../python/arguments.ts";
import type { Tensor } from "../../python/tensor.ts";
import { Float, Tuple, type Value } from "../../python/value.ts";

/** `undefined` where it hands over more than tensors and plain values, which another run may have changed. */
export function repeatable(args: Arguments | undefined, inputs: readonly Tensor[]): Arguments | undefined {
  if (args === undefined || args.open) return undefined;
  const given = [...args.positional, ...args.named.values()].map(({ value }) => value);
  const tensors = given.filter((value) => isOneOf(value, inputs));
  const others = given.filter((value) => !isOneOf(value, inputs));
  return tensors.length === inputs.length && others.every(isPlain) ? args : undefined;
}

/** The same call with these inputs in the places of its own, in order. */
export function callAgain(args: Arguments, inputs: readonly Tensor[], fresh: readonly Value[]): Arguments {
  const left = [...fresh];
  const again = ({ value }: Argument): Argument => ({
    value: isOneOf(value, inputs) ? (left.shift() ?? value) : value,
    written: undefined,
  });
  const positional = args.positional.map(again);
  return { positional, named: new Map([...args.named].map(([name, each]) => [name, again(each)])), open: false };
}

function isOneOf(value: Value, tensors: readonly Tensor[]): boolean {
  return tensors.some((tensor) => Object.is(tensor, value));
}

function isPlain(value: Value): boolean {
  if (value instanceof Tuple) return value.items.every(isPlain);
  return value === null || value instanceof Float || ["number", "string", "boolean"].includes(typeof value);
}
