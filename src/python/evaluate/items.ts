/** `object[key]`. */

import { argumentsOf } from "../arguments.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { raiseOutOfRange } from "../out-of-range.ts";
import { PyClass } from "../py-class.ts";
import type { Site } from "../site.ts";
import { enumMembers } from "../stdlib/class-kinds.ts";
import { noWholeNumber } from "../tensors/sizes.ts";
import { Dict, Instance, List, Slice, Tuple, Unknown, type Value } from "../value.ts";
import { callSpecial, callValue, contentOf } from "./call.ts";
import { ClassMethod } from "./descriptors.ts";
import type { Interpreter } from "./interpreter.ts";
import { keyOf } from "./keys.ts";
import { slicePlaces } from "./slices.ts";

export function itemOf(run: Interpreter, value: Value, key: Value, site: Site): Value {
  if (value instanceof Unknown) return value;
  if (value instanceof Tuple)
    return ofSequence(run, value.items, key, site, (items) => new Tuple(items, value.kind?.inSlices && value.kind));
  if (value instanceof List) return ofList(run, value, key, site);
  if (value instanceof Dict) return ofDict(run, value, key, site);
  if (typeof value === "string") return ofText(run, value, key, site);
  if (value instanceof Native)
    return orElse(value.item(run, key, site), () => new Unknown(`an item of a ${value.typeName} is not followed`));
  if (value instanceof Instance) return ofInstance(run, value, key, site);
  if (value instanceof PyClass) return ofClass(run, value, key, site);
  return new Unknown("what stands in brackets here is not followed");
}

function ofText(run: Interpreter, text: string, key: Value, site: Site): Value {
  run.spend(text.length >> 4);
  return ofSequence(run, [...text], key, site, (items) => items.join(""));
}

function ofList(run: Interpreter, list: List, key: Value, site: Site): Value {
  if (list.unknown !== undefined) return key instanceof Slice ? new List([], list.unknown) : new Unknown(list.unknown);
  return ofSequence(run, list.items, key, site, (items) => new List(items));
}

export function ofSequence(
  run: Interpreter,
  items: readonly Value[],
  key: Value,
  site: Site,
  make: (items: Value[]) => Value,
): Value {
  if (key instanceof Slice) {
    const places = slicePlaces(key, items.length);
    if (places === undefined) return new Unknown("the bounds of the slice are not known");
    run.spend(places.length >> 2);
    return make(places.map((at) => items[at] as Value));
  }
  const index = typeof key === "boolean" ? Number(key) : key;
  if (typeof index === "number") {
    const found = items[index < 0 ? index + items.length : index];
    return found === undefined ? raiseOutOfRange(run, items, index, site) : found;
  }
  if (index instanceof Unknown) return index;
  const wrong = noWholeNumber(index);
  if (wrong !== undefined)
    return run.raise("TypeError", `indices must be integers or slices, and one is ${wrong}`, site);
  return new Unknown("the index is not known");
}

function ofDict(run: Interpreter, dict: Dict, key: Value, site: Site): Value {
  const text = keyOf(key);
  if (text === undefined) return key instanceof Unknown ? key : new Unknown("the key is not known");
  const entry = dict.entries.get(text);
  if (entry !== undefined) return entry[1];
  if (dict.unknown !== undefined) return new Unknown(dict.unknown);
  return run.raise("KeyError", run.text(key) ?? "", site);
}

function ofInstance(run: Interpreter, value: Instance, key: Value, site: Site): Value {
  const own = callSpecial(run, value, "__getitem__", [key], site);
  if (own !== undefined) return own;
  const content = contentOf(value);
  if (content === value) return new Unknown(value.cls.unknownBase ?? `an item of a ${value.cls.name} is not followed`);
  const missing = value.cls.find("__missing__");
  if (content instanceof Dict && missing !== undefined && !content.entries.has(keyOf(key) ?? "")) {
    return callValue(run, missing, argumentsOf(value, key), site);
  }
  return itemOf(run, content, key, site);
}

/** `Enum["NAME"]`, and types with parameters: `List[int]` is `List`. */
function ofClass(run: Interpreter, cls: PyClass, key: Value, site: Site): Value {
  if (enumMembers(cls) !== undefined && typeof key === "string") {
    return cls.members.get(key) ?? run.raise("KeyError", key, site);
  }
  const own = cls.find("__class_getitem__");
  if (own !== undefined)
    return callValue(run, own instanceof ClassMethod ? own.callee : own, argumentsOf(cls, key), site);
  return cls;
}
