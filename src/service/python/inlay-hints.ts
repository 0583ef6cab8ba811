/** The output's shape at the end of each line that computes one. */
import type { PythonDocument } from "../../formats/python/python-document.ts";
import type { Range } from "../../graph/graph.ts";
import type { InlayHint } from "../inlay-hints.ts";
import { endOfLine } from "./lines.ts";
import { operationMarkdown } from "./operation-words.ts";
import { type ExecutedAt, executedPlaces } from "./operations-at.ts";
import { tensorsWithin } from "./shape-words.ts";

/**
 * One hint for each line, of the outermost operation on it; those whose line's end lies in `range`. A line whose comment says
 * the very same has none.
 */
export function pythonInlayHints(document: PythonDocument, range?: Range): InlayHint[] {
  const { start, end } = range ?? { start: 0, end: document.text.length };
  return outermostPlaces(document)
    .filter(({ offset }) => start <= offset && offset <= end)
    .filter(({ comment, place }) => comment?.text !== `# ${labelOf(place)}`)
    .map(({ offset, place }) => hintFor(document, offset, place));
}

/** VS Code cuts what is longer than its usual `editor.inlayHints.maximumLength`; the arrow takes two. */
const MOST_LETTERS = 43 - 2;

function labelOf({ executed }: ExecutedAt): string {
  const [first] = executed;
  const outputs = executed.flatMap(({ operation }) => operation.outputs);
  return first ? tensorsWithin(outputs, first.model.framework, MOST_LETTERS) : "unknown";
}

/** The outermost operation of a line. */
export interface PlaceOnLine {
  /** The end of its line. */
  readonly offset: number;
  readonly place: ExecutedAt;
  /** What stands behind the code on that line, from its `#` on. */
  readonly comment: { readonly start: number; readonly text: string } | undefined;
}

/** One for each line that computes something, in the order of the text. */
export function outermostPlaces(document: PythonDocument): PlaceOnLine[] {
  const { text } = document;
  const outermost = new Map<number, ExecutedAt>();
  for (const place of executedPlaces(document)) {
    const offset = endOfLine(text, lastLineOf(place, text));
    const known = outermost.get(offset);
    if (known === undefined || isOutside(place.range, known.range)) outermost.set(offset, place);
  }
  return [...outermost]
    .map(([offset, place]) => ({ offset, place, comment: commentBetween(text, lastLineOf(place, text), offset) }))
    .sort((a, b) => a.offset - b.offset);
}

function commentBetween(text: string, code: number, end: number): PlaceOnLine["comment"] {
  const start = text.indexOf("#", code);
  return start === -1 || start >= end ? undefined : { start, text: text.slice(start, end) };
}

/** A call's last letter, for a place of one line; of a place over several lines the line of its name. */
function lastLineOf({ range, executed }: ExecutedAt, text: string): number {
  if (!text.slice(range.start, range.end).includes("\n")) return range.end;
  const [first] = executed;
  const anchor = first?.operation.site?.anchor;
  return anchor && range.start <= anchor.start && anchor.end <= range.end ? anchor.end : range.start;
}

/** The wider of two places on a line; of two beside each other the later one. */
function isOutside(place: Range, other: Range): boolean {
  const contains = place.start <= other.start && other.end <= place.end;
  const isContained = other.start <= place.start && place.end <= other.end;
  return contains || (!isContained && place.end > other.end);
}

function hintFor(document: PythonDocument, offset: number, place: ExecutedAt): InlayHint {
  const [first] = place.executed;
  return {
    offset,
    label: `→ ${labelOf(place)}`,
    // Worked out when somebody asks for it.
    get tooltip() {
      return first ? operationMarkdown(document, first).join("\n\n") : "";
    },
  };
}
