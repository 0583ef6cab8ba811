/** Which operation of one version of a model is which of the other: the pairing that leaves the most alike, in their order. */
import type { SummaryRow } from "./summary.ts";

export type RowPair = readonly [old: SummaryRow | undefined, now: SummaryRow | undefined];

/** What only one version has stands alone. */
export function pairUp(before: readonly SummaryRow[], after: readonly SummaryRow[]): RowPair[] {
  const best = likenesses(before, after);
  const pairs: RowPair[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    const alike = old && now ? likeness(old, now) : 0;
    if (alike > 0 && at(best, i, j) === alike + at(best, i + 1, j + 1)) {
      pairs.push([old, now]);
      i++;
      j++;
    } else if (now === undefined || (old && at(best, i + 1, j) >= at(best, i, j + 1))) {
      pairs.push([old, undefined]);
      i++;
    } else {
      pairs.push([undefined, now]);
      j++;
    }
  }
  return pairs;
}

/**
 * How surely they are the same step; 0: they are not. Names may differ in their numbers, which count layers: those behind a new
 * one in a Sequential, and all that Keras names by itself.
 */
function likeness(old: SummaryRow, now: SummaryRow): number {
  const isSameName = old.name === now.name;
  const isSameType = old.type === now.type;
  if (!isSameName && !(isSameType && withoutNumbers(old.name) === withoutNumbers(now.name))) return 0;
  const same = [isSameName, isSameType, old.shape === now.shape, old.parameters?.value === now.parameters?.value];
  return 1 + same.filter(Boolean).length;
}

/** `main.3` and `main.4`, `conv2d` and `conv2d_1`. */
function withoutNumbers(name: string): string {
  return name.replace(/_\d+(?=\/|$)/g, "").replace(/(?<=^|\.)\d+(?=\.|$)/g, "");
}

/** The most that the rests of both can be alike, row by row (the usual table of longest common subsequences, with weights). */
function likenesses(before: readonly SummaryRow[], after: readonly SummaryRow[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const alike = likeness(before[i] as SummaryRow, after[j] as SummaryRow);
      const paired = alike > 0 ? alike + at(table, i + 1, j + 1) : 0;
      (table[i] as number[])[j] = Math.max(paired, at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
