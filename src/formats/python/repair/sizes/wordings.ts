/**
 * What a size may have been meant as where a name or a calculation is written for it: another number in it, a part of it, a factor
 * or a summand that was left out, or what another call of the function is given. Whoever wrote a name meant no bare number.
 */

import {
  argumentTextsAround,
  assignmentsAround,
  factorsAround,
  functionText,
  namesAround,
  operandsOf,
} from "../source/scope.ts";
import { textAt, type Written } from "../source/written.ts";
import { unevenness } from "./layer-sizes.ts";
import { rescaledTexts } from "./rewriting.ts";

const MOST_TIMES = 16;

export interface Wording {
  readonly at: Written;
  readonly text: string;
  readonly cost: number;
}

/** How unlikely each kind is. */
const costs = {
  sides: 0.05,
  operand: 0.15,
  neighbour: 0.2,
  number: 0.25,
  alike: 0.25,
  oneOff: 0.3,
  factor: 0.3,
  flipped: 0.3,
  again: 0.35,
  doubled: 0.4,
  summand: 0.45,
  times: 0.5,
  oddTimes: 1,
  over: 0.7,
  another: 0.75,
  bare: 0.65,
  assigned: 0.1,
  apart: 0.2,
} as const;

/** How unlikely a bare number is in place of what is written. */
export function overwriting(at: Written): number {
  const text = textAt(at);
  if (/^[\d\s]*$/.test(text)) return 0;
  return /^[\d\s*+/-]+$/.test(text) ? 0.4 : costs.bare;
}

/** So that what is worth `value` is worth `wanted`; nothing where a bare number is written. Many of them are worth something else. */
export function wordings(at: Written, value: number, wanted: number): Wording[] {
  if (/^\d+$/.test(textAt(at))) return [];
  const assigned = /^\w+$/.test(textAt(at)) ? assignmentsAround(at) : [];
  const [here = [], ...there] = [at, ...assigned].map((place) => [
    ...knownWordings(place, value, wanted).filter(({ cost }) => place === at || cost !== costs.another),
    ...otherNames(place, value, wanted),
  ]);
  return [...here, ...there.flat().map((each) => ({ ...each, cost: each.cost + costs.assigned }))];
}

/** Those that speak of what is written there and elsewhere in the function, and not of any name. */
export function knownWordings(at: Written, value: number, wanted: number): Wording[] {
  const own = textAt(at);
  const found = [
    ...changedNumbers(own, value, wanted),
    ...operandsOf(own).map((text) => [text, costs.operand] as const),
    ...neighbours(own).map((text) => [text, costs.neighbour] as const),
    ...fromCalls(at),
    ...factors(at, value, wanted),
    ...flipped(own),
    ...oneOff(own, value, wanted),
    [String(wanted), costs.bare] as const,
  ];
  return found.filter(([text]) => text !== own).map(([text, cost]) => ({ at, text, cost }));
}

type Costed = readonly [text: string, cost: number];

function changedNumbers(own: string, value: number, wanted: number): Costed[] {
  const sides = otherSides(own, value, wanted);
  const numbers = rescaledTexts(own, value, wanted).map((text): Costed => {
    const [before, after] = [own, text].map((each) => each.match(/\d+/g)?.map(Number) ?? []) as [number[], number[]];
    const odd = Math.max(0, ...after.map((next, place) => unevenness(before[place], next)));
    return [text, costs.number + odd + (sidesDiffer(before, after) ? costs.apart : 0)];
  });
  return [...(sides === undefined ? [] : [[sides, costs.sides] as const]), ...numbers];
}

/** Two numbers that were the same, and no longer are. */
function sidesDiffer(before: readonly number[], after: readonly number[]): boolean {
  const isPaired = (all: readonly number[]): boolean => new Set(all).size < all.length;
  return isPaired(before) && !isPaired(after);
}

/** `16 * 5 * 5` for `16 * 4 * 4`: both sides of an image. */
export function otherSides(own: string, value: number, wanted: number): string | undefined {
  const [, lead = "", side = ""] = /^(.*?)\b(\d+) *\* *\2$/s.exec(own) ?? [];
  const next = Number(side) * Math.sqrt(wanted / value);
  if (side === "" || !Number.isInteger(next)) return undefined;
  return next === 1 ? lead.replace(/ *\* *$/, "") : `${lead}${next} * ${next}`;
}

