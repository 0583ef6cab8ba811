/**
 * Remedies for a number of channels that is handed on from afar, as a configuration's lists are: where the file writes just the number
 * that a layer takes or is given, and nowhere near the layer.
 */
import type { Proposal, WrongStep } from "../proposal.ts";
import { linesAtHome } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { numbersMet, unevenness } from "./layer-sizes.ts";

/** A number that is written more often may mean anything. */
const MOST_PLACES = 6;
const LEAST = 3;
const costs = { elsewhere: 0.9, given: 0.25, place: 0.12, uneven: -1, classes: 0.6 } as const;

const ROW = /(?<=[[(])\s*\d+(?:\s*,\s*\d+){2,}\s*,?\s*(?=[\])])/g;
const ODD_ONE = 0.1;
/** The first and the last are often meant to be others. */
const AT_AN_END = 0.6;
const MOST_ROWS = 10;

/** The only number of a row that is another one: `(3, 3, 2, 3)`. */
export function oddOnesOfRows(wrong: WrongStep): Proposal[] {
  const found = linesAtHome(wrong).flatMap((line) => matchesIn(line, ROW));
  const odd = found.flatMap(({ at: row }) => {
    const numbers = matchesIn(row, /\d+/g).map(({ at }) => at);
    const texts = numbers.map(textAt);
    const usual = texts.find((text) => texts.filter((other) => other === text).length === texts.length - 1);
    const at = usual === undefined ? undefined : numbers.find((number) => textAt(number) !== usual);
    const [value, next] = [Number(at && textAt(at)), Number(usual)];
    const isNear = Math.abs(value - next) === 1 || value === 2 * next || next === 2 * value;
    const isAtEnd = at === numbers[0] || at === numbers.at(-1);
    return at && usual && isNear && next > 0 ? [rewritten(at, usual, ODD_ONE + (isAtEnd ? AT_AN_END : 0))] : [];
  });
  return odd.length > MOST_ROWS ? [] : odd;
}

export function numbersElsewhere(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const met = numbersMet(wrong);
  if (met === undefined) return [];
  const { expected, found } = met;
  const lines = linesAtHome(wrong);
  const cells = cellsOf(before);
  const channels = cells > 1 && expected % cells === 0 ? places(found / cells, expected / cells, lines) : [];
  return [
    ...places(expected, found, lines),
    ...[...places(found, expected, lines), ...channels].map(({ fix, cost }) => ({ fix, cost: cost + costs.given })),
  ];
}

/** Of each channel of the image that was flattened last. */
function cellsOf(before: readonly Reached[]): number {
  const [, , ...sizes] = before.find(({ step }) => /^flatten$/i.test(step.type))?.step.inputs[0]?.shape ?? [];
  return sizes.reduce<number>((cells, size) => cells * Number(size), 1);
}

/** Whoever wrote a number as nobody writes it made a slip there. */
function places(from: number, to: number, lines: readonly Written[]): Proposal[] {
  if (from < LEAST || to < 1) return [];
  const found = lines.flatMap((line) =>
    matchesIn(line, new RegExp(`(?<![\\w.'"%-])${from}(?![\\w.'"])`, "g")).map(({ at }) => at),
  );
  if (found.length > MOST_PLACES) return [];
  const rarity = unevenness(to, from) > 0 && unevenness(from, to) === 0 ? costs.uneven : unevenness(from, to);
  return found.map((at) => {
    const cost = costs.elsewhere + costs.place * (found.length - 1) + (isOfClasses(at) ? costs.classes : rarity);
    return rewritten(at, String(to), cost);
  });
}

/** How many classes there are may be any number. */
function isOfClasses({ file, range }: Written): boolean {
  return /classes\w*\s*(?::[^=\n]*)?=\s*$/.test(file.text.slice(Math.max(0, range.start - 60), range.start));
}
