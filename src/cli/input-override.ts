/** A model's text with another input shape, and the way back from places in it to places in the file. */
import type { GraphInput, Range } from "../graph/graph.ts";
import type { Shape } from "../tensor/shape.ts";

export interface OverriddenText {
  readonly text: string;
  /** What stands at this offset of the text stands there in the file. */
  originalOffset(offset: number): number;
}

/** Writes the shape over the one that the file gives to `input`, or into a file that gives none. */
export function overrideInput(text: string, { origin }: GraphInput, shape: Shape): OverriddenText {
  const written = JSON.stringify(shape);
  const given = origin.attributes.shape?.value;
  if (given) return replace(text, given, written);
  // An input that is missing stands where the model's brace does.
  const { start, end } = origin.whole;
  if (text.slice(start, end) !== "{") return { text, originalOffset: (offset) => offset };
  return replace(text, { start: end, end }, `"input":${written},`);
}

function replace(text: string, range: Range, written: string): OverriddenText {
  const writtenEnd = range.start + written.length;
  return {
    text: text.slice(0, range.start) + written + text.slice(range.end),
    originalOffset: (offset) => (offset < writtenEnd ? Math.min(offset, range.start) : offset - writtenEnd + range.end),
  };
}
