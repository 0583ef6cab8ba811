/** What a layer without a window does, in sentences: its record's own, and what the shapes say about this one. */
import { layers } from "../../src/layers/table.ts";
import { describeWithoutWindow } from "../words/without-window.ts";
import type { ShapeSectionProps } from "./sections.ts";

export function PlainLayer({ layer, shape, inspection }: ShapeSectionProps) {
  const doc = layers.get(layer.type)?.doc;
  const weights = inspection?.weights ?? [];
  return (
    <div class="stack prose">
      {doc && <p>{withCode(doc)}</p>}
      {describeWithoutWindow(layer, shape, weights).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** The layers' texts are Markdown of which they use code spans alone. */
function withCode(markdown: string) {
  return markdown.split("`").map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));
}
