/** Models without a name of their own at the file's top level: called where they are built, or a function's own. */
import type { PyClass } from "../../python/py-class.ts";
import type { Instance } from "../../python/value.ts";
import type { Candidate } from "./candidate.ts";
import { isModelClass } from "./class-models.ts";
import type { Definition } from "./definitions.ts";
import { hasRun, partsOf } from "./model-parts.ts";
import { outside } from "./place-problems.ts";
import { frameworkOf, isModel, type Program } from "./program.ts";

/** Models of the file's classes that its top level calls, or describes, where it builds them: `print(Net(10)(x).shape)`. */
export function unnamedModels(
  program: Program,
  definitions: readonly Definition[],
  known: ReadonlySet<PyClass>,
): Candidate[] {
  const called = program.loaded.operations.flatMap(({ module, certain }) => (module && certain ? [module] : []));
  const parts = new Set(called.flatMap((root) => partsOf(program, root)));
  const byClass = new Map<PyClass, Instance>();
  for (const root of called) if (!parts.has(root) && !known.has(root.cls)) byClass.set(root.cls, root);
  return [...byClass.values()].flatMap((root) => {
    const definition = definitions.find(({ kind, name }) => kind === "class" && name === root.cls.name);
    return definition && isModel(program, root) ? [{ name: definition.name, definition, root, built: undefined }] : [];
  });
}

/** Models that a function built for itself while the file was loaded: `def main(): model = Model(x, y)`. */
export function localModels(program: Program, definitions: readonly Definition[]): Candidate[] {
  const made = [...program.loaded.made.filter((root) => isCalled(program, root)), ...ranModels(program)];
  const parts = new Set(made.flatMap((root) => partsOf(program, root)));
  const roots = made.filter((root) => !parts.has(root));
  const bySite = new Map(roots.map((root) => [outside(root.site).range.start, root]));
  return [...bySite.values()].flatMap((root) => {
    const { file, range } = outside(root.site);
    const isHere = file.path === program.syntax.file.path;
    const definition = definitions.find(({ whole }) => isHere && whole.start <= range.start && range.end <= whole.end);
    // What a model builds for itself is a part of it, although it could not be built to its end.
    const isPart = definition !== undefined && isModelClass(program, definition);
    return definition && !isPart ? [{ name: definition.name, definition, root, built: undefined }] : [];
  });
}

/** PyTorch's models, which run when they are called. */
function isCalled(program: Program, root: Instance): boolean {
  const framework = frameworkOf(program, root);
  return framework?.name === "torch" && framework.isCallable(root);
}

/** Keras's models, which have run when they are built. */
function ranModels(program: Program): Instance[] {
  return program.loaded.operations.flatMap(({ module, certain }) =>
    module !== undefined && certain && hasRun(program, module) ? [module] : [],
  );
}
