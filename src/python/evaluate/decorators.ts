/** Decorators: those that we know do what they do; any other leaves the function or class as it is. */
import { argumentsOf } from "../arguments.ts";
import { PyFunction } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import type { Expression } from "../syntax/tree.ts";
import { Instance, Unknown, type Value } from "../value.ts";
import { Property } from "./descriptors.ts";
import { evaluate } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { findName } from "./names.ts";
import { Raised } from "./raised.ts";

export function decorate(run: Interpreter, frame: Frame, decorators: readonly Expression[], value: Value): Value {
  return decorators.reduceRight<Value>((decorated, decorator) => decorateOnce(run, frame, decorator, decorated), value);
}

function decorateOnce(run: Interpreter, frame: Frame, decorator: Expression, value: Value): Value {
  const accessor = accessorOf(frame, decorator, value);
  if (accessor) return accessor;
  try {
    const callee = evaluate(run, frame, decorator);
    if (callee instanceof Unknown) return value;
    const result = run.call(callee, argumentsOf(value), siteOf(frame, decorator));
    return result instanceof Unknown || (value instanceof PyClass && result instanceof Instance) ? value : result;
  } catch (error) {
    if (error instanceof Raised && value instanceof PyFunction) return value;
    throw error;
  }
}

/** `@name.setter` and its like. */
function accessorOf(frame: Frame, decorator: Expression, value: Value): Value | undefined {
  if (decorator.kind !== "attribute" || decorator.object.kind !== "name") return undefined;
  const property = findName(frame, decorator.object.name);
  if (!(property instanceof Property)) return undefined;
  return decorator.name === "setter" ? new Property(property.getter, value) : new Property(value, property.setter);
}
