/**
 * Lines that repeat each other with other numbers, as the levels of a U-Net do: what one of them has unlike the rest, and a line that
 * only one of the repeated groups lacks.
 */

import type { SourceFix } from "../../../../python/trace.ts";
import type { Proposal } from "../proposal.ts";
import type { Leading } from "../source/leading.ts";
import { headsAround, indentOf, lineBehind, linesOf } from "../source/lines.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const FARTHEST = 12;
const UNLIKE = 0.5;
/** Of many lines. */
const ODD_ONE = 0;
const LEFT_OUT = 0.6;
const FEWEST = 2;
const MOST = 12;

export function regularLines(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= FARTHEST);
  const unlike = near.flatMap(({ line, distance }) =>
    [...unlikeParts(line), ...outOfCount(line), ...missingEnd(line), ...oddCalls(line)].map(({ fix, cost }) => ({
      fix,
      cost: cost + distance / 20,
    })),
  );
  const blocks = new Set(near.map(({ line }) => headsAround(line)[0]));
  const lacking = [...blocks].flatMap((head) => leftOut(siblingsUnder(head, near[0]?.line)));
  return [...unlike, ...lacking].slice(0, MOST);
}

/** The lines of one block. */
function siblingsUnder(head: Written | undefined, any: Written | undefined): Written[] {
  if (any === undefined) return [];
  return linesOf(any.file).filter((line) => headsAround(line)[0] === head);
}

/** Brackets stand alone, so that a space between them and an operator makes no difference. */
const TOKEN = /\d+|[A-Za-z_.]+|[()[\]{}]|[^\s\w.()[\]{}]+/g;

interface Token {
  readonly at: Written;
  readonly text: string;
}

function tokensOf(line: Written): Token[] {
  return [...textAt(line).matchAll(TOKEN)].map(({ 0: text, index }) => ({
    text,
    at: within(line, { start: index, end: index + text.length }),
  }));
}

const isNumber = (text: string | undefined): boolean => /^\d+$/.test(text ?? "");

/** The only token, numbers aside, that other lines of the same build have otherwise; and a number that does not go on as theirs. */
function unlikeParts(line: Written): Proposal[] {
  const own = tokensOf(line);
  const others = siblingsUnder(headsAround(line)[0], line)
    .filter((other) => other !== line)
    .map(tokensOf)
    .filter((tokens) => tokens.length === own.length && differing(own, tokens).length <= 1);
  if (others.length < FEWEST || !own.some(({ text }) => isNumber(text))) return [];
  return own.flatMap(({ at, text }, place) => {
    const texts = others.map((tokens) => tokens[place]?.text as string);
    const wanted = isNumber(text) ? continued(own, others, place) : theSame(texts);
    const cost = others.length > FEWEST ? ODD_ONE : UNLIKE;
    return wanted === undefined || wanted === text ? [] : [rewritten(at, wanted, cost)];
  });
}

/** `sizes[1]` in the first of the lines that take one item after the other. */
function outOfCount(line: Written): Proposal[] {
  const lines = siblingsUnder(headsAround(line)[0], line).filter((other) => bare(other) === bare(line));
  const place = tokensOf(line).findIndex(({ text }) => isNumber(text));
  if (lines.length <= FEWEST + 1 || place === -1) return [];
  const order = lines.indexOf(line);
  const numbers = lines.map((other) => Number(tokensOf(other)[place]?.text));
  const start = (numbers[order === 0 ? 1 : 0] as number) - (order === 0 ? 1 : 0);
  const isCount = numbers.every((number, count) => (number === start + count) === (count !== order));
  return isCount ? [rewritten(tokensOf(line)[place]?.at as Written, String(start + order), ODD_ONE)] : [];
}

/** `width += sizes[0]`, where every other such line goes on with `* growth`. */
function missingEnd(line: Written): Proposal[] {
  const own = bare(line);
  const ends = siblingsUnder(headsAround(line)[0], line)
    .filter((other) => bare(other).startsWith(own) && /^\w/.test(own) && bare(other) !== own)
    .map((other) => bare(other).slice(own.length));
  const [end] = ends;
  if (end === undefined || ends.length < FEWEST || !/^\s*[-+*/]/.test(end) || end.includes("#")) return [];
  const { file, range } = line;
  const behind = { file, range: { start: range.end, end: range.end } };
  return ends.every((other) => other === end) ? [rewritten(behind, end, ODD_ONE, `Add ${end.trim()}`)] : [];
}

