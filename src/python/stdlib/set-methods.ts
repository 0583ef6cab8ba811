/** Methods of sets. */
import { keyOf } from "../evaluate/keys.ts";
import { PySet, Unknown, type Value } from "../value.ts";
import { type Given, methodsOn } from "./methods.ts";

const isSet = (value: Value): value is PySet => value instanceof PySet;

function addItem(set: PySet, given: Given): Value {
  const item = given.at(0) ?? null;
  const key = keyOf(item);
  given.run.alter(set, () => {
    if (key === undefined) set.unknown = "one of its items is not known";
    else set.items.set(key, item);
  });
  return null;
}

function removeItem(set: PySet, given: Given): Value {
  const key = keyOf(given.at(0) ?? null);
  given.run.alter(set, () => {
    if (key === undefined) set.unknown = "an item was removed that is not known";
    else set.items.delete(key);
  });
  return null;
}

function other(given: Given): PySet {
  const value = given.at(0);
  if (value instanceof PySet) return value;
  const set = new PySet();
  const items = value === undefined ? [] : given.run.iterate(value, given.site);
  if (items === undefined) set.unknown = "what it is combined with is not known";
  for (const item of items ?? []) {
    const key = keyOf(item);
    if (key === undefined) set.unknown = "one of its items is not known";
    else set.items.set(key, item);
  }
  return set;
}

function combined(operator: string): (set: PySet, given: Given) => Value {
  return (set, given) => given.run.binary(operator, set, other(given), given.site);
}

function compared(test: (set: PySet, other: PySet) => boolean): (set: PySet, given: Given) => Value {
  return (set, given) => {
    const second = other(given);
    const unknown = set.unknown ?? second.unknown;
    return unknown === undefined ? test(set, second) : new Unknown(unknown);
  };
}

const inside = (small: PySet, large: PySet): boolean => [...small.items.keys()].every((key) => large.items.has(key));

export const setMethods = methodsOn(isSet, {
  add: addItem,
  discard: removeItem,
  remove: removeItem,
  copy: (set) => new PySet(new Map(set.items), set.unknown),
  update: (set, given) => {
    const more = other(given);
    given.run.alter(set, () => {
      for (const [key, item] of more.items) set.items.set(key, item);
      set.unknown ??= more.unknown;
    });
    return null;
  },
  union: combined("|"),
  intersection: combined("&"),
  difference: combined("-"),
  symmetric_difference: combined("^"),
  issubset: compared(inside),
  issuperset: compared((set, second) => inside(second, set)),
  isdisjoint: compared((set, second) => ![...set.items.keys()].some((key) => second.items.has(key))),
});
