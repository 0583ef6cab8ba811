/** Attributes in the form in which people write them: the shortest that reads back as the same value. */
import * as v from "valibot";
import type { Attribute } from "../../layers/attribute.ts";

/** The shortest spelling of a value in its read form; the value itself if no shorter one means the same. */
export function spell({ schema }: Attribute<unknown>, value: unknown): unknown {
  const means = (spelling: unknown): boolean => {
    const result = v.safeParse(schema, spelling);
    return result.success && isSame(result.output, value);
  };
  return shorterForms(value).find(means) ?? value;
}

/** One number for several equal ones, a pair for four sides, a type alone for an object with a type. */
function shorterForms(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const parts: unknown[] = Object.values(value);
  if (parts.every((part) => typeof part === "number")) {
    const [first, second] = parts;
    return [first, [first, second]];
  }
  if (!("type" in value)) return [];
  const { type } = value;
  const others = Object.entries(value).filter(([key]) => key !== "type");
  return [type, ...others.map(([key, part]) => ({ type, [key]: part }))];
}

/** Whether two values of plain data are equal. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSame(a[key as keyof object], b[key as keyof object]));
}
