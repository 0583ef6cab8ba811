/** What the file does with tensors outside of its models. */
import type { Operation, Trace } from "../../python/trace.ts";
import { isShown } from "./place-problems.ts";
import { frameworkOf, type Program } from "./program.ts";
import type { PythonModel } from "./python-document.ts";

/**
 * What was executed while the file was loaded and is in no model's run: other modules, calls of a model in the file, and what ran
 * while its parts were built. PyTorch's modules are run for hints, so that only what the file does around their calls is left.
 */
export function looseIn(program: Program, models: readonly PythonModel[]): Operation[] {
  if (models.some(({ framework }) => framework !== "keras")) return outsideModules(program);
  const shown = models.filter((model, index) => index === 0 || model.isLoaded).flatMap(({ operations }) => operations);
  const known = new Set(shown.map(stepOf));
  return program.loaded.operations.flatMap((operation) => {
    const { module, certain, site } = operation;
    if (!certain || known.has(stepOf(operation)) || (site === undefined && module === undefined)) return [];
    const owned = (module && frameworkOf(program, module)?.parametersOf(module)) ?? [];
    return [{ ...operation, owned, ...(site && !isShown(site) && { site: undefined }) }];
  });
}

/** What the file does with tensors by itself, the calls of its modules included, and nothing that happens within one. */
function outsideModules({ loaded }: Program): Operation[] {
  return notInModules(loaded, loaded.operations).filter(
    ({ site, module, certain }) => certain && site !== undefined && site !== module?.site && isShown(site),
  );
}

/** Those that do not happen within a module's call. */
export function notInModules(loaded: Trace, operations: readonly Operation[]): Operation[] {
  const calls = new Set(loaded.operations.flatMap(({ kind, site }) => (kind === "module" && site ? [site] : [])));
  return operations.filter(({ site }) => {
    for (let at = site?.caller; at !== undefined; at = at.caller) if (calls.has(at)) return false;
    return true;
  });
}

/** Where it is written, or which layer it is: a name for both. */
function stepOf({ site, module }: Operation): unknown {
  if (site === undefined || !isShown(site)) return module;
  return `${site.file.path} ${site.anchor.start} ${module?.site.anchor.start}`;
}
