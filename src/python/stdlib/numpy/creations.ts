/** New arrays: of Python's lists, of a given shape, of a range. */
import { productOfDims } from "../../../tensor/dim/sum.ts";
import { Builtin } from "../../callables.ts";
import { Range } from "../../evaluate/range.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape } from "../../tensors/answer.ts";
import { tensorIn } from "../../tensors/index.ts";
import { stack } from "../../tensors/join.ts";
import { type Bound, bind } from "../../tensors/signature.ts";
import { dimFrom, itemsOf, shapeFrom } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Float, Unknown, type Value } from "../../value.ts";
import { numberOf, unknownOf } from "../math.ts";
import { valuesOf } from "../read-arguments.ts";
import { isNumber, MOST_NUMBERS, NumberArray, single } from "./array.ts";

/** Numbers or words, lists of lists of them, tensors; `undefined`: not known, or no rectangle. */
export function arrayFrom(run: Run, value: Value, site: Site): NumberArray | undefined {
  if (value instanceof NumberArray) return value;
  if (isNumber(value)) return single(value);
  if (typeof value === "string") return new NumberArray([]);
  const tensor = tensorIn(value);
  if (tensor !== undefined) return new NumberArray(tensor.shape, { reason: tensor.reason, dtype: tensor.dtype });
  const items = run.iterate(value, site);
  return items && arrayOf(items.map((item) => arrayFrom(run, item, site)));
}

function arrayOf(parts: readonly (NumberArray | undefined)[]): NumberArray | undefined {
  const shapes = parts.flatMap((part) => (part?.shape ? [part.shape] : []));
  if (shapes.length < parts.length) return undefined;
  const [first, ...rest] = shapes;
  if (first === undefined) return new NumberArray([0], { values: [] });
  const answer = stack([first, ...rest], 0);
  return "shape" in answer ? new NumberArray(answer.shape, { values: together(parts) }) : undefined;
}

/** The numbers of several arrays behind each other. */
export function together(parts: readonly (NumberArray | undefined)[]): readonly Value[] | undefined {
  const lists = parts.map((part) => part?.values);
  return lists.includes(undefined) ? undefined : (lists as Value[][]).flat();
}

export function create(name: string, signature: string, rule: (run: Run, bound: Bound, site: Site) => Value): Builtin {
  return new Builtin(name, (run, args, site) => rule(run, bind(signature, args), site));
}

function made(name: string): Builtin {
  return create(name, "object, dtype=None, copy=True, order=None", (run, bound, site) => {
    const value = bound.get("object");
    const array = arrayFrom(run, value, site);
    if (array === undefined) return new NumberArray(undefined, { reason: unknownOf(value).reason });
    const isCopy = name === "array" || array !== value;
    return isCopy ? new NumberArray(array.shape, { ...array, values: array.values }) : array;
  });
}

function filled(run: Run, shape: Shape | undefined, value: Value | undefined): NumberArray {
  const count = shape && productOfDims(shape);
  const few = typeof count === "number" && count <= MOST_NUMBERS;
  const known = few && value !== undefined && isNumber(value);
  if (known) run.spend(count >> 4);
  return new NumberArray(shape, {
    values: known ? Array.from({ length: count }, () => value) : undefined,
  });
}

const NUMBERS: Readonly<Record<string, Float>> = { zeros: new Float(0), ones: new Float(1) };

const ofShape = ["zeros", "ones", "empty"].map((name) =>
  create(name, "shape, dtype=None, order=None", (run, bound) =>
    filled(run, shapeFrom(run, [bound.get("shape")]), NUMBERS[name]),
  ),
);

const likeAnother = ["zeros", "ones", "empty", "full"].map((name) =>
  create(`${name}_like`, "prototype, value=None, dtype=None", (run, bound, site) => {
    const shape = arrayFrom(run, bound.get("prototype"), site)?.shape;
    return filled(run, shape, name === "full" ? bound.get("value") : NUMBERS[name]);
  }),
);

const full = create("full", "shape, fill_value, dtype=None", (run, bound) =>
  filled(run, shapeFrom(run, [bound.get("shape")]), bound.get("fill_value")),
);

