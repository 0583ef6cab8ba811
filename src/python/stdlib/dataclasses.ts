/** `dataclasses` and `enum`. */
import { Builtin } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { Dict, Instance, type Module, Tuple, Unknown } from "../value.ts";
import { AutoValue, enumClass, FieldValue, fieldsOf, makeFields } from "./class-kinds.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";
import { intClass, strClass } from "./types.ts";
import { identity } from "./typing.ts";

/** `@dataclass` and `@dataclass(...)`. */
const dataclass = new Builtin("dataclass", (_run, args) => {
  const cls = argument(args, 0);
  if (cls === undefined || cls === null) return dataclass;
  if (cls instanceof PyClass) makeFields(cls);
  return cls;
});

const field = new Builtin("field", (_run, args) => {
  const { named } = args;
  return new FieldValue(named.get("default")?.value, named.get("default_factory")?.value);
});

const asDict = new Builtin("asdict", (_run, args) => {
  const value = argument(args, 0);
  if (!(value instanceof Instance)) return value ?? null;
  const entries = fieldsOf(value.cls).map((name) => [`s${name}`, [name, value.attributes.get(name) ?? null]] as const);
  return new Dict(new Map(entries));
});

const replace = new Builtin("replace", (run, args, site) => {
  const value = argument(args, 0);
  if (!(value instanceof Instance)) return value ?? null;
  const own = fieldsOf(value.cls).map(
    (name) => [name, { value: value.attributes.get(name) ?? null, written: undefined }] as const,
  );
  return run.call(value.cls, { positional: [], named: new Map([...own, ...args.named]), open: args.open }, site);
});

const fields = new Builtin("fields", (_run, args, site) => {
  const value = argument(args, 0);
  const cls = value instanceof Instance ? value.cls : value;
  if (!(cls instanceof PyClass)) return new Unknown("the dataclass is not known");
  const fieldClass = new PyClass("Field", [], new Map());
  return new Tuple(
    fieldsOf(cls).map((name) => {
      const made = new Instance(fieldClass, site);
      made.attributes.set("name", name);
      return made;
    }),
  );
});

export function dataclassesModule(): Module {
  return moduleOf("dataclasses", [
    dataclass,
    field,
    asDict,
    replace,
    fields,
    new Builtin("is_dataclass", (_run, args) => {
      const value = argument(args, 0);
      return value instanceof Instance ? fieldsOf(value.cls).length > 0 : false;
    }),
  ]);
}

export function enumModule(): Module {
  const enumeration = (name: string, base: PyClass): [string, PyClass] => {
    const cls = new PyClass(name, [enumClass, base], new Map());
    cls.written = true;
    return [name, cls];
  };
  return moduleOf("enum", [
    ["Enum", enumClass],
    enumeration("IntEnum", intClass),
    enumeration("StrEnum", strClass),
    enumeration("Flag", new PyClass("object", [], new Map())),
    enumeration("IntFlag", intClass),
    new Builtin("auto", () => new AutoValue()),
    identity("unique"),
  ]);
}
