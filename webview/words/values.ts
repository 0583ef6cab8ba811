/** What is odd about values, in words. */
import type { Summary } from "../geometry/values.ts";
import { countOf, formatCount } from "./numbers.ts";

/** `Of 784 values, 3 are NaN and 1 is infinite; they are drawn in pink.`; `undefined` if all are finite. */
export function describeNotFinite({
  count,
  nan,
  infinite,
}: Pick<Summary, "count" | "nan" | "infinite">): string | undefined {
  if (nan + infinite === 0) return undefined;
  const parts = [];
  if (nan > 0) parts.push(`${verbed(nan)} NaN`);
  if (infinite > 0) parts.push(`${verbed(infinite)} infinite`);
  return `Of ${countOf(count, "value")}, ${parts.join(" and ")}; they are drawn in pink.`;
}

/** `In the output: of 784 values, 3 are NaN; they are drawn in pink.` */
export function describeNotFiniteIn(
  place: string,
  summary: Parameters<typeof describeNotFinite>[0],
): string | undefined {
  const words = describeNotFinite(summary);
  return words && `In the ${place}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function verbed(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "is" : "are"}`;
}
