/**
 * `try: import x` with an `except ImportError`, where `x` is nothing that we know: it may be installed or not, so both ways
 * run. A name that the import would give and the handler gives too has the handler's value, because people write there what does
 * the same.
 */

import { PyClass } from "../py-class.ts";
import type { Block, Statement, TryStatement } from "../syntax/tree.ts";
import { Tuple, Unknown, type Value } from "../value.ts";
import { namesAssignedIn } from "./assigned-names.ts";
import { runBoth } from "./branch.ts";
import type { Completion } from "./completion.ts";
import { evaluate } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import { importModule } from "./imports.ts";
import type { Interpreter } from "./interpreter.ts";
import { setName } from "./names.ts";

interface Fallback {
  readonly names: readonly string[];
  readonly body: Block;
}

/** `undefined`: every import in the `try` is known, or no handler is for one that fails. */
export function fallbackOf(run: Interpreter, frame: Frame, statement: TryStatement): Fallback | undefined {
  const unknown = statement.body.filter((inner) => isUnknownImport(run, frame, inner));
  if (unknown.length === 0) return undefined;
  const handler = statement.handlers.find(
    ({ types }) => types === undefined || isForImports(evaluate(run, frame, types)),
  );
  return handler && { names: unknown.flatMap(namesAssignedIn), body: handler.body };
}

function isUnknownImport(run: Interpreter, frame: Frame, statement: Statement): boolean {
  if (statement.kind !== "imports" && statement.kind !== "importFrom") return false;
  const names = statement.kind === "imports" ? statement.modules.map(({ name }) => name) : [statement.module];
  const level = statement.kind === "imports" ? 0 : statement.level;
  return names.some((name) => importModule(run, name, siteOf(frame, statement), level) instanceof Unknown);
}

function isForImports(type: Value): boolean {
  if (type instanceof Tuple) return type.items.some(isForImports);
  return type instanceof PyClass && ["ImportError", "ModuleNotFoundError", "Exception"].includes(type.name);
}

export function runWithFallback(
  run: Interpreter,
  frame: Frame,
  { names, body }: Fallback,
  ways: { readonly tried: () => Completion | undefined; readonly handled: (body: Block) => Completion | undefined },
): Completion | undefined {
  const given = new Set<string>();
  const handled = (): Completion | undefined => {
    const completion = ways.handled(body);
    for (const name of names) if (isKnown(frame.scope.names.get(name))) given.add(name);
    return completion;
  };
  const completion = runBoth(run, frame, [ways.tried, handled], "it depends on what is installed");
  if (completion === undefined && given.size > 0) takeFromHandler(run, frame, given, () => ways.handled(body));
  return completion;
}

function isKnown(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(value instanceof Unknown);
}

/** Runs the handler once more, outside of the branch, so that what it defines is whole; its other names stay as they are. */
function takeFromHandler(run: Interpreter, frame: Frame, given: ReadonlySet<string>, handle: () => void): void {
  const before = new Map(frame.scope.names);
  handle();
  for (const name of frame.scope.names.keys()) if (!given.has(name)) setName(run, frame, name, before.get(name));
}
