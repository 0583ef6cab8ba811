/** `sorted` and `list.sort`: stable, by Python's `<`. */
import { argumentsOf } from "../arguments.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Float, List, Tuple, type Value } from "../value.ts";

/** `undefined`: the order of two items is not known. */
export function mergeSort(run: Run, items: readonly Value[], key: Value, site: Site): Value[] | undefined {
  run.spend(items.length);
  const keyed = items.map((item) => ({ item, key: key === null ? item : run.call(key, argumentsOf(item), site) }));
  let known = true;
  const sorted = keyed.toSorted((left, right) => {
    const order = known ? compare(left.key, right.key) : 0;
    if (order === undefined) known = false;
    return order ?? 0;
  });
  return known ? sorted.map(({ item }) => item) : undefined;
}

function compare(left: Value, right: Value): number | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  if ((left instanceof Tuple || left instanceof List) && (right instanceof Tuple || right instanceof List)) {
    return compareItems(left.items, right.items);
  }
  return undefined;
}

function numberOf(value: Value): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  return value instanceof Float ? value.value : undefined;
}

function compareItems(left: readonly Value[], right: readonly Value[]): number | undefined {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compare(left[index] as Value, right[index] as Value);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
