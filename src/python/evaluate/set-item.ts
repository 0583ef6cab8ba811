/** `object[key] = value` and `del object[key]`. */

import { Native } from "../native.ts";
import type { Site } from "../site.ts";
import { Dict, Instance, List, Slice, type Value } from "../value.ts";
import { callSpecial, contentOf } from "./call.ts";
import type { Interpreter } from "./interpreter.ts";
import { keyOf } from "./keys.ts";
import { slicePlaces } from "./slices.ts";

export function setItem(run: Interpreter, object: Value, key: Value, value: Value, site: Site): void {
  if (object instanceof Instance && callSpecial(run, object, "__setitem__", [key, value], site) !== undefined) return;
  const content = contentOf(object);
  if (content instanceof List) setInList(run, content, key, value, site);
  else if (content instanceof Dict) setInDict(run, content, key, value);
  else if (content instanceof Native) content.setItem(run, key, value, site);
}

function setInList(run: Interpreter, list: List, key: Value, value: Value, site: Site): void {
  if (key instanceof Slice) setSlice(run, list, key, value, site);
  else if (typeof key === "number") setAt(run, list, key, value, site);
  else giveUp(run, list, "an item was set at a place that is not known");
}

function setAt(run: Interpreter, list: List, key: number, value: Value, site: Site): void {
  const at = key < 0 ? key + list.items.length : key;
  if (list.unknown !== undefined) return;
  if (at < 0 || at >= list.items.length) run.raise("IndexError", "list assignment index out of range", site);
  run.alter(list, () => {
    list.items[at] = value;
  });
}

function setSlice(run: Interpreter, list: List, key: Slice, value: Value, site: Site): void {
  const places = slicePlaces(key, list.items.length);
  const items = run.iterate(value, site);
  const step = key.step ?? 1;
  if (places === undefined || items === undefined || (step !== 1 && places.length !== items.length)) {
    giveUp(run, list, "a part of it was set that is not known");
    return;
  }
  run.alter(list, () => {
    if (step === 1) list.items.splice(places[0] ?? startOf(key, list), places.length, ...items);
    else
      places.forEach((at, index) => {
        list.items[at] = items[index] as Value;
      });
  });
}

/** Where an empty slice stands. */
function startOf({ start }: Slice, { items }: List): number {
  if (typeof start !== "number") return 0;
  return Math.min(Math.max(start < 0 ? start + items.length : start, 0), items.length);
}

function giveUp(run: Interpreter, container: List | Dict, reason: string): void {
  run.alter(container, () => {
    container.unknown = reason;
  });
}

function setInDict(run: Interpreter, dict: Dict, key: Value, value: Value): void {
  const text = keyOf(key);
  if (text === undefined) giveUp(run, dict, "a key was set that is not known");
  else run.alter(dict, () => dict.entries.set(text, [key, value]));
}

export function deleteItem(run: Interpreter, object: Value, key: Value, site: Site): void {
  if (object instanceof Instance && callSpecial(run, object, "__delitem__", [key], site) !== undefined) return;
  const content = contentOf(object);
  if (content instanceof Dict) {
    const text = keyOf(key);
    if (text === undefined) giveUp(run, content, "a key was deleted that is not known");
    else run.alter(content, () => content.entries.delete(text));
  } else if (content instanceof List) {
    const places =
      key instanceof Slice
        ? slicePlaces(key, content.items.length)
        : typeof key === "number"
          ? [key < 0 ? key + content.items.length : key]
          : undefined;
    if (places === undefined) giveUp(run, content, "an item was deleted that is not known");
    else {
      const gone = new Set(places);
      run.alter(content, () => {
        content.items = content.items.filter((_, index) => !gone.has(index));
      });
    }
  }
}
