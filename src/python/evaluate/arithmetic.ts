/** Arithmetic of whole numbers, floats and sizes with letters in them. */
import { divideExactly, floorDivideDims, moduloDims } from "../../tensor/dim/divide.ts";
import { type Comparison, compareDims } from "../../tensor/dim/order.ts";
import { addDims, multiplyDims, scaleDim, subtractDims } from "../../tensor/dim/sum.ts";
import { type Dim, Symbolic } from "../../tensor/dim.ts";
import type { Site } from "../site.ts";
import { Float, Unknown, type Value } from "../value.ts";
import type { Interpreter } from "./interpreter.ts";

export type Numeric = number | boolean | Float | Symbolic;

export function isNumeric(value: Value): value is Numeric {
  return typeof value === "number" || typeof value === "boolean" || value instanceof Float || value instanceof Symbolic;
}

export function arithmetic(run: Interpreter, operator: string, left: Numeric, right: Numeric, site: Site): Value {
  if (left instanceof Symbolic || right instanceof Symbolic) return ofSizes(operator, left, right);
  const [a, b] = [plain(left), plain(right)];
  if ((operator === "/" || operator === "//" || operator === "%") && b === 0) {
    return run.raise("ZeroDivisionError", "division by zero", site);
  }
  if (typeof left === "boolean" && typeof right === "boolean" && "&|^".includes(operator)) {
    return bitwise(operator, a, b) !== 0;
  }
  const whole = !(left instanceof Float || right instanceof Float) && operator !== "/" && !(operator === "**" && b < 0);
  const result = calculate(operator, a, b, whole);
  if (result === undefined) return new Unknown(`\`${operator}\` between these numbers is not followed`);
  if (!whole) return new Float(result);
  return Number.isSafeInteger(result) ? result + 0 : new Unknown("the number is too large to be exact");
}

function plain(value: number | boolean | Float): number {
  return value instanceof Float ? value.value : Number(value);
}

function calculate(operator: string, a: number, b: number, whole: boolean): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return whole ? Math.floor(a / b) : floorDivide(a, b);
    case "%":
      return modulo(a, b);
    case "**":
      return a ** b;
    default:
      return whole ? bitwise(operator, a, b) : undefined;
  }
}

/** With the divisor's sign, as exact as the remainder of the processor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
}

/** As Python does it: the quotient of what is divisible, rounded. */
function floorDivide(a: number, b: number): number {
  const quotient = (a - modulo(a, b)) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** With BigInt, because JavaScript's own operators see 32 bits. */
function bitwise(operator: string, a: number, b: number): number {
  const [x, y] = [BigInt(a), BigInt(b)];
  if (operator === "&") return Number(x & y);
  if (operator === "|") return Number(x | y);
  if (operator === "^") return Number(x ^ y);
  if (b < 0 || b > 64) return Number.NaN;
  if (operator === "<<") return Number(x << y);
  return operator === ">>" ? Number(x >> y) : Number.NaN;
}

function ofSizes(operator: string, left: Numeric, right: Numeric): Value {
  const [a, b] = [sizeOf(left), sizeOf(right)];
  const result = a === undefined || b === undefined ? undefined : sizeResult(operator, a, b);
  return result ?? new Unknown("the size is not a whole number that we can follow");
}

function sizeOf(value: Numeric): Dim | undefined {
  if (value instanceof Float) return Number.isInteger(value.value) ? value.value : undefined;
  return typeof value === "boolean" ? Number(value) : value;
}

function sizeResult(operator: string, a: Dim, b: Dim): Dim | undefined {
  switch (operator) {
    case "+":
      return addDims(a, b);
    case "-":
      return subtractDims(a, b);
    case "*":
      return multiplyDims(a, b);
    case "//":
      return floorDivideDims(a, b);
    // A size that is divided is mostly made whole again; where it divides, it is.
    case "/":
      return divideExactly(a, b);
    case "%":
      return moduloDims(a, b);
    case "**":
      return b === 2 ? multiplyDims(a, a) : undefined;
    default:
      return undefined;
  }
}

export function negate(operator: string, value: Numeric): Value {
  if (operator === "+") return typeof value === "boolean" ? Number(value) : value;
  if (value instanceof Symbolic) return operator === "-" ? scaleDim(value, -1) : new Unknown("the size is not known");
  if (value instanceof Float) return operator === "-" ? new Float(-value.value) : new Unknown("a float has no bits");
  // Python has no whole -0.
  return operator === "-" ? 0 - Number(value) : ~Number(value);
}

export function orderOf(operator: string, left: Numeric, right: Numeric): boolean | undefined {
  if (left instanceof Symbolic || right instanceof Symbolic) {
    const [a, b] = [sizeOf(left), sizeOf(right)];
    return a === undefined || b === undefined ? undefined : compareDims(operator as Comparison, a, b);
  }
  const [a, b] = [plain(left), plain(right)];
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}
