/** Sizes and axes out of Python's values. */
import { type Dim, Symbolic } from "../../tensor/dim.ts";
import { PyFunction } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import { floatText } from "../stdlib/float-text.ts";
import { Partial } from "../stdlib/functools.ts";
import { Float, Instance, List, Tuple, Unknown, type Value } from "../value.ts";
import { unknownSize } from "./unknown-size.ts";

/** A whole number or a symbolic size; `undefined` for everything else. */
export function dimFrom(value: Value | undefined): Dim | undefined {
  if (typeof value === "number" || value instanceof Symbolic) return value;
  return typeof value === "boolean" ? Number(value) : undefined;
}

/** What it is, if it is sure that PyTorch does not take it for a whole number. */
export function noWholeNumber(value: Value): string | undefined {
  if (value === null) return "None";
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === "string") return `'${value}'`;
  if (value instanceof PyClass) return `the class ${value.name}`;
  if (value instanceof PyFunction) return `the function ${value.syntax.name}`;
  if (value instanceof Partial) return "a partial function";
  if (value instanceof Tuple) return "a tuple";
  if (value instanceof Instance && value.cls.surelyLacks("__index__"))
    return `an object of the class ${value.cls.name}`;
  return value instanceof List && value.unknown === undefined ? "a list" : undefined;
}

/** What is written in place of whole numbers among sizes. */
export function wrongSizes(values: readonly Value[]): readonly string[] {
  const [only] = values;
  const sizes = (values.length === 1 ? itemsOf(only) : undefined) ?? values;
  return sizes.flatMap((size) => noWholeNumber(size) ?? []);
}

/** A size where one must stand: what is not known gets a letter of its own. */
export function sizeFrom(run: Run, value: Value | undefined): Dim {
  return dimFrom(value) ?? unknownSize(run, value instanceof Unknown ? value.reason : undefined);
}

/** The items of a tuple or list. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof List && value.unknown !== undefined) return undefined;
  return value instanceof Tuple || value instanceof List ? value.items : undefined;
}

/** A shape from `(2, 3)`, from `2`, or from the arguments `2, 3`; `undefined`: it may be of any length. */
export function shapeFrom(run: Run, values: readonly Value[]): readonly Dim[] | undefined {
  const [only] = values;
  const items = values.length === 1 ? itemsOf(only) : undefined;
  if (items) return items.map((item) => sizeFrom(run, item));
  if (values.length === 1 && dimFrom(only) === undefined) return undefined;
  return values.map((value) => sizeFrom(run, value));
}

/** A size for each of `count` axes, from one number or a sequence; `undefined`: not known or of another length. */
export function sizesFor(count: number, value: Value | undefined): readonly Dim[] | undefined {
  const one = dimFrom(value);
  if (one !== undefined) return Array.from({ length: count }, () => one);
  const items = itemsOf(value)?.map(dimFrom);
  if (items?.length === 1 && items[0] !== undefined) return Array.from({ length: count }, () => items[0] as Dim);
  return items?.length === count && items.every((item) => item !== undefined) ? (items as Dim[]) : undefined;
}

/** An axis counted from the front; `undefined`: not known or not there. */
export function axisFrom(value: Value | undefined, rank: number): number | undefined {
  const axis = dimFrom(value);
  if (typeof axis !== "number" || axis < -rank || axis >= rank) return undefined;
  return axis < 0 ? axis + rank : axis;
}

/** Axes counted from the front, each once. */
export function axesFrom(value: Value | undefined, rank: number): readonly number[] | undefined {
  const axes = (itemsOf(value) ?? [value]).map((item) => axisFrom(item, rank));
  return axes.includes(undefined) ? undefined : [...new Set(axes as number[])];
}

/** A tuple of sizes as Python sees it. */
export function tupleOf(shape: readonly Dim[]): Tuple {
  return new Tuple(shape);
}
