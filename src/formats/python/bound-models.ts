/** Models that a file's own top level builds and gives a name. */
import { Instance, type Value } from "../../python/value.ts";
import type { Candidate } from "./candidate.ts";
import type { Definition } from "./definitions.ts";
import { hasRun, isHolder, modulesIn, partsOf } from "./model-parts.ts";
import { frameworkOf, isModel, type Program } from "./program.ts";

/** Names that people give the model that they mean. */
const MAIN_NAMES = ["model", "net"];

/** What the file's top level builds and gives a name: the last one first, unless one is named as the model; no parts of others. */
export function boundModels(program: Program, definitions: readonly Definition[]): Candidate[] {
  const models = [...program.module.names]
    .flatMap((entry) => modelsOf(program, entry))
    .filter(({ model }) => !isBare(program, model));
  const roots = models.filter(
    ({ model }) => !models.some(({ model: other }) => other !== model && shows(program, other, model)),
  );
  const distinct = new Map<Instance, Bound>();
  for (const bound of roots) {
    const known = distinct.get(bound.model);
    if (known === undefined || !MAIN_NAMES.includes(known.name)) distinct.set(bound.model, bound);
  }
  const candidates = [...distinct.values()].map(({ name, of, model }) => ({
    name,
    definition: definitions.findLast((each) => each.name === of),
    root: model,
    built: undefined,
  }));
  const isMain = ({ name }: Candidate): boolean => MAIN_NAMES.includes(name);
  const isUsable = ({ root }: Candidate): boolean => !isHolder(program, root);
  const isWhole = ({ root }: Candidate): boolean => !isSingle(program, root);
  const first = (holds: (candidate: Candidate) => boolean) => (a: Candidate, b: Candidate) =>
    Number(holds(b)) - Number(holds(a));
  return candidates.reverse().sort((a, b) => first(isUsable)(a, b) || first(isWhole)(a, b) || first(isMain)(a, b));
}

/** One layer of the framework's, and no part in it. */
function isSingle(program: Program, model: Instance): boolean {
  return !model.cls.written && partsOf(program, model).length === 0;
}

/** A loss, an activation: a module of the framework's, but nobody's model. */
function isBare(program: Program, model: Instance): boolean {
  return (
    isSingle(program, model) && frameworkOf(program, model)?.parametersOf(model).length === 0 && !hasRun(program, model)
  );
}

interface Bound {
  readonly name: string;
  /** What is defined in the file: the variable, or the class of the object that keeps the model. */
  readonly of: string;
  readonly model: Instance;
}

/** A variable that is a model, or an object of the user's that keeps models: `gan.generator`. */
function modelsOf(program: Program, [name, value]: [string, Value]): Bound[] {
  if (isModel(program, value)) return [{ name, of: name, model: value }];
  if (!(value instanceof Instance) || !value.cls.written) return [];
  return [...value.attributes].flatMap(([attribute, part]) =>
    isModel(program, part) ? [{ name: `${name}.${attribute}`, of: value.cls.name, model: part }] : [],
  );
}

/** Whether what the inner model did is to be seen where the outer one runs, too: not what it did while it was built. */
function shows(program: Program, outer: Instance, inner: Instance): boolean {
  const isInside = modulesIn(program, outer).includes(inner);
  return isInside && !isHolder(program, outer) && (hasRun(program, outer) || !hasRun(program, inner));
}
