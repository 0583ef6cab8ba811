/** Numbers as people read them: thousands separators, a real minus sign, and words for what is not a number. */

import type { Shape } from "../../src/tensor/shape.ts";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A count with thousands separators: `118,013,952`. */
export function formatCount(count: number): string {
  return whole.format(count).replace("-", "−");
}

/** A count that may be huge, short from a million on: `118.0 M`. */
export function formatLargeCount(count: number): string {
  if (count < 1e6) return formatCount(count);
  const [unit, size] = count >= 1e12 ? ["T", 1e12] : count >= 1e9 ? ["G", 1e9] : ["M", 1e6];
  return `${compact.format(count / (size as number))}\u00a0${unit}`;
}

/** Sizes with thousands separators: `28 × 28 × 8`, `59,904`. */
export function formatSizes(shape: Shape): string {
  return shape.length === 0 ? "one number" : shape.map(formatCount).join(" × ");
}

/** `1 parameter`, `2,000 parameters`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A measured value to four significant digits: `0.3125`, `−1.2e−5`, `NaN`, `−∞`. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const text = size >= 1e6 || size < 1e-4 ? exponential(value) : String(Number(value.toPrecision(4)));
  return text.replaceAll("-", "−");
}

function exponential(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential(2).split("e");
  return `${Number(digits)}e${exponent.replace("+", "")}`;
}

/** A share with one decimal and a space that does not break: `91.2 %`. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}\u00a0%` : formatValue(share);
}

/** A loss with as many decimals as tell, and always as many of them, so that it does not jump while it changes. */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss) || (loss !== 0 && Math.abs(loss) < 1e-4)) return formatValue(loss);
  if (Math.abs(loss) >= 1e6) return formatValue(loss);
  return loss >= 1000 ? formatCount(loss) : loss >= 10 ? loss.toFixed(2) : loss.toFixed(4);
}

/** `5`, `5–7`, `5, 7, 9`, `−1 to 1`: whole numbers in rising order. */
export function formatCells(cells: readonly number[]): string {
  const first = cells[0];
  const last = cells.at(-1);
  if (first === undefined || last === undefined) return "none";
  if (cells.length === 1) return formatCount(first);
  const dense = last - first === cells.length - 1;
  if (!dense) return cells.length > 6 ? sparse(cells, first, last) : cells.map(formatCount).join(", ");
  return first < 0 ? `${formatCount(first)} to ${formatCount(last)}` : `${formatCount(first)}–${formatCount(last)}`;
}

function sparse(cells: readonly number[], first: number, last: number): string {
  return `${formatCount(first)}, ${formatCount(cells[1] as number)}, … ${formatCount(last)}`;
}