/** `sizes[1]` and `sizes[-1]` for `sizes[0]`, `sizes[i - 1]` for `sizes[i]`. */
function neighbours(own: string): string[] {
  const [, list, index = ""] = /^([\w.]+)\[(-?\d+|[a-z]\w*(?: *[-+] *1)?)\]$/i.exec(own) ?? [];
  if (list === undefined) return [];
  const [name = ""] = /^[a-z]\w*/i.exec(index) ?? [];
  const number = Number(index);
  const ends = number < 0 ? [0, number - 1, number + 1] : [-1, number - 1, number + 1];
  const others = name
    ? [name, `${name} - 1`, `${name} + 1`]
    : ends.filter((other) => other >= -1 || number < 0).map(String);
  return [...new Set(others)].map((other) => `${list}[${other}]`);
}

/** What other calls of the function are given, those first that speak of the same. */
function fromCalls(at: Written): Costed[] {
  const names = new Set(namesIn(textAt(at)));
  return argumentTextsAround(at).map((text) => {
    const isAlike = namesIn(text).some((name) => names.has(name));
    return [text, isAlike ? costs.alike : costs.another];
  });
}

function namesIn(text: string): string[] {
  return text.match(/(?<!\w)(?:self\.)?[a-z_]\w*/gi) ?? [];
}

/** A factor that stands beside other numbers of the file, one that is there already, and any other name. */
function factors(at: Written, value: number, wanted: number): Costed[] {
  const own = textAt(at);
  const product = productOf(own);
  const names = new Set(/[-+]/.test(own) ? [] : namesIn(own).filter((name) => own !== name));
  const isMore = wanted > value;
  const times = isMore && wanted % value === 0 ? [`${product} * ${wanted / value}`] : [];
  const parts = !isMore && value % wanted === 0 ? [`${product} // ${value / wanted}`] : [];
  const known = isMore ? factorsAround(at).map((name): Costed => [`${product} * ${name}`, costs.factor]) : [];
  const again = isMore ? [...names].map((name): Costed => [`${product} * ${name}`, costs.again]) : [];
  return [
    ...known,
    ...again,
    ...times.map((text): Costed => [text, costOfTimes(wanted / value)]),
    ...parts.map((text): Costed => [text, costs.over]),
    ...(wanted === value * value ? squares(own, product) : []),
    ...multiplied(at),
  ];
}

/** Nobody multiplies channels by an image's area. */
function costOfTimes(factor: number): number {
  return factor === 2 ? costs.doubled : factor > MOST_TIMES ? costs.oddTimes : costs.times;
}

function squares(own: string, product: string): Costed[] {
  const twice = `${product} * ${product}`;
  return /^[\w.]+$/.test(own)
    ? [[twice, costs.again]]
    : [
        [`(${own}) ** 2`, costs.again],
        [twice, costs.summand],
      ];
}

/** `(width * 2) + depth` for `width + depth`, where the function multiplies `width` elsewhere. */
function multiplied(at: Written): Costed[] {
  const own = textAt(at);
  const text = textAt(functionText(at) ?? at);
  return namesIn(own).flatMap((name) => {
    const found = text.match(new RegExp(`\\(${name} (?:\\*|//) \\w+\\)|(?<![\\w.])${name} (?:\\*|//) \\d+`, "g"));
    return [...new Set(found)].map(
      (product): Costed => [own.replace(new RegExp(`(?<![\\w.])${name}(?!\\w)`), product), costs.factor],
    );
  });
}

const FLIPPED: Readonly<Record<string, string>> = { "*": "//", "//": "*", "/": "*", "+": "-", "-": "+" };

/** `width * 2` for `width // 2`. */
function flipped(own: string): Costed[] {
  const [, left, sign = "", right] = /^([\w.[\]]+) *(\/\/|[*/+-]) *([\w.[\]]+(?: *\*\* *\w+)?)$/.exec(own) ?? [];
  const other = FLIPPED[sign];
  return other === undefined ? [] : [[`${left} ${other} ${right}`, costs.flipped]];
}

function oneOff(own: string, value: number, wanted: number): Costed[] {
  if (Math.abs(wanted - value) !== 1) return [];
  return [[`${own} ${wanted > value ? "+" : "-"} 1`, costs.oneOff]];
}

/** A factor or summand that is any name around. */
function otherNames(at: Written, value: number, wanted: number): Wording[] {
  if (wanted < value) return [];
  const own = textAt(at);
  const product = productOf(own);
  const names = namesAround(at);
  const times = wanted % value === 0 ? names.map((name) => `${product} * ${name}`) : [];
  return [...times, ...names.map((name) => `${own} + ${name}`)].map((text) => ({ at, text, cost: costs.summand }));
}

/** As it stands before a further factor. */
function productOf(own: string): string {
  return /[-+/%]|\bif\b/.test(own) ? `(${own})` : own;
}
