/** Operators, on Python's own values; those of tensors are their own. */

import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import type { Site } from "../site.ts";
import { Dict, Instance, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { arithmetic, isNumeric, negate, orderOf } from "./arithmetic.ts";
import { callSpecial, contentOf } from "./call.ts";
import { combine } from "./collections-arithmetic.ts";
import { contains } from "./contains.ts";
import type { Interpreter } from "./interpreter.ts";

const METHODS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "lshift",
  ">>": "rshift",
};

const COMPARISONS: Readonly<Record<string, readonly [own: string, reflected: string]>> = {
  "<": ["__lt__", "__gt__"],
  "<=": ["__le__", "__ge__"],
  ">": ["__gt__", "__lt__"],
  ">=": ["__ge__", "__le__"],
};

export function binaryValue(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  if (isNumeric(left) && isNumeric(right)) return arithmetic(run, operator, left, right, site);
  if (left instanceof Native || right instanceof Native) return ofNatives(run, operator, left, right, site);
  if (left instanceof Instance || right instanceof Instance) return ofInstances(run, operator, left, right, site);
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  const made = ofTuples(run, operator, left, right, site) ?? combine(run, operator, left, right, site);
  if (made !== undefined) return made;
  // `int | None` between types.
  if (operator === "|" && (left instanceof PyClass || right instanceof PyClass)) return new Unknown("a union of types");
  if (isRefused(operator, left, right)) return refuse(run, operator, site);
  return new Unknown(`\`${operator}\` between these values is not followed`);
}

function refuse(run: Interpreter, operator: string, site: Site): never {
  return run.raise("TypeError", `unsupported operand type(s) for ${operator}`, site);
}

/** A number and `None` or a list: only a row may be repeated. */
function isRefused(operator: string, left: Value, right: Value): boolean {
  const other = isNumeric(left) ? right : isNumeric(right) ? left : undefined;
  if (!(operator in METHODS) || other === undefined) return false;
  const isRow = other instanceof List || other instanceof Tuple;
  return other === null || (isRow && operator !== "*");
}

