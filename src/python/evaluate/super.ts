/** `super()`: the same object, seen from behind one of its classes. */

import { argumentsOf } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import { objectMembers } from "../stdlib/object.ts";
import { Instance, Unknown, type Value } from "../value.ts";
import { ClassMethod, Property, StaticMethod } from "./descriptors.ts";
import type { Frame } from "./frame.ts";

export class Super extends Native {
  readonly typeName = "super";
  readonly behind: PyClass;
  readonly self: Value;

  constructor(behind: PyClass, self: Value) {
    super();
    this.behind = behind;
    this.self = self;
  }

  override attribute(run: Run, name: string): Value | undefined {
    const { self, behind } = this;
    const cls = self instanceof Instance ? self.cls : self instanceof PyClass ? self : undefined;
    if (cls === undefined) return undefined;
    const member = cls.findBehind(behind, name);
    if (member !== undefined) return this.bind(run, member, cls);
    if (cls.unknownBase !== undefined) return new Unknown(cls.unknownBase);
    const fallback = objectMembers.get(name);
    return fallback && new BoundMethod(self, fallback);
  }

  private bind(run: Run, member: Value, cls: PyClass): Value {
    if (member instanceof PyFunction || member instanceof Builtin) return new BoundMethod(this.self, member);
    if (member instanceof StaticMethod) return member.callee;
    if (member instanceof ClassMethod && isFunction(member.callee)) return new BoundMethod(cls, member.callee);
    if (member instanceof Property && this.self instanceof Instance) {
      return run.call(member.getter, argumentsOf(this.self), this.self.site);
    }
    return member;
  }
}

function isFunction(value: Value): value is PyFunction | Builtin {
  return value instanceof PyFunction || value instanceof Builtin;
}

/** `super()` without arguments: the class in whose body the running function stands, and its first argument. */
export function superOf(frame: Frame): Value {
  const owner = frame.function?.owner;
  if (owner && frame.self !== undefined) return new Super(owner, frame.self);
  return new Unknown("`super()` outside of a method is not followed");
}
