/** Python's own types as classes, with their methods. */
import { Symbolic } from "../../tensor/dim.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import { Dict, Ellipsis, Float, Instance, List, Module, PySet, Slice, Tuple, Unknown, type Value } from "../value.ts";
import { boolNew, dictNew, floatNew, intNew, listNew, objectNew, setNew, strNew, tupleNew } from "./constructors.ts";
import { dictMethods } from "./dict-methods.ts";
import { listMethods, tupleMethods } from "./list-methods.ts";
import { type Methods, membersOf } from "./methods.ts";
import { floatMethods, intMethods } from "./number-methods.ts";
import { setMethods } from "./set-methods.ts";
import { stringMethods } from "./string-methods.ts";

/** `type(x)`, and `type(name, bases, members)`. */
const typeNew: Builtin["call"] = (_run, { positional: [, first, bases, members] }) => {
  if (first === undefined) return new Unknown("nothing was given to `type`");
  if (bases === undefined) return typeOf(first.value) ?? new Unknown("the value's type is not known");
  const { value: name } = first;
  const known = bases.value instanceof Tuple ? bases.value.items.filter((base) => base instanceof PyClass) : [];
  if (typeof name !== "string" || !(members?.value instanceof Dict))
    return new Unknown("the class is made in a way that is not followed");
  const names = new Map([...members.value.entries.values()].map(([key, value]) => [String(key), value]));
  const cls = new PyClass(name, known, names);
  cls.written = true;
  return cls;
};

function type(name: string, make: Builtin["call"], methods: Methods = {}, bases: readonly PyClass[] = []): PyClass {
  return new PyClass(
    name,
    bases,
    new Map<string, Value>([["__new__", new Builtin("__new__", make)], ...membersOf(methods)]),
  );
}

export const objectClass = type("object", objectNew);
objectClass.written = true;
export const typeClass = type("type", typeNew);
export const intClass = type("int", intNew, intMethods);
export const floatClass = type("float", floatNew, floatMethods);
export const boolClass = type("bool", boolNew, {}, [intClass]);
export const strClass = type("str", strNew, stringMethods);
export const listClass = type("list", listNew, listMethods);
export const tupleClass = type("tuple", tupleNew, tupleMethods);
export const dictClass = type("dict", dictNew, dictMethods);
export const setClass = type("set", setNew, setMethods);
export const frozensetClass = type("frozenset", setNew, setMethods);
export const noneClass = type("NoneType", () => null);
export const functionClass = type("function", () => new Unknown("functions are not made so"));
export const methodClass = type("method", () => new Unknown("methods are not made so"));
export const moduleClass = type("module", () => new Unknown("modules are not made so"));
export const sliceClass = type("slice", (_run, { positional: [, ...given] }) => {
  const [a = null, b, c = null] = given.map(({ value }) => value);
  return b === undefined ? new Slice(null, a, null) : new Slice(a, b, c);
});
export const ellipsisClass = type("ellipsis", () => new Ellipsis());

/** `undefined`: not known, or a thing of a framework that tells nothing of its class. */
export function typeOf(value: Value): PyClass | undefined {
  if (value instanceof Instance) return value.cls;
  if (value instanceof Unknown) return undefined;
  if (value === null) return noneClass;
  if (typeof value === "string") return strClass;
  if (typeof value === "boolean") return boolClass;
  if (typeof value === "number" || value instanceof Symbolic) return intClass;
  if (value instanceof Native) return value.pyClass();
  return TYPES.find(([kind]) => value instanceof kind)?.[1];
}

type Kind = abstract new (...args: never[]) => object;

const TYPES: readonly (readonly [Kind, PyClass])[] = [
  [List, listClass],
  [Tuple, tupleClass],
  [Dict, dictClass],
  [Float, floatClass],
  [PySet, setClass],
  [PyClass, typeClass],
  [PyFunction, functionClass],
  [Builtin, functionClass],
  [BoundMethod, methodClass],
  [Module, moduleClass],
  [Slice, sliceClass],
  [Ellipsis, ellipsisClass],
];
