/** Vectors of values, alone or beside those of another image. */

/** Value by value what the second has more than the first; both have the same length. */
export function differenceOf(first: Float32Array, second: Float32Array): Float32Array {
  return first.map((value, index) => (second[index] as number) - value);
}

/** As many values in a line as fit, a round number of them so that places are easily counted. */
export function lineLength(count: number, most: number): number {
  const round = [16, 32, 64, 128].filter((length) => length <= most).at(-1) ?? most;
  return Math.max(1, Math.min(count, round));
}
