/** Classes that are more than their members: enumerations, named tuples, dataclasses. */
import { argumentsOf } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { ClassMethod, Property, StaticMethod } from "../evaluate/descriptors.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Instance, Tuple, Unknown, type Value } from "../value.ts";
import { argument } from "./read-arguments.ts";

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
  if (cls.bases.includes(namedTupleClass)) makeFieldsInit(cls);
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
  if (members.length > 0) enumerations.set(cls, members);
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

/** `__init__` of a dataclass or a named tuple: a parameter for each field, with the class's value as its default. */
export function makeFieldsInit(cls: PyClass): void {
  const names = fieldsOf(cls);
  const defaults = new Map(names.map((name) => [name, cls.find(name)]));
  const init = new Builtin("__init__", (run, args, site) => {
    const self = argument(args, 0);
    if (!(self instanceof Instance)) return null;
    names.forEach((name, index) => {
      const given = argument(args, index + 1, name);
      run.setAttribute(
        self,
        name,
        orElse(given, () => defaultOf(run, defaults.get(name), name, site)),
      );
    });
    const after = cls.find("__post_init__");
    if (after !== undefined) run.call(after, argumentsOf(self), site);
    return null;
  });
  if (!cls.members.has("__init__")) cls.members.set("__init__", init);
  if (cls.mro.includes(namedTupleClass)) makeTupleLike(cls, names);
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

function makeTupleLike(cls: PyClass, names: readonly string[]): void {
  const tupleOf = (self: Value): Tuple =>
    new Tuple(
      self instanceof Instance
        ? names.map((name) => orElse(self.attributes.get(name), () => new Unknown(`\`${name}\` is not known`)))
        : [],
    );
  const method = (name: string, use: (run: Run, self: Tuple, key: Value, site: Site) => Value): void => {
    cls.members.set(
      name,
      new Builtin(name, (run, args, site) =>
        use(run, tupleOf(argument(args, 0) ?? null), argument(args, 1) ?? null, site),
      ),
    );
  };
  method("__iter__", (_run, self) => self);
  method("__len__", (_run, self) => self.items.length);
  method("__getitem__", (run, self, key, site) => run.item(self, key, site));
  method(
    "__eq__",
    (run, self, key) =>
      run.equal(self, key instanceof Instance ? tupleOf(key) : key) ??
      new Unknown("whether these are equal is not known"),
  );
  method("__contains__", (run, self, key, site) => run.compare("in", key, self, site));
  cls.members.set("_fields", new Tuple([...names]));
}

export function isFunctionLike(value: Value): value is PyFunction | Builtin | BoundMethod {
  return value instanceof PyFunction || value instanceof Builtin || value instanceof BoundMethod;
}
