/** The comment `# convlens: input=1x28x28` of a model, as an edit of its file. */

import { findPragmas, pragmaFor, pragmaText } from "../../formats/python/pragma.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Edit } from "../../graph/issue.ts";

/** What the comment says now, or would say: `3x32x32`; empty if no size is known. */
export function sampleShapeText({ input }: PythonModel): string {
  const sizes = (input.shapes[0] ?? []).slice(1);
  return sizes.every((size) => typeof size === "number") ? sizes.join("x") : "";
}

/** `undefined` if what was typed is no shape. */
export function inputShapeEdit(document: PythonDocument, model: PythonModel, typed: string): Edit | undefined {
  const sizes = typed
    .trim()
    .split(/[^\d]+/)
    .filter((size) => size !== "")
    .map(Number);
  if (sizes.length === 0 || sizes.some((size) => size < 1) || !/^[\s\dx×,()[\]]+$/i.test(typed)) return undefined;
  const { text } = document;
  const places = document.models.flatMap(({ whole }) => (whole ? [whole] : []));
  const known = pragmaFor(findPragmas(text), model.whole, text, places);
  if (known) return { range: known.range, text: pragmaText(sizes) };
  const at = startOfLine(text, model.whole?.start ?? 0);
  return { range: { start: at, end: at }, text: `${pragmaText(sizes)}\n` };
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
