/**
 * Which models a file has: those that it builds, those that its functions make, and its model classes. A class that only
 * serves as a part of another model is no model of its own.
 */
import { type Arguments, argumentsOf, noArguments } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import { PyClass } from "../../python/py-class.ts";
import { Instance, Unknown, type Value } from "../../python/value.ts";
import { type Definition, definitionsOf, takesNothing } from "./definitions.ts";
import { outside } from "./place-problems.ts";
import { frameworkOf, isModel, type Outcome, type Program } from "./program.ts";

export interface Candidate {
  readonly name: string;
  readonly definition: Definition | undefined;
  readonly root: Instance;
  /** What building it did; for Keras's functional models that is the model itself. */
  readonly built: Outcome | undefined;
}

/** Which model is asked for, where it is not the file's own choice. */
export interface EntryOptions {
  /** A class, function or variable of the file; `undefined`: what builds the file's own choice, with other arguments. */
  readonly name: string | undefined;
  readonly args: Arguments;
}

/** A file with hundreds of variants must not take hundreds of runs. */
const MOST_MODELS = 8;

/** The one that people mean first. Empty if the file has no model that can be built. */
export function findCandidates(program: Program): Candidate[] {
  const definitions = definitionsOf(program.syntax);
  const bound = boundModels(program, definitions);
  const factories = factoryModels(program, definitions, new Set(bound.map(({ root }) => root.cls)));
  const known = new Set([...bound, ...factories].map(({ root }) => root.cls));
  const others = classModels(program, definitions, known);
  const all = [...bound, ...factories, ...others];
  all.push(...trialModels(program, definitions, all));
  if (all.length === 0) all.push(...localModels(program, definitions));
  return ordered(program, all).slice(0, MOST_MODELS);
}

/** The model of that name, built with the given arguments; `undefined` if there is no such thing, or it is no model. */
export function findEntry(program: Program, { name: wanted, args }: EntryOptions): Candidate | undefined {
  const name = wanted ?? builderOfMain(program);
  const definition = definitionsOf(program.syntax).find((each) => each.name === name);
  const value = name === undefined ? undefined : program.module.names.get(name);
  if (name === undefined || value === undefined) return undefined;
  if (isModel(program, value)) return { name, definition, root: value, built: undefined };
  const built = program.call(value, args);
  return isModel(program, built.value) ? { name, definition, root: built.value, built } : undefined;
}

/** The function or class that makes the file's own choice. */
function builderOfMain(program: Program): string | undefined {
  const [main] = findCandidates(program);
  return main?.definition?.kind === "function" ? main.name : main?.root.cls.name;
}

/** Names that people give the model that they mean. */
const MAIN_NAMES = ["model", "net"];

/** What the file's top level builds and gives a name: the last one first, unless one is named as the model; no parts of others. */
function boundModels(program: Program, definitions: readonly Definition[]): Candidate[] {
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
  return !model.cls.written && [...modulesIn(program, { root: model })].every((part) => part === model);
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
  const isInside = [...modulesIn(program, { root: outer })].includes(inner);
  return isInside && !isHolder(program, outer) && (hasRun(program, outer) || !hasRun(program, inner));
}

function hasRun(program: Program, model: Instance): boolean {
  return frameworkOf(program, model)?.endsOf(model) !== undefined;
}

/** A model that only holds others, to train them in a way of its own: it cannot be called. */
function isHolder(program: Program, model: Instance): boolean {
  return frameworkOf(program, model)?.isCallable(model) === false;
}

/** Functions that make a model out of nothing; of several that make the same class the first. */
function factoryModels(program: Program, definitions: readonly Definition[], known: ReadonlySet<PyClass>): Candidate[] {
  const made = new Set(known);
  const ways = new Set<string>();
  const candidates: Candidate[] = [];
  for (const definition of definitions) {
    if (!mayMakeModel(program, definition) || candidates.length >= MOST_MODELS) continue;
    const way = wayOfMaking(program, definitions, definition);
    if (way !== undefined && ways.has(way)) continue;
    const value = program.module.names.get(definition.name);
    if (!(value instanceof PyFunction)) continue;
    const built = program.call(value, noArguments);
    if (!isModel(program, built.value)) continue;
    const isOwn = isOwnClass(program, built.value.cls);
    if (isOwn && way !== undefined) ways.add(way);
    if (isOwn && made.has(built.value.cls)) continue;
    made.add(built.value.cls);
    candidates.push({ name: definition.name, definition, root: built.value, built });
  }
  return candidates;
}

/**
 * What a function calls for what it returns, and the model classes that it names: `_resnet` and `BasicBlock`. Those that agree in it
 * make the same class, and need not all be run; `undefined`: it is not as simple as that.
 */
