/** The text under which a value stands in a dict or a set: two values have the same exactly if Python takes them as equal. */
import { formatDim } from "../../tensor/dim/text.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { plainMember } from "../stdlib/class-kinds.ts";
import { Dict, Ellipsis, Float, Instance, List, PySet, Slice, Tuple, Unknown, type Value } from "../value.ts";

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

export function identityOf(value: object): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  identities.set(value, ++lastIdentity);
  return lastIdentity;
}

/** `undefined`: not known, or nothing that Python can hash. */
export function keyOf(value: Value): string | undefined {
  if (typeof value === "string") return `s${value}`;
  if (typeof value === "number" || typeof value === "boolean") return `n${Number(value)}`;
  if (value === null) return "none";
  if (value instanceof Float) return `n${value.value}`;
  if (value instanceof Symbolic) return `d${formatDim(value)}`;
  if (value instanceof Tuple) return keyOfTuple(value);
  if (value instanceof Ellipsis) return "...";
  if (value instanceof Unknown || value instanceof List || value instanceof Dict || value instanceof PySet)
    return undefined;
  if (value instanceof Slice) return undefined;
  const plain = plainMember(value);
  if (plain !== value) return keyOf(plain);
  // A class may say itself when its instances are equal; those that do are not followed.
  if (value instanceof Instance && value.cls.find("__eq__") !== undefined) return undefined;
  return `o${identityOf(value)}`;
}

const tupleKeys = new WeakMap<Tuple, string>();

function keyOfTuple(tuple: Tuple): string | undefined {
  const known = tupleKeys.get(tuple);
  if (known !== undefined) return known;
  const key = freshKeyOf(tuple);
  if (key !== undefined) tupleKeys.set(tuple, key);
  return key;
}

/** Texts of any length stand in it with their lengths, so that no two tuples have the same. */
function freshKeyOf({ items }: Tuple): string | undefined {
  const keys = items.map(keyOf);
  if (keys.includes(undefined)) return undefined;
  return `t${keys.map((key) => `${key?.length}:${key}`).join(",")}`;
}