/** Of tuples that a library calculates with in its own way. */
function ofTuples(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value | undefined {
  const own = (tuple: Value, other: Value, reflected: boolean): Value | undefined =>
    tuple instanceof Tuple
      ? tuple.kind?.binary?.(run, { operator, items: tuple.items, other, reflected, site })
      : undefined;
  return own(left, right, false) ?? own(right, left, true);
}

function ofNatives(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  if (operator in METHODS && (left === null || right === null)) return refuse(run, operator, site);
  const own = left instanceof Native ? left.binary(run, operator, right, false, site) : undefined;
  const result = own ?? (right instanceof Native ? right.binary(run, operator, left, true, site) : undefined);
  if (result !== undefined) return result;
  if (left instanceof Unknown) return left;
  return right instanceof Unknown ? right : new Unknown(`\`${operator}\` between these values is not followed`);
}

function ofInstances(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  const name = METHODS[operator];
  const result =
    name &&
    (callSpecial(run, left, `__${name}__`, [right], site) ?? callSpecial(run, right, `__r${name}__`, [left], site));
  if (result !== undefined && result !== "") return result;
  const [a, b] = [contentOf(left), contentOf(right)];
  if (a !== left || b !== right) return binaryValue(run, operator, a, b, site);
  if (name && (isRefusing(left, right, name) || isRefusing(right, left, name))) return refuse(run, operator, site);
  return new Unknown(`\`${operator}\` between these objects is not followed`);
}

/** Whether an object surely cannot be calculated with a number. */
function isRefusing(object: Value, number: Value, name: string): boolean {
  if (!(object instanceof Instance && isNumeric(number))) return false;
  return object.cls.surelyLacks(`__${name}__`) && object.cls.surelyLacks(`__r${name}__`);
}

/** `left OP= right`: lists change in place. */
export function augment(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  if (left instanceof List && operator === "+") {
    const more = run.iterate(right, site);
    run.alter(left, () => {
      if (more === undefined) left.unknown = right instanceof Unknown ? right.reason : "what was added is not known";
      else if (left.items.length + more.length > run.budget.length) left.unknown = "it is too long to follow";
      else for (const item of more) left.items.push(item);
    });
    return left;
  }
  const name = METHODS[operator];
  const own = name && callSpecial(run, left, `__i${name}__`, [right], site);
  if (own !== undefined && own !== "") return own;
  if (left instanceof Native)
    return left.binary(run, `${operator}=`, right, false, site) ?? run.binary(operator, left, right, site);
  return run.binary(operator, left, right, site);
}

export function unaryValue(run: Interpreter, operator: string, operand: Value, site: Site): Value {
  if (operator === "not") {
    const truth = run.truth(operand);
    return truth === undefined
      ? new Unknown(operand instanceof Unknown ? operand.reason : "its truth is not known")
      : !truth;
  }
  if (operand instanceof Unknown) return operand;
  if (operand instanceof Native)
    return (
      operand.unary(run, operator, site) ?? new Unknown(`\`${operator}\` of a ${operand.typeName} is not followed`)
    );
  if (isNumeric(operand)) return negate(operator, operand);
  const name = operator === "-" ? "__neg__" : operator === "~" ? "__invert__" : "__pos__";
  return callSpecial(run, operand, name, [], site) ?? new Unknown(`\`${operator}\` of this value is not followed`);
}

export function compareValues(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  switch (operator) {
    case "is":
    case "is not":
      return known(isSame(left, right), operator === "is", left, right);
    case "in":
    case "not in":
      return known(contains(run, right, left, site), operator === "in", left, right);
    case "==":
    case "!=":
    case "<>":
      return equality(run, operator, left, right, site);
    default:
      return ordering(run, operator, left, right, site);
  }
}

function equality(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  const sign = operator === "==" ? "==" : "!=";
  if (left instanceof Native || right instanceof Native) {
    const result =
      left instanceof Native
        ? left.binary(run, sign, right, false, site)
        : (right as Native).binary(run, sign, left, true, site);
    if (result !== undefined) return result;
  }
  return known(run.equal(left, right), sign === "==", left, right);
}

function known(answer: boolean | undefined, positive: boolean, left: Value, right: Value): Value {
  if (answer !== undefined) return answer === positive;
  if (left instanceof Unknown) return left;
  return right instanceof Unknown ? right : new Unknown("whether these are the same is not known");
}

/** `is`. Numbers and texts that are equal are taken as the same, as they are in the code that people write. */
function isSame(left: Value, right: Value): boolean | undefined {
  if (left instanceof Unknown || right instanceof Unknown) return undefined;
  return left === right;
}

function ordering(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value {
  if (isNumeric(left) && isNumeric(right)) return known(orderOf(operator, left, right), true, left, right);
  if (left instanceof Native || right instanceof Native) return ofNatives(run, operator, left, right, site);
  if (typeof left === "string" && typeof right === "string")
    return known(orderOf(operator, left < right ? -1 : left > right ? 1 : 0, 0), true, left, right);
  if ((left instanceof Tuple && right instanceof Tuple) || (left instanceof List && right instanceof List)) {
    return sequenceOrder(run, operator, left.items, right.items, site);
  }
  if (left instanceof PySet && right instanceof PySet) return setOrder(operator, left, right);
  const [own, reflected] = COMPARISONS[operator] ?? ["", ""];
  const result = callSpecial(run, left, own, [right], site) ?? callSpecial(run, right, reflected, [left], site);
  return result ?? known(undefined, true, left, right);
}

/** The first place in which two sequences differ decides. */
function sequenceOrder(
  run: Interpreter,
  operator: string,
  left: readonly Value[],
  right: readonly Value[],
  site: Site,
): Value {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [a, b] = [left[index] as Value, right[index] as Value];
    const same = run.equal(a, b);
    if (same === undefined) return known(undefined, true, a, b);
    if (!same) return compareValues(run, operator.slice(0, 1), a, b, site);
  }
  return known(orderOf(operator, left.length, right.length), true, null, null);
}

function setOrder(operator: string, left: PySet, right: PySet): Value {
  if ((left.unknown ?? right.unknown) !== undefined) return new Unknown("what a set holds is not known");
  const [small, large] = operator.startsWith("<") ? [left, right] : [right, left];
  const inside = [...small.items.keys()].every((key) => large.items.has(key));
  return inside && (operator.endsWith("=") || small.items.size < large.items.size);
}

export function lengthOf(run: Interpreter, value: Value, site: Site): Value {
  const own = callSpecial(run, value, "__len__", [], site);
  if (own !== undefined) return own;
  const content = contentOf(value);
  if (typeof content === "string") return [...content].length;
  if (content instanceof Tuple) return content.items.length;
  if (content instanceof List || content instanceof Dict || content instanceof PySet) {
    if (content.unknown !== undefined) return new Unknown(content.unknown);
    return content instanceof List
      ? content.items.length
      : content instanceof Dict
        ? content.entries.size
        : content.items.size;
  }
  if (content instanceof Native)
    return content.length(run) ?? new Unknown(`the length of a ${content.typeName} is not known`);
  return content instanceof Unknown ? content : new Unknown("the length of this value is not known");
}
