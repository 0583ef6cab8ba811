/** Places of a text: what stands there, a part of one, and the change of one. */
import type { Range } from "../../../../graph/graph.ts";
import type { Argument } from "../../../../python/arguments.ts";
import type { Proposal } from "../proposal.ts";
import { lineNumberOf } from "./line-numbers.ts";

export type Written = NonNullable<Argument["written"]>;

export function textAt({ file, range }: Written): string {
  return file.text.slice(range.start, range.end);
}

/** A part of a place; offsets count from its beginning. */
export function within({ file, range }: Written, { start, end }: Range): Written {
  return { file, range: { start: range.start + start, end: range.start + end } };
}

export function isInside({ file, range }: Written, outer: Written): boolean {
  return file.path === outer.file.path && outer.range.start <= range.start && range.end <= outer.range.end;
}

/** What a pattern finds in a place. */
export function matchesIn(
  place: Written,
  pattern: RegExp,
): { readonly match: RegExpExecArray; readonly at: Written }[] {
  return [...textAt(place).matchAll(pattern)].map((match) => ({
    match,
    at: within(place, { start: match.index, end: match.index + match[0].length }),
  }));
}

/** The line of an edit, for titles: the place is rarely that of the mistake. */
export function lineOf(place: Written): string {
  return ` in line ${lineNumberOf(place)}`;
}

/** `words` say what is done, where it is more than another text in the place of this one. */
export function rewritten(at: Written, text: string, cost: number, words?: string): Proposal {
  const title = `${words ?? `Write ${text} in place of ${textAt(at)}`}${lineOf(at)}`;
  return { fix: { title, edits: [{ ...at, text }] }, cost };
}

/** For titles. */
export function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 21)}...` : text;
}
