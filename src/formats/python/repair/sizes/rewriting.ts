/**
 * Other texts for a number that is not written as one: a part of its calculation, another number in it, or another number where
 * its name is assigned. What is written as a name or a calculation was rarely meant as a bare number.
 */
import type { Proposal } from "../proposal.ts";
import {
  assignmentsAround,
  assignmentsInFile,
  defaultOf,
  namesWorth,
  operandsOf,
  parametersAround,
  usesOf,
} from "../source/scope.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const WHOLE_NUMBER = /(?<![\w.])\d+(?![\w.])/g;

/** So that what is worth `value` is worth `wanted`; the costs are on top of what such a change costs. */
export function rewritings(name: string, at: Written, value: number, wanted: number): Proposal[] {
  const text = textAt(at);
  const set = (next: string, cost: number): Proposal => rewritten(at, next, cost, `Set ${name} to ${next}`);
  if (/^\d+$/.test(text)) return [set(String(wanted), 0)];
  const usual = defaultOf(at);
  const assigned = [...assignmentsAround(at), ...assignmentsInFile(at), ...(usual ? [usual] : [])];
  // What stands in several places was meant there too.
  const spread = /^\w+$/.test(text) && usesOf(at, text) > 3 ? 0.7 : 0.25;
  const parameters = parametersAround(at);
  // Whatever a loop goes through is not one number.
  const isLoops = /^\w+$/.test(text) && new RegExp(`\\bfor\\s[^:\\n]*\\b${text}\\b[^:\\n]*\\sin\\s`).test(at.file.text);
  const rarity = isLoops ? 0.6 : 0;
  return [
    ...namesWorth(at, wanted).map((other) => set(other, 0.1 + rarity)),
    ...(parameters.includes(text) ? parameters : []).flatMap((other) => (other === text ? [] : [set(other, 0.3)])),
    ...changesIn(at, value, wanted, 0.05),
    ...assigned.flatMap((place) => changesIn(place, value, wanted, spread)),
    set(String(wanted), 0.75 + rarity),
  ];
}

/** A part of what is written, or another number in it. */
function changesIn(place: Written, value: number, wanted: number, cost: number): Proposal[] {
  const text = textAt(place);
  const changed = (next: string, more: number): Proposal => rewritten(place, next, cost + more, `Write ${next}`);
  return [
    ...operandsOf(text).map((operand) => changed(operand, 0)),
    ...rescaledTexts(text, value, wanted).map((next, index) => changed(next, index / 50)),
    // A division that rounds does not tell by how much its number is wrong.
    ...(text.includes("//") ? nearNumbers(text) : []).map((next) => changed(next, 0.1)),
  ];
}

/** One number of a calculation changed: `planes * 2` to `planes * 4`. */
export function recalculated(at: Written | undefined, value: number, wanted: number, cost: number): Proposal[] {
  if (at === undefined || /^\d+$/.test(textAt(at))) return [];
  return rescaledTexts(textAt(at), value, wanted).map((text) => rewritten(at, text, cost, `Write ${text}`));
}

/** One whole number of a text changed as the whole changes, as many times or by as many. */
export function rescaledTexts(text: string, value: number, wanted: number): string[] {
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
