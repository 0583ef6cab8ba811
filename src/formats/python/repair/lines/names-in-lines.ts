/**
 * Another name in the lines that lead to a mistake. What was given a name and is read nowhere was likely meant; what is read in the
 * same line already was not.
 */

import type { SourceFile } from "../../../../python/site.ts";
import type { Proposal } from "../proposal.ts";
import { argumentsIn, TAKES_DATA } from "../source/call-text.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { functionHead, headsAround, indentedUnder, linesOf, linesWithin } from "../source/lines.ts";
import { usesIn } from "../source/name-uses.ts";
import { functionText, parametersAround } from "../source/scope.ts";
import { unreadAround } from "../source/unread-names.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 3;
const MOST_OTHERS = 6;
const UNREAD = 0.45;
const LOST = -0.4;
const READ = 1.35;
const LEFT_UNREAD = 0.6;
const AGAIN = 1.5;

/** Names that are read: no called ones, no `name=` of an argument, no attributes. */
const READ_NAME =
  /(?<![\w.'"])(?:self\.[a-z_]\w*(?![\w.'"]|\s*=(?!=))|(?!self\b)[a-z_]\w*(?![\w('".]|\s*=(?!=)|\s*:(?!\s*,)))/gi;
const WORD =
  /^(?:for|in|if|else|elif|return|not|and|or|is|None|True|False|self|def|class|lambda|import|from|as|with|range|len|_|__\w+__)$/;

/** Nor does another name that is asked whether it is given mend what stands under the question. */
const NO_READERS = /^(?:def|class|import|from)\b|^(?:el)?if\b.*\bis (?:not )?None\b/;

export function namesInLines(leading: readonly Leading[]): Proposal[] {
  const files = [...new Set(leading.map(({ line }) => line.file))];
  return [...besideUnread(leading, files), ...files.flatMap(linesOf).flatMap(overwritten), ...leading.flatMap(namesIn)];
}

const HANDED_TWICE = -0.3;
/** In a function that leads nowhere near the mistake. */
const ELSEWHERE = 0.3;

/** `head(x, aux)` for `head(x, x)`, where nothing reads `aux`. */
function besideUnread(leading: readonly Leading[], files: readonly SourceFile[]): Proposal[] {
  const near = new Set(functionsAround(leading, FARTHEST + 1).map(({ range }) => range.start));
  const again = files.flatMap(linesOf).flatMap(handedAgain);
  return again.flatMap((at) => {
    const isNear = near.has(functionText(at)?.range.start ?? -1);
    return unreadAround(at).map((name) => rewritten(at, name, HANDED_TWICE + (isNear ? 0 : ELSEWHERE)));
  });
}

const OVERWRITTEN = -0.1;

/** `width = f(width, by)` for `width = f(depth, by)`, where the function is given a `width` that nothing has read before. */
function overwritten(line: Written): Proposal[] {
  const name = /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(line))?.[1];
  const names = name === undefined ? [] : parametersAround(line);
  const body = name !== undefined && names.includes(name) ? functionText(line) : undefined;
  if (name === undefined || body === undefined) return [];
  const reads = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
  const before = linesWithin(body)
    .filter(({ range }) => range.start < line.range.start)
    .slice(1);
  if ([...before, givenIn(line)].some((other) => reads.test(textAt(other)))) return [];
  const read = matchesIn(givenIn(line), READ_NAME).filter(({ at }) => names.includes(textAt(at)));
  return read.map(({ at }) => rewritten(at, name, OVERWRITTEN));
}

