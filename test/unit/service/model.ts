// Models for tests of editor answers: a text with a ‸ where the mouse or the cursor is.

import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../../src/formats/model-document.ts";
import { hoverAt } from "../../../src/service/hover.ts";

export interface MarkedModel {
  readonly document: ModelDocument;
  /** The text without its ‸. */
  readonly text: string;
  /** Where the ‸ was; -1 without one. */
  readonly at: number;
}

export function model(marked: string): MarkedModel {
  const at = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  return { document: readCnnJson(text, "test.cnn.json"), text, at };
}

/** A file with these layers, one on each line. */
export function stack(input: string, ...layers: string[]): string {
  return `{ "input": ${input}, "layers": [\n  ${layers.join(",\n  ")}\n] }`;
}

/** The hover's Markdown at the ‸; empty where there is none. */
export function hover(marked: string): string {
  const { document, at } = model(marked);
  return hoverAt(document, at)?.markdown ?? "";
}

/** The article's network. */
export const article = stack(
  "[28, 28, 1]",
  '{ "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "activation": "relu" }',
  '{ "type": "conv2d", "filters": 16, "kernelSize": [3, 3], "strides": 2, "padding": "valid", "activation": "relu" }',
  '{ "type": "flatten" }',
  '{ "type": "dense", "units": 10, "activation": "softmax" }',
);

/** The article's network with the ‸ before the first place of `text`. */
export function articleAt(text: string): string {
  return article.replace(text, () => `‸${text}`);
}
