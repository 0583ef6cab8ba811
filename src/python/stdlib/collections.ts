/** `collections`. */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { keyOf } from "../evaluate/keys.ts";
import { PyClass } from "../py-class.ts";
import { Dict, Instance, List, type Module, Unknown, type Value } from "../value.ts";
import { finishClass, makeFields, namedTupleClass } from "./class-kinds.ts";
import { fillDict } from "./constructors.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";
import { dictClass, listClass } from "./types.ts";
import { typingModule } from "./typing.ts";

function subclass(name: string, base: PyClass, members: readonly Builtin[] = []): PyClass {
  return new PyClass(name, [base], new Map<string, Value>(members.map((member) => [member.name, member])));
}

function contentOf(value: Value | undefined): Dict | undefined {
  return value instanceof Instance && value.native instanceof Dict ? value.native : undefined;
}

const orderedDict = subclass("OrderedDict", dictClass, [
  new Builtin("move_to_end", (run, args) => {
    const [dict, key] = [contentOf(argument(args, 0)), keyOf(argument(args, 1) ?? null)];
    const entry = dict && key !== undefined ? dict.entries.get(key) : undefined;
    if (dict === undefined || key === undefined || entry === undefined) return null;
    run.alter(dict, () => {
      dict.entries.delete(key);
      dict.entries.set(key, entry);
    });
    return null;
  }),
]);

/** Keeps its factory as an attribute; a key that is missing is made. */
const defaultDict = subclass("defaultdict", dictClass, [
  new Builtin("__new__", (run, args, site) => {
    const instance = new Instance(args.positional[0]?.value as PyClass, site);
    const dict = new Dict();
    fillDict(run, dict, args, 2, site);
    instance.native = dict;
    instance.attributes.set("default_factory", argument(args, 1) ?? null);
    return instance;
  }),
  new Builtin("__missing__", (run, args, site) => {
    const [self, key] = [argument(args, 0), argument(args, 1) ?? null];
    const [dict, text] = [contentOf(self), keyOf(key)];
    const factory = self instanceof Instance ? self.attributes.get("default_factory") : undefined;
    if (dict === undefined || text === undefined || factory === undefined) return new Unknown("the key is not known");
    if (factory === null) return run.raise("KeyError", run.text(key) ?? "", site);
    const made = run.call(factory, argumentsOf(), site);
    run.alter(dict, () => dict.entries.set(text, [key, made]));
    return made;
  }),
]);

const counter = subclass("Counter", dictClass, [
  new Builtin("__new__", (run, args, site) => {
    const instance = new Instance(args.positional[0]?.value as PyClass, site);
    const source = argument(args, 1);
    const dict = new Dict();
    instance.native = dict;
    if (source instanceof Dict) fillDict(run, dict, args, 1, site);
    else {
      const items = source === undefined ? [] : run.iterate(source, site);
      if (items === undefined) dict.unknown = "what is counted is not known";
      for (const item of items ?? []) count(dict, item);
    }
    return instance;
  }),
  new Builtin("__missing__", () => 0),
  new Builtin("most_common", () => new Unknown("`most_common` is not followed")),
]);

function count(dict: Dict, item: Value): void {
  const key = keyOf(item);
  if (key === undefined) dict.unknown = "one of its items is not known";
  else dict.entries.set(key, [item, Number(dict.entries.get(key)?.[1] ?? 0) + 1]);
}

/** A list that forgets its oldest items when it has a greatest length, which is not followed. */
const deque = new Builtin("deque", (run, args, site) => {
  const [source, most] = [argument(args, 0, "iterable"), argument(args, 1, "maxlen") ?? null];
  const items = source === undefined ? [] : run.iterate(source, site);
  return new List(
    [...(items ?? [])],
    items === undefined || most !== null ? "what the queue holds is not known" : undefined,
  );
});

const namedTuple = new Builtin("namedtuple", (run, args, site) => {
  const [name, given] = [argument(args, 0, "typename"), argument(args, 1, "field_names") ?? null];
  const names = typeof given === "string" ? given.split(/[\s,]+/).filter(Boolean) : run.iterate(given, site);
  if (typeof name !== "string" || !names?.every((one) => typeof one === "string"))
    return new Unknown("the fields are not known");
  const defaults = argument(args, 2, "defaults");
  const values = defaults === undefined ? [] : (run.iterate(defaults, site) ?? []);
  const members = values.map((value, index) => [names[names.length - values.length + index] as string, value] as const);
  const cls = new PyClass(name, [namedTupleClass], new Map<string, Value>(members));
  cls.written = true;
  finishClass(run, cls, names as string[], site);
  makeFields(cls);
  return cls;
});

/** The first of several dicts that has a key. */
const chainMap = new Builtin("ChainMap", (_run, args) => {
  const dicts = args.positional.map(({ value }) => value).filter((value) => value instanceof Dict);
  return new Dict(new Map(dicts.reverse().flatMap((dict) => [...dict.entries])));
});

export function collectionsModule(): Module {
  return moduleOf("collections", [
    ["OrderedDict", orderedDict],
    ["defaultdict", defaultDict],
    ["Counter", counter],
    deque,
    namedTuple,
    chainMap,
    ["UserDict", dictClass],
    ["UserList", listClass],
    ["abc", typingModule("collections.abc")],
  ]);
}
