/** The items that a loop sees. */

import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import type { Site } from "../site.ts";
import { enumMembers } from "../stdlib/class-kinds.ts";
import { Dict, Instance, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { callSpecial, contentOf } from "./call.ts";
import type { Interpreter } from "./interpreter.ts";
import { Raised } from "./raised.ts";

export function iterateValue(run: Interpreter, value: Value, site: Site): readonly Value[] | undefined {
  const items = itemsOf(run, value, site);
  if (items !== undefined) run.spend(items.length >> 2);
  return items;
}

function itemsOf(run: Interpreter, value: Value, site: Site): readonly Value[] | undefined {
  if (value instanceof Tuple) return value.items;
  // A copy, because the loop's body may change the list.
  if (value instanceof List) return value.unknown === undefined ? [...value.items] : undefined;
  if (value instanceof Unknown) return undefined;
  if (typeof value === "string") return [...value];
  if (value instanceof Dict)
    return value.unknown === undefined ? [...value.entries.values()].map(([key]) => key) : undefined;
  if (value instanceof PySet) return value.unknown === undefined ? [...value.items.values()] : undefined;
  if (value instanceof Native) return value.iterate(run);
  if (value instanceof Instance) return ofInstance(run, value, site);
  if (value instanceof PyClass) return enumMembers(value);
  return run.raise("TypeError", "this object is not iterable", site);
}

function ofInstance(run: Interpreter, value: Instance, site: Site): readonly Value[] | undefined {
  const iterator = callSpecial(run, value, "__iter__", [], site);
  if (iterator !== undefined) {
    return iterator instanceof Instance ? drain(run, iterator, site) : itemsOf(run, iterator, site);
  }
  const content = contentOf(value);
  if (content !== value) return itemsOf(run, content, site);
  return value.cls.find("__getitem__") === undefined ? undefined : byIndex(run, value, site);
}

/** An iterator of the user's: `__next__` until it raises StopIteration. */
function drain(run: Interpreter, iterator: Instance, site: Site): readonly Value[] | undefined {
  return until(run, "StopIteration", () => callSpecial(run, iterator, "__next__", [], site));
}

/** How many items are asked for one by one where nothing says how many there are. */
const MOST_BY_INDEX = 64;

/** What gives more than its length, as batches that are made on demand do, goes on for ever. */
function byIndex(run: Interpreter, value: Instance, site: Site): readonly Value[] | undefined {
  const length = value.cls.find("__len__") === undefined ? undefined : run.length(value, site);
  const most = typeof length === "number" ? Math.min(length, run.budget.length) : MOST_BY_INDEX;
  let index = 0;
  return until(run, "IndexError", () =>
    index > most ? undefined : callSpecial(run, value, "__getitem__", [index++], site),
  );
}

function until(run: Interpreter, end: string, next: () => Value | undefined): readonly Value[] | undefined {
  const items: Value[] = [];
  run.tries++;
  try {
    for (;;) {
      const item = next();
      if (item === undefined || item instanceof Unknown || items.length > run.budget.length) return undefined;
      items.push(item);
    }
  } catch (error) {
    if (error instanceof Raised && error.exception.cls.name === end) return items;
    throw error;
  } finally {
    run.tries--;
  }
}
