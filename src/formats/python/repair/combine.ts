/** Edits of a text, and edits of the edited text, as edits of the first one. */
import type { Edit } from "../../../graph/issue.ts";

/** Edits never overlap; their places are those of the text before all of them. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((a, b) => b.range.start - a.range.start);
  return backwards.reduce(
    (whole, { range, text: added }) => whole.slice(0, range.start) + added + whole.slice(range.end),
    text,
  );
}

/** `undefined` where a later edit changes what an earlier one wrote. */
export function combined(first: readonly Edit[], later: readonly Edit[]): Edit[] | undefined {
  const moved = later.map((edit) => {
    const [start, end] = [placeBefore(first, edit.range.start), placeBefore(first, edit.range.end)];
    return start === undefined || end === undefined ? undefined : { range: { start, end }, text: edit.text };
  });
  return moved.includes(undefined) ? undefined : [...first, ...(moved as Edit[])];
}

/** Where a place of the edited text was before. */
function placeBefore(edits: readonly Edit[], place: number): number | undefined {
  let shift = 0;
  for (const { range, text } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    const start = range.start + shift;
    if (place < start) break;
    if (place < start + text.length) return undefined;
    shift += text.length - (range.end - range.start);
  }
  return place - shift;
}
