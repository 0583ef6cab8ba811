/** Remedies for a list that a loop was to fill and does not: what the loop made is appended at its end. */
import type { Proposal } from "../proposal.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { bodyOf, indentOf, lineBehind, linesWithin } from "../source/lines.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { isLoop } from "./forgotten-updates.ts";

const FARTHEST = 5;
const costs = { unread: -0.5, last: 0, other: 0.3 } as const;
const MOST = 3;

export function forgottenAppends(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) => {
    const lines = linesWithin(body);
    return lines.flatMap((line, place) => {
      const list = /^([a-z_]\w*)\s*(?::[^=]+)?=\s*\[[^\]]*\]$/i.exec(textAt(line))?.[1];
      const head = list === undefined ? undefined : lines.slice(place + 1).find(isLoop);
      return list === undefined || head === undefined ? [] : appendsIn(head, list, lines);
    });
  });
}

function appendsIn(head: Written, list: string, lines: readonly Written[]): Proposal[] {
  const loop = bodyOf(head);
  const behind = lines.slice(lines.indexOf(head) + 1 + loop.length);
  const reads = new RegExp(`(?<![\\w.])${list}(?!\\w|\\s*=(?!=))`);
  const grows = new RegExp(
    `(?<![\\w.])${list}(?:\\.(?:append|extend|insert)\\(|\\[[^\\]]*\\]\\s*=(?!=)|\\s*\\+?=(?!=))`,
  );
  if (loop.some((line) => grows.test(textAt(line))) || !behind.some((line) => reads.test(textAt(line)))) return [];
  const last = loop.findLast((line) => indentOf(line) === indentOf(loop[0] as Written));
  return last === undefined ? [] : namesGiven(loop).map(({ name, cost }) => appended(last, list, name, cost));
}

function appended(last: Written, list: string, name: string, cost: number): Proposal {
  const added = `${list}.append(${name})`;
  const { place, text } = lineBehind(last, added);
  return rewritten(place, text, cost, `Add ${added}`);
}

/** What the loop gives names, the last first; what it never reads was made for the list. */
function namesGiven(loop: readonly Written[]): { readonly name: string; readonly cost: number }[] {
  const names = loop
    .map((line) => /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(line))?.[1])
    .filter((name) => name !== undefined);
  const distinct = [...new Set(names.toReversed())].slice(0, MOST);
  const isRead = (name: string): boolean =>
    loop.some((line) => new RegExp(`(?<![\\w.])${name}(?!\\w|\\s*=(?!=))`).test(textAt(line)));
  return distinct.map((name, place) => ({
    name,
    cost: isRead(name) ? (place === 0 ? costs.last : costs.other + place / 20) : costs.unread,
  }));
}
