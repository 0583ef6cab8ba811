/** How many numbers parameters hold, and how sure that is. */
import type { PythonModel } from "../../formats/python/python-document.ts";
import { Later } from "../../python/later.ts";
import { Native } from "../../python/native.ts";
import type { Operation, Parameter } from "../../python/trace.ts";
import { Dict, Instance, List, Tuple, Unknown, type Value } from "../../python/value.ts";
import { divideExactly } from "../../tensor/dim/divide.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatNumber } from "../words.ts";

/** A sum; where a part of it is not known, the least that it can be. */
export interface Count {
  readonly value: number;
  readonly isLeast: boolean;
}

export function sizesIn(parameters: readonly Parameter[]): Dim[] {
  return parameters.map(({ shape }) => productOfDims(shape));
}

/** Those that the framework counts: PyTorch's `parameters()` leaves out buffers, Keras's `count_params()` has everything. */
export function countedParameters({ framework, parameters }: PythonModel): PythonModel["parameters"] {
  return framework === "torch" ? parameters.filter(({ trainable }) => trainable) : parameters;
}

/** A call of a module; one that is no part of the model brings its own parameters. */
export type Owner = Pick<Operation, "module" | "owned">;

/** Those of a module and of all that it contains, as the framework counts. */
export function parametersOf(model: PythonModel, { module, owned }: Owner): readonly Parameter[] {
  const path = module && model.names.get(module);
  if (path === undefined) return owned ?? [];
  return contentsOf(model).parameters.value.get(path) ?? [];
}

/** How many numbers a module has, with those of what it contains; `undefined`: some size in it is not known. */
export function countIn(model: PythonModel, owner: Owner): Count | undefined {
  const isLeast = owner.module !== undefined && lacksAPart(model, owner.module);
  return countOfAll(sizesIn(parametersOf(model, owner)), isLeast);
}

/** `undefined` if one of them is not known, or nothing is. */
export function countOfAll(sizes: readonly Dim[], isLeast: boolean): Count | undefined {
  const value = sumOfSizes(sizes);
  return value === undefined || (isLeast && value === 0) ? undefined : { value, isLeast };
}

/** What each sample takes, where how many there are is not known: a count divided by them; else `undefined`. */
export function ofEachSample({ input }: PythonModel, count: Dim): Dim | undefined {
  const batch = input.shapes[0]?.[0];
  return batch === undefined || typeof batch === "number" ? undefined : divideExactly(count, batch);
}

/** `undefined` if one of them is not known. */
function sumOfSizes(sizes: readonly Dim[]): number | undefined {
  let sum = 0;
  for (const size of sizes) {
    if (typeof size !== "number") return undefined;
    sum += size;
  }
  return sum;
}

/** `5,130`, `at least 5,130`. */
export function countText({ value, isLeast }: Count): string {
  return isLeast ? `at least ${formatNumber(value)}` : formatNumber(value);
}

/**
 * Whether a module, or one in it, has a parameter of unknown size, or something that is not known and may be a module. Where
 * all that the model computes is known, that is none: then it is a path, a device or the like.
 */
export function lacksAPart(model: PythonModel, module: Instance): boolean {
  const path = model.names.get(module);
  return path !== undefined && contentsOf(model).lacking.value.has(path);
}

/** What the modules of a model contain, by their paths. */
interface Contents {
  readonly parameters: Later<ReadonlyMap<string, readonly Parameter[]>>;
  /** Those that lack a part. */
  readonly lacking: Later<ReadonlySet<string>>;
}

const contents = new WeakMap<PythonModel, Contents>();

/** Asked for at every line, so that it is worked out once. */
function contentsOf(model: PythonModel): Contents {
  const known = contents.get(model);
  if (known) return known;
  const made = {
    parameters: new Later(() => parametersByPath(model)),
    lacking: new Later(() => new Set(lackingPaths(model))),
  };
  contents.set(model, made);
  return made;
}

function parametersByPath(model: PythonModel): Map<string, Parameter[]> {
  const found = new Map<string, Parameter[]>();
  for (const parameter of countedParameters(model))
    for (const path of pathsAround(parameter.path)) {
      const others = found.get(path);
      if (others) others.push(parameter);
      else found.set(path, [parameter]);
    }
  addShared(model, found);
  return found;
}

/** A module that stands in several others has one path, and counts in each of them. */
function addShared({ framework, names }: PythonModel, parameters: Map<string, Parameter[]>): void {
  const inside = framework === "torch" ? moduleItself : modulesIn;
  for (const [module, path] of names)
    for (const child of [...module.attributes.values()].flatMap(inside)) {
      const other = names.get(child);
      if (other === undefined || isWithin(other, path)) continue;
      const shared = parameters.get(other) ?? [];
      for (const around of [path, ...pathsAround(path)])
        parameters.set(around, [...new Set([...(parameters.get(around) ?? []), ...shared])]);
    }
}

/** A plain list hides its modules from PyTorch. */
function moduleItself(value: Value): readonly Instance[] {
  return value instanceof Instance ? [value] : [];
}

/** Keras finds those in lists as well, and its Sequential has them there. */
function modulesIn(value: Value): readonly Instance[] {
  return value instanceof List || value instanceof Tuple ? value.items.flatMap(moduleItself) : moduleItself(value);
}

function isWithin(inner: string, outer: string): boolean {
  return outer === "" || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}/`);
}

function* lackingPaths(model: PythonModel): Generator<string> {
  const isPart = model.unknown.length === 0 ? isUnknownParameter : (value: Value) => isUnknown(value, 0);
  for (const [module, path] of model.names) {
    if (!holds(module, isPart)) continue;
    yield path;
    yield* pathsAround(path);
  }
}

/** `a.b.c` is in `a.b`, in `a` and in the model itself. */
export function* pathsAround(path: string): Generator<string> {
  for (let end = path.length; end > 0; end--) if (path[end] === "." || path[end] === "/") yield path.slice(0, end);
  if (path !== "") yield "";
}

function holds({ attributes, cls }: Instance, isPart: (value: Value) => boolean): boolean {
  return (
    (cls.unknownBase !== undefined && isPart(new Unknown(cls.unknownBase))) || [...attributes.values()].some(isPart)
  );
}

function isUnknown(value: Value, depth: number): boolean {
  if (value instanceof Unknown || isUnknownParameter(value)) return true;
  if (value instanceof Native || depth > 2) return false;
  if (value instanceof List || value instanceof Tuple) return value.items.some((item) => isUnknown(item, depth + 1));
  return value instanceof Dict && [...value.entries.values()].some(([, item]) => isUnknown(item, depth + 1));
}

function isUnknownParameter(value: Value): boolean {
  if (!(value instanceof Native || value instanceof Unknown)) return false;
  return "role" in value && value.role === "parameter" && !("shape" in value && value.shape !== undefined);
}
