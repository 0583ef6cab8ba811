/** The comment `# convlens: input=1x28x28` of a model, as an edit of its file. */

import { findPragmas, pragmaFor, pragmaText, shapesFrom } from "../../formats/python/pragma.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Edit } from "../../graph/issue.ts";

/** What the comment says now, or would say: `3x32x32`, of several inputs `3x32x32; 10`; empty if a size is not known. */
export function sampleShapeText({ input }: PythonModel): string {
  const shapes = input.shapes.map((shape) => (shape ?? []).slice(1));
  const known = shapes.every((sizes) => sizes.length > 0 && sizes.every((size) => typeof size === "number"));
  return known ? shapes.map((sizes) => sizes.join("x")).join("; ") : "";
}

/** `undefined` if what was typed is no shape. */
export function inputShapeEdit(document: PythonDocument, model: PythonModel, typed: string): Edit | undefined {
  const shapes = /^[\s\dx×,;()[\]]+$/i.test(typed) ? shapesFrom(typed) : undefined;
  if (shapes === undefined) return undefined;
  const { text } = document;
  const places = [...document.models, ...document.sketches].flatMap(({ whole }) => (whole ? [whole] : []));
  const known = pragmaFor(findPragmas(text), model.whole, text, places);
  if (known) return { range: known.range, text: pragmaText(shapes) };
  const at = startOfLine(text, model.whole?.start ?? 0);
  return { range: { start: at, end: at }, text: `${pragmaText(shapes)}\n` };
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}
