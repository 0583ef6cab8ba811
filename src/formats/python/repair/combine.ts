/** Edits of an edited text as edits of the text before. */
import type { Edit } from "../../../graph/issue.ts";

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
