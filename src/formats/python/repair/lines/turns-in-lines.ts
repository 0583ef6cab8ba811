/**
 * What is turned round in the lines that lead to a mistake: a condition, a switch, two arguments or sizes in each other's place, an
 * operator or its operands.
 */

import { exchanged } from "../calls/exchanges.ts";
import type { Proposal } from "../proposal.ts";
import type { Pair } from "../sizes/meeting.ts";
import { bracketsFrom, elementsOf, isByPlace, topLevelArguments } from "../source/call-text.ts";
import type { Leading } from "../source/leading.ts";
import { indentOf } from "../source/lines.ts";
import { likeliestFirst, mayStand } from "../source/signs.ts";
import { lineOf, matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";
import { conditionChanges } from "./conditions.ts";

const FARTHEST = 5;
/** Longer ones are no sizes or names. */
const LONGEST = 60;
const costs = {
  /** A condition far from the mistake is likelier meant than one in its function. */
  farCondition: 0.6,
  switched: 1.3,
  /** A choice that the file makes by name was made on purpose. */
  setting: 0.6,
  exchanged: 1.25,
  turnedRound: 1.3,
  otherSign: 1.5,
  ofAttribute: 1,
  ofWindow: 0.3,
  numberLess: 1.45,
  nameLess: 2.1,
  sample: 1.1,
  column: 1.3,
  index: 1,
  like: -0.1,
  square: 1.1,
  bothTheSame: -0.2,
  order: 0.3,
} as const;

export function turnsInLines(leading: readonly Leading[], pairs: readonly Pair[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    if (distance > FARTHEST || /^(?:import|from|class|def|super)\b/.test(textAt(line))) return [];
    const found = [...conditions(line), ...switches(line), ...exchanges(line), ...calculated(line, pairs)];
    return found.map(({ fix, cost }) => ({ fix, cost: cost + distance / 20 }));
  });
}

function conditions(line: Written): Proposal[] {
  return conditionChanges(line).map(({ place, text, cost }) =>
    rewritten(
      place,
      text,
      cost + costs.farCondition + (/^if \w+:$/.test(textAt(line)) && indentOf(line) === 0 ? costs.setting : 0),
    ),
  );
}

function switches(line: Written): Proposal[] {
  return matchesIn(line, /(?<==\s*)(?:True|False)\b/g).map(({ at }) =>
    rewritten(
      at,
      textAt(at) === "True" ? "False" : "True",
      costs.switched + (isSetting.test(textAt(line)) ? costs.setting : 0),
    ),
  );
}

const isSetting = /^\w+\s*=\s*(?:True|False)$/;

