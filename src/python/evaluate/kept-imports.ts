/**
 * A file's imports at its top, which are run once and not again at each keystroke: what they came to is kept until the text of one of
 * the files changes, or another file is found. Where such a file does something with tensors or layers nothing is kept, so that a
 * run with kept imports leaves the same trace as one from scratch.
 */
import type { SourceFile } from "../site.ts";
import type { ModuleSyntax, Part } from "../syntax/tree.ts";
import { Module, type Value } from "../value.ts";
import { Borrowed } from "./borrowed.ts";
import { moduleFrame } from "./frame.ts";
import { beginModule } from "./imports.ts";
import type { Interpreter } from "./interpreter.ts";
import { runParts } from "./parts.ts";

/** An import's module path, from which file with how many dots, and what was found; `undefined`: nothing. */
export interface Lookup {
  readonly name: string;
  readonly from: string;
  readonly level: number;
  readonly found: SourceFile | undefined;
}

export interface KeptImports {
  /** The file's first statements. */
  readonly statements: readonly Part["statement"][];
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly modules: ReadonlyMap<string, Module>;
  /** The file itself, as it was behind these statements. */
  readonly main: Module;
  readonly names: ReadonlyMap<string, Value>;
  readonly starred: string | undefined;
  readonly steps: number;
  readonly borrowed: Borrowed;
  /** Until which change of files it is known to hold. */
  changes: number | undefined;
}

/** What is known of a file from when it was run last. */
export interface Before {
  readonly kept: KeptImports | undefined;
  /** Its imports then. */
  readonly imports: readonly Part["statement"][];
}

/** Imports at the top, and texts, which do nothing. */
export function importsAtTop({ body }: ModuleSyntax): Part["statement"][] {
  const end = body.findIndex(({ statement }) => !isImport(statement));
  return body.slice(0, end < 0 ? body.length : end).map(({ statement }) => statement);
}

function isImport(statement: Part["statement"]): boolean {
  if (statement.kind === "expression") return statement.value.kind === "text" || statement.value.kind === "constant";
  return statement.kind === "imports" || statement.kind === "importFrom";
}

export function startsWith(all: readonly unknown[], first: readonly unknown[]): boolean {
  return first.every((one, place) => all[place] === one);
}

export interface MainRun {
  readonly syntax: ModuleSyntax;
  readonly before: Before | undefined;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly changes: number | undefined;
  /** Called behind the imports. */
  readonly keep: (after: Before) => void;
}

/** Runs a file's top level, from behind the imports that are kept. */
export function runMain(run: Interpreter, main: MainRun): Module {
  const { syntax, before } = main;
  const imports = importsAtTop(syntax);
  run.mainFile = syntax.file.path;
  const module = before?.kept ? takeUp(run, before.kept) : beginModule(run, syntax, new Module("__main__"));
  const frame = moduleFrame(module, syntax.file, 0);
  const done = before?.kept?.statements.length ?? 0;
  const end = Math.max(done, before ? sharedLength(before.imports, imports) : imports.length);
  const { budget } = run;
  run.depth++;
  try {
    run.limit = budget.imports;
    runParts(run, frame, syntax.body.slice(done, end), budget.imports);
    const kept = end === done ? before?.kept : keepHere(run, module, imports.slice(0, end), main);
    main.keep({ kept, imports });
    runParts(run, frame, syntax.body.slice(end, imports.length), budget.imports);
    run.steps = 0;
    run.limit = budget.steps;
    runParts(run, frame, syntax.body.slice(imports.length));
  } finally {
    run.depth--;
    run.certain = true;
  }
  return module;
}

/** The imports in front of the one that is being edited: those will be the same the next time, too. */
function sharedLength(before: readonly unknown[], now: readonly unknown[]): number {
  const differs = now.findIndex((one, place) => before[place] !== one);
  return differs < 0 ? now.length : differs;
}

function takeUp(run: Interpreter, { modules, main, names, starred, steps, borrowed }: KeptImports): Module {
  borrowed.giveBack();
  for (const [path, module] of modules) run.modules.set(path, module);
  main.names.clear();
  for (const [name, value] of names) main.names.set(name, value);
  main.starred = starred;
  run.steps = steps;
  run.borrowed = borrowed;
  return main;
}

/** `undefined`: nothing of the workspace was imported, or that did something which a run with kept imports would leave out. */
function keepHere(
  run: Interpreter,
  main: Module,
  statements: readonly Part["statement"][],
  { lookups, changes }: MainRun,
): KeptImports | undefined {
  const { trace, modules } = run;
  const { frameworks } = run.library;
  const layers = trace.made.filter(({ cls }) => frameworks.some((framework) => framework.isModelClass(cls)));
  const isQuiet = [trace.operations, trace.problems, trace.constraints, layers].every(({ length }) => length === 0);
  if (modules.size < 2 || !isQuiet || run.changes > 0) return undefined;
  const borrowed = new Borrowed(modules.values());
  run.borrowed = borrowed;
  return {
    statements,
    lookups: new Map(lookups),
    modules: new Map(modules),
    main,
    names: new Map(main.names),
    starred: main.starred,
    steps: run.steps,
    borrowed,
    changes,
  };
}
