/** Edits of a step's settings: a number in its place, one added to the call, two arguments exchanged. */
import { appendedArgument } from "../../../python/append-argument.ts";
import type { Argument } from "../../../python/arguments.ts";
import type { Site } from "../../../python/site.ts";
import { dimFrom, itemsOf } from "../../../python/tensors/sizes.ts";
import type { SourceFix } from "../../../python/trace.ts";
import { type Proposal, propose, type Step } from "./proposal.ts";

export type Written = NonNullable<Argument["written"]>;

export function writtenAt(step: Step, name: string): Written | undefined {
  return step.settings?.(name)?.written;
}

export function textAt({ file, range }: Written): string {
  return file.text.slice(range.start, range.end);
}

/** The setting as a number; of a tuple of equal ones that one. */
export function numberOf(step: Step, name: string): number | undefined {
  const value = step.settings?.(name)?.value;
  const items = itemsOf(value) ?? [value];
  const [first] = items;
  const size = dimFrom(first);
  return typeof size === "number" && items.every((item) => item === first) ? size : undefined;
}

/** `text` in the setting's place, or as an argument more; `undefined` where the step is not written as a call of its own. */
export function setTo(step: Step, name: string, text: string): SourceFix | undefined {
  const setting = step.settings?.(name);
  if (setting === undefined) return undefined;
  const { written } = setting;
  const place = step.module?.site ?? step.site;
  const edit = written ? { ...written, text } : place && appendedArgument(place, `${name}=${text}`);
  if (edit === undefined || (written && textAt(written) === text)) return undefined;
  return { title: `Set ${name} to ${text}${lineOf(edit)}`, edits: [edit] };
}

/** Another number in the setting's place. */
export function proposeNumber(step: Step, name: string, value: number, cost: number): Proposal | undefined {
  const isOther = value >= 0 && numberOf(step, name) !== value;
  return isOther ? propose(setTo(step, name, String(value)), cost) : undefined;
}

/** The line of an edit, for titles: the place is rarely that of the mistake. */
export function lineOf({ file, range }: Written): string {
  return ` in line ${file.text.slice(0, range.start).split("\n").length}`;
}

/** A place where a call is written to its closing bracket. */
export function callSite(site: Site | undefined): Site | undefined {
  return site !== undefined && site.file.text[site.range.end - 1] === ")" ? site : undefined;
}

/** The first two arguments of a module's construction each in the other's place, where both are given by place. */
export function exchanged({ module }: Step): SourceFix | undefined {
  const place = callSite(module?.site);
  if (place === undefined) return undefined;
  const { file, range, anchor } = place;
  const inside = file.text.slice(anchor.end, range.end);
  const [first, second] = topLevelArguments(inside);
  if (first === undefined || second === undefined || first.text === second.text) return undefined;
  if (/^\w+\s*=[^=]|^\*/.test(first.text) || /^\w+\s*=[^=]|^\*/.test(second.text)) return undefined;
  const at = ({ start, end }: ArgumentText) => ({ start: anchor.end + start, end: anchor.end + end });
  const edits = [
    { file, range: at(first), text: second.text },
    { file, range: at(second), text: first.text },
  ];
  return { title: `Exchange ${first.text} and ${second.text}${lineOf(place)}`, edits };
}

/** Settings that modules take as their first argument. */
const FIRST = /^(?:in_channels|in_features|num_features|input_size|embed_dim|normalized_shape)$/;

/**
 * The setting as the module's own construction says it, which may be a name for a number that is written elsewhere; `index` is its
 * place among the arguments, where it is not the first one.
 */
export function argumentAt({ module }: Step, name: string, index?: number): Written | undefined {
  const place = callSite(module?.site);
  if (place === undefined) return undefined;
  const { file, range, anchor } = place;
  const given = topLevelArguments(file.text.slice(anchor.end, range.end));
  const byPlace = given[index ?? (FIRST.test(name) ? 0 : given.length)];
  const byName = given.find(({ text }) => text.startsWith(`${name}=`));
  const found = byName ?? (byPlace && !/^\w+\s*=[^=]|^\*/.test(byPlace.text) ? byPlace : undefined);
  if (found === undefined) return undefined;
  const start = anchor.end + found.start + (byName ? name.length + 1 : 0);
  return { file, range: { start, end: anchor.end + found.end } };
}

interface ArgumentText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The arguments of a call from its opening bracket on, without white space around. */
export function topLevelArguments(text: string): ArgumentText[] {
  const found: ArgumentText[] = [];
  let depth = 0;
  let from = text.indexOf("(") + 1;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if ("([{".includes(letter)) depth++;
    if (")]}".includes(letter)) depth--;
    if ((letter !== "," || depth !== 1) && depth !== 0) continue;
    const piece = text.slice(from, at);
    const start = from + piece.length - piece.trimStart().length;
    if (piece.trim() !== "" && depth <= 1) found.push({ start, end: start + piece.trim().length, text: piece.trim() });
    if (depth === 0 && at >= from) break;
    from = at + 1;
  }
  return found;
}

/** A whole number in a text. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** The whole numbers that a call itself is given, not those in calls within it. */
export function literalsIn(text: string): Literal[] {
  const found: Literal[] = [];
  const brackets: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    // A bracket behind a name is a call of its own, but for the first.
    if ("([{".includes(letter))
      brackets.push(/[\w)\]]\s*$/.test(text.slice(0, at)) && brackets.length > 0 ? "call" : "");
    else if (")]}".includes(letter)) brackets.pop();
    const digits =
      brackets.length > 0 && !brackets.includes("call") ? /^-?\d+(?![\w.])/.exec(text.slice(at))?.[0] : undefined;
    if (digits === undefined || /[\w.)\]]\s*$/.test(text.slice(0, at))) continue;
    found.push({ start: at, end: at + digits.length, value: Number(digits) });
    at += digits.length - 1;
  }
  return found;
}

/** The places of the elements of a list or tuple that is written down. */
export function elementsOf(handed: Written): Written[] {
  const text = textAt(handed);
  if (!/^[[(].*[\])]$/s.test(text)) return [];
  return topLevelArguments(`(${text.slice(1, -1)})`).map(({ start, end }) => ({
    file: handed.file,
    range: { start: handed.range.start + start, end: handed.range.start + end },
  }));
}