/** Two arguments by place or sizes, one behind the other, and what a function gives back. */
function exchanges(line: Written): Proposal[] {
  const returned = matchesIn(line, /(?<=^return ).*,.*$/g).flatMap(({ at, match: [text] }) =>
    exchangesIn(topLevelArguments(`(${text})`).map(({ start, end }) => within(at, { start: start - 1, end: end - 1 }))),
  );
  // A loop that counts down from its end takes no round, and mends what stands in it by that.
  const inBrackets = matchesIn(line, /(?<!\brange)[([]/g).flatMap(({ at }) => {
    const given = elementsOf(bracketsFrom(at, line)).filter((argument) => isByPlace(textAt(argument)));
    // Orders of axes have rules of their own.
    return given.every((argument) => /^[0-4]$/.test(textAt(argument)))
      ? []
      : [...turnedRound(given), ...exchangesIn(given)];
  });
  return [...returned, ...inBrackets];
}

function exchangesIn(given: readonly Written[]): Proposal[] {
  return given.flatMap((first, place) => {
    const second = given[place + 1];
    if (second === undefined || textAt(first) === textAt(second) || !areAlike(textAt(first), textAt(second))) return [];
    const isLong = textAt(first).length + textAt(second).length > LONGEST;
    return isLong ? [] : [exchanged(first, second, costs.exchanged)];
  });
}

/** Two names, numbers or calculations with two of them as sizes are, or what is written alike. */
function areAlike(first: string, second: string): boolean {
  const isPlain = (text: string) => /^-?[\w.]+(?:\[[\w.-]+\])?(?: ?[*/+-]+ ?[\w.]+)?$/.test(text);
  return isPlain(first) === isPlain(second);
}

/** An image's three sizes with the last or the first one at the other end. */
function turnedRound(given: readonly Written[]): Proposal[] {
  const [first, second, third, ...others] = given;
  if (first === undefined || second === undefined || third === undefined || others.length > 0) return [];
  const texts = given.map(textAt);
  if (!texts.every((text) => /^[\w.]+$/.test(text)) || new Set(texts).size < 2) return [];
  return [
    [1, 2, 0],
    [2, 0, 1],
  ].map((order) => {
    const edits = given.map((at, place) => ({ ...at, text: texts[order[place] as number] as string }));
    return {
      fix: { title: `Write ${edits.map(({ text }) => text).join(", ")}${lineOf(first)}`, edits },
      cost: costs.turnedRound,
    };
  });
}

const OTHER_SIGNS: Readonly<Record<string, readonly string[]>> = {
  "*": ["//", "+"],
  "//": ["*", "+"],
  "+": ["//", "-", "*"],
  "-": ["+", "*", "//"],
};

/** A window that is worked out. */
const OF_WINDOW = /^(?:kernel_size|stride|padding|dilation)\s*=(?!=)/;
/** A size that a class works out for itself. */
const OF_ATTRIBUTE = /^self\.\w+\s*=\s*[\w.[\]]+\s*(?:\/\/|[-+*])\s*[\w.[\]]+$/;

/** Another sign, an operand less, or as many times more as the sizes miss each other. */
function calculated(line: Written, pairs: readonly Pair[]): Proposal[] {
  const signs = matchesIn(line, /(?<=[\w)\]]\s*)(?:\/\/|\*(?!\*)|\+|-)(?!=)(?=\s*[\w(])/g);
  const turned = signs.flatMap(({ at }) => {
    const others = likeliestFirst(OTHER_SIGNS[textAt(at)] ?? [], at).filter((other) => mayStand(other, at));
    const isOfWindow = OF_WINDOW.test(textAt(line));
    const cost = isOfWindow ? costs.ofWindow : OF_ATTRIBUTE.test(textAt(line)) ? costs.ofAttribute : costs.otherSign;
    return others.map((other, place) => rewritten(at, other, cost + place / 20));
  });
  const less = matchesIn(line, /(?<=[\w)\]])\s*(?:\/\/|\*\*?|\+|-)\s*[\w.]+(?![\w.(])/g).map(({ at }) =>
    rewritten(at, "", /[a-z]/i.test(textAt(at)) ? costs.nameLess : costs.numberLess, `Take out ${textAt(at).trim()}`),
  );
  const wholes = matchesIn(line, /(?<=\w\.shape)(?![\w[(])/g).map(({ at }) =>
    rewritten(at, "[1:]", costs.sample, "Take the shape of one sample"),
  );
  // A column of a batch, not a sample.
  const columns = matchesIn(line, /(?<=\w\[)\d(?=\])/g).map(({ at }) =>
    rewritten(at, `:, ${textAt(at)}`, costs.column),
  );
  const indices = matchesIn(line, /(?<=[\w)])\[-?\d\](?=\s*[,)]|$)/g).map(({ at }) =>
    rewritten(at, "", costs.index, `Take out ${textAt(at)}`),
  );
  const likes = matchesIn(line, /(?<=\b(?:zeros|ones|full))_like(?=\(\()/g).map(({ at }) =>
    rewritten(at, "", costs.like, "Take out _like"),
  );
  return [
    ...turned,
    ...brokenOrders(line),
    ...sameBranches(line),
    ...less,
    ...wholes,
    ...columns,
    ...indices,
    ...likes,
    ...multiplied(line, pairs),
  ];
}

/** `[0, 2, 1, 1]`: an order of axes that names one twice. */
function brokenOrders(line: Written): Proposal[] {
  return matchesIn(line, /[[(](\d(?:\s*,\s*\d){2,4})[\])]/g).flatMap(({ at }) => {
    const axes = matchesIn(at, /\d/g).map(({ at: axis }) => axis);
    const written = axes.map((axis) => Number(textAt(axis)));
    const missing = written.map((_, axis) => axis).filter((axis) => !written.includes(axis));
    const twice = axes.filter((_, place) => written.filter((axis) => axis === written[place]).length > 1);
    const [only] = missing;
    if (missing.length !== 1 || only === undefined || written.some((axis) => axis >= written.length)) return [];
    return twice.toReversed().map((axis, place) => rewritten(axis, String(only), costs.order + place / 20));
  });
}

/** `2 if first else 1`, where the same stands on both sides: whoever chooses means something else. */
function sameBranches(line: Written): Proposal[] {
  return matchesIn(line, /\b(\d+) if [^,()]+? else \1\b/g).flatMap(({ at, match: [whole, digits = ""] }) => {
    const value = Number(digits);
    const sides = [0, whole.length - digits.length].map((start) => within(at, { start, end: start + digits.length }));
    return [value * 2, value + 1, value - 1, value / 2]
      .filter((other, place, all) => Number.isInteger(other) && all.indexOf(other) === place)
      .flatMap((other, place) => sides.map((side) => rewritten(side, String(other), costs.bothTheSame + place / 10)));
  });
}

/** `a // b` for `(a // b) ** 2`, `a` for `a * 2`. */
function multiplied(line: Written, pairs: readonly Pair[]): Proposal[] {
  const lead = /^[\w.]+\s*=\s*(?=[^=\s])/.exec(textAt(line))?.[0];
  if (lead === undefined) return [];
  const value = within(line, { start: lead.length, end: textAt(line).length });
  const text = textAt(value);
  if (!/^[\w.]+(\s*[-+*/]+\s*[\w.]+)*$|^\([^()]*\)$/.test(text) || /^[\d.]+$/.test(text)) return [];
  const whole = /^[\w.]+$|^\(/.test(text) ? text : `(${text})`;
  const isSquare = pairs.some(([a, b]) => a === b * b || b === a * a);
  return isSquare ? [rewritten(value, `${whole} ** 2`, costs.square)] : [];
}
