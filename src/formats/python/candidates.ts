/**
 * Which models a file has: those that it builds, those that its functions make, and its model classes. A class that only
 * serves as a part of another model is no model of its own.
 */
import type { Argument, Arguments } from "../../python/arguments.ts";
import type { PyClass } from "../../python/py-class.ts";
import { List, Tuple, type Value } from "../../python/value.ts";
import { boundModels } from "./bound-models.ts";
import { type Candidate, MOST_MODELS } from "./candidate.ts";
import { classModels, trialModels } from "./class-models.ts";
import { definitionsOf } from "./definitions.ts";
import { factoryModels } from "./factory-models.ts";
import { localModels, unnamedModels } from "./local-models.ts";
import { madeOnTheWay } from "./made-on-the-way.ts";
import { hasRun, partsOf } from "./model-parts.ts";
import { isModel, type Program } from "./program.ts";

/** Which model is asked for, where it is not the file's own choice. */
export interface EntryOptions {
  /** A class, function or variable of the file; `undefined`: what builds the file's own choice, with other arguments. */
  readonly name: string | undefined;
  readonly args: Arguments;
}

/** The one that people mean first. Empty if the file has no model that can be built. */
export function findCandidates(program: Program): Candidate[] {
  const definitions = definitionsOf(program.syntax);
  const bound = boundModels(program, definitions);
  const factories = factoryModels(program, definitions, classesOf(bound));
  const unnamed = unnamedModels(program, definitions, classesOf([...bound, ...factories]));
  const all = [...bound, ...factories, ...unnamed];
  all.push(...classModels(program, definitions, classesOf(all)));
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
  for (const each of [args, withTuples(args)]) {
    const built = program.call(value, each);
    if (isModel(program, built.value)) return { name, definition, root: built.value, built };
    if (!hasList(args)) return undefined;
  }
  return undefined;
}

function hasList({ positional, named }: Arguments): boolean {
  return [...positional, ...named.values()].some(({ value }) => value instanceof List);
}

/** JSON has no tuples, which some models insist on. */
function withTuples(args: Arguments): Arguments {
  const tupled = (argument: Argument): Argument => ({ ...argument, value: tupleOf(argument.value) });
  const named = [...args.named].map(([name, argument]) => [name, tupled(argument)] as const);
  return { ...args, positional: args.positional.map(tupled), named: new Map(named) };
}

function tupleOf(value: Value): Value {
  return value instanceof List ? new Tuple(value.items.map(tupleOf)) : value;
}

/** The function or class that makes the file's own choice. */
function builderOfMain(program: Program): string | undefined {
  const [main] = findCandidates(program);
  return main?.definition?.kind === "function" ? main.name : main?.root.cls.name;
}

function classesOf(candidates: readonly Candidate[]): ReadonlySet<PyClass> {
  return new Set(candidates.map(({ root }) => root.cls));
}

/** Without the parts of others, except that a file of parts alone keeps them. */
function ordered(program: Program, candidates: readonly Candidate[]): Candidate[] {
  const parts = new Set(
    candidates.flatMap(({ root }) => [...partsOf(program, root).map(({ cls }) => cls), ...madeOnTheWay(program, root)]),
  );
  const whole = candidates.filter(({ root }) => hasRun(program, root) || !parts.has(root.cls));
  return whole.length > 0 ? whole : [...candidates];
}
