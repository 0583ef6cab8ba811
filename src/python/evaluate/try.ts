/** `try`, `with` and `raise`. */

import { argumentsOf } from "../arguments.ts";
import { PyClass } from "../py-class.ts";
import type { Block, Statement, TryStatement, WithItem } from "../syntax/tree.ts";
import { Instance, Tuple, Unknown, type Value } from "../value.ts";
import { assignTarget } from "./assign.ts";
import { callSpecial } from "./call.ts";
import type { Completion } from "./completion.ts";
import { evaluate } from "./expressions.ts";
import { fallbackOf, runWithFallback } from "./fallback-imports.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { setName } from "./names.ts";
import { Raised } from "./raised.ts";
import { runBlock } from "./statements.ts";

export function runTry(run: Interpreter, frame: Frame, statement: TryStatement): Completion | undefined {
  let completion: Completion | undefined;
  try {
    const fallback = fallbackOf(run, frame, statement);
    const tried = (): Completion | undefined => runHandled(run, frame, statement);
    const handled = (body: Block): Completion | undefined => runBlock(run, frame, body);
    completion = fallback ? runWithFallback(run, frame, fallback, { tried, handled }) : tried();
  } catch (error) {
    if (error instanceof Raised) {
      const last = runBlock(run, frame, statement.last);
      if (last !== undefined) return last;
    }
    throw error;
  }
  return runBlock(run, frame, statement.last) ?? completion;
}

function runHandled(run: Interpreter, frame: Frame, statement: TryStatement): Completion | undefined {
  let completion: Completion | undefined;
  if (statement.handlers.length > 0) run.tries++;
  try {
    completion = runBlock(run, frame, statement.body);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const handler = statement.handlers.find(
      ({ types }) => types === undefined || catches(run, evaluate(run, frame, types), error),
    );
    if (handler === undefined) throw error;
    if (handler.name !== undefined) setName(run, frame, handler.name, error.exception);
    return runHandler(run, frame, handler.body, error);
  } finally {
    if (statement.handlers.length > 0) run.tries--;
  }
  return completion ?? runBlock(run, frame, statement.otherwise);
}

function runHandler(run: Interpreter, frame: Frame, body: TryStatement["body"], error: Raised): Completion | undefined {
  run.handled.push(error);
  try {
    return runBlock(run, frame, body);
  } finally {
    run.handled.pop();
  }
}

/** A handler of a type that is not known is taken. */
function catches(run: Interpreter, types: Value, { exception }: Raised): boolean {
  if (types instanceof Tuple) return types.items.some((type) => catches(run, type, { exception } as Raised));
  return types instanceof PyClass ? exception.cls.isSubclassOf(types) : types instanceof Unknown;
}

export function runWith(
  run: Interpreter,
  frame: Frame,
  statement: Extract<Statement, { kind: "with" }>,
): Completion | undefined {
  return withItems(run, frame, statement.items, statement);
}

/** Each manager is left behind those that stand after it. */
function withItems(
  run: Interpreter,
  frame: Frame,
  items: readonly WithItem[],
  statement: Extract<Statement, { kind: "with" }>,
): Completion | undefined {
  const [first, ...rest] = items;
  if (first === undefined) return runBlock(run, frame, statement.body);
  const manager = evaluate(run, frame, first.value);
  const entered = enter(run, manager, frame, first.value);
  if (first.target) assignTarget(run, frame, first.target, entered);
  const site = siteOf(frame, first.value);
  try {
    const completion = withItems(run, frame, rest, statement);
    callSpecial(run, manager, "__exit__", [null, null, null], site);
    return completion;
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const { exception } = error;
    const swallowed = callSpecial(run, manager, "__exit__", [exception.cls, exception, null], site);
    if (swallowed === undefined || run.truth(swallowed) === false) throw error;
    return undefined;
  }
}

function enter(run: Interpreter, manager: Value, frame: Frame, range: { start: number; end: number }): Value {
  if (!(manager instanceof Instance))
    return manager instanceof Unknown ? manager : new Unknown("what `with` gives is not known");
  const method = manager.cls.find("__enter__");
  return method === undefined ? manager : run.call(method, argumentsOf(manager), siteOf(frame, range));
}

export function raiseStatement(
  run: Interpreter,
  frame: Frame,
  statement: Extract<Statement, { kind: "raise" }>,
): never {
  const site = siteOf(frame, statement);
  const again = run.handled.at(-1);
  if (statement.value === undefined && again) throw again;
  const value = statement.value && evaluate(run, frame, statement.value);
  const exception = value instanceof PyClass ? run.call(value, argumentsOf(), site) : value;
  if (exception instanceof Instance) throw new Raised(exception, site);
  return run.raise("Exception", "", site);
}
