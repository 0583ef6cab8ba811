/** Builtins on numbers. */

import { maximumOf } from "../../tensor/dim/order.ts";
import { scaleDim } from "../../tensor/dim/sum.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Float, Tuple, Unknown, type Value } from "../value.ts";
import { argument } from "./read-arguments.ts";
import { fixed, roundHalfEven } from "./rounding.ts";

const NOT_KNOWN = "the number is not known";

function abs(run: Run, value: Value, site: Site): Value {
  if (typeof value === "number" || typeof value === "boolean") return Math.abs(Number(value));
  if (value instanceof Float) return new Float(Math.abs(value.value));
  if (value instanceof Symbolic) return maximumOf(value, scaleDim(value, -1));
  if (value instanceof Native)
    return run.call(run.attribute(value, "abs", site), { positional: [], named: new Map(), open: false }, site);
  return value instanceof Unknown ? value : new Unknown(NOT_KNOWN);
}

function round(value: Value, digits: Value): Value {
  const number =
    value instanceof Float
      ? value.value
      : typeof value === "number" || typeof value === "boolean"
        ? Number(value)
        : undefined;
  if (value instanceof Symbolic) return value;
  if (number === undefined) return value instanceof Unknown ? value : new Unknown(NOT_KNOWN);
  if (digits === null) return roundHalfEven(number);
  if (typeof digits !== "number" || digits < 0 || digits > 15) return new Unknown(NOT_KNOWN);
  return value instanceof Float ? new Float(Number(fixed(number, digits))) : number;
}

export const numberBuiltins: readonly Builtin[] = [
  new Builtin("abs", (run, args, site) => abs(run, argument(args, 0) ?? null, site)),
  new Builtin("round", (_run, args) => round(argument(args, 0) ?? null, argument(args, 1, "ndigits") ?? null)),
  new Builtin("divmod", (run, args, site) => {
    const [left, right] = [argument(args, 0) ?? null, argument(args, 1) ?? null];
    return new Tuple([run.binary("//", left, right, site), run.binary("%", left, right, site)]);
  }),
  new Builtin("pow", (run, args, site) => {
    if (argument(args, 2) !== undefined) return new Unknown(NOT_KNOWN);
    return run.binary("**", argument(args, 0) ?? null, argument(args, 1) ?? null, site);
  }),
  new Builtin("chr", (_run, args) => {
    const code = argument(args, 0);
    return typeof code === "number" && code >= 0 && code <= 0x10ffff
      ? String.fromCodePoint(code)
      : new Unknown(NOT_KNOWN);
  }),
  new Builtin("ord", (_run, args) => {
    const text = argument(args, 0);
    return typeof text === "string" ? (text.codePointAt(0) ?? new Unknown(NOT_KNOWN)) : new Unknown(NOT_KNOWN);
  }),
  ...(
    [
      ["bin", 2, "0b"],
      ["oct", 8, "0o"],
      ["hex", 16, "0x"],
    ] as const
  ).map(
    ([name, base, prefix]) =>
      new Builtin(name, (_run, args) => {
        const value = argument(args, 0);
        return typeof value === "number" && value >= 0 ? prefix + value.toString(base) : new Unknown(NOT_KNOWN);
      }),
  ),
];
