/**
 * Remedies in the calls of a user's function that builds layers: an argument by name that the function's other calls have, or one
 * that only this call has.
 */
import type { Site } from "../../../python/site.ts";
import { callSite, lineOf, textAt, topLevelArguments, type Written } from "./edits.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import type { Reached } from "./reach.ts";

const DEEPEST = 3;
const FARTHEST = 8;
const LIKELY = 0.7;

export function helperCallProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [{ step: wrong, distance: 0 }, ...before].filter(({ distance }) => distance <= FARTHEST);
  const seen = new Set<number>();
  return steps.flatMap(({ step, distance }) =>
    callersOf(step.module?.site ?? step.site).flatMap((call) => {
      if (seen.has(call.range.start)) return [];
      seen.add(call.range.start);
      return changesOf(call).map(({ fix, cost }) => ({ fix, cost: cost + LIKELY + distance / 20 }));
    }),
  );
}

function callersOf(site: Site | undefined): Site[] {
  const found: Site[] = [];
  for (let at = site?.caller; at !== undefined && found.length < DEEPEST; at = at.caller) {
    const place = callSite(at);
    if (place !== undefined && !place.file.isDescribed) found.push(place);
  }
  return found;
}

interface Named {
  readonly name: string;
  readonly value: string;
  readonly at: Written;
}

function changesOf(call: Site): Proposal[] {
  const { file, range, anchor } = call;
  const callee = file.text.slice(range.start, anchor.end);
  if (!/^\w+$/.test(callee)) return [];
  const own = namedIn({ file, range: { start: anchor.end, end: range.end } });
  const others = othersOf(callee, call).flatMap(namedIn);
  const end = { file, range: { start: range.end - 1, end: range.end - 1 } };
  const where = lineOf(end);
  const added = distinctTexts(others.filter(({ name }) => !own.some((each) => each.name === name))).map(
    (text): Proposal => ({
      fix: { title: `Add ${text}${where}`, edits: [{ ...end, text: `, ${text}` }] },
      cost: /\d/.test(text) ? 0.4 : 0,
    }),
  );
  const changed = own.flatMap(({ name, value, at }) => {
    const values = new Set(
      others.filter((each) => each.name === name && each.value !== value).map((each) => each.value),
    );
    return [...values].map(
      (text): Proposal => ({
        fix: { title: `Set ${name} to ${text}${where}`, edits: [{ ...at, text }] },
        cost: 0.1,
      }),
    );
  });
  const removed = own.flatMap(({ name, at }) => {
    const lead = /,\s*\w+\s*=\s*$/.exec(file.text.slice(anchor.end, at.range.start))?.[0];
    if (lead === undefined) return [];
    const range = { start: at.range.start - lead.length, end: at.range.end };
    return [{ fix: { title: `Take out ${name}${where}`, edits: [{ file, range, text: "" }] }, cost: 0.3 }];
  });
  return [...added, ...changed, ...removed];
}

/** The argument lists of the function's other calls in the file. */
function othersOf(callee: string, { file, range }: Site): Written[] {
  const calls = [...file.text.matchAll(new RegExp(`(?<!def )(?<![\\w.])${callee}(?=\\()`, "g"))];
  return calls.flatMap(({ index }) => {
    if (index === range.start) return [];
    const start = index + callee.length;
    return [{ file, range: { start, end: Math.min(file.text.length, start + 400) } }];
  });
}

/** Names and numbers that mean the same everywhere, and words. */
const PLAIN = /^(["'].*["']|[\d., ()]+|True|False|None)$/;

function namedIn(list: Written): Named[] {
  return topLevelArguments(textAt(list)).flatMap(({ text, start, end }) => {
    const [, name, value] = /^(\w+)\s*=\s*([^=].*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined || !PLAIN.test(value)) return [];
    const from = list.range.start;
    return [
      { name, value, at: { file: list.file, range: { start: from + end - value.length, end: from + end } } },
    ].filter(() => start < end);
  });
}

function distinctTexts(named: readonly Named[]): string[] {
  return [...new Set(named.map(({ name, value }) => `${name}=${value}`))];
}
