/** Vectors in words and as tables. */
import { formatCount, formatValue } from "./numbers.ts";
import type { Table } from "./table.ts";

/** Several vectors of one length, each with its name. */
export interface NamedVector {
  readonly name: string;
  readonly data: Float32Array;
}

/** A line for each index. */
export function vectorTable(vectors: readonly NamedVector[]): Table {
  const length = vectors[0]?.data.length ?? 0;
  return {
    columns: ["index", ...vectors.map(({ name }) => name)],
    rows: Array.from({ length }, (_, index) => [index, ...vectors.map(({ data }) => data[index] as number)]),
  };
}

/** `Value 3 is 0.2`; `Value 3: test image 0 = 0.2, test image 1 = 0.5, difference = 0.3`. */
export function describeEntry(vectors: readonly NamedVector[], index: number): string {
  const parts = vectors.map(({ name, data }) => ({ name, value: formatValue(data[index] ?? Number.NaN) }));
  if (parts.length === 1) return `Value ${formatCount(index)} is ${parts[0]?.value}`;
  return `Value ${formatCount(index)}: ${parts.map(({ name, value }) => `${name} = ${value}`).join(", ")}`;
}
