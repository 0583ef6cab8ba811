/** Names that a function is given or gives something, and that nothing in it reads: where a slip left one out, it stands for nothing. */
import type { SourceFile } from "../../../../python/site.ts";
import { linesWithin } from "./lines.ts";
import { functionText } from "./scope.ts";
import { textAt, type Written } from "./written.ts";

const known = new WeakMap<SourceFile, Map<number, readonly string[]>>();

/** Of the innermost function around a place, in their order. */
export function unreadAround(place: Written): readonly string[] {
  const body = functionText(place);
  if (body === undefined) return [];
  const ofFile = known.get(body.file) ?? new Map<number, readonly string[]>();
  known.set(body.file, ofFile);
  const found = ofFile.get(body.range.start) ?? unreadIn(body);
  ofFile.set(body.range.start, found);
  return found;
}

/** `b, c = ...`, with a number in an index for what is no name. */
const GIVES = /^((?:[a-z_]\w*\s*,\s*)*[a-z_]\w*)\s*(?::[^=]+)?=(?!=)/i;
const READ = /(?<![\w.])[a-z_]\w*(?!\w|\s*=(?!=))/gi;

function unreadIn(body: Written): readonly string[] {
  const [head, ...lines] = linesWithin(body).map(textAt);
  const names = new Set((head ?? "").match(/(?<=[(,]\s*)[a-z_]\w*(?=\s*[,:)=])/gi));
  const read = new Set<string>();
  for (const line of lines) {
    const given = GIVES.exec(line);
    for (const name of given?.[1]?.split(",") ?? []) names.add(name.trim());
    for (const [name] of line.slice(given?.[0].length ?? 0).matchAll(READ)) read.add(name);
  }
  return [...names].filter((name) => !read.has(name) && !/^(?:self|cls|_\w*|args|kwargs)$/.test(name));
}
