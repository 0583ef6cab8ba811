/** Calls of whatever can be called. */
import { type Arguments, argumentsOf, withFirst } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { PyClass } from "../py-class.ts";
import type { Site } from "../site.ts";
import type { FunctionCall } from "../trace.ts";
import { Dict, Instance, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { StaticMethod } from "./descriptors.ts";
import { callFunction } from "./functions.ts";
import type { Interpreter } from "./interpreter.ts";

export function callValue(run: Interpreter, callee: Value, args: Arguments, site: Site): Value {
  run.spend(2);
  if (callee instanceof PyFunction) return callFunction(run, callee, args, site);
  if (callee instanceof Builtin) return callee.call(run, args, site);
  if (callee instanceof BoundMethod) return callValue(run, callee.callee, withFirst(callee.self, args), site);
  if (callee instanceof PyClass) return instantiate(run, callee, args, site);
  if (callee instanceof Instance) return callInstance(run, callee, args, site);
  if (callee instanceof Native) {
    return orElse(callee.call(run, args, site), () => new Unknown(`calling a ${callee.typeName} is not followed`));
  }
  if (callee instanceof Unknown) return callee;
  return run.raise("TypeError", "this object is not callable", site);
}

/** Keeps what a call in a text gave, if it is one of a Python function and may have given tensors. */
export function noteCall(run: Interpreter, callee: Value, call: Omit<FunctionCall, "name" | "self" | "certain">): void {
  const { value } = call;
  const called = callee instanceof BoundMethod ? callee.callee : callee;
  if (!(called instanceof PyFunction) || called.origin.file.isDescribed) return;
  const mayHold = value instanceof Native || value instanceof Tuple || value instanceof List || value instanceof Dict;
  const self = callee instanceof BoundMethod ? callee.self : undefined;
  if (mayHold) run.trace.finish({ ...call, name: called.syntax.name, self });
}

function callInstance(run: Interpreter, instance: Instance, args: Arguments, site: Site): Value {
  const method = instance.cls.find("__call__");
  if (method !== undefined) return callValue(run, method, withFirst(instance, args), site);
  return new Unknown(instance.cls.unknownBase ?? `calling a ${instance.cls.name} is not followed`);
}

export function instantiate(run: Interpreter, cls: PyClass, args: Arguments, site: Site): Value {
  const maker = cls.find("__new__");
  const made =
    maker === undefined ? new Instance(cls, site) : callValue(run, unwrap(maker), withFirst(cls, args), site);
  // `__init__` runs only on what is an instance of this class.
  if (!(made instanceof Instance) || !made.cls.isSubclassOf(cls)) return made;
  made.given = args;
  const init = cls.find("__init__");
  if (init === undefined) return made;
  const result = callValue(run, init, withFirst(made, args), site);
  if (result instanceof Unknown && init instanceof PyFunction) return result;
  if (cls.written || init instanceof PyFunction) run.trace.make(made);
  return made;
}

function unwrap(value: Value): Value {
  return value instanceof StaticMethod ? value.callee : value;
}

/** The content that an instance of a subclass of `list`, `dict` or `set` has. */
export function contentOf(value: Value): Value {
  if (!(value instanceof Instance)) return value;
  const { native } = value;
  return native instanceof List || native instanceof Dict || native instanceof PySet ? native : value;
}

/** Calls a method of the user's class, if it has it. */
export function callSpecial(
  run: Interpreter,
  object: Value,
  name: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  if (!(object instanceof Instance)) return undefined;
  const method = object.cls.find(name);
  return method === undefined ? undefined : callValue(run, method, argumentsOf(object, ...args), site);
}
