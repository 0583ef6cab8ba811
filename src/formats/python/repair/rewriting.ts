/**
 * Other texts for a number that is not written as one: a part of its calculation, another number in it, or another number where
 * its name is assigned. What is written as a name or a calculation was rarely meant as a bare number.
 */
import { lineOf, textAt, type Written } from "./edits.ts";
import type { Proposal } from "./proposal.ts";
import { assignmentsAround, assignmentsInFile, defaultsAround, namesWorth, operandsOf, usesOf } from "./scope.ts";

const WHOLE_NUMBER = /(?<![\w.])\d+(?![\w.])/g;

/** So that what is worth `value` is worth `wanted`; the costs are on top of what such a change costs. */
export function rewritings(name: string, at: Written, value: number, wanted: number): Proposal[] {
  const text = textAt(at);
  const set = (place: Written, next: string, cost: number, title = `Set ${name} to ${next}`): Proposal => ({
    fix: { title: `${title}${lineOf(place)}`, edits: [{ ...place, text: next }] },
    cost,
  });
  if (/^\d+$/.test(text)) return [set(at, String(wanted), 0)];
  const named = namesWorth(at, wanted).map((other) => set(at, other, 0.1));
  const within = (place: Written, cost: number): Proposal[] => {
    const written = textAt(place);
    return [
      ...operandsOf(written).map((operand) => set(place, operand, cost, `Write ${operand}`)),
      ...otherNumbers(written, value, wanted).map((next, index) =>
        set(place, next, cost + index / 50, `Write ${next}`),
      ),
      // A division that rounds does not tell by how much its number is wrong.
      ...(written.includes("//") ? nearNumbers(written) : []).map((next) =>
        set(place, next, cost + 0.1, `Write ${next}`),
      ),
    ];
  };
  const assigned = [...assignmentsAround(at), ...assignmentsInFile(at), ...defaultsAround(at)];
  // What stands in several places was meant there too.
  const spread = /^\w+$/.test(text) && usesOf(at, text) > 3 ? 0.7 : 0.25;
  return [
    ...named,
    ...within(at, 0.05),
    ...assigned.flatMap((place) => within(place, spread)),
    set(at, String(wanted), 0.75),
  ];
}

/** One whole number of a text changed, as the whole changes: as many times, or by as many. */
function otherNumbers(text: string, value: number, wanted: number): string[] {
  const found = [...text.matchAll(WHOLE_NUMBER)].flatMap(({ 0: digits, index }) => {
    const number = Number(digits);
    const isDivisor = /\/\s*$/.test(text.slice(0, index));
    const times = isDivisor ? (number * value) / wanted : (number * wanted) / value;
    const shifted = number + wanted - value;
    return [times, shifted]
      .filter((next) => Number.isInteger(next) && next > 0 && next !== number)
      .map((next) => ({
        changed: text.slice(0, index) + String(next) + text.slice(index + digits.length),
        by: Math.abs(next - number),
      }));
  });
  return [...new Set(found.sort((a, b) => a.by - b.by).map(({ changed }) => changed))];
}

/** One whole number of a text changed by one. */
function nearNumbers(text: string): string[] {
  return [...text.matchAll(WHOLE_NUMBER)].flatMap(({ 0: digits, index }) =>
    [Number(digits) - 1, Number(digits) + 1]
      .filter((next) => next > 0)
      .map((next) => text.slice(0, index) + String(next) + text.slice(index + digits.length)),
  );
}
