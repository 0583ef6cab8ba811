/** Numbers that are added up: printed with the same decimals, so that one can follow the sum. */
import { formatValue } from "./numbers.ts";

/**
 * A way to print numbers of one sum: at least four significant digits of the largest, and for all of them the same
 * decimals, and the same power of ten where all are tiny or one is huge. What is not finite neither counts nor is rounded.
 */
export function formatAlike(values: Iterable<number>): (value: number) => string {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  const size = most === 0 ? 0 : Math.floor(Math.log10(most));
  const power = size < -4 || size > 5 ? 3 * Math.floor(size / 3) : 0;
  const decimals = Math.max(0, size - power < -1 ? 3 - (size - power) : 4 - Math.max(0, size - power));
  const unit = 10 ** power;
  return (value) => {
    if (!Number.isFinite(value)) return formatValue(value);
    const digits = (value / unit).toFixed(decimals);
    // No minus sign before a zero.
    const signed = Number(digits) === 0 ? digits.replace("-", "") : digits.replace("-", "−");
    return power === 0 ? signed : `${signed}e${String(power).replace("-", "−")}`;
  };
}
