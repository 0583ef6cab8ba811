/** `object.name`, looked up as Python does, and its assignment. */
import { argumentsOf } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import type { Site } from "../site.ts";
import { objectMembers } from "../stdlib/object.ts";
import { objectClass, typeOf } from "../stdlib/types.ts";
import { codes } from "../tensors/codes.ts";
import { Dict, Instance, List, Module, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { callValue } from "./call.ts";
import { ClassMethod, Property, StaticMethod } from "./descriptors.ts";
import { callFunction } from "./functions.ts";
import { moduleAttribute } from "./imports.ts";
import type { Interpreter } from "./interpreter.ts";
import { LiveDict } from "./live-dict.ts";
import { Raised } from "./raised.ts";

export function getAttribute(run: Interpreter, object: Value, name: string, site: Site): Value {
  const found = findAttribute(run, object, name, site);
  if (found !== undefined) return found;
  if (object instanceof Instance) reportMissing(run, object, name, site);
  return run.raise("AttributeError", `${describe(object)} has no attribute '${name}'`, site);
}

/** A layer that the text's own model calls and never made. What an exception left undone may have been to make it. */
function reportMissing(run: Interpreter, { cls, site: made }: Instance, name: string, site: Site): void {
  const isModel = cls.written && cls.mro.some(({ written }) => !written);
  if (!isModel || !isReadBySelf(site, name) || run.tries > 0 || run.swallowed > 0 || site.file.isDescribed) return;
  const message = `${cls.name} has no attribute '${name}': nothing has given it one before.`;
  const related = made.file.isDescribed ? [] : [{ site: made, message: `${cls.name} is made here` }];
  run.trace.report({ code: codes.attribute, severity: "error", message, site, related });
}

/** Not where it stands alone in its line, which is half written. */
function isReadBySelf({ file: { text }, range: { start } }: Site, name: string): boolean {
  const end = text.indexOf("\n", start);
  const line = text.slice(text.lastIndexOf("\n", start) + 1, end < 0 ? text.length : end);
  return text.startsWith(`self.${name}`, start) && line.trim() !== `self.${name}`;
}

function describe(object: Value): string {
  if (object instanceof PyClass) return `type object '${object.name}'`;
  return `'${typeOf(object)?.name ?? "object"}' object`;
}

/** Under this name stands that `setattr` gave a name that is not known: any attribute may be there then. */
export const UNNAMED = "any name";

/** `undefined`: it is sure that there is none. */
export function findAttribute(run: Interpreter, object: Value, name: string, site: Site): Value | undefined {
  if (object instanceof Instance) return ofInstance(run, object, name, site);
  if (object instanceof Unknown) return object;
  if (object instanceof Module) return moduleAttribute(run, object, name, site);
  if (object instanceof PyClass) return ofClass(object, name);
  if (object instanceof Native) return ofNative(run, object, name, site);
  if (object instanceof PyFunction) return ofFunction(object, name);
  if (object instanceof BoundMethod && name === "__self__") return object.self;
  const part = object instanceof Tuple ? object.kind?.attribute(object.items, name) : undefined;
  if (part !== undefined) return part;
  const member = typeOf(object)?.find(name);
  if (member !== undefined) return bind(run, member, object, site);
  if (isComplete(object, name)) return undefined;
  return new Unknown(`\`${name}\` of a ${typeOf(object)?.name ?? "value"} is not followed`);
}

/** Of Python's own types every method is there but these. */
function isComplete(object: Value, name: string): boolean {
  const plain = object === null || typeof object !== "object" || object instanceof List || object instanceof Dict;
  return (
    (plain || object instanceof Tuple || object instanceof PySet) && !name.startsWith("__") && !NOT_FOLLOWED.has(name)
  );
}

const NOT_FOLLOWED = new Set([
  ...["encode", "expandtabs", "swapcase", "translate", "maketrans", "format_map", "isascii", "isprintable", "istitle"],
  ...["rindex", "real", "imag", "numerator", "denominator", "conjugate", "to_bytes", "from_bytes", "bit_count"],
  ...["as_integer_ratio", "hex", "fromhex", "fromkeys", "intersection_update", "difference_update"],
  ...["symmetric_difference_update"],
]);

function ofNative(run: Interpreter, object: Native, name: string, site: Site): Value {
  const own = object.attribute(run, name);
  if (own !== undefined) return own;
  const member = object.pyClass()?.find(name);
  if (member !== undefined) return bind(run, member, object, site);
  return new Unknown(`\`${name}\` of a ${object.typeName} is not followed`);
}

function ofFunction(object: PyFunction, name: string): Value {
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  if (name === "__name__" || name === "__qualname__") return object.syntax.name;
  if (name === "__module__") return object.scope.module.name;
  return new Unknown(`\`${name}\` of a function is not followed`);
}

function ofInstance(run: Interpreter, object: Instance, name: string, site: Site): Value | undefined {
  const member = object.cls.find(name);
  if (member instanceof Property) return callValue(run, member.getter, argumentsOf(object), site);
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  if (member !== undefined) return bind(run, member, object, site);
  if (name === "__class__") return object.cls;
  if (name === "__module__") return moduleOf(object.cls);
  if (name === "__dict__") return new LiveDict(object.attributes);
  const unnamed = object.attributes.get(UNNAMED);
  if (unnamed !== undefined) return unnamed;
  const fallback = object.cls.find("__getattr__");
  // A framework's own `__getattr__` finds what stands in `attributes`, thus nothing here.
  if (fallback !== undefined && !(fallback instanceof Builtin)) return fromFallback(run, fallback, object, name, site);
  const inherited = objectMembers.get(name);
  if (inherited !== undefined) return new BoundMethod(object, inherited);
  return missingIn(object.cls, name);
}

function moduleOf({ module, name }: PyClass): Value {
  return module ?? new Unknown(`the module of ${name} is not followed`);
}

/** Only of classes that the user wrote we know that there is nothing else. */
function missingIn(cls: PyClass, name: string): Value | undefined {
  const doubt = cls.doubtAbout(name);
  return doubt === undefined ? undefined : new Unknown(doubt);
}

/** `__getattr__` says that there is no such name by raising. */
function fromFallback(
  run: Interpreter,
  fallback: Value,
  object: Instance,
  name: string,
  site: Site,
): Value | undefined {
  run.tries++;
  try {
    return callValue(run, fallback, argumentsOf(object, name), site);
  } catch (error) {
    if (error instanceof Raised && error.exception.cls.name === "AttributeError") return undefined;
    throw error;
  } finally {
    run.tries--;
  }
}

function ofClass(cls: PyClass, name: string): Value | undefined {
  const member = cls.find(name);
  if (member instanceof StaticMethod) return member.callee;
  if (member instanceof ClassMethod) return boundTo(cls, member.callee);
  if (member !== undefined) return member;
  if (name === "__name__" || name === "__qualname__") return cls.name;
  if (name === "__module__") return moduleOf(cls);
  if (name === "__bases__") return new Tuple([...cls.bases]);
  if (name === "__mro__") return new Tuple([...new Set([...cls.mro, objectClass])]);
  if (name === "__dict__")
    return new Dict(new Map([...cls.members].map(([key, value]) => [`s${key}`, [key, value] as const])));
  return objectMembers.get(name) ?? missingIn(cls, name);
}

/** A class's member, seen through an object. */
function bind(run: Interpreter, member: Value, object: Value, site: Site): Value {
  if (member instanceof PyFunction || member instanceof Builtin) return new BoundMethod(object, member);
  if (member instanceof StaticMethod) return member.callee;
  if (member instanceof ClassMethod) return boundTo(object instanceof Instance ? object.cls : object, member.callee);
  if (member instanceof Property) return callValue(run, member.getter, argumentsOf(object), site);
  return member;
}

function boundTo(object: Value, callee: Value): Value {
  return callee instanceof PyFunction || callee instanceof Builtin ? new BoundMethod(object, callee) : callee;
}

export function setAttribute(run: Interpreter, object: Value, name: string, value: Value, site?: Site): void {
  if (object instanceof Instance) {
    if (site) object.cls.onAssign?.(run, object, value, site, name);
    setOfInstance(run, object, name, value);
  } else if (object instanceof PyClass) run.assign(object.members, name, value);
  else if (object instanceof Module) run.assign(object.names, name, value);
  else if (object instanceof PyFunction) run.assign(object.attributes, name, value);
  else if (object instanceof Native) object.setAttribute(run, name, value);
}

function setOfInstance(run: Interpreter, object: Instance, name: string, value: Value): void {
  const member = object.cls.find(name);
  if (member instanceof Property) {
    if (member.setter) callValue(run, member.setter, argumentsOf(object, value), object.site);
    return;
  }
  const setter = object.cls.find("__setattr__");
  if (setter instanceof PyFunction) callFunction(run, setter, argumentsOf(object, name, value), object.site);
  else if (setter instanceof Builtin) setter.call(run, argumentsOf(object, name, value), object.site);
  else run.assign(object.attributes, name, value);
}

export function deleteAttribute(run: Interpreter, object: Value, name: string): void {
  const deleter = object instanceof Instance ? object.cls.find("__delattr__") : undefined;
  if (object instanceof Instance && deleter !== undefined)
    callValue(run, deleter, argumentsOf(object, name), object.site);
  else if (object instanceof Instance) run.assign(object.attributes, name, undefined);
  else if (object instanceof PyClass) run.assign(object.members, name, undefined);
}
