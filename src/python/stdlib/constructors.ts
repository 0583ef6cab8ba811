/** What Python's own types make of what they are called with. The first argument is the class. */
import { divideExactly } from "../../tensor/dim/divide.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../arguments.ts";
import type { Builtin } from "../callables.ts";
import { keyOf } from "../evaluate/keys.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Dict, Float, Instance, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { argument } from "./read-arguments.ts";

type Make = Builtin["call"];

/** A subclass of `list`, `dict` or `set` keeps its content in the instance. */
function inClass({ positional: [cls] }: Arguments, plain: string, content: List | Dict | PySet, site: Site): Value {
  if (!(cls?.value instanceof PyClass) || cls.value.name === plain) return content;
  const instance = new Instance(cls.value, site);
  instance.native = content;
  return instance;
}

export const objectNew: Make = (_run, { positional: [cls] }, site) =>
  cls?.value instanceof PyClass ? new Instance(cls.value, site) : new Unknown("the class is not known");

export const intNew: Make = (run, args, site) => {
  const value = numberIn(argument(args, 1) ?? 0);
  if (typeof value === "number" || value instanceof Symbolic) return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Float) return wholeOf(run, value.value, site);
  if (typeof value === "string") return parsedInt(run, value, argument(args, 2, "base") ?? 10, site);
  return (
    special(run, value, "__int__", site) ??
    new Unknown(value instanceof Unknown ? value.reason : "the number is not known")
  );
};

function numberIn(value: Value): Value {
  return value instanceof Native ? (value.number() ?? value) : value;
}

function wholeOf(run: Run, value: number, site: Site): Value {
  if (!Number.isFinite(value)) run.raise("ValueError", "cannot convert float to integer", site);
  const whole = Math.trunc(value);
  return Number.isSafeInteger(whole) ? whole + 0 : new Unknown("the number is too large to be exact");
}

function parsedInt(run: Run, text: string, base: Value, site: Site): Value {
  if (base !== 10) return new Unknown("numbers of another base are not followed");
  const digits = text.trim().replaceAll("_", "");
  if (!/^[+-]?\d+$/.test(digits)) run.raise("ValueError", `invalid literal for int(): '${text}'`, site);
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : new Unknown("the number is too large to be exact");
}

function special(run: Run, value: Value, name: string, site: Site): Value | undefined {
  if (!(value instanceof Instance)) return undefined;
  const method = value.cls.find(name);
  return method === undefined ? undefined : run.call(method, argumentsOf(value), site);
}

export const floatNew: Make = (run, args, site) => {
  const value = numberIn(argument(args, 1) ?? 0);
  if (typeof value === "number" || typeof value === "boolean") return new Float(Number(value));
  if (value instanceof Float) return value;
  if (value instanceof Symbolic) return divideExactly(value, 1) ?? value;
  if (typeof value === "string") return parsedFloat(run, value, site);
  return (
    special(run, value, "__float__", site) ??
    new Unknown(value instanceof Unknown ? value.reason : "the number is not known")
  );
};

function parsedFloat(run: Run, text: string, site: Site): Value {
  const word = text.trim().toLowerCase().replaceAll("_", "");
  if (/^[+-]?inf(inity)?$/.test(word))
    return new Float(word.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  if (/^[+-]?nan$/.test(word)) return new Float(Number.NaN);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(word))
    run.raise("ValueError", `could not convert string to float: '${text}'`, site);
  return new Float(Number(word));
}

export const boolNew: Make = (run, args) => {
  const value = argument(args, 1) ?? false;
  return run.truth(value) ?? new Unknown(value instanceof Unknown ? value.reason : "its truth is not known");
};

export const strNew: Make = (run, args) => {
  const value = orElse(argument(args, 1), () => "");
  const opaque = value instanceof Native ? value.text() : undefined;
  if (opaque !== undefined) return opaque;
  return run.text(value) ?? new Unknown(value instanceof Unknown ? value.reason : "its text is not known");
};

function itemsGiven(run: Run, args: Arguments, site: Site): { items: readonly Value[]; unknown: string | undefined } {
  const value = argument(args, 1);
  if (value === undefined) return { items: [], unknown: undefined };
  const items = run.iterate(value, site);
  return {
    items: items ?? [],
    unknown: items ? undefined : value instanceof Unknown ? value.reason : "what it is made of is not known",
  };
}

export const listNew: Make = (run, args, site) => {
  const { items, unknown } = itemsGiven(run, args, site);
  return inClass(args, "list", new List([...items], unknown), site);
};

export const tupleNew: Make = (run, args, site) => {
  const { items, unknown } = itemsGiven(run, args, site);
  return unknown === undefined ? new Tuple(items) : new Unknown(unknown);
};

export const setNew: Make = (run, args, site) => {
  const { items, unknown } = itemsGiven(run, args, site);
  const set = new PySet(new Map(), unknown);
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) set.unknown = "one of its items is not known";
    else set.items.set(key, item);
  }
  const [cls] = args.positional;
  return cls?.value instanceof PyClass && cls.value.name === "frozenset" ? set : inClass(args, "set", set, site);
};

export const dictNew: Make = (run, args, site) => {
  const dict = new Dict();
  fillDict(run, dict, args, 1, site);
  return inClass(args, "dict", dict, site);
};

/** What `dict(...)` and `update(...)` take: a dict or pairs, and names. */
export function fillDict(run: Run, dict: Dict, args: Arguments, place: number, site: Site): void {
  const first = args.positional[place]?.value;
  if (args.open) dict.unknown = "it is made of arguments that are not known";
  if (first !== undefined) addFrom(run, dict, first, site);
  for (const [name, { value }] of args.named) dict.entries.set(`s${name}`, [name, value]);
}

function addFrom(run: Run, dict: Dict, value: Value, site: Site): void {
  const other = value instanceof Instance && value.native instanceof Dict ? value.native : value;
  if (other instanceof Dict) {
    run.spend(other.entries.size >> 1);
    for (const [key, entry] of other.entries) dict.entries.set(key, entry);
    dict.unknown ??= other.unknown;
    return;
  }
  const pairs = run.iterate(other, site);
  if (pairs === undefined) dict.unknown = other instanceof Unknown ? other.reason : "what it is made of is not known";
  for (const pair of pairs ?? []) {
    const [key, item] = run.iterate(pair, site) ?? [];
    const text = key === undefined ? undefined : keyOf(key);
    if (key === undefined || item === undefined || text === undefined) dict.unknown = "one of its keys is not known";
    else dict.entries.set(text, [key, item]);
  }
}
