/** A file that was run once, and calls of what it defines, each followed in a trace of its own. */
import { type Arguments, noArguments } from "../../python/arguments.ts";
import type { PyFunction } from "../../python/callables.ts";
import type { Evaluation, Outcome as Observed, Python } from "../../python/evaluate/evaluate.ts";
import type { Question } from "../../python/evaluate/question.ts";
import type { Framework } from "../../python/framework.ts";
import { PyClass } from "../../python/py-class.ts";
import type { SourceFile } from "../../python/site.ts";
import type { ModuleSyntax } from "../../python/syntax/tree.ts";
import type { Ends, EndsAt, Problem, Trace } from "../../python/trace.ts";
import { Instance, Module, type Value } from "../../python/value.ts";
import { isTrained } from "./certain-problems.ts";

export type Outcome = Observed<Value>;

export interface Program {
  readonly syntax: ModuleSyntax;
  readonly frameworks: readonly Framework[];
  readonly module: Module;
  /** What the file's top level did, as a script. */
  readonly loaded: Trace;
  /** Calls a value of the file. Never throws: what cannot be followed is unknown with its reason. */
  call(callee: Value, args: Arguments, ends?: Ends): Outcome;
  /** Calls a function without arguments, the first time that this is asked for: whoever else asks gets the same. */
  make(callee: PyFunction): Outcome;
  /** Steps that were taken so far. */
  work(): number;
  /** Behind which mistakes nothing is asked for; `undefined`: everything is. */
  readonly endsAt: EndsAt | undefined;
  /** How many samples are in a batch of which the text says nothing; `undefined`: as the framework has it. */
  readonly batch: number | undefined;
}

/** How a text is tried that nobody has written yet. */
export interface Trial {
  /** Behind which mistakes nothing is asked for. */
  readonly endsAt?: EndsAt;
  readonly questions?: readonly Question[];
  /** How many samples a batch has that the text leaves open, and one that we make up. */
  readonly batch?: number | undefined;
}

/** Runs the file's top level as Python runs a script. */
export function openProgram(
  python: Python,
  file: SourceFile,
  frameworks: readonly Framework[],
  { endsAt, questions, batch }: Trial = {},
): Program {
  const evaluation = python.evaluate({ questions, batch });
  const at = endsAt && ((problem: Problem) => isTrained(problem, file.text) && endsAt(problem));
  const { value, trace } = evaluation.load(file, at);
  let work = evaluation.run.steps;
  const call: Program["call"] = (callee, args, ends) => {
    const outcome = evaluation.call(callee, args, ends);
    work += evaluation.run.steps;
    return outcome;
  };
  const made = new Map<PyFunction, Outcome>();
  return {
    syntax: python.read(file),
    frameworks,
    module: value instanceof Module ? value : halfLoaded(evaluation, file),
    loaded: trace,
    call,
    make(callee) {
      const outcome = made.get(callee) ?? call(callee, noArguments);
      made.set(callee, outcome);
      return outcome;
    },
    work: () => work,
    endsAt,
    batch,
  };
}

/** What a top level that could not be followed to its end has defined until then. */
function halfLoaded({ run }: Evaluation, { path }: SourceFile): Module {
  return run.modules.get(path) ?? new Module("__main__");
}

/** The framework whose model this is; `undefined` if it is none. */
export function frameworkOf({ frameworks }: Program, value: Value): Framework | undefined {
  const cls = value instanceof Instance ? value.cls : value instanceof PyClass ? value : undefined;
  return cls && frameworks.find((framework) => framework.isModelClass(cls));
}

export function isModel(program: Program, value: Value): value is Instance {
  return value instanceof Instance && frameworkOf(program, value) !== undefined;
}
