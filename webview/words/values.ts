/** Ranges, oddities and readouts of values, in words. */
import type { Range, Summary } from "../geometry/values.ts";
import { countOf, formatCount, formatValue } from "./numbers.ts";

/** `3 of 784 values are NaN and 1 is infinite.`; `undefined` if all are finite. */
export function describeNotFinite({ count, nan, infinite }: Summary): string | undefined {
  if (nan + infinite === 0) return undefined;
  const parts = [];
  if (nan > 0) parts.push(`${formatCount(nan)} NaN`);
  if (infinite > 0) parts.push(`${formatCount(infinite)} infinite`);
  return `Of ${countOf(count, "value")}, ${parts.join(" and ")}.`;
}

/** `−0.31 to 0.31`. */
export function describeRange({ low, high }: Range): string {
  return `${formatValue(low)} to ${formatValue(high)}`;
}
