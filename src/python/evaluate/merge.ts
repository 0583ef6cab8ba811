/** One value for two ways on which Python may have come: what both agree on. */

import { BoundMethod } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import { Dict, Float, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { type Content, ContentSlot, type Slot } from "./journal.ts";

export function mergeValues(run: Run, left: Value, right: Value, reason: string): Value {
  if (left === right) return left;
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (left instanceof Float && right instanceof Float && left.value === right.value) return left;
  if (left instanceof Tuple && right instanceof Tuple && left.items.length === right.items.length) {
    return new Tuple(mergeItems(run, left.items, right.items, reason), left.kind);
  }
  if (left instanceof List && right instanceof List && sameLength(left, right)) {
    return new List(mergeItems(run, left.items, right.items, reason));
  }
  if (
    left instanceof BoundMethod &&
    right instanceof BoundMethod &&
    left.self === right.self &&
    left.callee === right.callee
  ) {
    return left;
  }
  const merged =
    left instanceof Native ? left.merge(run, right) : right instanceof Native ? right.merge(run, left) : undefined;
  if (merged !== undefined) return merged;
  // Comparing lists and dicts would compare the tensors in them, which is an operation.
  return isPlain(left) && isPlain(right) && run.equal(left, right) === true ? left : new Unknown(reason);
}

/** Not a thing that can change or be told apart from its equals. */
function isPlain(value: Value): boolean {
  return !(value instanceof List || value instanceof Dict || value instanceof PySet || typeof value === "boolean");
}

function sameLength(left: List, right: List): boolean {
  return left.items.length === right.items.length && left.unknown === undefined && right.unknown === undefined;
}

function mergeItems(run: Run, left: readonly Value[], right: readonly Value[], reason: string): Value[] {
  return left.map((item, index) => mergeValues(run, item, right[index] as Value, reason));
}

/** The state of a slot after a branch that ended with either of two. */
export function mergeStates(run: Run, slot: Slot, left: unknown, right: unknown, reason: string): unknown {
  if (slot instanceof ContentSlot) return mergeContents(run, left as Content, right as Content, reason);
  if (slot.merge !== undefined) return slot.merge(run, left, right, reason);
  const [one, other] = [left as Value | undefined, right as Value | undefined];
  if (one === other) return one;
  if (one === undefined || other === undefined) return new Unknown(reason);
  return mergeValues(run, one, other, reason);
}

function mergeContents(run: Run, left: Content, right: Content, reason: string): Content {
  const unknown = left.unknown ?? right.unknown;
  if (Array.isArray(left.items) && Array.isArray(right.items)) {
    if (left.items.length !== right.items.length) return { items: [], unknown: unknown ?? reason };
    return { items: mergeItems(run, left.items, right.items, reason), unknown };
  }
  const merged = mergeMaps(run, left.items as Map<string, unknown>, right.items as Map<string, unknown>, reason);
  return { items: merged.items, unknown: unknown ?? merged.unknown };
}

/** Dicts keep the values of keys that both have; a key of only one of them makes the rest unknown. */
function mergeMaps(run: Run, left: Map<string, unknown>, right: Map<string, unknown>, reason: string): Content {
  const items = new Map<string, unknown>();
  for (const [key, entry] of left) {
    const other = right.get(key);
    if (other === undefined) continue;
    items.set(key, mergeEntries(run, entry, other, reason));
  }
  const same = items.size === left.size && items.size === right.size;
  return { items, unknown: same ? undefined : reason };
}

/** A dict's entries are pairs, a set's are values. */
function mergeEntries(run: Run, left: unknown, right: unknown, reason: string): unknown {
  if (!Array.isArray(left) || !Array.isArray(right)) return left;
  const [key, value] = left as unknown as readonly [Value, Value];
  const [, other] = right as unknown as readonly [Value, Value];
  return [key, mergeValues(run, value, other, reason)];
}
