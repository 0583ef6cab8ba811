/**
 * Models of a file of which only what is wrong is asked for. They reach lines that the file's own choice does not: what another
 * factory builds, such as `resnet50` beside `resnet18`, and what a model does only while it is trained.
 */
import { PyFunction } from "../../python/callables.ts";
import type { Value } from "../../python/value.ts";
import type { Candidate } from "./candidate.ts";
import { definitionsOf } from "./definitions.ts";
import { mayMakeModel } from "./factory-models.ts";
import { frameworkOf, isModel, type Program } from "./program.ts";
import { sketchedModels } from "./sketches.ts";

export interface FurtherModel {
  /** Of one of the file's own models, or of a function that makes one. */
  readonly name: string;
  /** What the function makes; one of the models as it is trained; what a class does with letters for sizes. */
  readonly how: "made" | "trained" | "sketched";
}

export function isSameFurther(one: FurtherModel, other: FurtherModel): boolean {
  return one.name === other.name && one.how === other.how;
}

/** Functions that may make a model out of nothing and were not asked, and what depends on training in the models that are known. */
export function furtherModels(program: Program, models: readonly Candidate[]): FurtherModel[] {
  const known = new Set(models.map(({ definition }) => definition?.name));
  const factories = definitionsOf(program.syntax)
    .filter((definition) => !known.has(definition.name) && mayMakeModel(program, definition))
    .map(({ name }): FurtherModel => ({ name, how: "made" }));
  const depends = /\bself\.training\b/.test(program.syntax.file.text);
  const trained = depends ? models.map(({ name }): FurtherModel => ({ name, how: "trained" })) : [];
  return [...factories, ...trained];
}

/** `models`: the file's own choice. */
export function furtherCandidate(
  program: Program,
  models: readonly Candidate[],
  { name, how }: FurtherModel,
): Candidate | undefined {
  if (how === "made") return madeBy(program, name);
  return (how === "trained" ? models : sketchedModels(program, models)).find((model) => model.name === name);
}

function madeBy(program: Program, name: string): Candidate | undefined {
  const definition = definitionsOf(program.syntax).find((each) => each.name === name && mayMakeModel(program, each));
  const value = definition && program.module.names.get(name);
  if (!(value instanceof PyFunction)) return undefined;
  const built = program.make(value);
  return isModel(program, built.value) ? { name, definition, root: built.value, built } : undefined;
}

/** Reads a model with all its modules in the mode in which PyTorch makes them, where hints show the other one. */
export function asTrained<T>(program: Program, { root }: Candidate, read: () => T): T {
  const modules = [...(frameworkOf(program, root)?.modulesOf(root).values() ?? [])];
  const before = modules.map(({ attributes }) => attributes.get("training"));
  for (const { attributes } of modules) attributes.set("training", true);
  const answer = read();
  for (const [place, { attributes }] of modules.entries()) restore(attributes, before[place]);
  return answer;
}

function restore(attributes: Map<string, Value>, training: Value | undefined): void {
  if (training === undefined) attributes.delete("training");
  else attributes.set("training", training);
}
