/**
 * Remedies for a number of channels that is handed on from afar, as a configuration's lists are: where the file writes just the number
 * that a layer takes or is given, and nowhere near the layer.
 */
import type { SourceFile } from "../../../../python/site.ts";
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { callsTo } from "../source/call-text.ts";
import { linesOf } from "../source/lines.ts";
import { numberOf } from "../source/settings.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";
import { takenBy, unevenness } from "./layer-sizes.ts";

/** A number that is written more often may mean anything. */
const MOST_PLACES = 6;
const LEAST = 3;
const costs = {
  elsewhere: 0.9,
  given: 0.25,
  place: 0.12,
  uneven: -1,
  belowZero: -0.35,
  factorBelowZero: -0.2,
} as const;

const ROW = /(?<=[[(])\s*\d+(?:\s*,\s*\d+){2,}\s*,?\s*(?=[\])])/g;
const ODD_ONE = 0.1;
/** The first and the last are often meant to be others. */
const AT_AN_END = 0.6;
const MOST_ROWS = 10;

/** The only number of a row that is another one: `(3, 3, 2, 3)`. */
export function oddOnesOfRows(wrong: WrongStep): Proposal[] {
  const found = filesTo(wrong).flatMap((file) => linesOf(file).flatMap((line) => matchesIn(line, ROW)));
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

export function numbersElsewhere(wrong: WrongStep): Proposal[] {
  const taken = takenBy(wrong);
  const expected = taken && numberOf(wrong, taken.name);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  if (expected === undefined || found === undefined) return belowZero(wrong);
  return filesTo(wrong).flatMap((file) => [
    ...places(expected, found, file),
    ...places(found, expected, file).map(({ fix, cost }) => ({ fix, cost: cost + costs.given })),
  ]);
}

const SIZES = ["in_channels", "out_channels", "in_features", "out_features", "kernel_size", "num_features"];

/** `-3` in a table where a size is asked for, or a factor of that size. */
function belowZero(wrong: WrongStep): Proposal[] {
  const sizes = SIZES.map((name) => numberOf(wrong, name) ?? 0).filter((size) => size < -1);
  if (sizes.length === 0) return [];
  return filesTo(wrong).flatMap((file) =>
    linesOf(file).flatMap((line) =>
      matchesIn(line, /(?<=[(,=]\s*)-\d+(?![\w.])/g).flatMap(({ at }) => {
        const value = Number(textAt(at));
        if (value >= -1 || !sizes.some((size) => size % value === 0)) return [];
        const cost = sizes.includes(value) ? costs.belowZero : costs.factorBelowZero;
        return [rewritten(at, textAt(at).slice(1), cost)];
      }),
    ),
  );
}

/** Where the calls stand that led to the mistake. */
function filesTo({ site }: WrongStep): SourceFile[] {
  const files = new Set(callsTo(site).map(({ file }) => file));
  return [...files];
}

/** Whoever wrote a number as nobody writes it made a slip there. */
function places(from: number, to: number, file: SourceFile): Proposal[] {
  if (from < LEAST || to < 1) return [];
  const found = linesOf(file).flatMap((line) =>
    matchesIn(line, new RegExp(`(?<![\\w.'"%-])${from}(?![\\w.'"])`, "g")).map(({ at }) => at),
  );
  if (found.length > MOST_PLACES) return [];
  const rarity = unevenness(to, from) > 0 && unevenness(from, to) === 0 ? costs.uneven : unevenness(from, to);
  return found.map((at) => rewritten(at, String(to), costs.elsewhere + costs.place * (found.length - 1) + rarity));
}
