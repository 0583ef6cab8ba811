/** Remedies for weights of a user's Keras layer, whose shapes stand in calls of `add_weight` and in no operation. */

import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, elementsOf } from "../source/call-text.ts";
import { lineOf, rewritten, textAt, type Written, within } from "../source/written.ts";
import { missedPairs } from "./meeting.ts";

const MOST = 30;

export function weightShapeProposals(wrong: WrongStep): Proposal[] {
  const { file } = wrong.site;
  if (file.isDescribed) return [];
  const shapes = [...file.text.matchAll(/\badd_(?:weight|variable)(?=\()/g)].flatMap(({ 0: callee, index }) =>
    shapeIn({ file, range: { start: index + callee.length, end: Math.min(file.text.length, index + 400) } }),
  );
  const isNear = missedPairs(wrong).some(([a, b]) => Math.abs(a - b) === 1);
  return shapes.flatMap((shape) => changesOf(shape, shapes, isNear)).slice(0, MOST);
}

/** The elements of a call's shape. */
function shapeIn(brackets: Written): Written[][] {
  const found = argumentsIn(brackets).find((argument) => /^(shape\s*=\s*)?[([].*[)\]]$/s.test(textAt(argument)));
  if (found === undefined) return [];
  const text = textAt(found);
  return [elementsOf(within(found, { start: text.search(/[([]/), end: text.length }))];
}

function changesOf(shape: readonly Written[], all: readonly (readonly Written[])[], isNear: boolean): Proposal[] {
  return [...swapped(shape), ...shape.flatMap((_, index) => otherSizes(shape, index, all, isNear))];
}

function swapped([first, second, ...others]: readonly Written[]): Proposal[] {
  if (first === undefined || second === undefined || others.length > 0) return [];
  const edits = [
    { ...first, text: textAt(second) },
    { ...second, text: textAt(first) },
  ];
  return [{ fix: { title: `Exchange the weight's sizes${lineOf(first)}`, edits }, cost: 0.9 }];
}

/** One size like those of other weights in its place, or one more or less. */
function otherSizes(
  shape: readonly Written[],
  index: number,
  all: readonly (readonly Written[])[],
  isNear: boolean,
): Proposal[] {
  const size = shape[index] as Written;
  const alike = all.filter(({ length }) => length === shape.length);
  const texts = new Set(alike.map((other) => textAt(other[index] as Written)));
  const near = isNear ? [`${textAt(size)} + 1`, `${textAt(size)} - 1`] : [];
  const elsewhere = all
    .flat()
    .map(textAt)
    .filter((text) => /^[a-z_]/i.test(text) && !texts.has(text));
  const others = [...texts, ...new Set(elsewhere)].filter((text) => text !== textAt(size));
  return [...near, ...others].map((text, place) => rewritten(size, text, 1 + place / 50));
}
