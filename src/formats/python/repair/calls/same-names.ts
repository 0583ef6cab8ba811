/**
 * Remedies for an argument that a call leaves out although the function around it has what it is called: `embed_dim=embed_dim` for a
 * parameter that has another value by default.
 */
import type { Site } from "../../../../python/site.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite, parametersIn } from "../source/call-text.ts";
import { lineAt, linesWithin } from "../source/lines.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { functionText, parametersAround } from "../source/scope.ts";
import { unreadAround } from "../source/unread-names.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 4;
const DEEPEST = 4;
const costs = { unread: -0.3, known: 0.1 } as const;

export function sameNames(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const seen = new Set<Site>();
  return withItself(wrong, before).flatMap(({ step: { module, site }, distance }) => {
    if (distance > FARTHEST) return [];
    const found: Proposal[] = [];
    for (
      let [at, depth] = [module?.site ?? site, 0];
      at?.caller !== undefined && depth < DEEPEST;
      at = at.caller, depth++
    ) {
      const call = callSite(at.caller);
      if (call === undefined || call.file.isDescribed || seen.has(call)) continue;
      seen.add(call);
      found.push(...leftOut(call, at).map((each) => ({ ...each, cost: each.cost + distance / 20 + depth / 20 })));
    }
    return found;
  });
}

/** `inside`: a place in the function that is called. */
function leftOut(call: Site, inside: Site): Proposal[] {
  const brackets = bracketsOf(call);
  const given = argumentsIn(brackets);
  const names = new Set(given.map((argument) => /^\w+(?=\s*=(?!=))/.exec(textAt(argument))?.[0]));
  const byPlace = given.filter((argument) => !/^\w+\s*=(?!=)|^\*/.test(textAt(argument))).length;
  const usual = usualParameters(inside)
    .slice(byPlace)
    .filter((name) => !names.has(name));
  const known = new Set([...parametersAround(call), ...namesGiven(call)]);
  const unread = unreadAround(call);
  const rest = given.find((argument) => textAt(argument).startsWith("**"));
  const start = rest?.range.start ?? given.at(-1)?.range.end;
  if (start === undefined || given.some((argument) => /^\*(?!\*)/.test(textAt(argument)))) return [];
  const place = { file: call.file, range: { start, end: start } };
  return usual
    .filter((name) => known.has(name))
    .map((name) => {
      const text = `${name}=${name}`;
      return rewritten(
        place,
        rest ? `${text}, ` : `, ${text}`,
        unread.includes(name) ? costs.unread : costs.known,
        `Add ${text}`,
      );
    });
}

/** Those with a default, and undefined ones to keep the places of the others. */
function usualParameters(inside: Written): string[] {
  const body = functionText(inside);
  const [head] = body ? linesWithin(body) : [];
  if (head === undefined) return [];
  const parameters = parametersIn(head)
    .map(textAt)
    .filter((text) => !/^(?:self|cls)\b/.test(text));
  return parameters.map((text) => (/^\w+[^=]*=/.test(text) ? (/^\w+/.exec(text)?.[0] ?? "") : ""));
}

/** What the function gave names before. */
function namesGiven(call: Written): string[] {
  const body = functionText(call);
  const line = lineAt(call);
  const before = body && line ? linesWithin(body).filter(({ range }) => range.start < line.range.start) : [];
  return before.flatMap((other) => /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(other))?.[1] ?? []);
}
