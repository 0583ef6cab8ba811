/**
 * Small tensors whose numbers are known: a shape as TensorFlow gives it, a constant, and what is calculated from them,
 * because other tensors are reshaped and resized by them.
 */

import { Symbolic } from "../../../tensor/dim.ts";
import type { Arguments } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Float, List, Tuple, type TupleKind, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";

/** One number, or those of a vector. */
export type Numbers = Value | readonly Value[];

/** What `tf.shape` gives: its parts are taken like a tuple's, and it is calculated with like a tensor. */
const shapeNumbers: TupleKind = {
  inSlices: true,
  attribute: (items, name) => (name === "shape" ? new Tuple([items.length]) : undefined),
  binary: (run, { operator, items, other, reflected, site }) => {
    const numbers = numbersOf(other);
    if (numbers === undefined) return undefined;
    const sides: [Numbers, Numbers] = reflected ? [numbers, items] : [items, numbers];
    const result = calculate(run, operator, sides, site);
    return Array.isArray(result) ? new Tuple(result, shapeNumbers) : undefined;
  },
};

export function numbersOfShape(items: readonly Value[]): Tuple {
  return new Tuple(items, shapeNumbers);
}

/** `undefined`: the value is no number and no vector of numbers that are known. */
export function numbersOf(value: Value | undefined): Numbers | undefined {
  if (value instanceof KerasTensor) return value.numbers;
  if (value === undefined) return undefined;
  if (isNumber(value)) return value;
  if (!(value instanceof Tuple || (value instanceof List && value.unknown === undefined))) return undefined;
  const items = value.items.map(numbersOf);
  return items.every((item) => item !== undefined && !Array.isArray(item)) ? (items as Value[]) : undefined;
}

function isNumber(value: Value): value is number | Symbolic | Float {
  return typeof value === "number" || value instanceof Symbolic || value instanceof Float;
}

/** Number by number; one number goes with each of a vector's. */
export function calculate(
  run: Run,
  operator: string,
  [left, right]: readonly [Numbers, Numbers],
  site: Site,
): Numbers | undefined {
  const [a, b] = [itemsIn(left), itemsIn(right)];
  const count = Math.max(a?.length ?? 1, b?.length ?? 1);
  if ((a ?? b)?.length === 0 || [a, b].some((side) => side !== undefined && side.length !== count)) return undefined;
  const results = Array.from({ length: count }, (_, index) =>
    run.binary(operator, a?.[index] ?? (left as Value), b?.[index] ?? (right as Value), site),
  );
  if (results.some((result) => result instanceof Unknown)) return undefined;
  return a === undefined && b === undefined ? results[0] : results;
}

function itemsIn(numbers: Numbers): readonly Value[] | undefined {
  return Array.isArray(numbers) ? numbers : undefined;
}

interface Given {
  readonly run: Run;
  readonly operands: readonly (Value | undefined)[];
  readonly args: Arguments;
  readonly site: Site;
}

type Rule = (given: Given) => Numbers | undefined;

const operators: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  truediv: "/",
  floordiv: "//",
};

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...Object.entries(operators).map(([name, operator]): [string, Rule] => [
    name,
    ({ run, operands, site }) => {
      const [left, right] = operands.map(numbersOf);
      return left === undefined || right === undefined ? undefined : calculate(run, operator, [left, right], site);
    },
  ]),
  ...["identity", "convert_to_tensor", "stop_gradient"].map((name): [string, Rule] => [
    name,
    ({ operands }) => numbersOf(operands[0]),
  ]),
  [
    "cast",
    ({ operands, args }) =>
      withoutFractions(numbersOf(operands[0]), (args.positional[1] ?? args.named.get("dtype"))?.value),
  ],
  ["stack", ({ operands }) => vectorOf(operands[0])],
  ["concat", ({ operands }) => joined(operands[0])],
  ["concatenate", ({ operands }) => joined(operands[0])],
  ["reduce_prod", ({ run, operands, site }) => product(run, numbersOf(operands[0]), site)],
  ["prod", ({ run, operands, site }) => product(run, numbersOf(operands[0]), site)],
]);

/** What a function of TensorFlow gives where it is called with numbers that are known. */
export function numbersGiven(name: string, given: Given): Numbers | undefined {
  return rules.get(name)?.(given);
}

/** Whole numbers are what is left of a fraction; as fractions they stay what they are. */
function withoutFractions(numbers: Numbers | undefined, dtype: Value | undefined): Numbers | undefined {
  if (numbers === undefined || typeof dtype !== "string") return undefined;
  if (!/int/.test(dtype)) return numbers;
  const whole = (value: Value): Value => (value instanceof Float ? Math.trunc(value.value) : value);
  return Array.isArray(numbers) ? numbers.map(whole) : whole(numbers as Value);
}

function vectorOf(value: Value | undefined): Numbers | undefined {
  const numbers = value instanceof KerasTensor ? undefined : numbersOf(value);
  return Array.isArray(numbers) ? numbers : undefined;
}

function joined(value: Value | undefined): Numbers | undefined {
  if (!(value instanceof Tuple || value instanceof List)) return undefined;
  const parts = value.items.map(numbersOf);
  return parts.every((part) => Array.isArray(part)) ? parts.flat() : undefined;
}

function product(run: Run, numbers: Numbers | undefined, site: Site): Numbers | undefined {
  const items = numbers === undefined ? undefined : itemsIn(numbers);
  const result = items?.reduce((all, item) => run.binary("*", all, item, site), 1 as Value);
  return result instanceof Unknown ? undefined : result;
}
