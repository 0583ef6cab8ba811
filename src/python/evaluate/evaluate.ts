/**
 * The door to the evaluator. `openPython` keeps the files that were read, so that an edit reads little anew; an evaluation
 * starts with no module loaded, runs files and calls what they define, and tells for each what was done with tensors.
 */
import type { Arguments } from "../arguments.ts";
import type { Framework } from "../framework.ts";
import type { Site, SourceFile } from "../site.ts";
import type { PythonParser } from "../syntax/parser.ts";
import { type ReadFile, readPython } from "../syntax/read.ts";
import type { Expression, ModuleSyntax } from "../syntax/tree.ts";
import type { Ends, EndsAt, Trace } from "../trace.ts";
import { type Module, Unknown, type Value } from "../value.ts";
import { type Budget, Interpreter, usualBudget } from "./interpreter.ts";
import { type Before, importsAtTop, type KeptImports, type Lookup, runMain, startsWith } from "./kept-imports.ts";
import type { Question } from "./question.ts";
import { BudgetExceeded, Ended, Raised } from "./raised.ts";
import { TraceRecorder } from "./trace-recorder.ts";

export interface World {
  readonly parser: PythonParser;
  readonly frameworks: readonly Framework[];
  /** A file of the workspace by an `import`'s module path; `undefined`: there is none. `level` is the number of dots. */
  readonly resolve: (modulePath: string, fromFile: string, level: number) => SourceFile | undefined;
  /** How often a file may have changed so far; absent: it is looked at each time. */
  readonly changes?: () => number;
  readonly budget?: Partial<Budget>;
}

/** What one step of an evaluation gave. */
export interface Outcome<T extends Value> {
  readonly value: T | Unknown;
  readonly trace: Trace;
  /** Why it ended early. */
  readonly ended: string | undefined;
}

export interface Evaluation {
  /** Runs a file's top level, or gives the module if that was done before. */
  load(file: SourceFile, endsAt?: EndsAt): Outcome<Module>;
  call(callee: Value, args: Arguments, ends?: Ends): Outcome<Value>;
  /** Whatever else there is to ask of a run. */
  readonly run: Interpreter;
}

export interface EvaluationOptions {
  /** What is asked on the way. */
  readonly questions?: readonly Question[] | undefined;
  /** See `Run.batch`. */
  readonly batch?: number | undefined;
}

export interface Python {
  evaluate(options?: EvaluationOptions): Evaluation;
  /** The syntax of a file, read if its text is new. */
  read(file: SourceFile): ModuleSyntax;
  /** Lets a file's tree go. */
  forget(path: string): void;
}

/** A place that stands in no file: for calls of our own. */
export const NOWHERE: Site = {
  file: { path: "", text: "" },
  range: { start: 0, end: 0 },
  anchor: { start: 0, end: 0 },
  caller: undefined,
};

export function openPython(world: World): Python {
  const files = new Map<string, ReadFile>();
  const befores = new Map<string, Before>();
  const read = (file: SourceFile): ModuleSyntax => {
    const last = files.get(file.path);
    if (last?.syntax.file.text === file.text) return last.syntax;
    const next = readPython(world.parser, file, last);
    files.set(file.path, next);
    return next.syntax;
  };
  const readExpression = (text: string): Expression | undefined => {
    const { syntax, tree } = readPython(world.parser, { path: "", text });
    tree?.delete();
    const [part] = syntax.body;
    return part?.statement.kind === "expression" ? part.statement.value : undefined;
  };
  return {
    read,
    evaluate({ questions = [], batch } = {}) {
      const next = evaluation(world, read, befores);
      next.run.batch = batch;
      next.run.questions = questions.map((question) => ({ question, texts: question.texts.map(readExpression) }));
      return next;
    },
    forget(path) {
      files.get(path)?.tree?.delete();
      files.delete(path);
      befores.delete(path);
    },
  };
}

/** Of how many files the imports are kept: those that somebody works on. */
const MOST_KEPT = 3;

function evaluation(world: World, read: (file: SourceFile) => ModuleSyntax, befores: Map<string, Before>): Evaluation {
  const lookups = new Map<string, Lookup>();
  const find = (name: string, from: string, level: number): ModuleSyntax | undefined => {
    const found = world.resolve(name, from, level);
    lookups.set(`${name} ${from} ${level}`, { name, from, level, found });
    return found && read(found);
  };
  const run = new Interpreter({ frameworks: world.frameworks, find, read }, { ...usualBudget, ...world.budget });
  const start = (file: SourceFile): Module => {
    const syntax = read(file);
    const before = befores.get(file.path);
    const kept = before?.kept && stillHolds(world, before.kept, syntax) ? before.kept : undefined;
    for (const [key, lookup] of kept?.lookups ?? []) lookups.set(key, lookup);
    const keep = (after: Before): void => {
      befores.delete(file.path);
      befores.set(file.path, after);
      const [oldest] = befores.keys();
      if (befores.size > MOST_KEPT && oldest !== undefined) befores.delete(oldest);
    };
    const changes = world.changes?.();
    return runMain(run, { syntax, before: before && { ...before, kept }, lookups, changes, keep });
  };
  return {
    run,
    load(file, at) {
      const outcome = observe(run, () => run.modules.get(file.path) ?? start(file), { at });
      // A file that ended early has what it had named until then.
      return { ...outcome, value: run.modules.get(file.path) ?? outcome.value };
    },
    call: (callee, args, ends) => observe(run, () => run.call(callee, args, NOWHERE), ends),
  };
}

/** Whether the file begins as it did, and the same texts are found. */
function stillHolds({ resolve, changes }: World, kept: KeptImports, syntax: ModuleSyntax): boolean {
  const now = changes?.();
  if (!startsWith(importsAtTop(syntax), kept.statements)) return false;
  if (now !== undefined && now === kept.changes) return true;
  const holds = [...kept.lookups.values()].every(({ name, from, level, found }) => {
    // Its own text may be another one now.
    if (found?.path === syntax.file.path) return true;
    const other = resolve(name, from, level);
    return other?.path === found?.path && other?.text === found?.text;
  });
  if (holds) kept.changes = now;
  return holds;
}

/** One step under a trace and a budget of its own. Whatever happens in it, it gives a value. */
function observe<T extends Value>(run: Interpreter, step: () => T, ends?: Ends): Outcome<T> {
  const trace = new TraceRecorder(() => run.certain, ends);
  run.begin(trace);
  try {
    return { value: step(), trace, ended: undefined };
  } catch (error) {
    const ended = reasonOf(error);
    if (ended === undefined) throw error;
    if (error instanceof Raised) trace.raised(error.text);
    return { value: new Unknown(ended), trace, ended };
  } finally {
    run.end();
  }
}

/** The call stack is deep enough for any program that people write; a file that is not one may still exhaust it. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof BudgetExceeded) return error.reason;
  if (error instanceof Raised) return error.text;
  if (error instanceof Ended) return "nothing behind its mistake was asked for";
  return error instanceof RangeError ? "this is nested too deeply to follow" : undefined;
}
