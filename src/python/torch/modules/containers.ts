/**
 * `Sequential`, `ModuleList`, `ModuleDict` and their likes for parameters. Their content is the instance's attributes
 * under `0`, `1`, ... or under the keys, as in PyTorch's own state dictionaries.
 */
import { type Arguments, argumentsOf } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { raiseOutOfRange } from "../../out-of-range.ts";
import type { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { itemsOf } from "../../tensors/sizes.ts";
import { Dict, Instance, List, Slice, Tuple, Unknown, type Value } from "../../value.ts";
import { TorchTensor } from "../tensor.ts";
import { callModule, childrenOf, declareClass, isModule, moduleClass, rowSiteOf } from "./module.ts";

type Method = (run: Run, self: Instance, args: Arguments, site: Site) => Value;

function methods(table: Readonly<Record<string, Method>>): Map<string, Value> {
  return new Map(
    Object.entries(table).map(([name, body]) => [
      name,
      new Builtin(name, (run, args, site) => {
        const self = args.positional[0]?.value;
        if (!(self instanceof Instance)) return new Unknown(`${name} is called without its module`);
        const unknown = name === "__init__" ? undefined : (self.attributes.get(unknownContent) ?? perhapsPart(self));
        if (unknown !== undefined) return unknown;
        return body(run, self, { ...args, positional: args.positional.slice(1) }, site);
      }),
    ]),
  );
}

function initialize(run: Run, self: Instance, site: Site): void {
  const init = moduleClass.find("__init__");
  if (init) run.call(init, argumentsOf(self), site);
}

/** Under this name stands why the content is not known; then nothing that depends on it is. */
const unknownContent = "content is not known";

/** A part that was put in on one of two ways only. */
function perhapsPart(self: Instance): Value | undefined {
  for (const [name, value] of self.attributes) if (value instanceof Unknown && /^\d+$/.test(name)) return value;
  return undefined;
}

function forget(run: Run, self: Instance, reason: string): void {
  run.setAttribute(self, unknownContent, new Unknown(reason));
}

/** The dictionary in a value: also in an OrderedDict. */
function dictIn(value: Value | undefined): Dict | undefined {
  const content = value instanceof Instance ? value.native : value;
  return content instanceof Dict ? content : undefined;
}

/** Gives the container a named part; a part that is not known makes the whole unknown. */
function put(run: Run, self: Instance, name: string, value: Value): void {
  const held = isModule(value) || value instanceof TorchTensor || value === null;
  if (held) run.setAttribute(self, name, value);
  else forget(run, self, value instanceof Unknown ? value.reason : "a part of it is not known");
}

type Entry = readonly [name: string, value: Value];

/** The content in order: modules, or parameters. */
function entriesOf(self: Instance): Entry[] {
  return [...self.attributes].filter(
    ([, value]) => isModule(value) || (value instanceof TorchTensor && value.role !== undefined),
  );
}

function valuesOf(self: Instance): Value[] {
  return entriesOf(self).map(([, value]) => value);
}

/** Puts the content under new numbers. */
function replaceAll(run: Run, self: Instance, entries: readonly Entry[]): void {
  const before = new Map(self.attributes);
  const others = [...before].filter(([name]) => !entriesOf(self).some(([own]) => own === name));
  const change = (content: readonly Entry[]) => {
    self.attributes.clear();
    for (const [name, value] of content) self.attributes.set(name, value);
  };
  run.change(
    () => change([...others, ...entries]),
    () => change([...before]),
    self,
  );
}

function numbered(values: readonly Value[]): Entry[] {
  return values.map((value, index) => [String(index), value]);
}

function append(run: Run, self: Instance, values: readonly Value[]): Instance {
  let count = entriesOf(self).length;
  for (const value of values) put(run, self, String(count++), value);
  return self;
}

function indexOf(self: Instance, key: Value): number | undefined {
  const { length } = entriesOf(self);
  const index = typeof key === "number" ? (key < 0 ? key + length : key) : undefined;
  return index !== undefined && index >= 0 && index < length ? index : undefined;
}

function slice(run: Run, self: Instance, { start, stop, step }: Slice, site: Site): Value {
  const bounds = [start, stop, step];
  if (!bounds.every((bound) => bound === null || typeof bound === "number")) return new Unknown("a bound is not known");
  const [from, to, by] = bounds as (number | null)[];
  const entries = entriesOf(self);
  const cut = entries.slice(from ?? 0, to ?? entries.length);
  const taken =
    by === null || by === 1 ? cut : cut.filter((_, index) => by !== undefined && by > 0 && index % by === 0);
  const made = new Instance(self.cls.isSubclassOf(sequentialClass) ? sequentialClass : self.cls, site);
  initialize(run, made, site);
  const named = self.cls.isSubclassOf(sequentialClass) ? taken : numbered(taken.map(([, value]) => value));
  for (const [name, value] of named) made.attributes.set(name, value);
  return made;
}

function getItem(run: Run, self: Instance, args: Arguments, site: Site): Value {
  const key = args.positional[0]?.value ?? null;
  if (key instanceof Slice) return slice(run, self, key, site);
  if (typeof key === "string") return self.attributes.get(key) ?? run.raise("KeyError", key, site);
  if (typeof key !== "number") return new Unknown("the index is not known");
  const index = indexOf(self, key);
  if (index === undefined) return raiseOutOfRange(run, valuesOf(self), key, site);
  return valuesOf(self)[index] as Value;
}

function setItem(run: Run, self: Instance, args: Arguments): null {
  const [key, value] = args.positional.map((argument) => argument.value);
  const index = typeof key === "string" ? undefined : indexOf(self, key ?? null);
  const name = typeof key === "string" ? key : index === undefined ? undefined : entriesOf(self)[index]?.[0];
  if (name !== undefined && value !== undefined) put(run, self, name, value);
  else forget(run, self, "which part is replaced is not known");
  return null;
}

function deleteItem(run: Run, self: Instance, args: Arguments): null {
  const key = args.positional[0]?.value ?? null;
  const entries = entriesOf(self);
  const { length } = entries;
  const gone = key instanceof Slice ? cutBy(key, length) : [indexOf(self, key) ?? -1];
  const kept = entries.filter(([name], index) => (typeof key === "string" ? name !== key : !gone.includes(index)));
  replaceAll(run, self, typeof key === "string" ? kept : numbered(kept.map(([, value]) => value)));
  return null;
}

function cutBy({ start, stop }: Slice, length: number): number[] {
  const indices = Array.from({ length }, (_, index) => index);
  return indices.slice(typeof start === "number" ? start : 0, typeof stop === "number" ? stop : length);
}

/** The items that a call hands over; the content is unknown if they are. */
function given(run: Run, self: Instance, args: Arguments, site: Site): readonly Value[] {
  const source = args.positional[0]?.value ?? args.named.values().next().value?.value ?? null;
  const items = source === null ? [] : run.iterate(source, site);
  if (items === undefined) forget(run, self, source instanceof Unknown ? source.reason : "what it holds is not known");
  return items ?? [];
}

const shared: Readonly<Record<string, Method>> = {
  __getitem__: getItem,
  __setitem__: setItem,
  __delitem__: deleteItem,
  __len__: (_run, self) => entriesOf(self).length,
  __iter__: (_run, self) => new List(valuesOf(self)),
  __contains__: (_run, self, args) =>
    entriesOf(self).some(([name, value]) => name === args.positional[0]?.value || value === args.positional[0]?.value),
};

const listMethods: Readonly<Record<string, Method>> = {
  ...shared,
  append: (run, self, args) =>
    append(
      run,
      self,
      args.positional.map(({ value }) => value),
    ),
  extend: (run, self, args, site) => append(run, self, given(run, self, args, site)),
  __iadd__: (run, self, args, site) => append(run, self, given(run, self, args, site)),
  insert(run, self, args) {
    const [index, value] = args.positional.map((argument) => argument.value);
    if (typeof index !== "number" || value === undefined) return new Unknown("where it is inserted is not known");
    const values = valuesOf(self);
    replaceAll(run, self, numbered(values.toSpliced(index < 0 ? index + values.length : index, 0, value)));
    return self;
  },
  pop(run, self, args, site) {
    const key = args.positional[0]?.value ?? -1;
    const found = getItem(run, self, argumentsOf(key), site);
    deleteItem(run, self, argumentsOf(key));
    return found;
  },
  __add__(run, self, args, site) {
    const made = new Instance(self.cls, site);
    initialize(run, made, site);
    return append(run, append(run, made, valuesOf(self)), given(run, made, args, site));
  },
};

/** Each module's output is the next one's input; each child's row stands where the child is made. */
function runThrough(run: Run, self: Instance, args: Arguments, site: Site): Value {
  let flow: Value = args.positional[0]?.value ?? args.named.get("input")?.value ?? new Unknown("it has no input");
  let handed: Arguments = args;
  for (const [, child] of childrenOf(self)) {
    flow = callModule(run, child, handed, { row: rowSiteOf(child), raise: site });
    handed = argumentsOf(flow);
  }
  return flow;
}

function makeSequential(run: Run, self: Instance, args: Arguments, site: Site): null {
  initialize(run, self, site);
  const dict = args.positional.length === 1 ? dictIn(args.positional[0]?.value) : undefined;
  if (dict) fill(run, self, dict);
  else
    append(
      run,
      self,
      args.positional.map(({ value }) => value),
    );
  if (args.open) forget(run, self, "the layers of a Sequential are not known");
  return null;
}

function fill(run: Run, self: Instance, dict: Dict): void {
  if (dict.unknown !== undefined) forget(run, self, dict.unknown);
  for (const [name, value] of dict.entries.values()) put(run, self, String(name), value);
}

export const sequentialClass = declareClass(
  "Sequential",
  [moduleClass],
  methods({ ...listMethods, __init__: makeSequential, forward: runThrough }),
);

function makeList(run: Run, self: Instance, args: Arguments, site: Site): null {
  initialize(run, self, site);
  append(run, self, given(run, self, args, site));
  return null;
}

const listClass = declareClass("ModuleList", [moduleClass], methods({ ...listMethods, __init__: makeList }));
const parameterList = declareClass("ParameterList", [moduleClass], methods({ ...listMethods, __init__: makeList }));

function update(run: Run, self: Instance, args: Arguments, site: Site): null {
  const dict = dictIn(args.positional[0]?.value);
  if (dict) {
    fill(run, self, dict);
    return null;
  }
  for (const item of given(run, self, args, site)) {
    const [name, value] = itemsOf(item) ?? [];
    if (typeof name === "string" && value !== undefined) put(run, self, name, value);
    else forget(run, self, "a key is not known");
  }
  return null;
}

const dictMethods: Readonly<Record<string, Method>> = {
  ...shared,
  __init__(run, self, args, site) {
    initialize(run, self, site);
    return update(run, self, args, site);
  },
  update,
  __iter__: (_run, self) => new List(entriesOf(self).map(([name]) => name)),
  keys: (_run, self) => new List(entriesOf(self).map(([name]) => name)),
  values: (_run, self) => new List(valuesOf(self)),
  items: (_run, self) => new List(entriesOf(self).map(([name, value]) => new Tuple([name, value]))),
  get: (_run, self, args) =>
    self.attributes.get(String(args.positional[0]?.value)) ?? args.positional[1]?.value ?? null,
  pop(run, self, args, site) {
    const found = getItem(run, self, args, site);
    deleteItem(run, self, args);
    return found;
  },
};

const dictClass = declareClass("ModuleDict", [moduleClass], methods(dictMethods));
const parameterDict = declareClass("ParameterDict", [moduleClass], methods(dictMethods));

/** What some of them have beyond what is followed here. */
const ALSO_IN_SOME = new Set(
  "clear copy fromkeys popitem setdefault _get_abs_string_index _get_item_by_idx _key_to_attr _keys _size".split(" "),
);

for (const cls of [sequentialClass, listClass, parameterList, dictClass, parameterDict])
  cls.lacks = (name) => !name.startsWith("__") && !ALSO_IN_SOME.has(name);

export const containerClasses: readonly PyClass[] = [
  sequentialClass,
  listClass,
  parameterList,
  dictClass,
  parameterDict,
];
