/**
 * Other models of a file's factories, of which only what is wrong is asked for: `resnet50` beside `resnet18`. They reach lines that
 * the file's own choice does not, such as another kind of block.
 */
import { PyFunction } from "../../python/callables.ts";
import type { Candidate } from "./candidate.ts";
import { definitionsOf } from "./definitions.ts";
import { mayMakeModel } from "./factory-models.ts";
import { isModel, type Program } from "./program.ts";

/** Functions that may make a model out of nothing, besides those whose models are read already. */
export function furtherFactories(program: Program, models: readonly Candidate[]): string[] {
  const known = new Set(models.map(({ definition }) => definition));
  return definitionsOf(program.syntax)
    .filter((definition) => !known.has(definition) && mayMakeModel(program, definition))
    .map(({ name }) => name);
}

/** What the functions of these names make, as far as it is a model. */
export function furtherCandidates(program: Program, names: readonly string[]): Candidate[] {
  return definitionsOf(program.syntax).flatMap((definition): Candidate[] => {
    const value = program.module.names.get(definition.name);
    if (!names.includes(definition.name) || !(value instanceof PyFunction) || !mayMakeModel(program, definition))
      return [];
    const built = program.make(value);
    return isModel(program, built.value) ? [{ name: definition.name, definition, root: built.value, built }] : [];
  });
}
