/**
 * Remedies for a name in the place of another one: `x2` where `x3` is meant, in the calls that lead to the mistake, and another
 * parameter in the calls by which its layer is built.
 */
import type { Site } from "../../../python/site.ts";
import { callSite, lineOf, textAt, topLevelArguments, type Written } from "./edits.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import { assignedBefore, parametersAround } from "./scope.ts";

const DEEPEST = 4;
const NUMBERED = /(?<![\w.])([a-z_]+)(\d+)(?![\w(.]|\s*=[^=])/gi;

export function otherNameProposals({ module, site }: WrongStep): Proposal[] {
  return [
    ...sitesFrom(site).flatMap(numbered),
    // The layer's own arguments are renamed with its channels.
    ...sitesFrom(module?.site).slice(1).flatMap(parameters),
  ];
}

function sitesFrom(site: Site | undefined): Site[] {
  const found: Site[] = [];
  for (let at = site; at !== undefined && found.length < DEEPEST; at = at.caller)
    if (!at.file.isDescribed) found.push(at);
  return found;
}

/** Names that differ in their number alone. */
function numbered({ file, range }: Site): Proposal[] {
  // What is there already is rarely meant twice.
  const own = new Set(textAt({ file, range }).match(/\w+/g));
  const known = [...assignedBefore({ file, range }), ...parametersAround({ file, range })].filter(
    (name) => !own.has(name),
  );
  return [...textAt({ file, range }).matchAll(NUMBERED)].flatMap(({ 0: text, 1: stem = "", 2: digits, index }) => {
    const start = range.start + index;
    return known.flatMap((name) => {
      const number = name.startsWith(stem) ? name.slice(stem.length) : "";
      if (!/^\d+$/.test(number)) return [];
      const cost = 0.7 + Math.abs(Number(number) - Number(digits)) / 20;
      return [replaced({ file, range: { start, end: start + text.length } }, name, cost)];
    });
  });
}

/** What the function around is given beside the name that it hands over. */
function parameters(site: Site, depth: number): Proposal[] {
  const place = callSite(site);
  if (place === undefined) return [];
  const { file, range, anchor } = place;
  const others = parametersAround(place);
  return topLevelArguments(file.text.slice(anchor.end, range.end)).flatMap(({ start, end, text }) => {
    if (!others.includes(text)) return [];
    const at = { file, range: { start: anchor.end + start, end: anchor.end + end } };
    return others.flatMap((name) => (name === text ? [] : [replaced(at, name, 1.3 + depth / 10)]));
  });
}

function replaced(at: Written, text: string, cost: number): Proposal {
  return { fix: { title: `Write ${text} in place of ${textAt(at)}${lineOf(at)}`, edits: [{ ...at, text }] }, cost };
}
