/** The comment `# convlens: input=1x28x28` of a model, as an edit of its file. */

import { inputNames } from "../../formats/python/input-names.ts";
import { findPragmas, pragmaFor, pragmaText, shapesFrom } from "../../formats/python/pragma.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Edit } from "../../graph/issue.ts";

/** What the comment says now, or would say: `3x32x32`, of several inputs `3x32x32; 10`; empty if a size is not known. */
export function sampleShapeText({ input }: PythonModel): string {
  const shapes = input.shapes.map((shape) => (shape ?? []).slice(1));
  const known = shapes.every((sizes) => sizes.length > 0 && sizes.every((size) => typeof size === "number"));
  return known ? shapes.map((sizes) => sizes.join("x")).join("; ") : "";
}

/** What is to be typed, with an example in the framework's own order. */
export function inputShapePrompt(model: PythonModel): string {
  const names = namesOf(model);
  const example = exampleFor(model, names);
  if (names.length > 1) return `The shape of each input without the batch (${names.join("; ")}), such as ${example}`;
  const order = model.framework === "torch" ? "channels x height x width" : "height x width x channels";
  return `The shape of one sample without the batch, of an image ${order}, such as ${example}`;
}

/** Why what was typed is not taken; `undefined` if it is. */
export function inputShapeRefusal(model: PythonModel, typed: string): string | undefined {
  const names = namesOf(model);
  const example = exampleFor(model, names);
  const shapes = typedShapes(typed);
  if (shapes === undefined) return `Give positive sizes, such as ${example}`;
  if (shapes.length >= names.length) return undefined;
  return `${model.root?.cls.name ?? model.name} takes ${names.length} inputs (${names.join("; ")}): give each a shape, such as ${example}`;
}

function namesOf({ root, framework }: PythonModel): string[] {
  return root ? inputNames(root, framework) : ["input"];
}

/** An image with the channels that the model wants, and vectors. */
function exampleFor({ input, framework }: PythonModel, names: readonly string[]): string {
  const [, ...sizes] = input.shapes[0] ?? [];
  const stated = framework === "torch" ? sizes[0] : sizes.at(-1);
  const channels = typeof stated === "number" ? stated : 3;
  const image = framework === "torch" ? `${channels}x224x224` : `224x224x${channels}`;
  return names.map((_, place) => (place === 0 ? image : "10")).join("; ");
}

/** `undefined` if it is none. */
function typedShapes(typed: string): ReturnType<typeof shapesFrom> {
  return /^[\s\dx×,;()[\]]+$/i.test(typed) ? shapesFrom(typed) : undefined;
}

/** `undefined` if what was typed is no shape. */
export function inputShapeEdit(document: PythonDocument, model: PythonModel, typed: string): Edit | undefined {
  const shapes = typedShapes(typed);
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
