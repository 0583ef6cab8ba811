/**
 * Remedies for `self.in_planes`, which a method hands to every layer as what comes in and forgets to set to what the layer gives:
 * the assignment behind the call.
 */
import type { Site } from "../../../python/site.ts";
import { callSite, lineOf, textAt, topLevelArguments, type Written } from "./edits.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import type { Reached } from "./reach.ts";
import { functionText, operandsOf } from "./scope.ts";

const DEEPEST = 3;
const FARTHEST = 4;

export function updateProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const near = before.filter(({ distance }) => distance <= FARTHEST).map(({ step }) => step);
  const calls = [wrong, ...near].flatMap(({ module }) => callsFrom(module?.site));
  return [...new Map(calls.map((call) => [call.range.start, call])).values()].flatMap(updates);
}

function callsFrom(site: Site | undefined): Site[] {
  const found: Site[] = [];
  for (let [at, depth] = [site, 0]; at !== undefined && depth < DEEPEST; [at, depth] = [at.caller, depth + 1]) {
    const call = callSite(at);
    if (call && !call.file.isDescribed) found.push(call);
  }
  return found;
}

function updates(call: Site): Proposal[] {
  const { file, range, anchor } = call;
  const [first, second] = topLevelArguments(file.text.slice(anchor.end, range.end));
  const around = functionText(call);
  if (!first || !second || !around || !/^self\.\w+$/.test(first.text) || /^\w+\s*=[^=]/.test(second.text)) return [];
  const isSet = new RegExp(`\\b${first.text}\\s*[-+*/]*=(?!=)`).test(textAt(around));
  if (isSet) return [];
  const end = file.text.indexOf("\n", range.end);
  const place: Written = { file, range: { start: end, end } };
  const line = file.text.slice(file.text.lastIndexOf("\n", range.start) + 1);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  return end === -1
    ? []
    : [second.text, ...operandsOf(second.text)].map((text, index) => ({
        fix: {
          title: `Write ${first.text} = ${text} behind it${lineOf({ file, range })}`,
          edits: [{ ...place, text: `\n${indent}${first.text} = ${text}` }],
        },
        cost: 0.7 + index / 20,
      }));
}
