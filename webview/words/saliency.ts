/** What a place of a saliency map says. */
import { formatValue } from "./numbers.ts";

/** `has 0.012, for 7`; nothing is for or against where it is zero or no number. */
export function describeGradientTimesInput(value: number, target: number): string {
  const said = `has ${formatValue(value)}`;
  if (!(Math.abs(value) > 0)) return said;
  return `${said}, ${value > 0 ? "for" : "against"} ${target}`;
}

export function describeCam(value: number): string {
  return `has ${formatValue(value)}`;
}
