/** `copy`. Copies of a model's parts are parts of their own: each has its own parameters. */

import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import { type Copyable, Dict, Instance, List, type Module, PySet, Tuple, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";

type Copied = Map<Value, Value>;

export function copyDeep(run: Run, value: Value, copied: Copied): Value {
  run.spend(1);
  const known = copied.get(value);
  if (known !== undefined) return known;
  if (value instanceof Tuple) return new Tuple(value.items.map((item) => copyDeep(run, item, copied)));
  if (value instanceof List)
    return fill(copied, value, new List([], value.unknown), (list) => {
      list.items = value.items.map((item) => copyDeep(run, item, copied));
    });
  if (value instanceof Dict)
    return fill(copied, value, new Dict(new Map(), value.unknown), (dict) => {
      for (const [key, [name, item]] of value.entries) dict.entries.set(key, [name, copyDeep(run, item, copied)]);
    });
  if (value instanceof PySet) return new PySet(new Map(value.items), value.unknown);
  if (value instanceof Instance)
    return fill(copied, value, new Instance(value.cls, value.site), (instance) =>
      copyInto(instance, value, (item) => copyDeep(run, item, copied)),
    );
  if (value instanceof Native) return fill(copied, value, value.deepCopy(), () => undefined);
  return value;
}

/** Notes the copy before it is filled, so that what refers back to it finds it. */
function fill<T extends Value>(copied: Copied, original: Value, copy: T, into: (copy: T) => void): T {
  copied.set(original, copy);
  into(copy);
  return copy;
}

export function copyInto(instance: Instance, original: Instance, copyValue: (value: Value) => Value): void {
  for (const [name, value] of original.attributes) instance.attributes.set(name, copyValue(value));
  const { native } = original;
  if (native instanceof List || native instanceof Dict || native instanceof PySet) instance.native = copyValue(native);
  else instance.native = isCopyable(native) ? native.copy(copyValue) : native;
}

function sizeOf(value: Value): number {
  if (value instanceof List) return value.items.length;
  return value instanceof Dict ? value.entries.size : value instanceof PySet ? value.items.size : 0;
}

function isCopyable(native: unknown): native is Copyable {
  return typeof native === "object" && native !== null && "copy" in native && typeof native.copy === "function";
}

function copyShallow(run: Run, value: Value): Value {
  run.spend(1 + (sizeOf(value) >> 2));
  if (value instanceof List) return new List([...value.items], value.unknown);
  if (value instanceof Dict) return new Dict(new Map(value.entries), value.unknown);
  if (value instanceof PySet) return new PySet(new Map(value.items), value.unknown);
  if (!(value instanceof Instance)) return value;
  const instance = new Instance(value.cls, value.site);
  copyInto(instance, value, (item) => (item === value.native ? copyShallow(run, item) : item));
  return instance;
}

export function copyModule(): Module {
  return moduleOf("copy", [
    new Builtin("copy", (run, args) => copyShallow(run, argument(args, 0) ?? null)),
    new Builtin("deepcopy", (run, args) => copyDeep(run, argument(args, 0) ?? null, new Map())),
  ]);
}
