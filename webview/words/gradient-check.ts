/** A gradient beside its central difference, in words. */
import type { GradientCheck } from "../../src/protocol/gradient-check.ts";
import { formatPercent, formatValue } from "./numbers.ts";

/** Seven significant digits, about all that float32 has. */
export function formatPrecise(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatValue(value);
  const size = Math.abs(value);
  const [digits = "", exponent] = (size < 1e-4 || size >= 1e6 ? value.toExponential(6) : value.toPrecision(7)).split(
    "e",
  );
  return (exponent === undefined ? digits : `${digits}e${exponent.replace("+", "")}`).replaceAll("-", "−");
}

/** Below this a difference of two losses tells nothing: they have 16 digits. */
const TOO_SMALL = 1e-9;
/** float32 sums in other orders differ by less, unless much cancels. */
const AGREES = 1e-3;

/** What e was, and how far the two are apart. */
export function describeCheck(gradient: number, { difference, step }: GradientCheck, moved: "w" | "x" = "w"): string {
  const same = moved === "w" ? "All other weights and the sample" : "The weights and all other inputs";
  const used = `${same} stay as they are; e is ${formatValue(step)}.`;
  if (!Number.isFinite(gradient) || !Number.isFinite(difference)) return `${used} One of them is not a number.`;
  const size = Math.max(Math.abs(gradient), Math.abs(difference));
  if (size < TOO_SMALL) return `${used} Both are 0, as far as a difference of losses can tell.`;
  const apart = Math.abs(gradient - difference) / size;
  if (apart === 0) return `${used} They are the same to the last digit.`;
  if (apart < AGREES) return `${used} They agree: relative to the larger, they differ by ${formatValue(apart)}.`;
  return (
    `${used} They differ by ${formatPercent(apart)} of the larger. The step may cross a kink, where there is no one slope: ` +
    "ReLU has it at 0, on which blank cells of an untrained model lie. Or so much cancels that float32 cannot tell it."
  );
}