/** `down(x2)` among lines with `down(pool(x1))`, and the other way round. */
function oddCalls(line: Written): Proposal[] {
  const others = siblingsUnder(headsAround(line)[0], line).map(bare);
  const fitting = (next: string): boolean => others.filter((other) => other === next).length >= FEWEST;
  const lacks = matchesIn(line, HANDED).flatMap(({ at }) => {
    const calls = new Set(others.flatMap((other) => [...other.matchAll(CALL)].map(([, call]) => call as string)));
    return [...calls].map((call) => rewritten(at, `${call}(${textAt(at)})`, ODD_ONE));
  });
  const taken = matchesIn(line, CALL).map(({ at, match: [, , inner = ""] }) => rewritten(at, inner, ODD_ONE));
  return [...lacks, ...taken].filter(({ fix }) => fitting(bareText(applied(line, fix.edits))));
}

/** A name as the only argument of a call; a call of one alone. */
const HANDED = /(?<=[\w.]\()\w+(?=\))/g;
const CALL = /(?<![\w.])([a-z_][\w.]*)\(([\w#]+)\)/gi;

function applied({ file, range }: Written, [edit]: SourceFix["edits"]): string {
  const before = file.text.slice(range.start, edit?.range.start);
  return `${before}${edit?.text}${file.text.slice(edit?.range.end, range.end)}`;
}

function differing(own: readonly Token[], other: readonly Token[]): number[] {
  return own.flatMap(({ text }, place) => {
    const theirs = other[place]?.text;
    return theirs === text || (isNumber(theirs) && isNumber(text)) ? [] : [place];
  });
}

function theSame(texts: readonly string[]): string | undefined {
  const [first] = texts;
  return texts.every((text) => text === first) ? first : undefined;
}

/** The number that follows from the line's first one as in the others: as many more or less, or as many times. */
function continued(own: readonly Token[], others: readonly (readonly Token[])[], place: number): string | undefined {
  const key = own.findIndex(({ text }) => isNumber(text));
  if (place === key) return undefined;
  const numberAt = (tokens: readonly Token[], index: number): number => Number(tokens[index]?.text);
  const [first, second] = others as [readonly Token[], readonly Token[]];
  const step = numberAt(second, key) - numberAt(first, key);
  if (step === 0) return undefined;
  const [a, b] = [numberAt(first, place), numberAt(second, place)];
  const steps = (tokens: readonly Token[]): number => (numberAt(tokens, key) - numberAt(first, key)) / step;
  const rules = [(n: number) => a + n * (b - a), ...(a > 0 && b > 0 ? [(n: number) => a * (b / a) ** n] : [])];
  // Two lines tell a rule only if both follow it with equal numbers.
  const found = rules.find((rule) => others.every((tokens) => rule(steps(tokens)) === numberAt(tokens, place)));
  const wanted = found?.(steps(own));
  const isTold = a === b || others.length > FEWEST;
  return wanted !== undefined && isTold && Number.isSafeInteger(wanted) && wanted >= 0 ? String(wanted) : undefined;
}

const bareText = (text: string): string => text.replace(/\d+/g, "#");
const bare = (line: Written): string => bareText(textAt(line));

/** A line that stands behind each other line like one of these, and not behind this one. */
function leftOut(lines: readonly Written[]): Proposal[] {
  return grouped(lines.keys(), (place) => bare(lines[place] as Written)).flatMap((places) => {
    const followed = grouped(places, (place) => bare(lines[place + 1] ?? (lines[place] as Written)));
    const [usual, odd, ...rest] = followed.sort((a, b) => b.length - a.length);
    if (usual === undefined || usual.length < FEWEST || odd?.length !== 1 || rest.length > 0) return [];
    const [line, last] = [lines[odd[0] as number], usual.at(-1) as number];
    const [model, next] = [lines[last], lines[last + 1]];
    if (next !== undefined && /^(?:class|def|@)/.test(textAt(next))) return [];
    if (line === undefined || model === undefined || next === undefined || indentOf(next) !== indentOf(line)) return [];
    const added = adapted(textAt(next), textAt(model), textAt(line));
    const { place, text } = lineBehind(line, added);
    return [rewritten(place, text, LEFT_OUT, `Add ${added}`)];
  });
}

function grouped(places: Iterable<number>, keyOf: (place: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const place of places) groups.set(keyOf(place), [...(groups.get(keyOf(place)) ?? []), place]);
  return [...groups.values()];
}

/** The following line of another one, with the numbers of this one. */
function adapted(next: string, model: string, own: string): string {
  const [from, to] = [model, own].map((text) => Number(/\d+/.exec(text)?.[0]));
  if (from === undefined || to === undefined || Number.isNaN(to - from)) return next;
  return next.replace(/(?<=[A-Za-z_])\d+/g, (digits) =>
    [from, from + 1].includes(Number(digits)) ? String(Number(digits) + to - from) : digits,
  );
}
