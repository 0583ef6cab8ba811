/**
 * Remedies for a loop that makes nothing of what it is there for: what it made is appended to the list that it was to fill, and each
 * of the layers that it runs over is called.
 */
import type { Proposal } from "../proposal.ts";
import { parameterNamesIn } from "../source/call-text.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { bodyOf, classAround, lastOf, lineBehind, linesWithin } from "../source/lines.ts";
import { speaksOf } from "../source/name-uses.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { isLoop } from "./forgotten-updates.ts";

const FARTHEST = 5;
const costs = { unread: -0.5, last: 0, other: 0.3, called: -0.6 } as const;
const MOST = 3;

/** `x = layer(x)` in a method's loop over layers that never speaks of them. */
export function uncalledInLoops(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) => {
    const [head, ...lines] = linesWithin(body);
    const [own, tensor] = head === undefined ? [] : parameterNamesIn(head);
    if (own !== "self" || tensor === undefined) return [];
    return lines.filter(isLoop).flatMap((loop) => {
      const layer = /^for\s+(?:\w+,\s*)?([a-z_]\w*)\s+in\b.*\bself\b/.exec(textAt(loop))?.[1];
      const inside = bodyOf(loop);
      const last = lastOf(inside);
      if (layer === undefined || last === undefined || inside.some((line) => speaksOf(layer, line))) return [];
      return [added(last, `${tensor} = ${layer}(${tensor})`, costs.called)];
    });
  });
}

/** `self.append(layer)` in the constructor of a container, whose loop made a layer for nothing. */
export function unkeptLayers(leading: readonly Leading[]): Proposal[] {
  const containers = new Set(leading.flatMap(({ line }) => classAround(line) ?? []));
  return [...containers].flatMap((head) => {
    const kind = /^class \w+\(.*\b(Sequential|ModuleDict|ModuleList)\b/s.exec(textAt(head))?.[1];
    const loops = kind === undefined ? [] : bodyOf(head).filter(isLoop);
    return loops.flatMap((loop) => {
      const index = /^for\s+([a-z_]\w*)\s+in\s+range\(/.exec(textAt(loop))?.[1];
      const inside = bodyOf(loop);
      const last = lastOf(inside);
      const made = last && namesGiven(inside).find(({ cost }) => cost === costs.unread)?.name;
      if (last === undefined || made === undefined || index === undefined) return [];
      const text = kind === "ModuleList" ? `self.append(${made})` : `self.add_module(f"${made}{${index}}", ${made})`;
      return [added(last, text, costs.unread)];
    });
  });
}

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
  const grows = new RegExp(
    `(?<![\\w.])${list}(?:\\.(?:append|extend|insert)\\(|\\[[^\\]]*\\]\\s*=(?!=)|\\s*\\+?=(?!=))`,
  );
  if (loop.some((line) => grows.test(textAt(line))) || !behind.some((line) => speaksOf(list, line))) return [];
  const last = lastOf(loop);
  return last === undefined
    ? []
    : namesGiven(loop).map(({ name, cost }) => added(last, `${list}.append(${name})`, cost));
}

function added(last: Written, line: string, cost: number): Proposal {
  const { place, text } = lineBehind(last, line);
  return rewritten(place, text, cost, `Add ${line}`);
}

/** What the loop gives names, the last first; what it never reads was made for the list. */
function namesGiven(loop: readonly Written[]): { readonly name: string; readonly cost: number }[] {
  const names = loop
    .map((line) => /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(line))?.[1])
    .filter((name) => name !== undefined);
  const distinct = [...new Set(names.toReversed())].slice(0, MOST);
  const isRead = (name: string): boolean => loop.some((line) => speaksOf(name, line));
  return distinct.map((name, place) => ({
    name,
    cost: isRead(name) ? (place === 0 ? costs.last : costs.other + place / 20) : costs.unread,
  }));
}
