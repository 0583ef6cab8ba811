/**
 * Remedies for a name in the place of another one: `x2` where `x3` is meant, in the calls that lead to the mistake, and another
 * parameter in the calls by which its layer is built.
 */
import type { Site } from "../../../../python/site.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import { assignedBefore, parametersAround } from "../source/scope.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

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
function numbered(site: Site): Proposal[] {
  // What is there already is rarely meant twice.
  const own = new Set(textAt(site).match(/\w+/g));
  const known = [...assignedBefore(site), ...parametersAround(site)].filter((name) => !own.has(name));
  return matchesIn(site, NUMBERED).flatMap(({ match: [, stem = "", digits], at }) =>
    known.flatMap((name) => {
      const number = name.startsWith(stem) ? name.slice(stem.length) : "";
      if (!/^\d+$/.test(number)) return [];
      return [rewritten(at, name, 0.7 + Math.abs(Number(number) - Number(digits)) / 20)];
    }),
  );
}

/** What the function around is given beside the name that it hands over. */
function parameters(site: Site, depth: number): Proposal[] {
  const place = callSite(site);
  if (place === undefined) return [];
  const names = parametersAround(place);
  return argumentsIn(bracketsOf(place)).flatMap((at) => {
    if (!names.includes(textAt(at))) return [];
    const others = names.filter((name) => name !== textAt(at));
    return others.map((name) => ({ ...rewritten(at, name, 1.3 + depth / 10), isName: true }));
  });
}
