/** NumPy's functions beside those that an array has as methods. */

import { type Dim, Symbolic } from "../../../tensor/dim.ts";
import { argumentsOf, withoutFirst } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { concatenate, stack } from "../../tensors/join.ts";
import { missingAxis } from "../../tensors/missing-axis.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { Float, Tuple, Unknown, type Value } from "../../value.ts";
import { numberOf, unknownOf } from "../math.ts";
import { argument } from "../read-arguments.ts";
import { arrayMethods, NumberArray } from "./array.ts";
import { arrayFrom, together } from "./creations.ts";
import { eachNumber } from "./methods.ts";
import { mistakeIn } from "./mistakes.ts";

/** A function of each number; of a size, which is whole, `ceil` and `floor` are the size. */
function elementwise(name: string, use: (value: number) => number): Builtin {
  return new Builtin(name, (run, args, site) => {
    const value = argument(args, 0) ?? null;
    if (value instanceof Symbolic && (name === "ceil" || name === "floor")) return value;
    const number = numberOf(value);
    if (number !== undefined && !Number.isNaN(use(number))) return new Float(use(number));
    const array = number === undefined ? arrayFrom(run, value, site) : undefined;
    return array === undefined || array.shape?.length === 0 ? unknownOf(value) : eachNumber(array, use);
  });
}

function halfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}

const reals = (["sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "abs"] as const).map((name) =>
  elementwise(name, Math[name]),
);

/** An array's method as a function, of whatever is an array; of another framework's tensor it is that one's own method. */
function methodOf(name: string, method: Builtin): Builtin {
  return new Builtin(name, (run, args, site) => {
    const value = args.positional[0]?.value ?? args.named.get("a")?.value ?? null;
    const array = arrayFrom(run, value, site);
    if (array === undefined || (value instanceof Native && !(value instanceof NumberArray))) {
      const own = value instanceof Native ? value.attribute(run, name) : undefined;
      if (own !== undefined) return run.call(own, withoutFirst(args), site);
      return value instanceof Unknown ? value : new Unknown(`what numpy.${name} gives is not known`);
    }
    const rest = args.positional.slice(1);
    return method.call(run, { ...args, positional: [{ value: array, written: undefined }, ...rest] }, site);
  });
}

/** Those that change the array itself, and those that are written otherwise as functions. */
const METHODS_ALONE = new Set(["fill", "sort", "partition", "tolist", "item", "astype", "flatten"]);

function methodsAsFunctions(): Builtin[] {
  return [...arrayMethods].flatMap(([name, method]) => (METHODS_ALONE.has(name) ? [] : [methodOf(name, method)]));
}

type Join = (run: Run, parts: readonly NumberArray[], axis: Value, site: Site) => NumberArray;

function joining(name: string, axis: Value, join: Join): Builtin {
  return new Builtin(name, (run, args, site) => {
    const items = run.iterate(argument(args, 0) ?? null, site);
    const parts = items?.map((item) => arrayFrom(run, item, site));
    if (parts === undefined || parts.includes(undefined)) return new Unknown("what is joined is not known");
    return join(run, parts as NumberArray[], argument(args, 1, "axis") ?? axis, site);
  });
}

function shapesOf(parts: readonly NumberArray[]): readonly [Shape, ...Shape[]] | undefined {
  const [first, ...rest] = parts.map(({ shape }) => shape);
  return first === undefined || rest.includes(undefined) ? undefined : [first, ...(rest as Shape[])];
}

function joined(parts: readonly NumberArray[], axis: number, answer: ShapeAnswer): NumberArray {
  if (!("shape" in answer)) return new NumberArray(undefined, { reason: "what is joined does not fit" });
  return new NumberArray(answer.shape, { values: axis === 0 ? together(parts) : undefined });
}

/** `more`: how many axes it adds to those of its parts. */
function joinedBy(type: string, more: number, join: typeof concatenate): Join {
  return (run, parts, axis, site) => {
    const shapes = shapesOf(parts);
    if (shapes === undefined) return new NumberArray(undefined);
    const at = axisFrom(axis, shapes[0].length + more);
    const answer = at === undefined ? missingAxis(axis, shapes[0], { more }) : join(shapes, at);
    if (answer !== undefined) mistakeIn(run, { type, inputs: parts, site }, answer);
    return at === undefined || answer === undefined ? new NumberArray(undefined) : joined(parts, at, answer);
  };
}

const concatenated = joinedBy("concatenate", 0, concatenate);
const stacked = joinedBy("stack", 1, stack);

/** Arrays with at least two axes: rows below each other, as `vstack` puts them. */
const vertical: Join = (run, parts, axis, site) =>
  concatenated(
    run,
    parts.map((part) => (part.shape?.length === 1 ? part.view([1, ...part.shape]) : part)),
    axis,
    site,
  );

const horizontal: Join = (run, parts, _axis, site) =>
  concatenated(run, parts, parts[0]?.shape?.length === 1 ? 0 : 1, site);

/** `append` flattens both where no axis is given. */
const append = new Builtin("append", (run, args, site) => {
  const parts = [argument(args, 0) ?? null, argument(args, 1) ?? null].map((value) => arrayFrom(run, value, site));
  if (parts.includes(undefined)) return new Unknown("what is joined is not known");
  const axis = argument(args, 2, "axis") ?? null;
  const arrays = parts as NumberArray[];
  if (axis !== null) return concatenated(run, arrays, axis, site);
  const ravel = arrayMethods.get("ravel") as Builtin;
  const flat = arrays.map((array) => run.call(ravel, argumentsOf(array), site));
  return concatenated(run, flat as NumberArray[], 0, site);
});

/** Grids in the order of images: the first array runs along the columns, unless `indexing` is `ij`. */
const meshgrid = new Builtin("meshgrid", (run, args, site) => {
  const parts = args.positional.map(({ value }) => arrayFrom(run, value, site)?.shape);
  if (args.open || parts.some((shape) => shape?.length !== 1)) return new Unknown("the grid's axes are not known");
  const sizes = (parts as Shape[]).map(([size]) => size as Dim);
  const plain = args.named.get("indexing")?.value === "ij" || sizes.length < 2;
  const shape = plain ? sizes : [sizes[1] as Dim, sizes[0] as Dim, ...sizes.slice(2)];
  return new Tuple(sizes.map(() => new NumberArray(shape)));
});

function operation(name: string, operator: string): Builtin {
  return new Builtin(name, (run: Run, args, site: Site) => {
    const [a, b] = [argument(args, 0) ?? null, argument(args, 1) ?? null];
    return run.binary(operator, arrayOrNumber(run, a, site), arrayOrNumber(run, b, site), site);
  });
}

function arrayOrNumber(run: Run, value: Value, site: Site): Value {
  return (numberOf(value) === undefined ? arrayFrom(run, value, site) : undefined) ?? value;
}

export function functions(): Builtin[] {
  return [
    ...methodsAsFunctions(),
    ...reals,
    elementwise("ceil", Math.ceil),
    elementwise("floor", Math.floor),
    elementwise("round", halfEven),
    elementwise("rint", halfEven),
    operation("add", "+"),
    operation("subtract", "-"),
    operation("multiply", "*"),
    operation("divide", "/"),
    operation("power", "**"),
    operation("mod", "%"),
    joining("concatenate", 0, concatenated),
    joining("stack", 0, stacked),
    joining("vstack", 0, vertical),
    joining("hstack", 0, horizontal),
    append,
    meshgrid,
  ];
}
