/** Names that a function is given or gives something, and that nothing in it reads: where a slip left one out, it stands for nothing. */
import type { SourceFile } from "../../../../python/site.ts";
import { linesWithin } from "./lines.ts";
import { functionText } from "./scope.ts";
import { textAt, type Written } from "./written.ts";

/** How often a function reads each name that it is given or gives something, in their order. */
type Readings = ReadonlyMap<string, number>;

const known = new WeakMap<SourceFile, Map<number, Readings>>();
const NONE: Readings = new Map();

/** Of the innermost function around a place, in their order. */
export function unreadAround(place: Written): readonly string[] {
  return [...namesAround(place)].flatMap(([name, count]) => (count === 0 ? [name] : []));
}

/** All names that a function is given or gives something, and how often it reads each. */
export function namesAround(place: Written): Readings {
  const body = functionText(place);
  if (body === undefined) return NONE;
  const ofFile = known.get(body.file) ?? new Map<number, Readings>();
  known.set(body.file, ofFile);
  const found = ofFile.get(body.range.start) ?? readingsIn(body);
  ofFile.set(body.range.start, found);
  return found;
}

/** Whether another text in a place takes away the only reading of a name. */
export function leavesUnread(place: Written, text: string): boolean {
  if (losesAttribute(place, text)) return true;
  const names = textAt(place).match(READ) ?? [];
  if (names.length === 0) return false;
  const readings = namesAround(place);
  const kept = new Set(text.match(READ));
  return names.some((name) => !kept.has(name) && readings.get(name) === 1);
}

/** Whether a text reads a parameter of the function around a place which nothing in that reads. */
export function readsParameter(place: Written, text: string): boolean {
  const [head] = linesWithin(functionText(place) ?? place);
  if (head === undefined || place.range.start <= head.range.end) return false;
  const parameters = new Set(textAt(head).match(GIVEN));
  const words = new Set(text.match(READ));
  return unreadAround(place).some((name) => parameters.has(name) && words.has(name));
}

const GIVEN = /(?<=[(,]\s*)[a-z_]\w*(?=\s*[,:)=])/gi;
const ATTRIBUTE = /(?<![\w.])self\.\w+(?!\w|\s*=(?!=))/g;

/** An attribute that the file reads nowhere else. */
function losesAttribute(place: Written, text: string): boolean {
  const kept = new Set(text.match(ATTRIBUTE));
  const lost = (wholeWords(place).match(ATTRIBUTE) ?? []).filter((name) => !kept.has(name));
  if (lost.length === 0) return false;
  const all = place.file.text.match(ATTRIBUTE) ?? [];
  return lost.some((name) => all.filter((other) => other === name).length === 1);
}

/** With what stands before it in the same name: `self.` */
function wholeWords({ file: { text }, range }: Written): string {
  const lead = /[\w.]*$/.exec(text.slice(Math.max(0, range.start - 40), range.start))?.[0] ?? "";
  return lead + text.slice(range.start, range.end);
}

/** `b, c = ...`, with a number in an index for what is no name. */
const GIVES = /^((?:[a-z_]\w*\s*,\s*)*[a-z_]\w*)\s*(?::[^=]+)?=(?!=)/i;
const READ = /(?<![\w.])[a-z_]\w*(?!\w|\s*=(?!=))/gi;

function readingsIn(body: Written): Readings {
  const [head, ...lines] = linesWithin(body).map(textAt);
  const names = new Set((head ?? "").match(GIVEN));
  const read = new Map<string, number>();
  for (const line of lines) {
    const given = GIVES.exec(line);
    for (const name of given?.[1]?.split(",") ?? []) names.add(name.trim());
    for (const [name] of line.slice(given?.[0].length ?? 0).matchAll(READ)) read.set(name, (read.get(name) ?? 0) + 1);
  }
  const own = [...names].filter((name) => !/^(?:self|cls|_\w*|args|kwargs)$/.test(name));
  return new Map(own.map((name) => [name, read.get(name) ?? 0]));
}
