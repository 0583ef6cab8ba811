/** The methods of arrays, each also a function of NumPy whose first argument is the array. */
import { productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { insertAxis, reduceAxes, removeAxes, swapAxes } from "../../tensors/axes.ts";
import { missingAxis } from "../../tensors/missing-axis.ts";
import { repeatAxes, reshape } from "../../tensors/reshape.ts";
import { type Bound, bind } from "../../tensors/signature.ts";
import { axesFrom, axisFrom, dimFrom, itemsOf, shapeFrom } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Ellipsis, Float, List, Unknown, type Value } from "../../value.ts";
import { numberOf } from "../math.ts";
import { arrayMethods, NumberArray } from "./array.ts";
import { mistakeIn } from "./mistakes.ts";

interface ArrayCall {
  readonly run: Run;
  readonly array: NumberArray;
  readonly shape: Shape;
  readonly bound: Bound;
  readonly site: Site;
}

type Rule = (call: ArrayCall) => Value;

const NOT_FOLLOWED = "what this makes of the array is not followed";

/** Answers for an array of which nothing is known, too. */
type UnknownRule = (call: Omit<ArrayCall, "shape">) => NumberArray;

function define(names: string, signature: string, rule: Rule, ofUnknown: UnknownRule = ({ array }) => array): void {
  for (const name of names.split(" ")) {
    const method = new Builtin(name, (run, args, site) => {
      const bound = bind(`self, ${signature}`, args);
      const array = bound.get("self");
      if (!(array instanceof NumberArray)) return new Unknown(`what numpy.${name} is given is no array that we know`);
      const call = { run, array, bound, site };
      if (array.shape === undefined) return ofUnknown(call);
      checkAxis({ ...call, shape: array.shape }, name);
      return rule({ ...call, shape: array.shape });
    });
    arrayMethods.set(name, method);
  }
}

function checkAxis({ run, array, shape, bound, site }: ArrayCall, name: string): void {
  const axis = bound.get("axis");
  const more = name === "expand_dims" ? (itemsOf(axis)?.length ?? 1) : 0;
  const wrong = missingAxis(axis, shape, { more });
  if (wrong) mistakeIn(run, { type: name, inputs: [array], site }, wrong);
}

/** The same numbers in the same order. */
function reshaped({ run, array, site }: ArrayCall, answer: ShapeAnswer): Value {
  mistakeIn(run, { type: "reshape", inputs: [array], site }, answer);
  return "shape" in answer ? array.view(answer.shape) : new NumberArray(undefined, { reason: NOT_FOLLOWED });
}

/** Other numbers, of which only the shape is kept. */
function shaped(shape: Shape | undefined): NumberArray {
  return new NumberArray(shape, { reason: NOT_FOLLOWED });
}

const sizesOf = ({ run, bound }: Omit<ArrayCall, "shape">) => shapeFrom(run, itemsOf(bound.get("sizes")) ?? []);

