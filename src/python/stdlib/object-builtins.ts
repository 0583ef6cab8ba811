/** Builtins on objects: attributes, classes, identity. */
import { argumentsOf } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { UNNAMED } from "../evaluate/attributes.ts";
import { ClassMethod, Property, StaticMethod } from "../evaluate/descriptors.ts";
import { isSubclass } from "../evaluate/is-instance.ts";
import { identityOf, keyOf } from "../evaluate/keys.ts";
import { Super } from "../evaluate/super.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { PyClass } from "../py-class.ts";
import { Dict, Instance, Module, PySet, Unknown, type Value } from "../value.ts";
import { formatValue } from "./formatting.ts";
import { argument } from "./read-arguments.ts";

const NAME_UNKNOWN = "the attribute's name is not known";

const getAttribute = new Builtin("getattr", (run, args, site) => {
  const [object, name, otherwise] = [argument(args, 0) ?? null, argument(args, 1), argument(args, 2)];
  if (typeof name !== "string") return new Unknown(name instanceof Unknown ? name.reason : NAME_UNKNOWN);
  if (otherwise === undefined) return run.attribute(object, name, site);
  return orElse(run.findAttribute(object, name, site), () => otherwise);
});

const hasAttribute = new Builtin("hasattr", (run, args, site) => {
  const [object, name] = [argument(args, 0) ?? null, argument(args, 1)];
  if (typeof name !== "string") return new Unknown(NAME_UNKNOWN);
  const found = run.findAttribute(object, name, site);
  return found instanceof Unknown ? found : found !== undefined;
});

const isInstance = new Builtin("isinstance", (run, args) => {
  const [value, cls] = [argument(args, 0) ?? null, argument(args, 1) ?? null];
  const answer = run.isInstance(value, cls);
  return answer ?? new Unknown(value instanceof Unknown ? value.reason : "the value's type is not known");
});

const callable = new Builtin("callable", (_run, args) => {
  const value = argument(args, 0) ?? null;
  if (
    value instanceof PyFunction ||
    value instanceof Builtin ||
    value instanceof BoundMethod ||
    value instanceof PyClass
  )
    return true;
  if (value instanceof Instance) {
    return (
      value.cls.find("__call__") !== undefined || (value.cls.unknownBase ? new Unknown(value.cls.unknownBase) : false)
    );
  }
  return value instanceof Unknown || value instanceof Native
    ? new Unknown("whether it can be called is not known")
    : false;
});

const variables = new Builtin("vars", (run, args, site) => {
  const value = argument(args, 0);
  if (value instanceof Instance || value instanceof PyClass) return run.attribute(value, "__dict__", site);
  if (value instanceof Module)
    return new Dict(new Map([...value.names].map(([name, item]) => [`s${name}`, [name, item] as const])));
  return value instanceof Unknown ? value : new Unknown("`vars` of this is not followed");
});

/** A module's names, of which a library may have more than we know. */
const directory = new Builtin("dir", (_run, args) => {
  const value = argument(args, 0);
  if (!(value instanceof Module)) return new Unknown("`dir` of this is not followed");
  const names = [...value.names.keys()].map((name) => [keyOf(name) as string, name] as const);
  return new PySet(new Map(names), "`dir` may give more names");
});

const superCall = new Builtin("super", (_run, args) => {
  const [cls, self] = [argument(args, 0), argument(args, 1)];
  if (cls instanceof PyClass && (self instanceof Instance || self instanceof PyClass)) return new Super(cls, self);
  return new Unknown("`super()` of these arguments is not followed");
});

/** `eval` of a dotted name is followed, anything else is not. */
const evaluateText = new Builtin("eval", (run, args, site) => {
  const text = argument(args, 0);
  if (typeof text !== "string" || !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(text.trim()))
    return new Unknown("`eval` is not followed");
  const [first, ...rest] = text.trim().split(".");
  const module = first === "nn" ? "torch.nn" : first === "F" ? "torch.nn.functional" : (first as string);
  return rest.reduce<Value>((object, name) => run.attribute(object, name, site), run.importModule(module, site));
});

export const objectBuiltins: readonly Builtin[] = [
  getAttribute,
  hasAttribute,
  isInstance,
  callable,
  variables,
  superCall,
  evaluateText,
  new Builtin("setattr", (run, args) => {
    const [object, name, value] = [argument(args, 0) ?? null, argument(args, 1), argument(args, 2) ?? null];
    if (typeof name === "string") run.setAttribute(object, name, value);
    else if (object instanceof Instance)
      run.assign(object.attributes, UNNAMED, new Unknown("its attributes are not known"));
    return null;
  }),
  new Builtin("delattr", (run, args, site) => {
    const [object, name] = [argument(args, 0) ?? null, argument(args, 1) ?? null];
    return run.call(run.attribute(object, "__delattr__", site), argumentsOf(name), site);
  }),
  new Builtin(
    "issubclass",
    (_run, args) =>
      isSubclass(argument(args, 0) ?? null, argument(args, 1) ?? null) ?? new Unknown("a class is not known"),
  ),
  new Builtin("id", (_run, args) => {
    const value = argument(args, 0);
    return typeof value === "object" && value !== null && !(value instanceof Unknown)
      ? identityOf(value)
      : new Unknown("`id` of this is not known");
  }),
  new Builtin("hash", () => new Unknown("hashes are not known")),
  new Builtin("print", () => null),
  directory,
  new Builtin("repr", (run, args) => run.repr(argument(args, 0) ?? null) ?? new Unknown("its text is not known")),
  new Builtin("format", (run, args) => {
    const spec = argument(args, 1) ?? "";
    return (
      (typeof spec === "string" ? formatValue(run, argument(args, 0) ?? null, spec) : undefined) ??
      new Unknown("its text is not known")
    );
  }),
  new Builtin("staticmethod", (_run, args) => new StaticMethod(argument(args, 0) ?? null)),
  new Builtin("classmethod", (_run, args) => new ClassMethod(argument(args, 0) ?? null)),
  new Builtin("property", (_run, args) => new Property(argument(args, 0, "fget") ?? null, argument(args, 1, "fset"))),
];