function identity(name: string): Builtin {
  return create(name, "N, M=None, k=0, dtype=None", (_run, bound) => {
    const rows = dimFrom(bound.get("N"));
    const columns = dimFrom(bound.get("M")) ?? rows;
    if (rows === undefined || columns === undefined) return new NumberArray(undefined);
    const few = typeof rows === "number" && typeof columns === "number" && rows * columns <= MOST_NUMBERS;
    if (!few || bound.get("k") !== 0) return new NumberArray([rows, columns]);
    const at = (place: number) => new Float(Math.floor(place / columns) === place % columns ? 1 : 0);
    const values = Array.from({ length: rows * columns }, (_, place) => at(place));
    return new NumberArray([rows, columns], { values });
  });
}

const arange = new Builtin("arange", (run, args) => {
  const values = valuesOf({ ...args, positional: args.positional.slice(0, 3) });
  const numbers = values.map(numberOf);
  if (numbers.includes(undefined)) return rowOf(run, values);
  const [first = 0, second, step = 1] = numbers as number[];
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= MOST_NUMBERS))
    return Number.isFinite(length) ? new NumberArray([length]) : new NumberArray(undefined);
  const whole = values.every((value) => typeof value === "number");
  return new NumberArray([length], {
    values: Array.from({ length }, (_, index) => (whole ? from + index * step : new Float(from + index * step))),
  });
});

/** From 0 to a size, or so many numbers as nobody knows. */
function rowOf(run: Run, values: readonly Value[]): NumberArray {
  const size = values.length === 1 ? dimFrom(values[0]) : undefined;
  return new NumberArray([size ?? unknownSize(run, "how many numbers there are is not known")]);
}

const linspace = create("linspace", "start, stop, num=50, endpoint=True", (_run, bound) => {
  const [from, to] = [numberOf(bound.get("start")), numberOf(bound.get("stop"))];
  const count = bound.get("num");
  if (from === undefined || to === undefined || typeof count !== "number" || count > MOST_NUMBERS)
    return new Unknown("the numbers are not known");
  if (bound.get("endpoint") !== true) return new NumberArray([count]);
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  const at = (index: number) => new Float(index === count - 1 && count > 1 ? to : from + index * step);
  return new NumberArray([count], { values: Array.from({ length: count }, (_, index) => at(index)) });
});

export const creations: readonly Builtin[] = [
  ...["array", "asarray", "ascontiguousarray"].map(made),
  ...ofShape,
  ...likeAnother,
  full,
  ...["eye", "identity"].map(identity),
  arange,
  linspace,
];

/** Of chance only the shape is known; without a `size` it is one number, of which whole ones choose among others. */
function chance(names: string, signature: string, isPlace = (_bound: Bound) => false): Builtin[] {
  return names.split(" ").map((name) =>
    create(name, signature, (run, bound) => {
      const sizes = itemsOf(bound.get("sizes"));
      if (sizes === undefined && bound.get("size") === null)
        return isPlace(bound) ? new NumberArray([]) : new Unknown("a number by chance is not known");
      return new NumberArray(shapeFrom(run, sizes ?? [bound.get("size")]));
    }),
  );
}

export const chances: readonly Builtin[] = [
  ...chance("rand randn", "*sizes"),
  ...chance("random random_sample standard_normal", "size=None"),
  ...chance("normal uniform", "a=None, b=None, size=None"),
  ...chance("randint", "low, high=None, size=None, dtype=None", () => true),
  create("permutation", "x", (run, bound) => permuted(run, bound.get("x"))),
  ...chance("choice", "a, size=None, replace=True, p=None", (bound) => isCount(bound.get("a"))),
];

/** The whole numbers below one, or what an array holds, in any order. */
function permuted(run: Run, given: Value): Value {
  if (given instanceof NumberArray) return new NumberArray(given.shape, { dtype: given.dtype });
  return isCount(given) && !(given instanceof Range)
    ? new NumberArray(shapeFrom(run, [given]))
    : new Unknown("what is put in another order is not known");
}

/** `choice(10)` and `choice(range(10))` give a whole number. */
function isCount(value: Value): boolean {
  return typeof value === "number" || value instanceof Range;
}
