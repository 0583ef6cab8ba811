/** The statements of a text, each from its first letter to its end, which may be lines below. */
import { textAt, type Written, within } from "./written.ts";

export interface LogicalLine {
  readonly at: Written;
  /** The white space before it. */
  readonly indent: string;
}

export function logicalLines(body: Written): LogicalLine[] {
  const text = textAt(body);
  const found: LogicalLine[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n?/g)) {
    if (line === "") break;
    const code = line.replace(/#.*/, "");
    const opened = (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;
    if (depth === 0) start = index;
    depth = Math.max(0, depth + opened);
    const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
    const end = index + line.trimEnd().length;
    if (depth === 0 && end > start + indent.length)
      found.push({ at: within(body, { start: start + indent.length, end }), indent });
  }
  return found;
}
