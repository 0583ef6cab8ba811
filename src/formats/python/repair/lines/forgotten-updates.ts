/**
 * Remedies for a name that a loop reads and forgets to set to what it goes on with: `channels`, which it hands to every layer as what
 * comes in, and `kept`, which was what goes through the loop before it.
 */

import type { Change } from "../proposal.ts";
import { argumentsIn } from "../source/call-text.ts";
import { bodyOf, headsAround, indentOf, lastOf, lineBehind, linesOf, linesWithin, marginOf } from "../source/lines.ts";
import { speaksOf } from "../source/name-uses.ts";
import { matchesIn, textAt, type Written } from "../source/written.ts";

const INSERTED = 0.55;
const IN_A_ROW = 0.05;
const INDENTED = 0.45;
const NOT_KEPT = 0.35;

export function forgottenUpdates(body: Written): Change[] {
  const lines = linesWithin(body);
  const straight = lines.flatMap((line, place) =>
    headsAround(line).some(isLoop) ? [] : updatesInRow(line, lines, place),
  );
  const inLoops = lines.filter(isLoop).flatMap((head) => {
    const loop = bodyOf(head);
    const next = lines[lines.indexOf(head) + 1 + loop.length];
    return [...keptValues(head), ...loop.flatMap((inside) => updatesBehind(inside, loop, next))];
  });
  return [...straight, ...inLoops];
}

/** `width = other` behind `conv(width, other)`, where `width` was given a value before and a call behind it is handed it again. */
function updatesInRow(line: Written, lines: readonly Written[], place: number): Change[] {
  return pairsIn(line).flatMap(([name, given]) => {
    const speaks = new RegExp(`(?<![\\w.])${name}(?!\\w|\\s*=(?!=))|^${name}\\s*=(?!=)`);
    const sets = new RegExp(`^${name}\\s*=(?!=)`);
    const next = lines.slice(place + 1).find((other) => speaks.test(textAt(other)));
    const isOwn = lines.slice(0, place).some((other) => sets.test(textAt(other)));
    if (!isOwn || next === undefined || sets.test(textAt(next)) || isLoop(line)) return [];
    return [{ ...lineBehind(line, `${name} = ${given}`), cost: IN_A_ROW }];
  });
}

export function isLoop(line: Written): boolean {
  return /^for\b/.test(textAt(line));
}

/** `kept = x` at the end of a loop that reads `kept`, where it was given `x` before the loop and is never given it again. */
export function keptValues(head: Written): Change[] {
  const loop = bodyOf(head);
  const last = lastOf(loop);
  const before = linesOf(head.file).filter((line) => line.range.start < head.range.start);
  const sets = (name: string) => loop.some((line) => new RegExp(`^${name}\\s*=(?!=)`).test(textAt(line)));
  const reads = (name: string) => loop.some((line) => speaksOf(name, line));
  return before.flatMap((line) => {
    const [, kept, given] = /^([a-z_]\w*)\s*=\s*([a-z_]\w*)$/i.exec(textAt(line)) ?? [];
    if (kept === undefined || given === undefined || last === undefined) return [];
    const isForgotten = reads(kept) && !sets(kept) && sets(given);
    return isForgotten ? [{ ...lineBehind(last, `${kept} = ${given}`), cost: NOT_KEPT }] : [];
  });
}

function updatesBehind(line: Written, loop: readonly Written[], next: Written | undefined): Change[] {
  return pairsIn(line).flatMap(([name, given]) => {
    const sets = new RegExp(`^${name}\\s*[-+*/]*=(?!=)`);
    if (followersOf(line, loop).some((other) => sets.test(textAt(other)))) return [];
    const added = { ...lineBehind(line, `${name} = ${given}`), cost: INSERTED };
    // It may stand behind the loop already.
    const moved = next && sets.test(textAt(next)) ? [indented(next, line)] : [];
    return [...moved, added];
  });
}

/** What is run behind it: nothing of another branch. */
function followersOf(line: Written, loop: readonly Written[]): Written[] {
  const behind = loop.slice(loop.indexOf(line) + 1);
  const isOther = (other: Written): boolean => indentOf(other) < indentOf(line) && /^(elif|else)\b/.test(textAt(other));
  const end = behind.findIndex(isOther);
  return end === -1 ? behind : behind.slice(0, end);
}

function indented({ file, range: { start } }: Written, like: Written): Change {
  const lineStart = file.text.lastIndexOf("\n", start - 1) + 1;
  return { place: { file, range: { start: lineStart, end: start } }, text: marginOf(like), cost: INDENTED };
}

/** A name and what follows it in a call: `Conv2d(channels, width, ...)`. */
function pairsIn(statement: Written): (readonly [name: string, given: string])[] {
  return matchesIn(statement, /\w(?=\()/g).flatMap(({ at }) => {
    const brackets = { file: at.file, range: { start: at.range.end, end: statement.range.end } };
    const [name = "", given = ""] = argumentsIn(brackets).map(textAt);
    const value = given.replace(/^\w+\s*=\s*(?!=)/, "");
    return /^[a-z_]\w*$/i.test(name) && /^[a-z_][\w.[\]]*$/i.test(value) && name !== value ? [[name, value]] : [];
  });
}
