/** Calls as they are written: where they are, and their arguments and numbers one by one. */
import type { Site } from "../../../../python/site.ts";
import type { Step } from "../proposal.ts";
import { textAt, type Written, within } from "./written.ts";

/** A place where a call is written to its closing bracket. */
export function callSite(site: Site | undefined): Site | undefined {
  return site !== undefined && site.file.text[site.range.end - 1] === ")" ? site : undefined;
}

/** The calls that led to a place in texts of the user's, one within the other, the innermost first. */
export function callsTo(site: Site | undefined, most = Number.POSITIVE_INFINITY): Site[] {
  const found: Site[] = [];
  for (let at = site; at !== undefined && found.length < most; at = at.caller) {
    const call = callSite(at);
    if (call !== undefined && !call.file.isDescribed) found.push(call);
  }
  return found;
}

/** What is called, as it is written. */
export function calleeOf({ file, range, anchor }: Site): string {
  return file.text.slice(range.start, anchor.end);
}

/** A call from its opening bracket on. */
export function bracketsOf({ file, range, anchor }: Site): Written {
  return { file, range: { start: anchor.end, end: range.end } };
}

/** Keras's methods that take data, without what stands around them. */
export const TAKES_DATA = /\.(?:fit|evaluate|predict|(?:train|test|predict)_on_batch)/;

/** `name=value` */
export function isByName(argument: string): boolean {
  return /^\w+\s*=[^=]/.test(argument);
}

/** Neither by name nor `*args`. */
export function isByPlace(argument: string): boolean {
  return !isByName(argument) && !argument.startsWith("*");
}

/** What an argument hands over, by name or by place. */
export function valueIn(argument: Written): Written {
  const start = /^\w+\s*=\s*(?!=)/.exec(textAt(argument))?.[0].length ?? 0;
  return within(argument, { start, end: textAt(argument).length });
}

/** The places of the arguments between brackets. */
export function argumentsIn(brackets: Written): Written[] {
  return topLevelArguments(textAt(brackets)).map((argument) => within(brackets, argument));
}

/** The places of the parameters in the head of a function. */
export function parametersIn(head: Written): Written[] {
  const text = textAt(head);
  return argumentsIn(within(head, { start: text.indexOf("("), end: text.length }));
}

/** What the parameters in the head of a function are called; nothing stands for `*args`. */
export function parameterNamesIn(head: Written): string[] {
  return parametersIn(head).map((parameter) => /^\w+/.exec(textAt(parameter))?.[0] ?? "");
}

/** Settings that modules take as their first argument. */
const FIRST = /^(?:in_channels|in_features|num_features|input_size|embed_dim|normalized_shape)$/;

/**
 * The setting as the module's own construction says it, which may be a name for a number that is written elsewhere; `index` is its
 * place among the arguments, where it is not the first one.
 */
export function argumentAt({ module }: Step, name: string, index?: number): Written | undefined {
  const call = callSite(module?.site);
  if (call === undefined) return undefined;
  const given = argumentsIn(bracketsOf(call));
  const byName = given.find((argument) => textAt(argument).startsWith(`${name}=`));
  if (byName) return within(byName, { start: name.length + 1, end: textAt(byName).length });
  const byPlace = given[index ?? (FIRST.test(name) ? 0 : given.length)];
  return byPlace && isByPlace(textAt(byPlace)) ? byPlace : undefined;
}

interface ArgumentText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The arguments of a call from its opening bracket on, without white space and comments around. */
export function topLevelArguments(commented: string): ArgumentText[] {
  const text = withoutComments(commented);
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
    const end = start + piece.trim().length;
    if (start < end && depth <= 1) found.push({ start, end, text: commented.slice(start, end) });
    if (depth === 0 && at >= from) break;
    from = at + 1;
  }
  return found;
}

/** With spaces in their place. */
function withoutComments(text: string): string {
  if (!text.includes("#")) return text;
  return text.replace(/"[^"\n]*"|'[^'\n]*'|#[^\n]*/g, (part) =>
    part.startsWith("#") ? " ".repeat(part.length) : part,
  );
}

/** A whole number in a text. */
export interface Literal {
  readonly at: Written;
  readonly value: number;
}

/** The whole numbers that a call itself is given, not those in calls within it. */
export function literalsIn(brackets: Written): Literal[] {
  const text = textAt(brackets);
  const found: Literal[] = [];
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    // A bracket behind a name is a call of its own, but for the first.
    if ("([{".includes(letter)) open.push(/[\w)\]]\s*$/.test(text.slice(0, at)) && open.length > 0 ? "call" : "");
    else if (")]}".includes(letter)) open.pop();
    const isGiven = open.length > 0 && !open.includes("call");
    const digits = isGiven ? /^-?\d+(?![\w.])/.exec(text.slice(at))?.[0] : undefined;
    if (digits === undefined || /[\w.)\]]\s*$/.test(text.slice(0, at))) continue;
    found.push({ at: within(brackets, { start: at, end: at + digits.length }), value: Number(digits) });
    at += digits.length - 1;
  }
  return found;
}

/** From an opening bracket to the one that closes it. */
export function bracketsFrom({ file, range: { start } }: Written, whole: Written): Written {
  let depth = 0;
  for (let end = start; end < whole.range.end; end++) {
    const letter = file.text[end] as string;
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    if (depth === 0) return { file, range: { start, end: end + 1 } };
  }
  return { file, range: { start, end: start } };
}

/** The places of the elements of a list or tuple that is written down. */
export function elementsOf(list: Written): Written[] {
  const text = textAt(list);
  if (!/^[[(].*[\])]$/s.test(text)) return [];
  return topLevelArguments(`(${text.slice(1, -1)})`).map((element) => within(list, element));
}
