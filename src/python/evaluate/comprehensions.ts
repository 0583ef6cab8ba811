/** Comprehensions. They have a scope of their own; a condition or an iterable that is not known makes the result unknown. */
import type { Comprehension, ComprehensionClause } from "../syntax/tree.ts";
import { Dict, List, PySet, Unknown, type Value } from "../value.ts";
import { assignTarget } from "./assign.ts";
import { addEntry, evaluate } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { Iterator } from "./iterator.ts";
import { keyOf } from "./keys.ts";
import { whyUnknown } from "./statements.ts";

export function comprehend(run: Interpreter, frame: Frame, node: Comprehension): Value {
  const inner: Frame = {
    ...frame,
    scope: { names: new Map(), outer: frame.scope, module: frame.scope.module },
    // A walrus in it names something outside of it; finding it in the inner scope is enough for us.
    elsewhere: frame.elsewhere,
    annotations: undefined,
  };
  const results: [Value, Value][] = [];
  const unknown = runClauses(run, inner, node.clauses, () => {
    const element = evaluate(run, inner, node.element);
    results.push([element, node.value ? evaluate(run, inner, node.value) : null]);
  });
  if (unknown !== undefined) return unknownResult(node, unknown);
  return collect(node, results);
}

/** Gives the reason if an iterable or a condition is not known. */
function runClauses(
  run: Interpreter,
  frame: Frame,
  clauses: readonly ComprehensionClause[],
  body: () => void,
): string | undefined {
  const [clause, ...rest] = clauses;
  if (clause === undefined) {
    run.spend(1);
    body();
    return undefined;
  }
  const iterable = evaluate(run, frame, clause.iterable);
  const items = run.iterate(iterable, siteOf(frame, clause.iterable));
  if (items === undefined) return whyUnknown(iterable, frame, clause.iterable);
  for (const item of items) {
    assignTarget(run, frame, clause.target, item);
    const passes = passesAll(run, frame, clause);
    if (typeof passes === "string") return passes;
    const unknown = passes ? runClauses(run, frame, rest, body) : undefined;
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

function passesAll(run: Interpreter, frame: Frame, { conditions }: ComprehensionClause): boolean | string {
  for (const condition of conditions) {
    const value = evaluate(run, frame, condition);
    const truth = run.truth(value);
    if (truth === undefined) return whyUnknown(value, frame, condition);
    if (!truth) return false;
  }
  return true;
}

function unknownResult({ makes }: Comprehension, reason: string): Value {
  if (makes === "list") return new List([], reason);
  if (makes === "dict") return new Dict(new Map(), reason);
  return makes === "set" ? new PySet(new Map(), reason) : new Unknown(reason);
}

function collect({ makes }: Comprehension, results: readonly [Value, Value][]): Value {
  const elements = results.map(([element]) => element);
  if (makes === "list") return new List(elements);
  if (makes === "generator") return new Iterator(elements);
  if (makes === "dict") {
    const dict = new Dict();
    for (const [key, value] of results) addEntry(dict, key, value);
    return dict;
  }
  const set = new PySet();
  for (const element of elements) {
    const key = keyOf(element);
    if (key === undefined) set.unknown = "one of its items is not known";
    else set.items.set(key, element);
  }
  return set;
}
