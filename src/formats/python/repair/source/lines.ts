/** A file as its logical lines: a statement, or the head of a compound one, over as many lines of text as its brackets are open. */
import type { SourceFile } from "../../../../python/site.ts";
import type { WrongStep } from "../proposal.ts";
import { isInside, textAt, type Written } from "./written.ts";

const known = new WeakMap<SourceFile, readonly Written[]>();

/** From each one's first letter to its last, without a comment behind it. */
export function linesOf(file: SourceFile): readonly Written[] {
  const found = known.get(file) ?? split(file);
  known.set(file, found);
  return found;
}

/** Of the file that is repaired. */
export function linesAtHome({ home }: WrongStep): readonly Written[] {
  return home ? linesOf(home) : [];
}

/** Of those that begin before a place the last one. */
export function lineAt({ file, range }: Written): Written | undefined {
  return linesOf(file).findLast((line) => line.range.start <= range.start && range.start <= line.range.end);
}

export function linesWithin(part: Written): Written[] {
  return linesOf(part.file).filter((line) => isInside(line, part));
}

/** How far it is indented. */
export function indentOf(line: Written): number {
  return marginOf(line).length;
}

/** The white space before it. */
export function marginOf({ file: { text }, range }: Written): string {
  return text.slice(text.lastIndexOf("\n", range.start - 1) + 1, range.start);
}

/** Another line behind it, as far indented, and behind its comment. */
export function lineBehind(line: Written, text: string): { readonly place: Written; readonly text: string } {
  const { file, range } = line;
  const next = file.text.indexOf("\n", range.end);
  const end = next === -1 ? file.text.length : next;
  return { place: { file, range: { start: end, end } }, text: `\n${marginOf(line)}${text}` };
}

/** The same before it. */
export function lineAhead(line: Written, text: string): { readonly place: Written; readonly text: string } {
  const { file, range } = line;
  return { place: { file, range: { start: range.start, end: range.start } }, text: `${text}\n${marginOf(line)}` };
}

/** The lines that stand farther to the right behind the head of a loop or condition. */
export function bodyOf(head: Written): Written[] {
  const behind = linesOf(head.file).filter(({ range }) => range.start > head.range.start);
  const end = behind.findIndex((line) => indentOf(line) <= indentOf(head));
  return end === -1 ? behind : behind.slice(0, end);
}

/** The last of these lines that is no farther to the right than the first. */
export function lastOf(body: readonly Written[]): Written | undefined {
  const [first] = body;
  return first && body.findLast((line) => indentOf(line) === indentOf(first));
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

const heads = new WeakMap<Written, readonly Written[]>();

/** `if`, `for` and `def` around a line, the innermost first; an `else` with the `if` before it. */
export function headsAround(line: Written): readonly Written[] {
  const known = heads.get(line);
  if (known) return known;
  const found: Written[] = [];
  let indent = indentOf(line);
  const all = linesOf(line.file);
  for (let place = all.indexOf(line) - 1; place >= 0; place--) {
    const other = all[place] as Written;
    const isElse = found.at(-1) !== undefined && /^(?:else|elif)\b/.test(textAt(found.at(-1) as Written));
    if (indent === 0 && !isElse) break;
    if (indentOf(other) < indent || (isElse && indentOf(other) === indent && /^(?:if|elif)\b/.test(textAt(other)))) {
      found.push(other);
      indent = indentOf(other);
    }
  }
  heads.set(line, found);
  return found;
}

/** The head of the innermost function around a place. */
export function functionHead(place: Written): Written | undefined {
  const line = lineAt(place);
  return line && headsAround(line).find((head) => /^(?:async )?def\b/.test(textAt(head)));
}

/** The head of the outermost class around a line. */
export function classAround(line: Written): Written | undefined {
  return headsAround(line).findLast((head) => /^class\b/.test(textAt(head)));
}

/** Whether a line belongs to the body of a head. */
export function indentedUnder(head: Written, line: Written): boolean {
  return headsAround(line).includes(head);
}
