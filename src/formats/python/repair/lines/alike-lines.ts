/**
 * Remedies for a statement that is like another one of the file but for a few words: what stands in the other. Files repeat
 * themselves, and where a copy differs in one place that may be the slip.
 */

import type { Change } from "../proposal.ts";
import { linesOf, linesWithin } from "../source/lines.ts";
import { textAt, type Written, within } from "../source/written.ts";

const MOST_WORDS = 4;
/** Where the other line has more. */
const MOST_MORE = 12;
/** Changes of one line: hundreds of lines may be alike. */
const MOST_CHANGES = 8;
const LEAST_ALIKE = 6;
/** Another function or class is rarely meant. */
const CALLED = 0.4;
const COST = 0.8;
/** The name of a variant. */
const QUOTED = 0.6;
const EACH_WORD = 0.15;
const EACH_MORE = 0.05;

export function alikeChanges(body: Written): Change[] {
  const texts = new Set(linesOf(body.file).map((line) => textAt(meaningOf(line))));
  const all = [...texts].map((text): Line => ({ text, words: [...text.matchAll(WORD)] }));
  return linesWithin(body).flatMap((line) => {
    if (/^(?:super|def|class)\b/.test(textAt(line))) return [];
    const own = meaningOf(line);
    const words = [...textAt(own).matchAll(WORD)];
    const changes = all.flatMap((other) => difference(own, words, other));
    return changes.sort((a, b) => a.cost - b.cost).slice(0, MOST_CHANGES);
  });
}

interface Line {
  readonly text: string;
  readonly words: readonly RegExpExecArray[];
}

/** What is assigned, or all of it. */
function meaningOf(line: Written): Written {
  const text = textAt(line);
  const start = /^[\w.]+\s*=\s*(?!=)/.exec(text)?.[0].length ?? 0;
  return within(line, { start, end: text.length });
}

const WORD = /\w+|\*\*|\/\/|[=!<>]=|\S/g;

/** One row of words that differs from the other text's, in a row of words that are the same. */
function difference(own: Written, words: Line["words"], { text: other, words: others }: Line): Change[] {
  if (words.length - others.length > MOST_WORDS || others.length - words.length > MOST_MORE) return [];
  const isSame = (a: RegExpExecArray | undefined, b: RegExpExecArray | undefined) => a?.[0] === b?.[0];
  let start = 0;
  while (start < words.length && start < others.length && isSame(words[start], others[start])) start++;
  let end = 0;
  const most = Math.min(words.length, others.length) - start;
  while (end < most && isSame(words.at(-1 - end), others.at(-1 - end))) end++;
  const [mine, theirs] = [words.slice(start, words.length - end), others.slice(start, others.length - end)];
  const isMore = mine.length === 0;
  if (start + end < LEAST_ALIKE || mine.length > MOST_WORDS) return [];
  if (theirs.length > (isMore ? MOST_MORE : MOST_WORDS)) return [];
  const [from, to] = [placeIn(textAt(own), words, start, mine.length), placeIn(other, others, start, theirs.length)];
  const text = other.slice(to.start, to.end);
  if (!/[\w]/.test(text + textAt(within(own, from)))) return [];
  const isCalled = mine.length > 0 && words[start + mine.length]?.[0] === "(";
  const isQuoted = /["']/.test(words[start - 1]?.[0] ?? "") && /["']/.test(words[start + mine.length]?.[0] ?? "");
  const each = isMore ? EACH_MORE : EACH_WORD;
  const more = each * (Math.max(mine.length, theirs.length, 1) - 1) + (isCalled ? CALLED : 0) + (isQuoted ? QUOTED : 0);
  return [{ place: within(own, from), text, cost: COST + more }];
}

/** With the white space before it, where words are added or left out. */
function placeIn(text: string, words: readonly RegExpExecArray[], start: number, length: number): Written["range"] {
  const first = words[start];
  const last = words[start + length - 1];
  const before = words[start - 1];
  const begin = before ? before.index + before[0].length : 0;
  if (length === 0 || first === undefined || last === undefined) return { start: begin, end: begin };
  return { start: begin, end: Math.min(text.length, last.index + last[0].length) };
}
