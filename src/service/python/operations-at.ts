/** Which executed operations a place of the text is about: the innermost call there, or the construction of a module. */
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Range } from "../../graph/graph.ts";
import type { Operation } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import { pathsAround } from "./sizes.ts";

export interface Executed {
  readonly model: PythonModel;
  readonly operation: Operation;
}

export interface ExecutedAt {
  readonly range: Range;
  /** In the order of execution; of a block that is used several times one for each time. */
  readonly executed: readonly Executed[];
}

/**
 * Every place of the file with what is executed there; a construction stands for the calls of what it makes, as does the call
 * of a function that made it, and the file's own call of a model for that model.
 */
export function executedPlaces(document: PythonDocument): readonly ExecutedAt[] {
  const known = found.get(document) ?? findPlaces(document);
  found.set(document, known);
  return known;
}

/** Hints, comments and hovers ask about the same answer again and again. */
const found = new WeakMap<PythonDocument, readonly ExecutedAt[]>();

function findPlaces(document: PythonDocument): ExecutedAt[] {
  const places = new Places();
  for (const model of document.models) addModel(places, document, model, [...model.operations, ...model.calls]);
  const [main] = document.models;
  for (const operation of main ? [...document.loose, ...document.calls] : []) {
    places.add(siteHere(document, operation), { model: main as PythonModel, operation });
  }
  // What a model does says more than what a class would do that no model uses.
  const others = new Places();
  for (const sketch of document.sketches)
    addModel(others, document, sketch, [...sketch.operations, ...sketch.calls].filter(isKnown));
  return [...places.all, ...others.all.filter(({ range }) => !places.has(range))];
}

/** Places by their ranges, with what is executed at each. */
class Places {
  readonly #byRange = new Map<string, { range: Range; executed: Executed[]; seen: Set<Operation> }>();

  get all(): readonly ExecutedAt[] {
    return [...this.#byRange.values()];
  }

  has(range: Range): boolean {
    return this.#byRange.has(keyOf(range));
  }

  add(range: Range | undefined, executed: Executed): void {
    if (range === undefined) return;
    const place = this.#byRange.get(keyOf(range)) ?? { range, executed: [], seen: new Set() };
    this.#byRange.set(keyOf(range), place);
    if (!place.seen.has(executed.operation)) place.executed.push(executed);
    place.seen.add(executed.operation);
  }
}

function keyOf({ start, end }: Range): string {
  return `${start} ${end}`;
}

function addModel(
  places: Places,
  document: PythonDocument,
  model: PythonModel,
  operations: readonly Operation[],
): void {
  const makers = makersOf(model);
  for (const operation of operations) {
    const { module } = operation;
    const executed = { model, operation };
    places.add(siteHere(document, operation), executed);
    places.add(module && makers.get(module), executed);
    places.add(module && model.givenAt.get(module), executed);
    if (operation.module === model.root && !isLoose(document, model)) places.add(callInFile(model), executed);
  }
}

function siteHere({ path }: PythonDocument, { site }: Operation): Range | undefined {
  return site?.file.path === path ? site.range : undefined;
}

function isKnown({ certain, outputs }: Operation): boolean {
  return certain && outputs.every(({ shape }) => shape !== undefined);
}

/** Where each module that is called is made; of a block and its parts, which are made by one and the same call, the block. */
function makersOf({ operations, names, madeAt }: PythonModel): ReadonlyMap<Instance, Range> {
  const makers = new Map<Instance, Range>();
  const byPath = new Map<string, Range>();
  for (const { module } of operations) {
    const range = module && madeAt.get(module);
    if (module === undefined || range === undefined) continue;
    makers.set(module, range);
    byPath.set(names.get(module) ?? "", range);
  }
  for (const [module, range] of makers) {
    for (const path of pathsAround(names.get(module) ?? "")) {
      const around = byPath.get(path);
      if (around?.start === range.start && around.end === range.end) makers.delete(module);
    }
  }
  return makers;
}

/** Whether the file's own call of the model stands among what the file does by itself. */
function isLoose({ loose }: PythonDocument, { input: { at }, root }: PythonModel): boolean {
  return loose.some(({ site, module }) => module === root && site?.range.start === at?.start);
}

/** Where the file calls the model with what it is fed with here. */
function callInFile({ root, input: { origin, at } }: PythonModel): Range | undefined {
  return root !== undefined && origin === "file" ? at : undefined;
}

/** The innermost place around the offset; the place right behind the last letter still belongs to what stands before it. */
export function executedAt(document: PythonDocument, offset: number): ExecutedAt | undefined {
  return executedPlaces(document)
    .filter(({ range }) => range.start <= offset && offset <= range.end)
    .sort((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start))[0];
}
