/** Methods of lists and tuples. */

import { List, Tuple, Unknown, type Value } from "../value.ts";
import { type Given, methodsOn } from "./methods.ts";
import { mergeSort } from "./sorting.ts";

const isList = (value: Value): value is List => value instanceof List;
const isTuple = (value: Value): value is Tuple => value instanceof Tuple;

function change(list: List, { run }: Given, apply: () => void): null {
  run.spend(1);
  run.alter(list, apply);
  return null;
}

function extend(list: List, given: Given): Value {
  const more = given.at(0);
  const items = more === undefined ? [] : given.run.iterate(more, given.site);
  return change(list, given, () => {
    if (items === undefined) list.unknown ??= more instanceof Unknown ? more.reason : "what was added is not known";
    else for (const item of items) list.items.push(item);
  });
}

function pop(list: List, given: Given): Value {
  if (list.unknown !== undefined) return new Unknown(list.unknown);
  const place = given.at(0) ?? -1;
  if (typeof place !== "number") {
    change(list, given, () => {
      list.unknown = "an item was taken from a place that is not known";
    });
    return new Unknown("the place is not known");
  }
  const at = place < 0 ? place + list.items.length : place;
  const found = list.items[at];
  if (found === undefined) return given.run.raise("IndexError", "pop from empty list", given.site);
  change(list, given, () => list.items.splice(at, 1));
  return found;
}

function insert(list: List, given: Given): Value {
  const [place, item] = [given.at(0), given.at(1)];
  return change(list, given, () => {
    if (typeof place === "number" && item !== undefined) list.items.splice(place, 0, item);
    else list.unknown = "an item was put at a place that is not known";
  });
}

function indexOf(items: readonly Value[], { run, at, site }: Given): Value {
  run.spend(items.length >> 2);
  const wanted = at(0) as Value;
  for (const [index, item] of items.entries()) {
    const same = item === wanted || run.equal(item, wanted);
    if (same === undefined) return new Unknown("the item's place is not known");
    if (same) return index;
  }
  return run.raise("ValueError", "the item is not in the list", site);
}

function count(items: readonly Value[], { run, at }: Given): Value {
  run.spend(items.length >> 2);
  const same = items.map((item) => run.equal(item, at(0) as Value));
  return same.includes(undefined)
    ? new Unknown("how often it is in the list is not known")
    : same.filter(Boolean).length;
}

function remove(list: List, given: Given): Value {
  const index = indexOf(list.items, given);
  return change(list, given, () => {
    if (typeof index === "number") list.items.splice(index, 1);
    else list.unknown = "an item was removed that is not known";
  });
}

function sort(list: List, given: Given): Value {
  const sorted = mergeSort(given.run, list.items, given.at(0, "key") ?? null, given.site);
  const reverse = given.run.truth(given.at(1, "reverse") ?? false);
  return change(list, given, () => {
    if (sorted === undefined || reverse === undefined) list.unknown = "its order is not known";
    else list.items = reverse ? sorted.reverse() : sorted;
  });
}

const known = (list: List, use: () => Value): Value => (list.unknown === undefined ? use() : new Unknown(list.unknown));

export const listMethods = methodsOn(isList, {
  append: (list, given) => change(list, given, () => list.items.push(given.at(0) ?? null)),
  extend,
  pop,
  insert,
  remove,
  sort,
  index: (list, given) => known(list, () => indexOf(list.items, given)),
  count: (list, given) => known(list, () => count(list.items, given)),
  copy: (list, { run }) => {
    run.spend(list.items.length >> 2);
    return new List([...list.items], list.unknown);
  },
  clear: (list, given) =>
    change(list, given, () => {
      list.items = [];
      list.unknown = undefined;
    }),
  reverse: (list, given) => change(list, given, () => list.items.reverse()),
  // deque's own.
  appendleft: (list, given) => change(list, given, () => list.items.unshift(given.at(0) ?? null)),
  popleft: (list, given) => pop(list, { ...given, at: () => 0 }),
});

export const tupleMethods = methodsOn(isTuple, {
  index: ({ items }, given) => indexOf(items, given),
  count: ({ items }, given) => count(items, given),
});
