/** A model's text with another input shape, and the way back from places in it to places in the file. */
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Shape } from "../tensor/shape.ts";

export interface OverriddenText {
  readonly text: string;
  /** What stands at this offset of the text stands there in the file. */
  originalOffset(offset: number): number;
}

/** Writes `"input": shape` over what the file says, or into it. A text that is no object stays as it is. */
export function overrideInput(text: string, shape: Shape): OverriddenText {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root?.type !== "object") return { text, originalOffset: (offset) => offset };
  const written = JSON.stringify(shape);
  const value = findNodeAtLocation(root, ["input"]);
  if (value) return replace(text, { start: value.offset, end: value.offset + value.length }, written);
  const first = root.offset + 1;
  return replace(text, { start: first, end: first }, `"input":${written},`);
}

function replace(text: string, range: { start: number; end: number }, written: string): OverriddenText {
  const writtenEnd = range.start + written.length;
  return {
    text: text.slice(0, range.start) + written + text.slice(range.end),
    originalOffset: (offset) => (offset < writtenEnd ? Math.min(offset, range.start) : offset - writtenEnd + range.end),
  };
}
