/** What each statement does. */
import type { Block, Statement } from "../syntax/tree.ts";
import { List, Unknown, type Value } from "../value.ts";
import { reportAssert, runGuarded } from "./assertions.ts";
import { assignTarget, deleteTarget } from "./assign.ts";
import { forget, runBoth } from "./branch.ts";
import { defineClass } from "./classes.ts";
import { broken, type Completion, continued } from "./completion.ts";
import { evaluate } from "./expressions.ts";
import { declareElsewhere, type Frame, siteOf } from "./frame.ts";
import { defineFunction } from "./functions.ts";
import { runImport, runImportFrom } from "./import-statements.ts";
import type { Interpreter } from "./interpreter.ts";
import { runFor, runWhile } from "./loops.ts";
import { runMatch } from "./match.ts";
import { augment } from "./operators.ts";
import { BudgetExceeded } from "./raised.ts";
import { raiseStatement, runTry, runWith } from "./try.ts";

export function runBlock(run: Interpreter, frame: Frame, block: Block): Completion | undefined {
  for (const statement of block) {
    const completion = runStatement(run, frame, statement);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

export function runStatement(run: Interpreter, frame: Frame, statement: Statement): Completion | undefined {
  run.spend(1);
  switch (statement.kind) {
    case "expression":
      evaluate(run, frame, statement.value);
      return undefined;
    case "assign": {
      const value = evaluate(run, frame, statement.value);
      for (const target of statement.targets) assignTarget(run, frame, target, value);
      return undefined;
    }
    case "return":
      return { kind: "return", value: statement.value ? evaluate(run, frame, statement.value) : null };
    case "if":
      return runIf(run, frame, statement);
    case "for":
      return runFor(run, frame, statement);
    case "while":
      return runWhile(run, frame, statement);
    case "break":
      return broken;
    case "continue":
      return continued;
    case "pass":
      return undefined;
    case "function":
      return defineFunction(run, frame, statement);
    case "class":
      return defineClass(run, frame, statement);
    default:
      return runRare(run, frame, statement);
  }
}

function runRare(run: Interpreter, frame: Frame, statement: Statement): Completion | undefined {
  switch (statement.kind) {
    case "augmented":
      return runAugmented(run, frame, statement);
    case "annotated":
      return runAnnotated(run, frame, statement);
    case "try":
      return runTry(run, frame, statement);
    case "with":
      return runWith(run, frame, statement);
    case "raise":
      return raiseStatement(run, frame, statement);
    case "assert":
      return runAssert(run, frame, statement);
    case "delete":
      for (const target of statement.targets) deleteTarget(run, frame, target);
      return undefined;
    case "global":
      for (const name of statement.names) declareElsewhere(frame, name, globalScope(frame));
      return undefined;
    case "nonlocal":
      for (const name of statement.names) declareNonlocal(frame, name);
      return undefined;
    case "imports":
      return runImport(run, frame, statement);
    case "importFrom":
      return runImportFrom(run, frame, statement);
    case "match":
      return runMatch(run, frame, statement);
    case "broken":
      forget(run, frame, statement.names, "it is given in a line that is not readable as Python");
      return undefined;
    default:
      throw new BudgetExceeded("an unknown statement");
  }
}

/** `runKnown` runs the way that Python surely takes. */
export function runIf(
  run: Interpreter,
  frame: Frame,
  statement: Extract<Statement, { kind: "if" }>,
  runKnown = runBlock,
): Completion | undefined {
  const test = evaluate(run, frame, statement.test);
  const truth = run.truth(test);
  if (truth === true) return runGuarded(run, frame, statement, () => runKnown(run, frame, statement.body));
  if (truth === false) return runKnown(run, frame, statement.otherwise);
  return runBoth(
    run,
    frame,
    [() => runBlock(run, frame, statement.body), () => runBlock(run, frame, statement.otherwise)],
    whyUnknown(test, frame, statement.test),
  );
}

/** What a branch's result depends on, for its reason. */
export function whyUnknown(test: Value, frame: Frame, { start, end }: { start: number; end: number }): string {
  if (test instanceof Unknown) return test.reason;
  const text = frame.file.text.slice(start + frame.offset, end + frame.offset);
  return `it depends on \`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\`, which is not known`;
}

function runAugmented(run: Interpreter, frame: Frame, statement: Extract<Statement, { kind: "augmented" }>): undefined {
  const { target, operator, value } = statement;
  const site = siteOf(frame, statement);
  const before = evaluate(run, frame, target);
  const after = augment(run, operator, before, evaluate(run, frame, value), site);
  // A list is changed in place, but is assigned all the same, as Python does.
  if (!(after === before && after instanceof List && target.kind === "name")) assignTarget(run, frame, target, after);
  return undefined;
}

function runAnnotated(run: Interpreter, frame: Frame, statement: Extract<Statement, { kind: "annotated" }>): undefined {
  const { target, value } = statement;
  if (target.kind === "name") frame.annotations?.set(target.name, statement.annotation);
  if (value) assignTarget(run, frame, target, evaluate(run, frame, value));
  return undefined;
}

function runAssert(run: Interpreter, frame: Frame, statement: Extract<Statement, { kind: "assert" }>): undefined {
  if (run.truth(evaluate(run, frame, statement.test)) === false) {
    reportAssert(run, frame, statement);
    run.raise("AssertionError", "", siteOf(frame, statement));
  }
  return undefined;
}

function globalScope(frame: Frame): Frame["scope"] {
  return { names: frame.scope.module.names, outer: undefined, module: frame.scope.module };
}

function declareNonlocal(frame: Frame, name: string): void {
  for (let scope = frame.scope.outer; scope; scope = scope.outer) {
    if (scope.names.has(name)) {
      declareElsewhere(frame, name, scope);
      return;
    }
  }
}
