/** The output's shape at the end of each layer's line. */
import type { ModelDocument } from "../formats/model-document.ts";
import type { Origin, Range } from "../graph/graph.ts";
import { outputInWords, shapeMarkdown } from "./layer-words.ts";

export interface InlayHint {
  readonly offset: number;
  /** `→ 13 × 13 × 16`. */
  readonly label: string;
  /** Markdown: the calculation, or why the shape is unknown. */
  readonly tooltip: string;
}

/** One hint for each layer whose line's end lies in `range` (default: everywhere). `text` is what `document` was read from. */
export function inlayHints(document: ModelDocument, text: string, range?: Range): InlayHint[] {
  const { start, end } = range ?? { start: 0, end: text.length };
  return document.graph.nodes.flatMap(({ origin }, index) => {
    const offset = hintOffset(origin, text);
    if (offset < start || offset > end) return [];
    const label = `→ ${outputInWords(document.analysis, index)}`;
    return [{ offset, label, tooltip: shapeMarkdown(document, index).join("\n\n") }];
  });
}

/** Behind a layer of one line and its comma; for a layer of several lines at the end of the one that names its type. */
function hintOffset({ whole, name }: Origin, text: string): number {
  if (!/[\r\n]/.test(text.slice(whole.start, whole.end))) return text[whole.end] === "," ? whole.end + 1 : whole.end;
  const anchor = name.start === whole.start ? whole.start : name.end;
  const line = /[^\r\n]*/.exec(text.slice(anchor, whole.end))?.[0] ?? "";
  return anchor + line.trimEnd().length;
}
