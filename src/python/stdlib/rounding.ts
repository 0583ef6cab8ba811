/** Rounding as Python does it: halves go to the even neighbour. */

export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `toFixed`, which takes halves away from zero. Only a number that is a half exactly differs. */
export function fixed(value: number, digits: number): string {
  const scale = 10 ** digits;
  const scaled = Math.abs(value) * scale;
  const isHalf = scaled - Math.floor(scaled) === 0.5 && scaled / scale === Math.abs(value) && digits < 16;
  const size = isHalf ? roundHalfEven(scaled) / scale : Math.abs(value);
  return (value < 0 || Object.is(value, -0) ? "-" : "") + size.toFixed(digits);
}
