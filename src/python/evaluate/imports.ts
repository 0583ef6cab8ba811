/** Where modules come from: a framework, our library, or a file of the workspace. Anything else is unknown. */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import type { Site } from "../site.ts";
import { isInstalled, libraryModule } from "../stdlib/library.ts";
import type { ModuleSyntax } from "../syntax/tree.ts";
import { Dict, Module, Unknown, type Value } from "../value.ts";
import { moduleFrame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { isAround, packageAround } from "./package-around.ts";
import { runParts } from "./parts.ts";
import { BudgetExceeded } from "./raised.ts";

export function importModule(run: Interpreter, name: string, site: Site | undefined, level = 0): Value {
  const from = site?.file.path ?? "";
  return (
    (level === 0 ? provided(run, name) : undefined) ??
    fromWorkspace(run, name, from, level) ??
    (level === 0 ? (standIn(run, name) ?? described(run, name)) : undefined) ??
    new Unknown(`\`${".".repeat(level)}${name}\` is not among the files of the workspace`)
  );
}

/** The user's own files win over our library, but not over a framework. */
function provided(run: Interpreter, name: string): Module | undefined {
  for (const framework of run.library.frameworks) {
    const module = framework.provide(name);
    if (module) return module;
  }
  return undefined;
}

function standIn(run: Interpreter, name: string): Module | undefined {
  for (const framework of run.library.frameworks) {
    const module = framework.standIn?.(name);
    if (module) return module;
  }
  return undefined;
}

/** What a framework has and nobody holds: a checkout of the framework itself has the real one. */
function described(run: Interpreter, name: string): Module | undefined {
  for (const framework of run.library.frameworks) {
    const file = framework.describe?.(name);
    if (file) return run.modules.get(file.path) ?? runModule(run, run.library.read(file), name);
  }
  return undefined;
}

function fromWorkspace(run: Interpreter, name: string, from: string, level: number): Module | undefined {
  if (level === 0 && isForeign(run, name, from)) return libraryModule(name);
  const syntax = run.library.find(name, from, level);
  if (syntax === undefined) return level === 0 ? libraryModule(name) : undefined;
  if (level === 0 && isBesideInPackage(run, syntax.file.path, name, from)) {
    const library = libraryModule(name);
    if (library !== undefined) return library;
  }
  return run.modules.get(syntax.file.path) ?? runModule(run, syntax, name);
}

/** Whether a module lies beside the importing file in a package, where `import typing` does not mean the package's `typing.py`. */
function isBesideInPackage(run: Interpreter, path: string, name: string, from: string): boolean {
  const beside = from.slice(0, from.lastIndexOf("/") + 1) + name.replaceAll(".", "/");
  return path.replace(/(\/__init__)?\.py$/, "") === beside && run.library.find("", from, 1) !== undefined;
}

/** A package that we know and that is not the importing file's own: where its files lie in the workspace too, they are an installed copy. */
function isForeign(run: Interpreter, name: string, from: string): boolean {
  const [first = ""] = name.split(".");
  const isKnown = isInstalled(first) || run.library.frameworks.some((framework) => framework.provide(first));
  return isKnown && !from.split("/").includes(first);
}

/** Runs a file's top level. A module that is being imported is seen as far as it has come. */
export function runModule(run: Interpreter, syntax: ModuleSyntax, name: string): Module {
  const isAroundMain = isAround(syntax.file.path, run.mainFile);
  const module = beginModule(run, syntax, isAroundMain ? packageAround(run, syntax, name) : new Module(name));
  if (isAroundMain) return module;
  if (run.depth >= run.budget.depth) throw new BudgetExceeded("files import each other too deeply");
  const { certain } = run;
  run.depth++;
  try {
    runParts(run, moduleFrame(module, syntax.file, 0), syntax.body);
  } finally {
    run.depth--;
    run.certain = certain;
  }
  return module;
}

export function beginModule(run: Interpreter, { file }: ModuleSyntax, module: Module): Module {
  run.modules.set(file.path, module);
  module.names.set("__name__", module.name);
  module.names.set("__file__", file.path);
  return module;
}

/** What a module holds under a name, which may be `None`. */
export function nameIn(module: Module, name: string): Value | undefined {
  const own = module.names.get(name);
  return own === undefined ? module.missing?.(name) : own;
}

export function moduleAttribute(run: Interpreter, module: Module, name: string, site: Site): Value | undefined {
  const known = nameIn(module, name);
  if (known !== undefined) return known;
  if (name === "__dict__") return namesOf(module);
  return laterName(run, module, name, site, () => importModule(run, `${module.name}.${name}`, undefined));
}

/** What a module does not hold yet: a file in it, or what its `__getattr__` says; a library's own comes first. */
export function laterName(run: Interpreter, module: Module, name: string, site: Site, file: () => Value): Value {
  const lazy = module.names.get("__getattr__");
  if (lazy instanceof Builtin) return run.call(lazy, argumentsOf(name), site);
  const inner = file();
  if (inner instanceof Module) return inner;
  if (lazy !== undefined) return run.call(lazy, argumentsOf(name), site);
  return new Unknown(`\`${module.name}.${name}\` is not followed`);
}

/** A library's names are not all known, a file's are. */
function namesOf(module: Module): Dict {
  const dict = new Dict(new Map([...module.names].map(([name, value]) => [`s${name}`, [name, value] as const])));
  if (!module.names.has("__file__")) dict.unknown = `not every name of \`${module.name}\` is known`;
  return dict;
}
