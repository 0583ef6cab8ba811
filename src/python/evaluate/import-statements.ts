/** `import` and `from ... import ...`. */
import type { Site } from "../site.ts";
import type { ImportFromStatement, Statement } from "../syntax/tree.ts";
import { Module, Unknown, type Value } from "../value.ts";
import { type Frame, siteOf } from "./frame.ts";
import { importModule, laterName, nameIn } from "./imports.ts";
import type { Interpreter } from "./interpreter.ts";
import { setName } from "./names.ts";

export function runImport(
  run: Interpreter,
  frame: Frame,
  statement: Extract<Statement, { kind: "imports" }>,
): undefined {
  const site = siteOf(frame, statement);
  for (const { name, alias } of statement.modules) {
    const module = importModule(run, name, site);
    if (alias !== undefined) setName(run, frame, alias, heldAs(run, name, module, site));
    else setName(run, frame, name.split(".")[0] as string, outermost(run, frame, name, module));
  }
  return undefined;
}

/** `import a.b as c` names what `a` holds as `b`, which may have taken the place of the file: a function of the same name. */
function heldAs(run: Interpreter, name: string, module: Value, site: Site): Value {
  const end = name.lastIndexOf(".");
  const outer = end < 0 ? undefined : importModule(run, name.slice(0, end), site);
  return outer instanceof Module ? (nameIn(outer, name.slice(end + 1)) ?? module) : module;
}

/** `import a.b` names `a`, in which `b` is found. */
function outermost(run: Interpreter, frame: Frame, name: string, module: Value): Value {
  const [first, ...rest] = name.split(".");
  if (rest.length === 0) return module;
  const top = importModule(run, first as string, siteOf(frame, { start: 0, end: 0 }));
  // A folder without `__init__.py`, or a package that we only know a part of.
  const outer = top instanceof Module ? top : new Module(first as string);
  if (rest.length === 1 && !outer.names.has(rest[0] as string)) run.assign(outer.names, rest[0] as string, module);
  return outer;
}

export function runImportFrom(run: Interpreter, frame: Frame, statement: ImportFromStatement): undefined {
  const site = siteOf(frame, statement);
  const { level, module: name, names } = statement;
  const module = importModule(run, name, site, level);
  if (names === "*") importAll(run, frame, module, name);
  else {
    for (const { name: member, alias } of names) {
      const inner = (): Value => importModule(run, name === "" ? member : `${name}.${member}`, site, level);
      setName(run, frame, alias ?? member, memberOf(run, module, member, { site, file: inner }));
    }
  }
  return undefined;
}

/** `file` gives a file of that name, in the package or in a folder without `__init__.py`. */
function memberOf(
  run: Interpreter,
  module: Value,
  member: string,
  { site, file }: { site: Site; file: () => Value },
): Value {
  if (module instanceof Module) return nameIn(module, member) ?? laterName(run, module, member, site, file);
  const inner = file();
  return inner instanceof Module || !(module instanceof Unknown) ? inner : module;
}

function importAll(run: Interpreter, frame: Frame, module: Value, written: string): void {
  if (!(module instanceof Module)) {
    frame.scope.module.starred = written;
    return;
  }
  // Not all of its names are known; or it has such a module's names itself.
  if (module.missing !== undefined || module.starred !== undefined) frame.scope.module.starred = written;
  const listed = module.names.get("__all__");
  const wanted = listed === undefined ? undefined : run.iterate(listed, siteOf(frame, { start: 0, end: 0 }));
  for (const [name, value] of module.names) {
    if (wanted ? wanted.includes(name) : !name.startsWith("_")) setName(run, frame, name, value);
  }
}
