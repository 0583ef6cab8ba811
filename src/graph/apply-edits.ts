/** A text with its edits made. */
import type { Edit } from "./issue.ts";

/** Edits never overlap; their places are those of the text before all of them. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((a, b) => b.range.start - a.range.start);
  return backwards.reduce(
    (whole, { range, text: added }) => whole.slice(0, range.start) + added + whole.slice(range.end),
    text,
  );
}
