/** Bars on a logarithmic scale that ends at powers of ten. */
export interface LogScale {
  /** The exponents of its ends. */
  readonly low: number;
  readonly high: number;
}

/** What is smaller still is drawn as the smallest bar. */
const MOST_DECADES = 12;

/** The scale that holds all the values that have a logarithm; of one decade at least. */
export function logScaleOf(values: readonly number[]): LogScale {
  const logarithms = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (logarithms.length === 0) return { low: -1, high: 0 };
  const high = Math.ceil(Math.max(...logarithms));
  const low = Math.max(high - MOST_DECADES, Math.floor(Math.min(...logarithms)));
  return { low: Math.min(low, high - 1), high };
}

/** The part of the scale that a value's bar fills, from 0 to 1; a value above zero always shows. */
export function shareOf({ low, high }: LogScale, value: number): number {
  if (!(value > 0)) return 0;
  return Math.max(0.01, Math.min(1, (Math.log10(value) - low) / (high - low)));
}
