/** An argument more in a call that is written in a text. */
import type { Site } from "./site.ts";
import type { SourceFix } from "./trace.ts";

/** After an operand two stars are a power. */
const unpacked = /[(,]\s*\*\*/;

/**
 * `text` as the last argument of the call at the site; `undefined` if no call is written there, or one that unpacks a
 * dictionary, which may have the same argument.
 */
export function appendedArgument({ file, range }: Site, text: string): SourceFix["edits"][number] | undefined {
  const close = range.end - 1;
  if (file.text[close] !== ")") return undefined;
  const before = file.text.slice(range.start, close).trimEnd();
  if (unpacked.test(before)) return undefined;
  const separator = before.endsWith("(") ? "" : before.endsWith(",") ? " " : ", ";
  const place = range.start + before.length;
  return { file, range: { start: place, end: place }, text: separator + text };
}
