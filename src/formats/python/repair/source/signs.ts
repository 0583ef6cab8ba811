/** Which sign may stand in the place of another one. */
import type { Written } from "./written.ts";

/** Shares and factors, by their names or their fractions. */
const FACTOR = /ratio|scale|mult|factor|expan|frac|\d\.\d?|\.\d/i;

/** Nobody adds a factor to a size, or a number to another one where a product of numbers stands. */
export function mayStand(other: string, { file: { text }, range }: Written): boolean {
  if (other !== "+") return true;
  const before = /[\w.]+\s*$/.exec(text.slice(Math.max(0, range.start - 40), range.start))?.[0].trim() ?? "";
  const behind = /^\s*[\w.]+/.exec(text.slice(range.end, range.end + 40))?.[0].trim() ?? "";
  if (FACTOR.test(before) || FACTOR.test(behind)) return false;
  return !(/^\d+$/.test(before) && /^\d+$/.test(behind));
}

/** The likeliest first: a number stands before a product. */
export function likeliestFirst(others: readonly string[], { file: { text }, range }: Written): readonly string[] {
  const isOfNumber = /(?<![\w.])\d+\s*$/.test(text.slice(Math.max(0, range.start - 20), range.start));
  const isNamed = /^\s*[a-z_]/i.test(text.slice(range.end));
  return isOfNumber && isNamed && others.includes("*") ? ["*", ...others.filter((other) => other !== "*")] : others;
}
