/**
 * Arithmetic on the short tensors whose numbers are known, in float32 as PyTorch does it: RegNet, for one, computes its widths
 * with tensors. Everything else has a shape and no numbers.
 */
import { Float, type Value } from "../../value.ts";
import type { Call } from "../call.ts";
import type { TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";

const ONE: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  float: (value) => value,
  floor: Math.floor,
  int: Math.trunc,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  long: Math.trunc,
  neg: (value) => -value,
  round: roundHalfEven,
  sqrt: Math.sqrt,
  square: (value) => value * value,
};

const TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  floordiv: (a, b) => Math.floor(a / b),
  pow: Math.pow,
  maximum: Math.max,
  minimum: Math.min,
};

const SAME: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floordiv",
  floor_divide: "floordiv",
  "**": "pow",
  divide: "div",
  true_divide: "div",
  multiply: "mul",
  subtract: "sub",
};

const INTEGERS = new Set(["int", "long"]);

/** The same function, which also gives the numbers where those of its arguments are known. */
export function withNumbers(definition: TorchFunction): TorchFunction {
  const reflected = definition.name.startsWith("operator reflected ");
  const bare = definition.name.replace(/^operator (reflected )?/, "");
  const name = SAME[bare] ?? bare;
  const compute = computeOf(name, reflected);
  if (compute === undefined) return definition;
  return {
    ...definition,
    rule(call) {
      const result = definition.rule(call);
      const content = result instanceof TorchTensor && result.shape !== undefined ? compute(call) : undefined;
      if (content === undefined || !(result instanceof TorchTensor)) return result;
      return new TorchTensor({ shape: result.shape, reason: result.reason, dtype: result.dtype, content });
    },
  };
}

type Compute = (call: Call) => Value[] | undefined;

function computeOf(name: string, reflected: boolean): Compute | undefined {
  if (name === "diff") return computeDifference;
  if (name === "cumsum") return computeSums;
  if (name === "flip") return (call) => call.tensor("input")?.content?.toReversed();
  if (Object.hasOwn(ONE, name)) return computeOne(name);
  return Object.hasOwn(TWO, name) ? computeTwo(name, reflected) : undefined;
}

function computeOne(name: string): Compute {
  return (call) => {
    const own = knownNumbersOf(call.get("input"));
    return own?.map((value) =>
      numberFrom((ONE[name] as (value: number) => number)(value.number), value.whole || INTEGERS.has(name)),
    );
  };
}

function computeTwo(name: string, reflected: boolean): Compute {
  return (call) => {
    if (call.bound.has("alpha") || call.bound.has("rounding_mode")) return undefined;
    const [left, right] = [
      knownNumbersOf(call.get(reflected ? "other" : "input")),
      knownNumbersOf(call.get(reflected ? "input" : "other")),
    ];
    if (left === undefined || right === undefined) return undefined;
    const length = left.length === 1 ? right.length : left.length;
    if (right.length !== 1 && right.length !== length) return undefined;
    return Array.from({ length }, (_, index) => {
      const [a, b] = [left[left.length === 1 ? 0 : index] as Known, right[right.length === 1 ? 0 : index] as Known];
      return numberFrom(
        (TWO[name] as (a: number, b: number) => number)(a.number, b.number),
        a.whole && b.whole && name !== "div",
      );
    });
  };
}

/** Of `diff` along a single axis. */
function computeDifference(call: Call): Value[] | undefined {
  const own = knownNumbersOf(call.get("input"));
  return own?.slice(1).map(({ number, whole }, index) => numberFrom(number - (own[index] as Known).number, whole));
}

/** Of `cumsum` along a single axis. */
function computeSums(call: Call): Value[] | undefined {
  let sum = 0;
  return knownNumbersOf(call.get("input"))?.map(({ number, whole }) => {
    sum += number;
    return numberFrom(sum, whole);
  });
}

export interface Known {
  readonly number: number;
  readonly whole: boolean;
}

/** Of a tensor, or of a number that is combined with one. */
export function knownNumbersOf(value: Value | undefined): Known[] | undefined {
  const values = value instanceof TorchTensor ? value.content : value === undefined ? undefined : [value];
  const known = values?.map((item): Known | undefined => {
    if (typeof item === "number") return { number: item, whole: true };
    return item instanceof Float ? { number: item.value, whole: false } : undefined;
  });
  return known?.includes(undefined) ? undefined : (known as Known[] | undefined);
}

function numberFrom(value: number, whole: boolean): Value {
  return whole && Number.isSafeInteger(value) ? value : new Float(Math.fround(value));
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