define(
  "reshape",
  "*sizes, order=None",
  (call) => {
    const target = sizesOf(call);
    return target === undefined ? shaped(undefined) : reshaped(call, reshape(call.shape, target));
  },
  (call) => shaped(sizesOf(call)?.map((size) => (size === -1 ? unknownSize(call.run) : size))),
);
define("ravel", "order=None", ({ array, shape }) => array.view([productOfDims(shape)]));
define(
  "flatten",
  "order=None",
  ({ array, shape }) => new NumberArray([productOfDims(shape)], { dtype: array.dtype, values: array.values }),
);
define("transpose", "*axes", ({ array, shape, bound }) => {
  const given = itemsOf(bound.get("axes")) ?? [];
  const axes = (given.length === 1 ? (itemsOf(given[0]) ?? given) : given).map((axis) => axisFrom(axis, shape.length));
  const order = given.length === 0 || given[0] === null ? shape.map((_, axis) => axis).reverse() : axes;
  return order.includes(undefined) ? shaped(undefined) : array.transposed(order as number[]);
});
define("swapaxes", "a, b", ({ array, shape, bound }) => {
  const [a, b] = [axisFrom(bound.get("a"), shape.length), axisFrom(bound.get("b"), shape.length)];
  if (a === undefined || b === undefined) return shaped(undefined);
  return array.transposed(
    swapAxes(
      shape.map((_, axis) => axis),
      a,
      b,
    ) as number[],
  );
});
define("expand_dims", "axis", (call) => {
  const written = call.bound.get("axis");
  const axes = axesFrom(written, call.shape.length + (itemsOf(written)?.length ?? 1));
  if (axes === undefined) return shaped(undefined);
  return reshaped(call, { shape: axes.toSorted((a, b) => a - b).reduce(insertAxis, call.shape) });
});
define("squeeze", "axis=None", (call) => {
  const { bound, shape } = call;
  const axes =
    bound.get("axis") === null
      ? shape.flatMap((size, axis) => (size === 1 ? [axis] : []))
      : axesFrom(bound.get("axis"), shape.length);
  const rest = axes && removeAxes(shape, axes);
  return rest === undefined ? shaped(undefined) : reshaped(call, { shape: rest });
});
define("astype", "dtype, copy=True", ({ array, shape, bound }) => {
  const type = bound.get("dtype");
  const name = String((type as { name?: string } | null)?.name ?? type);
  const whole = /int/.test(name);
  const values = array.values?.map((value) => (whole ? wholeOf(value) : value));
  const known = values?.some((value) => value instanceof Unknown) ? undefined : values;
  return new NumberArray(shape, { dtype: /bool/.test(name) ? "bool" : undefined, values: known });
});
define(
  "copy",
  "order=None",
  ({ array, shape }) => new NumberArray(shape, { dtype: array.dtype, values: array.values }),
);
define("tolist", "", ({ array }) => listFrom(array));
define("item", "*index", ({ array }) => array.number() ?? new Unknown("the number is not known"));
define("repeat", "repeats, axis=None", ({ shape, bound }) => {
  const times = dimFrom(bound.get("repeats"));
  if (times === undefined) return shaped(undefined);
  if (bound.get("axis") === null) return shaped([productOfDims([...shape, times])]);
  const axis = axisFrom(bound.get("axis"), shape.length);
  return shaped(axis === undefined ? undefined : shape.with(axis, productOfDims([shape[axis] as Dim, times])));
});
define("tile", "reps", ({ run, shape, bound }) => {
  const times = shapeFrom(run, [bound.get("reps")]);
  const missing = times === undefined ? 0 : Math.max(0, shape.length - times.length);
  return shaped(times && repeatAxes(shape, [...Array.from({ length: missing }, () => 1), ...times]));
});
define("clip round", "*rest", ({ shape }) => shaped(shape));
define("fill", "value", ({ run, array, bound, site }) => {
  array.setItem(run, new Ellipsis(), bound.get("value"), site);
  return null;
});
/** In place: the numbers are no longer where they were. */
define("sort partition", "*rest", ({ run, array, site }) => {
  array.setItem(run, new Ellipsis(), null, site);
  return null;
});
define("cumsum cumprod", "axis=None", ({ shape, bound }) =>
  shaped(bound.get("axis") === null ? [productOfDims(shape)] : shape),
);

function wholeOf(value: Value): Value {
  const number = numberOf(value);
  return number === undefined ? new Unknown("the number is not known") : Math.trunc(number);
}

function listFrom(array: NumberArray): Value {
  const items = array.iterate();
  if (items === undefined) return new List([], "the array's numbers are not known");
  return new List(items.map((item) => (item instanceof NumberArray ? listFrom(item) : item)));
}

type Reduction = (call: ArrayCall, values: readonly Value[]) => Value;

const total: Reduction = ({ run, site }, values) => values.reduce((sum, value) => run.binary("+", sum, value, site), 0);

const reductions: Readonly<Record<string, Reduction>> = {
  sum: total,
  prod: ({ run, site }, values) => values.reduce((product, value) => run.binary("*", product, value, site), 1),
  max: (call, values) => extreme(call, values, ">"),
  min: (call, values) => extreme(call, values, "<"),
  mean: (call, values) => call.run.binary("/", total(call, values), values.length, call.site),
};

function extreme({ run, site }: ArrayCall, values: readonly Value[], operator: string): Value {
  const [first, ...rest] = values;
  if (first === undefined) return new Unknown("an empty array has no extreme");
  return rest.reduce((best, value) => {
    const better = run.truth(run.compare(operator, value, best, site));
    return better === undefined ? new Unknown("which is the larger one is not known") : better ? value : best;
  }, first);
}

for (const name of [...Object.keys(reductions), "std", "var", "any", "all", "argmax", "argmin", "median"]) {
  define(name, "axis=None, dtype=None, out=None, keepdims=False", (call) => {
    const { array, shape, bound } = call;
    const all = bound.get("axis") === null;
    const reduce = Object.hasOwn(reductions, name) ? reductions[name] : undefined;
    const { values } = array;
    if ((all || shape.length === 1) && values && reduce && bound.get("keepdims") === false) return reduce(call, values);
    const axes = all ? shape.map((_, axis) => axis) : axesFrom(bound.get("axis"), shape.length);
    return shaped(axes && reduceAxes(shape, axes, bound.get("keepdims") === true));
  });
}

/** A function of each number by itself. */
export function eachNumber(array: NumberArray, use: (value: number) => number): NumberArray {
  const numbers = array.values?.map(numberOf);
  const known = numbers?.every((number) => number !== undefined && !Number.isNaN(use(number)));
  return new NumberArray(array.shape, {
    reason: array.reason,
    values: known ? (numbers as number[]).map((number) => new Float(use(number))) : undefined,
  });
}
