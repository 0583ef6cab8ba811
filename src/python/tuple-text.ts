/** Items as Python writes a tuple of them: `(28, 28, 1)`, `(10,)`. */
export function tupleText(items: readonly (number | string)[]): string {
  return `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
}
