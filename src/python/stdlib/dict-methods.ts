/** Methods of dicts. */
import { Iterator } from "../evaluate/iterator.ts";
import { keyOf } from "../evaluate/keys.ts";
import { orElse } from "../or-else.ts";
import type { Run } from "../run.ts";
import { Dict, Tuple, Unknown, type Value } from "../value.ts";
import { fillDict } from "./constructors.ts";
import { type Given, methodsOn } from "./methods.ts";

const isDict = (value: Value): value is Dict => value instanceof Dict;

function view(run: Run, dict: Dict, pick: (entry: readonly [Value, Value]) => Value): Value {
  run.spend(dict.entries.size >> 2);
  return dict.unknown === undefined
    ? new Iterator([...dict.entries.values()].map(pick), true)
    : new Unknown(dict.unknown);
}

/** The entry's value; `otherwise` if it is sure that there is none. */
function lookUp(dict: Dict, key: Value, otherwise: () => Value): Value {
  const text = keyOf(key);
  if (text === undefined) return new Unknown(key instanceof Unknown ? key.reason : "the key is not known");
  const entry = dict.entries.get(text);
  if (entry !== undefined) return entry[1];
  return dict.unknown === undefined ? otherwise() : new Unknown(dict.unknown);
}

function pop(dict: Dict, { run, at, site }: Given): Value {
  const key = at(0) ?? null;
  const value = lookUp(dict, key, () =>
    orElse(at(1, "default"), () => run.raise("KeyError", run.text(key) ?? "", site)),
  );
  const text = keyOf(key);
  run.alter(dict, () => {
    if (text === undefined) dict.unknown = "a key was taken out that is not known";
    else dict.entries.delete(text);
  });
  return value;
}

function setDefault(dict: Dict, { run, at }: Given): Value {
  const key = at(0) ?? null;
  const text = keyOf(key);
  if (text === undefined)
    run.alter(dict, () => {
      dict.unknown = "a key was set that is not known";
    });
  return lookUp(dict, key, () => {
    const value = at(1, "default") ?? null;
    run.alter(dict, () => dict.entries.set(text as string, [key, value]));
    return value;
  });
}

function update(dict: Dict, { run, args, site }: Given): Value {
  const more = new Dict();
  fillDict(run, more, args, 1, site);
  run.alter(dict, () => {
    for (const [key, entry] of more.entries) dict.entries.set(key, entry);
    dict.unknown ??= more.unknown;
  });
  return null;
}

function popItem(dict: Dict, { run, site }: Given): Value {
  const last = [...dict.entries].at(-1);
  if (last === undefined) return run.raise("KeyError", "popitem(): dictionary is empty", site);
  run.alter(dict, () => dict.entries.delete(last[0]));
  return new Tuple(last[1]);
}

export const dictMethods = methodsOn(isDict, {
  keys: (dict, { run }) => view(run, dict, ([key]) => key),
  values: (dict, { run }) => view(run, dict, ([, value]) => value),
  items: (dict, { run }) => view(run, dict, (entry) => new Tuple(entry)),
  get: (dict, { at }) => lookUp(dict, at(0) ?? null, () => at(1, "default") ?? null),
  pop,
  popitem: popItem,
  setdefault: setDefault,
  update,
  copy: (dict, { run }) => {
    run.spend(dict.entries.size >> 1);
    return new Dict(new Map(dict.entries), dict.unknown);
  },
  clear: (dict, { run }) => {
    run.alter(dict, () => {
      dict.entries = new Map();
      dict.unknown = undefined;
    });
    return null;
  },
});