function wayOfMaking(program: Program, definitions: readonly Definition[], { whole }: Definition): string | undefined {
  const text = program.syntax.file.text.slice(whole.start, whole.end);
  const [returned, ...others] = text.matchAll(/\breturn\s+(\w+)(\s*\()?/g);
  const [, name, isCall] = returned ?? [];
  if (name === undefined || others.length > 0) return undefined;
  const callee = isCall ? name : new RegExp(`\\b${name}\\s*=\\s*(\\w+)\\s*\\(`).exec(text)?.[1];
  if (callee === undefined) return undefined;
  const words = new Set(text.match(/\w+/g));
  const parts = definitions.filter((each) => words.has(each.name) && isModelClass(program, each));
  return [callee, ...parts.map((each) => each.name)].join(" ");
}

function isModelClass(program: Program, { name, kind }: Definition): boolean {
  const cls = kind === "class" ? program.module.names.get(name) : undefined;
  return cls instanceof PyClass && frameworkOf(program, cls) !== undefined;
}

/** Of what `isModelClass` holds for. */
function classOf(program: Program, { name }: Definition): PyClass {
  return program.module.names.get(name) as PyClass;
}

/** A function that returns something and needs nothing. */
function mayMakeModel({ syntax }: Program, { kind, function: made, whole }: Definition): boolean {
  return (
    kind === "function" &&
    made !== undefined &&
    takesNothing(made) &&
    /\breturn\b/.test(syntax.file.text.slice(whole.start, whole.end))
  );
}

function isOwnClass({ module }: Program, cls: PyClass): boolean {
  return [...module.names.values()].includes(cls);
}

/** Model classes that need no arguments, the last one first. */
function classModels(program: Program, definitions: readonly Definition[], known: ReadonlySet<PyClass>): Candidate[] {
  return definitions
    .filter((each) => isModelClass(program, each))
    .reverse()
    .flatMap((definition): Candidate[] => {
      const cls = classOf(program, definition);
      if (known.has(cls) || !isBuildable(cls)) return [];
      const built = program.call(cls, noArguments);
      return isModel(program, built.value) && !known.has(built.value.cls)
        ? [{ name: definition.name, definition, root: built.value, built }]
        : [];
    });
}

/** Models that a function built for itself while the file was loaded: `def main(): model = Model(x, y)`. */
function localModels(program: Program, definitions: readonly Definition[]): Candidate[] {
  const made = [...program.loaded.made.filter((root) => isCalled(program, root)), ...ranModels(program)];
  const parts = new Set(made.flatMap((root) => [...modulesIn(program, { root })].filter((part) => part !== root)));
  const roots = made.filter((root) => !parts.has(root));
  const bySite = new Map(roots.map((root) => [outside(root.site).range.start, root]));
  return [...bySite.values()].flatMap((root) => {
    const { file, range } = outside(root.site);
    const isHere = file.path === program.syntax.file.path;
    const definition = definitions.find(({ whole }) => isHere && whole.start <= range.start && range.end <= whole.end);
    return definition ? [{ name: definition.name, definition, root, built: undefined }] : [];
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

/** Functions that are called to see what they make of a class. */
const MOST_TRIALS = 6;

/** Model classes that need arguments, as some function of the file builds them: `def test(): net = Net(classes=10)`. */
function trialModels(program: Program, definitions: readonly Definition[], others: readonly Candidate[]): Candidate[] {
  const classes = definitions.filter((each) => isModelClass(program, each) && !isBuildable(classOf(program, each)));
  if (classes.length === 0) return [];
  const known = new Set(others.flatMap((each) => [...modulesIn(program, each)].map(({ cls }) => cls)));
  const functions = definitions.filter(({ kind }) => kind === "function");
  const { text } = program.syntax.file;
  let trials = 0;
  return classes.reverse().flatMap((definition): Candidate[] => {
    const cls = classOf(program, definition);
    if (known.has(cls)) return [];
    const call = new RegExp(`\\b${definition.name}\\s*\\(`);
    for (const { name, whole } of functions) {
      const value = program.module.names.get(name);
      if (!(value instanceof PyFunction) || !call.test(text.slice(whole.start, whole.end))) continue;
      if (++trials > MOST_TRIALS) return [];
      const root = program.call(value, unknownArguments(value)).trace.made.find((made) => made.cls === cls);
      if (root === undefined) continue;
      for (const { cls: part } of modulesIn(program, { root })) known.add(part);
      return [{ name: definition.name, definition, root, built: undefined }];
    }
    return [];
  });
}

/** What is handed over is not known, except where there is a default. */
function unknownArguments({ syntax }: PyFunction): Arguments {
  const demanded = syntax.parameters.filter(
    (each) => each.kind !== "named" && !takesNothing({ ...syntax, parameters: [each] }),
  );
  return argumentsOf(...demanded.map(({ name }) => new Unknown(`\`${name}\` is handed over`)));
}

/** Whether the class's own way of building needs nothing. */
function isBuildable(cls: PyClass): boolean {
  const init: Value | undefined = cls.find("__init__");
  if (!(init instanceof PyFunction)) return true;
  return takesNothing({ ...init.syntax, parameters: init.syntax.parameters.slice(1) });
}

/** Without the parts of others, except that a file of parts alone keeps them. */
function ordered(program: Program, candidates: readonly Candidate[]): Candidate[] {
  const parts = new Set<PyClass>();
  for (const candidate of candidates)
    for (const module of modulesIn(program, candidate)) if (module !== candidate.root) parts.add(module.cls);
  const whole = candidates.filter(({ root }) => hasRun(program, root) || !parts.has(root.cls));
  return whole.length > 0 ? whole : [...candidates];
}

function modulesIn(program: Program, { root }: Pick<Candidate, "root">): Iterable<Instance> {
  return frameworkOf(program, root)?.modulesOf(root).values() ?? [];
}
