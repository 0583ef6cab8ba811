/** Of many classes those that are worth a line. */

/** Indices of the `most` largest values, the largest first, with `also` at the end if it is not among them. */
export function mostProbable(values: ArrayLike<number>, most: number, also?: number): number[] {
  const order = Array.from({ length: values.length }, (_, index) => index);
  order.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  const first = order.slice(0, most);
  return also === undefined || first.includes(also) ? first : [...first, also];
}
