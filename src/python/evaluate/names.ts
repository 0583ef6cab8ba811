/** Where a name is found, and where it is given a value. */
import { builtinNames } from "../stdlib/builtins.ts";
import { Unknown, type Value } from "../value.ts";
import type { Frame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";

export function findName(frame: Frame, name: string): Value | undefined {
  const declared = frame.elsewhere?.get(name)?.names.get(name);
  if (declared !== undefined) return declared;
  for (let scope: Frame["scope"] | undefined = frame.scope; scope; scope = scope.outer) {
    const found = scope.names.get(name);
    if (found !== undefined) return found;
  }
  const { names, starred, missing } = frame.scope.module;
  const found = names.get(name);
  if (found !== undefined) return found;
  const builtin = builtinNames.get(name) ?? missing?.(name);
  if (builtin !== undefined || starred === undefined) return builtin;
  return new Unknown(`${name} may come from ${starred}, which we do not know`);
}

export function setName(run: Interpreter, frame: Frame, name: string, value: Value | undefined): void {
  const scope = frame.elsewhere?.get(name) ?? frame.scope;
  run.assign(scope.names, name, value);
}
