/** A file as its logical lines: a statement, or the head of a compound one, over as many lines of text as its brackets are open. */
import type { SourceFile } from "../../../python/site.ts";
import type { Written } from "./written.ts";

const known = new WeakMap<SourceFile, readonly Written[]>();

/** From each one's first letter to its last, without a comment behind it. */
export function linesOf(file: SourceFile): readonly Written[] {
  const found = known.get(file) ?? split(file);
  known.set(file, found);
  return found;
}

/** Of those that begin before a place the last one. */
export function lineAt({ file, range }: Written): Written | undefined {
  return linesOf(file).findLast((line) => line.range.start <= range.start && range.start <= line.range.end);
}

/** How far it is indented. */
export function indentOf({ file: { text }, range }: Written): number {
  return range.start - text.lastIndexOf("\n", range.start - 1) - 1;
}

const TOKEN = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|[([{]|[)\]}]|\\\n|\n/g;

function split(file: SourceFile): Written[] {
  const { text } = file;
  const found: Written[] = [];
  let [depth, from] = [0, 0];
  let comment: number | undefined;
  const close = (end: number): void => {
    const start = from + text.slice(from, end).search(/\S|$/);
    const last = from + text.slice(from, comment ?? end).trimEnd().length;
    if (start < last) found.push({ file, range: { start, end: last } });
    [from, comment] = [end + 1, undefined];
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ("([{".includes(token)) depth++;
    else if (")]}".includes(token)) depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (token.startsWith("#")) comment = index;
    else if (token === "\n") close(index);
  }
  close(text.length);
  return found;
}
