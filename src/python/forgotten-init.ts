/**
 * A class that keeps layers before its framework is ready to: `super().__init__()` is missing in its `__init__`, or comes too
 * late. Both frameworks raise at the first layer that is assigned.
 */
import type { Range } from "../graph/graph.ts";
import { PyFunction } from "./callables.ts";
import type { Run } from "./run.ts";
import type { Site, SourceFile } from "./site.ts";
import type { Statement } from "./syntax/tree.ts";
import type { SourceFix } from "./trace.ts";
import type { Instance } from "./value.ts";

export const forgottenInit = "class/super-init";

interface Init {
  readonly file: SourceFile;
  readonly offset: number;
  readonly body: readonly Statement[];
}

/** Reports at the assignment; `base` names the framework's class. Where something else may call it, nothing is said. */
export function reportForgottenInit(run: Run, object: Instance, site: Site, base: string): void {
  const init = initAround(object, site);
  const [first] = init?.body ?? [];
  if (init === undefined || first === undefined) return;
  const before = init.file.text.slice(first.start + init.offset, site.range.start);
  if (/__init__|\bsuper\b/.test(before)) return;
  const { name } = object.cls;
  run.trace.report({
    code: forgottenInit,
    severity: "error",
    message: `${name} keeps its first layer here, before ${base}.__init__() was called. Call super().__init__() first.`,
    site,
    fix: fixOf(init, first),
  });
}

/** Reports at a call of an object whose class's own `__init__` leaves the framework's out. */
export function reportUninitialized(run: Run, { cls }: Instance, site: Site, base: string): void {
  const init = cls.find("__init__");
  if (cls.unknownBase !== undefined || !(init instanceof PyFunction)) return;
  const { syntax, origin } = init;
  const [first] = syntax.body;
  const text = origin.file.text.slice((first?.start ?? syntax.start) + origin.offset, syntax.end + origin.offset);
  if (/__init__|\bsuper\b/.test(text)) return;
  run.trace.report({
    code: forgottenInit,
    severity: "error",
    message: `${cls.name} is called, and its __init__ never called ${base}.__init__(). Call super().__init__() first.`,
    site,
    ...(first && { fix: fixOf({ ...origin, body: syntax.body }, first) }),
  });
}

/** The `__init__` of the object's class in which the assignment stands. */
function initAround({ cls }: Instance, { file, range }: Site): Init | undefined {
  for (const { members } of cls.mro) {
    const init = members.get("__init__");
    if (!(init instanceof PyFunction)) continue;
    const { origin, syntax } = init;
    const holds = syntax.start + origin.offset <= range.start && range.end <= syntax.end + origin.offset;
    if (holds && origin.file.path === file.path) return { ...origin, body: syntax.body };
  }
  return undefined;
}

function fixOf({ file, offset, body }: Init, first: Statement): SourceFix {
  const place = (isDocstring(first) ? (body[1] ?? first) : first).start + offset;
  const lineStart = file.text.lastIndexOf("\n", place - 1) + 1;
  const indent = /^[ \t]*/.exec(file.text.slice(lineStart, place))?.[0] ?? "";
  const added = { file, range: { start: place, end: place }, text: `super().__init__()\n${indent}` };
  const late = body.map(({ start, end }) => ({ start: start + offset, end: end + offset })).filter(isCallOf(file));
  const removed = late.map((range) => ({ file, range: wholeLine(file.text, range), text: "" }));
  const title = removed.length > 0 ? "Call super().__init__() first" : "Add super().__init__()";
  return { title, edits: [added, ...removed] };
}

function isDocstring(statement: Statement): boolean {
  return statement.kind === "expression" && statement.value.kind === "constant";
}

function isCallOf({ text }: SourceFile): (range: Range) => boolean {
  return ({ start, end }) => /^super\([^()]*\)\.__init__\(\s*\)$/.test(text.slice(start, end));
}

function wholeLine(text: string, { start, end }: Range): Range {
  const stop = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: stop === -1 ? text.length : stop + 1 };
}
