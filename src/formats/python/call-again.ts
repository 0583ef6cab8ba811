/** A call that the file makes of a model, made once more on fresh inputs of the same shapes. */
import type { Argument, Arguments } from "../../python/arguments.ts";
import type { Tensor } from "../../python/tensor.ts";
import { Dict, Float, List, Tuple, Unknown, type Value } from "../../python/value.ts";

/** `undefined` where it hands over more than tensors and plain values, which another run may have changed. */
export function repeatable(args: Arguments | undefined, inputs: readonly Tensor[]): Arguments | undefined {
  if (args === undefined || args.open) return undefined;
  const given = [...args.positional, ...args.named.values()].flatMap(({ value }) => leavesOf(value));
  const tensors = given.filter((value) => isOneOf(value, inputs));
  const others = given.filter((value) => !isOneOf(value, inputs));
  return tensors.length === inputs.length && others.every(isPlain) ? args : undefined;
}

/** Whether it hands over something of which nothing is known, in whose place the inputs would come. */
export function hasUnknown(args: Arguments | undefined): boolean {
  return args?.positional.some(({ value }) => leavesOf(value).some((leaf) => leaf instanceof Unknown)) ?? false;
}

/** The same call with these inputs in the places of its own, in order. */
export function callAgain(args: Arguments, inputs: readonly Tensor[], fresh: readonly Value[]): Arguments {
  const left = [...fresh];
  const replaced = (value: Value): Value => {
    if (value instanceof Tuple) return new Tuple(value.items.map(replaced));
    if (value instanceof List) return new List(value.items.map(replaced));
    if (value instanceof Dict) return new Dict(mapped(value.entries, replaced));
    return isOneOf(value, inputs) ? (left.shift() ?? value) : value;
  };
  const again = ({ value }: Argument): Argument => ({ value: replaced(value), written: undefined });
  const positional = args.positional.map(again);
  return { positional, named: new Map([...args.named].map(([name, each]) => [name, again(each)])), open: false };
}

function mapped(entries: Dict["entries"], change: (value: Value) => Value): Dict["entries"] {
  return new Map([...entries].map(([name, [key, value]]) => [name, [key, change(value)]]));
}

/** What stands in it, however deep, as the states of an LSTM in their tuple. */
function leavesOf(value: Value): Value[] {
  if (value instanceof Dict && value.unknown === undefined) {
    return [...value.entries.values()].flatMap(([, each]) => leavesOf(each));
  }
  return value instanceof Tuple || isFollowed(value) ? value.items.flatMap(leavesOf) : [value];
}

function isFollowed(value: Value): value is List {
  return value instanceof List && value.unknown === undefined;
}

function isOneOf(value: Value, tensors: readonly Tensor[]): boolean {
  return tensors.some((tensor) => Object.is(tensor, value));
}

function isPlain(value: Value): boolean {
  return value === null || value instanceof Float || ["number", "string", "boolean"].includes(typeof value);
}