/** Names that a call is handed once more. */
function handedAgain(line: Written): Written[] {
  return matchesIn(line, /\w(?=\()/g).flatMap(({ at }) => {
    const given = argumentsIn({ file: line.file, range: { start: at.range.end, end: line.range.end } });
    const texts = given.map(textAt);
    return given.filter(
      (_, place) => /^[a-z_]\w*$/i.test(texts[place] as string) && texts.indexOf(texts[place] as string) < place,
    );
  });
}

function namesIn({ line, distance }: Leading): Proposal[] {
  if (distance > FARTHEST || NO_READERS.test(textAt(line))) return [];
  const read = matchesIn(givenIn(line), READ_NAME).filter(({ at }) => !WORD.test(textAt(at)));
  const own = new Set(read.map(({ at }) => textAt(at)));
  const renamed = read.flatMap(({ at }) => {
    const known = othersFor(at, line);
    const others = known.filter((name) => !own.has(name));
    const rarity = distance / 8 + (others.length > 0 && isOnlyRead(at, line) ? LEFT_UNREAD : 0);
    const again = known.filter((name) => own.has(name) && /,/.test(textAt(line)));
    return [
      ...others
        .slice(0, MOST_OTHERS)
        .map((name, place) => rewritten(at, name, costOf(name, at, line) + place / 20 + rarity)),
      ...again.slice(0, MOST_OTHERS).map((name, place) => rewritten(at, name, AGAIN + place / 20 + rarity)),
    ];
  });
  return [...renamed, ...receivers(line).map(({ fix, cost }) => ({ fix, cost: cost + distance / 8 }))];
}

const RECEIVER = 0.1;

/** `x = x.flatten(2)` for `x = y.flatten(2)`, where `x` was given something that is hardly read: only its shape, as a rule. */
function receivers(line: Written): Proposal[] {
  const [, name, sign, receiver] = /^([a-z_]\w*)(\s*=\s*)([a-z_]\w*)\.\w+\(/i.exec(textAt(line)) ?? [];
  if (name === undefined || sign === undefined || receiver === undefined || name === receiver) return [];
  if (/^(?:self|torch|nn|F|np)$/.test(receiver) || (readingsSince(name, line) ?? 2) > 1) return [];
  const start = line.range.start + name.length + sign.length;
  const at = { file: line.file, range: { start, end: start + receiver.length } };
  return [rewritten(at, name, RECEIVER)];
}

/** Behind the sign of an assignment, or all of it. */
function givenIn(line: Written): Written {
  const start = /^[\w., ()*]+?\s*[-+*/]*=(?!=)\s*/.exec(textAt(line))?.[0].length ?? 0;
  return { file: line.file, range: { start: line.range.start + start, end: line.range.end } };
}

/** What layers are made on and of, and arguments that are handed on together. */
const NO_SIZE = /^(?:device|dtype|dd|kwargs|args)$/;

/** Of the same kind, the likeliest first. */
function othersFor(at: Written, line: Written): string[] {
  const name = textAt(at);
  const known = name.startsWith("self.") ? attributesLike(name, line) : variablesLike(name, line);
  const others = known.filter((other) => other !== name && !NO_SIZE.test(other));
  const rank = (other: string) => (isUnread(other, at, line) ? -1 : unlikeness(name, other));
  return others
    .map((other) => ({ other, rank: rank(other) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ other }) => other);
}

/** Alike in all but a number or the end. */
function unlikeness(name: string, other: string): number {
  const bare = (text: string) => text.replace(/\d+/g, "");
  if (bare(name) === bare(other)) return 0;
  return name.slice(0, 2) === other.slice(0, 2) || name.slice(-4) === other.slice(-4) ? 1 : 2;
}

function costOf(name: string, at: Written, line: Written): number {
  if (isLost(name, line)) return LOST;
  if (isUnread(name, at, line)) return UNREAD;
  return READ + unlikeness(textAt(at), name) / 10;
}

/** Whether what the name was given before is read here alone: it was hardly made for nothing. */
function isOnlyRead(at: Written, line: Written): boolean {
  const name = textAt(at);
  if (name.startsWith("self.")) return readingsOf(at, name) === 1;
  return (readingsSince(name, line) ?? 2) <= 1;
}

/**
 * How often a name is read from where it was given last before a line to where it is given another value, in the same function. In a
 * loop also what stands before it is read behind it.
 */
function readingsSince(name: string, line: Written): number | undefined {
  const all = linesBeside(line).filter((other) => textAt(other).includes(name));
  const sets = new RegExp(String.raw`^[\w, ]*(?<![\w.])${name}[\w, ]*=(?!=)`);
  const from = all.findLastIndex((other) => other.range.start < line.range.start && sets.test(textAt(other)));
  const to = all.findIndex((other) => other.range.start >= line.range.start && sets.test(textAt(other)));
  if (from === -1) return undefined;
  const loop = headsAround(all[from] as Written).find((head) => /^(?:for|while)\b/.test(textAt(head)));
  const reads = new RegExp(String.raw`(?<![\w.])${name}(?!\w|\s*=(?!=))`, "g");
  const between = loop ? all : all.slice(from + 1, to === -1 ? undefined : to + 1);
  return between.reduce((count, other) => count + matchesIn(givenIn(other), reads).length, 0);
}

/** Of the same function, or of the file. */
function linesBeside(line: Written): readonly Written[] {
  const body = functionText(line);
  return body === undefined ? linesOf(line.file) : linesWithin(body);
}

/** How often a file reads an attribute. */
function readingsOf(place: Written, name: string): number {
  return [...place.file.text.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w|\\s*=(?!=))`, "g"))].length;
}

/** Nowhere in the file, or not before it is given something else. */
function isUnread(name: string, { file }: Written, line: Written): boolean {
  return !usesIn(file).read.has(name) || (!name.startsWith("self.") && readingsSince(name, line) === 0);
}

/** What a call gave in the same function, and nothing in it reads. */
function isLost(name: string, line: Written): boolean {
  const body = functionText(line);
  if (body === undefined || name.startsWith("self.")) return false;
  const text = textAt(body);
  const isMade = new RegExp(`^[ \\t]*${name}[ \\t]*=(?!=).*\\(`, "m").test(text);
  return isMade && text.match(new RegExp(`(?<![\\w.])${name}(?!\\w|[ \\t]*=(?!=))`, "g")) === null;
}

/** Other attributes that are built by the same call. */
function attributesLike(name: string, line: Written): string[] {
  const made = new Map<string, string>();
  for (const other of linesOf(line.file)) {
    const [, attribute, callee = ""] = /^(self\.\w+)\s*=(?!=)\s*([\w.]*)/.exec(textAt(other)) ?? [];
    if (attribute !== undefined) made.set(attribute, callee);
  }
  return [...made].filter(([, callee]) => callee === made.get(name)).map(([attribute]) => attribute);
}

/** Those of the function around, or of the file where there is none, the last ones first; numbers for numbers. */
function variablesLike(name: string, line: Written): string[] {
  const given = valuesBefore(line);
  const isNumber = (other: string) => isCalculation(given.get(other) ?? "");
  // Models and layers are called, and hardly ever handed over.
  const isModel = (other: string) =>
    isConstruction(given.get(other) ?? "") ||
    LEARNT.test(given.get(other) ?? "") ||
    isOfModule(given.get(other) ?? "", line) ||
    isTrained(other, line) ||
    (TRAINS.test(textAt(line)) && SYMBOLIC.test(given.get(other) ?? "")) ||
    usesIn(line.file).called.has(other);
  const all = [...new Set([...[...given.keys()].reverse(), ...parametersAround(line)])].filter(
    (other) => given.has(name) || !isSum(other, given.get(other), line),
  );
  const lost = unreadAround(line).filter((other) => given.has(other));
  if (!given.has(name)) return all.filter((other) => lost.includes(other) || !isModel(other));
  const isLike = (other: string): boolean =>
    !isModel(other) && (!given.has(other) || isNumber(other) === isNumber(name));
  return all.filter((other) => lost.includes(other) || isLike(other));
}

/** `loss = 0` with `loss += ...` in a loop: no data. */
function isSum(name: string, start: string | undefined, { file }: Written): boolean {
  return /^[\d.]+$/.test(start ?? "") && new RegExp(`^[ \\t]*${name}[ \\t]*\\+=`, "m").test(file.text);
}

/** What training or measuring tells is no data. */
const LEARNT = /^[\w.]+\.(?:fit|evaluate)\(/;

/** A part of an imported module, or what draws: `mnist = keras.datasets.mnist`, `figure = plt.figure()`. */
function isOfModule(text: string, { file }: Written): boolean {
  const [, module] = /^(\w+)(?:\.\w+)+$/.exec(text) ?? /^(plt)\.\w+\(/.exec(text) ?? [];
  return module !== undefined && new RegExp(`^[ \\t]*import\\b.*\\b${module}\\b`, "m").test(file.text);
}

function isTrained(name: string, { file }: Written): boolean {
  return new RegExp(`(?<![\\w.])${name}\\.(?:fit|compile|evaluate|predict)\\(`).test(file.text);
}

const TRAINS = new RegExp(`${TAKES_DATA.source}\\(`);
/** What a layer gave, which holds no numbers. */
const SYMBOLIC = /\)\s*\(|\bInput\(/;

/** `Model(...)`, and not `Dense(3)(x)`. */
function isConstruction(text: string): boolean {
  const callee = /^[\w.]*\b(?!Input|Variable)[A-Z]\w*(?=\()/.exec(text)?.[0];
  if (callee === undefined) return false;
  let depth = 0;
  for (let at = callee.length; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return text.slice(at + 1).trim() === "";
  }
  return false;
}

/** Numbers and names with signs between them, and no calls. */
function isCalculation(text: string): boolean {
  return /^[\w.\s()+*/%-]+$/.test(text) && /\d|[+*/%-]/.test(text) && !/\w\(/.test(text);
}

const values = new WeakMap<Written, ReadonlyMap<string, string>>();

/** What each name was given last before a line, as it is written. */
function valuesBefore(line: Written): ReadonlyMap<string, string> {
  const found = values.get(line) ?? readValues(line);
  values.set(line, found);
  return found;
}

function readValues(line: Written): ReadonlyMap<string, string> {
  const home = functionHead(line);
  const found = new Map<string, string>();
  for (const other of linesOf(line.file)) {
    if (other.range.start >= line.range.start) break;
    if (home ? !indentedUnder(home, other) : headsAround(other).length > 0) continue;
    const [, names = "", value = ""] = /^([a-z_]\w*(?:\s*,\s*[a-z_]\w*)*)\s*=(?!=)\s*(.*)$/is.exec(textAt(other)) ?? [];
    for (const name of names.split(",").map((each) => each.trim())) {
      if (name === "" || name === "_") continue;
      found.delete(name);
      found.set(name, value);
    }
  }
  return found;
}
