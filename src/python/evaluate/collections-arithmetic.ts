/** `+`, `*` and the like on texts, lists, tuples, dicts and sets. */
import type { Site } from "../site.ts";
import { formatPercent } from "../stdlib/formatting.ts";
import { Dict, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import type { Interpreter } from "./interpreter.ts";

export function combine(run: Interpreter, operator: string, left: Value, right: Value, site: Site): Value | undefined {
  if (operator === "%" && typeof left === "string") return formatPercent(run, left, right);
  if (operator === "+") return concatenate(run, left, right, site);
  if (operator === "*") return typeof left === "number" ? repeat(run, right, left) : repeat(run, left, right);
  if (left instanceof PySet && right instanceof PySet) return combineSets(operator, left, right);
  if (operator === "|" && left instanceof Dict && right instanceof Dict) {
    return new Dict(new Map([...left.entries, ...right.entries]), left.unknown ?? right.unknown);
  }
  return undefined;
}

function concatenate(run: Interpreter, left: Value, right: Value, site: Site): Value | undefined {
  if (typeof left === "string" && typeof right === "string") {
    return left.length + right.length > run.budget.length
      ? new Unknown("the text is too long to follow")
      : left + right;
  }
  if (left instanceof Tuple && right instanceof Tuple) return new Tuple(joined(run, left.items, right.items));
  if (left instanceof List && right instanceof List) {
    return new List(joined(run, left.items, right.items), left.unknown ?? right.unknown);
  }
  const kinds = [left, right].every(
    (value) => value === null || typeof value !== "object" || value instanceof List || value instanceof Tuple,
  );
  return kinds ? run.raise("TypeError", "unsupported operand types for +", site) : undefined;
}

function joined(run: Interpreter, left: readonly Value[], right: readonly Value[]): Value[] {
  run.spend((left.length + right.length) >> 2);
  return [...left, ...right];
}

function repeat(run: Interpreter, value: Value, times: Value): Value | undefined {
  const count = typeof times === "boolean" ? Number(times) : times;
  const reason = "how often it is repeated is not known";
  if (typeof count !== "number") return value instanceof List ? new List([], reason) : undefined;
  const length =
    typeof value === "string" ? value.length : value instanceof List || value instanceof Tuple ? value.items.length : 0;
  if (length * count > run.budget.length) return new Unknown("it is too long to follow");
  if (typeof value === "string") {
    run.spend((length * Math.max(count, 0)) >> 4);
    return value.repeat(Math.max(count, 0));
  }
  if (!(value instanceof List || value instanceof Tuple)) return undefined;
  run.spend((length * Math.max(count, 0)) >> 2);
  const items = Array.from({ length: Math.max(count, 0) }, () => value.items).flat();
  return value instanceof List ? new List(items, value.unknown) : new Tuple(items);
}

function combineSets(operator: string, left: PySet, right: PySet): Value | undefined {
  const unknown = left.unknown ?? right.unknown;
  const keep = (from: PySet, test: (key: string) => boolean): [string, Value][] =>
    [...from.items].filter(([key]) => test(key));
  if (operator === "|") return new PySet(new Map([...left.items, ...right.items]), unknown);
  if (operator === "&") return new PySet(new Map(keep(left, (key) => right.items.has(key))), unknown);
  if (operator === "-") return new PySet(new Map(keep(left, (key) => !right.items.has(key))), unknown);
  if (operator !== "^") return undefined;
  const both = [...keep(left, (key) => !right.items.has(key)), ...keep(right, (key) => !left.items.has(key))];
  return new PySet(new Map(both), unknown);
}
