/** Classes that are more than their members: enumerations, named tuples, dataclasses. */
import { type Arguments, argumentsOf } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { ClassMethod, Property, StaticMethod } from "../evaluate/descriptors.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Instance, Unknown, type Value } from "../value.ts";
import { makeTupleLike } from "./named-tuples.ts";
import { argument } from "./read-arguments.ts";
import { intClass, strClass } from "./types.ts";

const fields = new WeakMap<PyClass, readonly string[]>();
const enumerations = new WeakMap<PyClass, readonly Instance[]>();

/** The names that a class's body annotates, in order, those of its bases first. */
export function fieldsOf(cls: PyClass): readonly string[] {
  return [...new Set([...cls.mro].reverse().flatMap((one) => fields.get(one) ?? []))];
}

/** The members of an enumeration; `undefined` for any other class. */
export function enumMembers(cls: PyClass): readonly Instance[] | undefined {
  return enumerations.get(cls);
}

/** Called when a class's body has run. */
export function finishClass(run: Run, cls: PyClass, annotated: readonly string[], site: Site): void {
  fields.set(cls, annotated);
  if (cls.mro.includes(enumClass)) makeEnumeration(cls, site);
  if (cls.bases.includes(namedTupleClass)) makeFields(cls);
  const hook = cls.bases.map((base) => base.find("__init_subclass__")).find((found) => found !== undefined);
  if (hook instanceof PyFunction) run.call(hook, argumentsOf(cls), site);
}

function makeEnumeration(cls: PyClass, site: Site): void {
  const members: Instance[] = [];
  for (const [name, value] of cls.members) {
    if (
      name.startsWith("_") ||
      value instanceof PyFunction ||
      value instanceof Builtin ||
      value instanceof Property ||
      value instanceof ClassMethod ||
      value instanceof StaticMethod
    )
      continue;
    const member = new Instance(cls, site);
    member.attributes.set("name", name);
    member.attributes.set("value", value instanceof AutoValue ? members.length + 1 : value);
    members.push(member);
    cls.members.set(name, member);
  }
  if (members.length === 0) return;
  enumerations.set(cls, members);
  // Also where a base is `str` or `int`, whose own `__new__` would come first.
  cls.members.set("__new__", findMember);
}

/** The text or number that a member of an enumeration is, whose class is one of `str` or `int` too: `class Format(str, Enum)`. */
export function plainMember(value: Value): Value {
  if (!(value instanceof Instance) || !enumerations.get(value.cls)?.includes(value)) return value;
  const isPlain = value.cls.mro.includes(strClass) || value.cls.mro.includes(intClass);
  return isPlain ? (value.attributes.get("value") ?? value) : value;
}

/** What `enum.auto()` gives. */
export class AutoValue extends Native {
  readonly typeName = "auto";
}

/** `Colour(1)`: the member with that value. */
const findMember = new Builtin("__new__", (run, args, site) => {
  const [cls, value] = [argument(args, 0), argument(args, 1)];
  const members = cls instanceof PyClass ? enumerations.get(cls) : undefined;
  if (members === undefined || value === undefined) return new Unknown("the enumeration's member is not known");
  const found = members.map((member) => member === value || run.equal(member.attributes.get("value") ?? null, value));
  const at = found.indexOf(true);
  if (at !== -1) return members[at] as Instance;
  return found.includes(undefined)
    ? new Unknown("the enumeration's member is not known")
    : run.raise("ValueError", "no such member", site);
});

export const enumClass = new PyClass("Enum", [], new Map<string, Value>([["__new__", findMember]]));
export const namedTupleClass = new PyClass("NamedTuple", [], new Map());
enumClass.written = true;
namedTupleClass.written = true;

/** The fields of a dataclass or a named tuple, in order. */
export interface Fields {
  readonly names: readonly string[];
  /** A name that is not here has to be given. */
  readonly defaults: Map<string, Value>;
  /** Gives an instance its fields from the arguments behind the first. */
  fill(run: Run, self: Instance, args: Arguments, site: Site): void;
}

/** Makes a dataclass or a named tuple of a class: a parameter for each field, with the class's value as its default. */
export function makeFields(cls: PyClass): void {
  const names = fieldsOf(cls);
  const fields: Fields = { names, defaults: defaultsOf(cls, names), fill };
  if (cls.mro.includes(namedTupleClass)) makeTupleLike(cls, fields);
  else if (!cls.members.has("__init__")) cls.members.set("__init__", initOf(cls, fields));
}

function defaultsOf(cls: PyClass, names: readonly string[]): Map<string, Value> {
  return new Map(
    names.flatMap((name): [string, Value][] => {
      const value = cls.find(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function fill(this: Fields, run: Run, self: Instance, args: Arguments, site: Site): void {
  this.names.forEach((name, index) => {
    const given = argument(args, index + 1, name);
    run.setAttribute(
      self,
      name,
      orElse(given, () => defaultOf(run, this.defaults.get(name), name, site)),
    );
  });
}

function initOf(cls: PyClass, fields: Fields): Builtin {
  return new Builtin("__init__", (run, args, site) => {
    const self = argument(args, 0);
    if (!(self instanceof Instance)) return null;
    fields.fill(run, self, args, site);
    const after = cls.find("__post_init__");
    if (after !== undefined) run.call(after, argumentsOf(self), site);
    return null;
  });
}

function defaultOf(run: Run, value: Value | undefined, name: string, site: Site): Value {
  if (value instanceof FieldValue) return value.make(run, site);
  return orElse(value, () => run.raise("TypeError", `__init__() missing 1 required argument: '${name}'`, site));
}

/** What `dataclasses.field(...)` gives. */
export class FieldValue extends Native {
  readonly typeName = "Field";
  readonly default: Value | undefined;
  readonly factory: Value | undefined;

  constructor(value: Value | undefined, factory: Value | undefined) {
    super();
    this.default = value;
    this.factory = factory;
  }

  make(run: Run, site: Site): Value {
    if (this.factory !== undefined) return run.call(this.factory, argumentsOf(), site);
    return orElse(this.default, () => run.raise("TypeError", "missing a required argument", site));
  }
}

export function isFunctionLike(value: Value): value is PyFunction | Builtin | BoundMethod {
  return value instanceof PyFunction || value instanceof Builtin || value instanceof BoundMethod;
}
