/**
 * The packages that a file stands in. Python has begun to run their `__init__.py` when it comes to the file, and has not ended: what
 * is asked of them then stands in front of what imports the file. They are therefore not run as a whole, which would run all files
 * of a library for one of them: each name is worked out when somebody asks for it.
 */
import type { ModuleSyntax, Part } from "../syntax/tree.ts";
import { Module } from "../value.ts";
import { namesAssignedIn } from "./assigned-names.ts";
import { moduleFrame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { runParts } from "./parts.ts";

/** Whether the file `inner` is in the package of which `init` is the `__init__.py`. */
export function isAround(init: string, inner: string | undefined): boolean {
  return init.endsWith("/__init__.py") && inner?.startsWith(init.slice(0, -"__init__.py".length)) === true;
}

/** A module that runs of its file only what gives a name that is asked for. */
export function packageAround(run: Interpreter, { file, body }: ModuleSyntax, name: string): Module {
  const running = new Set<Part>();
  const module: Module = new Module(name, new Map(), (wanted) => {
    const given = body.filter(({ statement }) => namesAssignedIn(statement).includes(wanted));
    // A file of that name may be meant, for which the others need not be run.
    const parts = given.length > 0 || run.library.find(wanted, file.path, 1) ? given : body.filter(bringsAll);
    for (const part of parts) {
      if (running.has(part)) continue;
      running.add(part);
      try {
        runParts(run, moduleFrame(module, file, 0), [part]);
      } finally {
        running.delete(part);
      }
      if (given.length === 0 && module.names.has(wanted)) break;
    }
    return module.names.get(wanted);
  });
  return module;
}

function bringsAll({ statement }: Part): boolean {
  return statement.kind === "importFrom" && statement.names === "*";
}
