/** Remedies for a call that a chain lacks: `q.permute(0, 2, 1, 3)` where another line has `k.reshape(n, -1, heads, size).permute(0, 2, 1, 3)`. */
import type { Proposal } from "../proposal.ts";
import type { Leading } from "../source/leading.ts";
import { linesWithin } from "../source/lines.ts";
import { functionText } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 1;
const COST = 0;
const OTHER_SIZE = 0.1;

const ARGUMENTS = String.raw`\((?:[^()]|\([^()]*\))*\)`;
/** Two calls of methods, one behind the other. */
const LINKS = new RegExp(String.raw`(?<!\bself)(\.\w+${ARGUMENTS})(?=(\.\w+${ARGUMENTS}))`, "g");

export function missingLinks(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= FARTHEST);
  return near.flatMap(({ line }) => {
    const body = functionText(line);
    const others = body ? linesWithin(body).filter((other) => other !== line) : [];
    const links = new Map(others.flatMap(linksIn).map(([link, next]) => [`${link}${next}`, [link, next] as const]));
    return [...links.values()].flatMap(([link, next]) => insertions(line, link, next));
  });
}

function linksIn(line: Written): (readonly [link: string, next: string])[] {
  return [...textAt(line).matchAll(LINKS)].map(([, link = "", next = ""]) => [link, next]);
}

/** Before the same call, where it is not there yet; one of its sizes may follow from the others. */
function insertions(line: Written, link: string, next: string): Proposal[] {
  const name = /^\.\w+/.exec(link)?.[0] ?? "";
  const places = matchesIn(line, new RegExp(next.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"), "g"));
  return places.flatMap(({ at: { file, range } }) => {
    const before = textAt(line).slice(0, range.start - line.range.start);
    if (before.includes(`${name}(`)) return [];
    const place = { file, range: { start: range.start, end: range.start } };
    return [link, ...openSizes(link)].map((text, index) =>
      rewritten(place, text, COST + (index === 0 ? 0 : OTHER_SIZE + index / 50), `Add ${text}`),
    );
  });
}

/** `.reshape(n, -1, heads, size)` for `.reshape(n, tokens, heads, size)`. */
function openSizes(link: string): string[] {
  if (!/^\.(?:reshape|view)\(/.test(link) || link.includes("-1")) return [];
  const names = [...link.matchAll(/(?<=[(,]\s*)[\w.]+(?=\s*[,)])/g)].slice(1);
  return names.map(({ 0: name, index }) => `${link.slice(0, index)}-1${link.slice(index + name.length)}`);
}
