/** `class` statements. */

import { PyFunction, type Scope } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { finishClass } from "../stdlib/class-kinds.ts";
import type { ClassStatement } from "../syntax/tree.ts";
import { Unknown, type Value } from "../value.ts";
import { decorate } from "./decorators.ts";
import { ClassMethod, Property, StaticMethod } from "./descriptors.ts";
import { evaluateArguments } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { setName } from "./names.ts";
import { runParts } from "./parts.ts";

export function defineClass(run: Interpreter, frame: Frame, statement: ClassStatement): undefined {
  const { positional } = evaluateArguments(run, frame, statement.bases);
  const bases = positional.map(({ value }) => value);
  const known = bases.filter((base) => base instanceof PyClass);
  const unknown = bases.find((base) => !(base instanceof PyClass));
  const reason =
    unknown === undefined ? undefined : unknown instanceof Unknown ? unknown.reason : "a base class is not known";
  const names = new Map<string, Value>();
  const scope: Scope = { names, outer: frame.scope, module: frame.scope.module };
  const inner: Frame = {
    ...frame,
    scope,
    elsewhere: undefined,
    alternatives: [],
    yields: undefined,
    annotations: new Map(),
  };
  runParts(run, inner, statement.body);
  const cls = new PyClass(statement.name, known, names, reason);
  cls.module = frame.scope.module.name;
  cls.written = frame.file.isDescribed !== true;
  if (frame.file.isDescribed) cls.lacks = isSpecial;
  for (const member of names.values()) own(member, cls);
  finishClass(run, cls, [...(inner.annotations?.keys() ?? [])], siteOf(frame, statement, statement.nameRange));
  setName(run, frame, statement.name, decorate(run, frame, statement.decorators, cls));
  return undefined;
}

/** A description leaves out names of the library's class, but none that Python itself looks for. */
function isSpecial(name: string): boolean {
  return /^__\w+__$/.test(name);
}

/** A function that was defined elsewhere belongs to the class that has it first. */
function own(member: Value, cls: PyClass): void {
  if (member instanceof PyFunction) member.owner ??= cls;
  else if (member instanceof StaticMethod || member instanceof ClassMethod) own(member.callee, cls);
  else if (member instanceof Property) {
    own(member.getter, cls);
    if (member.setter !== undefined) own(member.setter, cls);
  }
}
