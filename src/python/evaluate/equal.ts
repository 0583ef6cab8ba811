/** `==`. */
import { compareDims } from "../../tensor/dim/order.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { Native } from "../native.ts";
import { plainMember } from "../stdlib/class-kinds.ts";
import { Dict, Float, Instance, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { callSpecial, contentOf } from "./call.ts";
import type { Interpreter } from "./interpreter.ts";

export function equalValues(run: Interpreter, a: Value, b: Value): boolean | undefined {
  const [left, right] = [plainMember(contentOf(a)), plainMember(contentOf(b))];
  if (left instanceof Unknown || right instanceof Unknown) return undefined;
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one !== undefined && other !== undefined) return one === other;
  if (left instanceof Symbolic || right instanceof Symbolic) return equalSizes(left, right);
  if (left === right) return true;
  if (left instanceof Native || right instanceof Native) return equalNatives(run, left, right);
  if (left instanceof Tuple && right instanceof Tuple) return equalItems(run, left.items, right.items);
  if (left instanceof List && right instanceof List) {
    return (left.unknown ?? right.unknown) === undefined ? equalItems(run, left.items, right.items) : undefined;
  }
  if (left instanceof Dict && right instanceof Dict) return equalDicts(run, left, right);
  if (left instanceof PySet && right instanceof PySet) return equalSets(left, right);
  return equalInstances(run, left, right);
}

function numberOf(value: Value): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  return value instanceof Float ? value.value : undefined;
}

function equalSizes(left: Value, right: Value): boolean | undefined {
  const isSize = (value: Value): value is number | Symbolic => typeof value === "number" || value instanceof Symbolic;
  if (isSize(left) && isSize(right)) return compareDims("==", left, right);
  return left instanceof Float || right instanceof Float ? undefined : false;
}

function equalNatives(run: Interpreter, left: Value, right: Value): boolean | undefined {
  if (left === null || right === null || typeof left === "string" || typeof right === "string") {
    const other = left instanceof Native ? right : left;
    return other === null ? false : undefined;
  }
  const answer =
    left instanceof Native
      ? left.binary(run, "==", right, false, NOWHERE)
      : (right as Native).binary(run, "==", left, true, NOWHERE);
  return typeof answer === "boolean" ? answer : undefined;
}

const NOWHERE = {
  file: { path: "", text: "" },
  range: { start: 0, end: 0 },
  anchor: { start: 0, end: 0 },
  caller: undefined,
};

export function equalItems(run: Interpreter, left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  if (left === right) return true;
  run.spend(1 + (left.length >> 2));
  if (run.depth >= run.budget.depth) return undefined;
  run.depth++;
  try {
    return equalEach(run, left, right);
  } finally {
    run.depth--;
  }
}

function equalEach(run: Interpreter, left: readonly Value[], right: readonly Value[]): boolean | undefined {
  let known = true;
  for (let index = 0; index < left.length; index++) {
    const same = equalValues(run, left[index] as Value, right[index] as Value);
    if (same === false) return false;
    if (same === undefined) known = false;
  }
  return known ? true : undefined;
}

function equalDicts(run: Interpreter, left: Dict, right: Dict): boolean | undefined {
  if ((left.unknown ?? right.unknown) !== undefined) return undefined;
  if (left.entries.size !== right.entries.size) return false;
  const others = [...left.entries.keys()].map((key) => right.entries.get(key)?.[1]);
  if (others.includes(undefined)) return false;
  return equalItems(
    run,
    [...left.entries.values()].map(([, value]) => value),
    others as Value[],
  );
}

function equalSets(left: PySet, right: PySet): boolean | undefined {
  if ((left.unknown ?? right.unknown) !== undefined) return undefined;
  return left.items.size === right.items.size && [...left.items.keys()].every((key) => right.items.has(key));
}

function equalInstances(run: Interpreter, left: Value, right: Value): boolean | undefined {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!(one instanceof Instance)) continue;
    const answer = callSpecial(run, one, "__eq__", [other], one.site);
    if (answer !== undefined) return run.truth(answer);
    if (one.cls.unknownBase !== undefined) return undefined;
  }
  return false;
}
