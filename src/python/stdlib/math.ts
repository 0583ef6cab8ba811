/** `math`. */

import { productOfDims } from "../../tensor/dim/sum.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { Builtin } from "../callables.ts";
import { Float, List, type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument, valuesOf } from "./read-arguments.ts";

const NOT_KNOWN = "the number is not known";

export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  return value instanceof Float ? value.value : undefined;
}

export function unknownOf(value: Value | undefined): Unknown {
  return value instanceof Unknown ? value : new Unknown(NOT_KNOWN);
}

function isNoNumber(value: Value): boolean {
  return value === null || typeof value === "string" || value instanceof List || value instanceof Tuple;
}

/** A function of real numbers. Outside of where it is defined Python raises; the result is unknown then. */
export function realFunction(name: string, use: (...numbers: number[]) => number): Builtin {
  return new Builtin(name, (run, args, site) => {
    const values = valuesOf(args);
    if (values.some(isNoNumber)) return run.raise("TypeError", "must be real number", site);
    const numbers = values.map(numberOf);
    if (numbers.includes(undefined)) return unknownOf(values[numbers.indexOf(undefined)]);
    const result = use(...(numbers as number[]));
    return Number.isNaN(result) ? new Unknown(NOT_KNOWN) : new Float(result);
  });
}

/** A function that makes a number whole. A size is whole already. */
export function wholeFunction(name: string, use: (value: number) => number): Builtin {
  return new Builtin(name, (_run, args) => {
    const value = argument(args, 0);
    if (value instanceof Symbolic) return value;
    const number = numberOf(value);
    if (number === undefined || !Number.isFinite(number)) return unknownOf(value);
    // `+ 0` makes -0 a plain 0.
    return Number.isSafeInteger(use(number)) ? use(number) + 0 : new Unknown(NOT_KNOWN);
  });
}

export function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}

function overWhole(name: string, use: (a: number, b: number) => number): Builtin {
  return new Builtin(name, (_run, args) => {
    const values = valuesOf(args);
    const other = values.find((value) => typeof value !== "number");
    return other === undefined ? (values as number[]).reduce(use) : unknownOf(other);
  });
}

const product = new Builtin("prod", (run, args, site) => {
  const items = run.iterate(argument(args, 0) ?? null, site);
  if (items === undefined) return unknownOf(argument(args, 0));
  const sizes = items.filter((item) => typeof item === "number" || item instanceof Symbolic);
  if (sizes.length === items.length && argument(args, 1, "start") === undefined) return productOfDims(sizes);
  return items.reduce((total, item) => run.binary("*", total, item, site), argument(args, 1, "start") ?? 1);
});

/** Of more things nobody counts the choices. */
const MOST_CHOICES = 1000;

/** `comb(n, k)`: how many sets of k things there are among n; `perm(n, k)`: how many sequences. */
function choices(name: "comb" | "perm"): Builtin {
  return new Builtin(name, (_run, args) => {
    const [n, k = n] = valuesOf(args);
    if (typeof n !== "number" || typeof k !== "number") return unknownOf(typeof n === "number" ? k : n);
    if (n < 0 || k < 0 || k > MOST_CHOICES) return new Unknown(NOT_KNOWN);
    let count = 1n;
    for (let index = 0; index < k; index++)
      count = (count * BigInt(n - index)) / BigInt(name === "comb" ? index + 1 : 1);
    return count <= Number.MAX_SAFE_INTEGER ? Number(count) : new Unknown(NOT_KNOWN);
  });
}

const squareRootDown = new Builtin("isqrt", (_run, args) => {
  const value = argument(args, 0);
  return typeof value === "number" && value >= 0 ? Math.floor(Math.sqrt(value)) : unknownOf(value);
});

const logarithm = new Builtin("log", (_run, args) => {
  const [value, base] = [numberOf(argument(args, 0)), numberOf(argument(args, 1, "base") ?? new Float(Math.E))];
  if (value === undefined || base === undefined || value <= 0) return unknownOf(argument(args, 0));
  return new Float(base === Math.E ? Math.log(value) : Math.log(value) / Math.log(base));
});

export function mathModule(): Module {
  const tests = (["isnan", "isinf", "isfinite"] as const).map(
    (name) =>
      new Builtin(name, (_run, args) => {
        const value = numberOf(argument(args, 0));
        if (value === undefined) return unknownOf(argument(args, 0));
        return name === "isnan"
          ? Number.isNaN(value)
          : Number.isFinite(value) === (name === "isfinite") && !Number.isNaN(value);
      }),
  );
  const reals = (
    [
      "sqrt",
      "exp",
      "log2",
      "log10",
      "log1p",
      "expm1",
      "sin",
      "cos",
      "tan",
      "asin",
      "acos",
      "atan",
      "sinh",
      "cosh",
      "tanh",
    ] as const
  ).map((name) => realFunction(name, Math[name]));
  return moduleOf("math", [
    ...reals,
    ...tests,
    realFunction("pow", Math.pow),
    realFunction("atan2", Math.atan2),
    realFunction("fabs", Math.abs),
    realFunction("hypot", Math.hypot),
    realFunction("fmod", (a, b) => a % b),
    realFunction("degrees", (value) => (value * 180) / Math.PI),
    realFunction("radians", (value) => (value * Math.PI) / 180),
    wholeFunction("ceil", Math.ceil),
    wholeFunction("floor", Math.floor),
    wholeFunction("trunc", Math.trunc),
    choices("comb"),
    choices("perm"),
    overWhole("gcd", gcd),
    overWhole("lcm", (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcd(a, b))),
    logarithm,
    product,
    squareRootDown,
    ["pi", new Float(Math.PI)],
    ["e", new Float(Math.E)],
    ["inf", new Float(Number.POSITIVE_INFINITY)],
    ["nan", new Float(Number.NaN)],
    ["tau", new Float(2 * Math.PI)],
  ]);
}
