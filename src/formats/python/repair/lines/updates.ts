/**
 * Remedies for `self.in_planes`, which a method hands to every layer as what comes in and forgets to set to what the layer gives:
 * the assignment behind the call.
 */
import type { Site } from "../../../../python/site.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callsTo, isByName } from "../source/call-text.ts";
import { lineAt, lineBehind } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { factorsAround, functionText, operandsOf } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const DEEPEST = 3;
const FARTHEST = 4;
const FORGOTTEN = 0.3;

export function updateProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const near = before.filter(({ distance }) => distance <= FARTHEST).map(({ step }) => step);
  const calls = [wrong, ...near].flatMap(({ module }) => callsTo(module?.site, DEEPEST));
  return [...new Map(calls.map((call) => [call.range.start, call])).values()].flatMap(updates);
}

function updates(call: Site): Proposal[] {
  const [name, given] = argumentsIn(bracketsOf(call)).map(textAt);
  const around = functionText(call);
  if (!name || !given || !around || !/^self\.\w+$/.test(name) || isByName(given)) return [];
  const [set] = matchesIn(around, new RegExp(`(?<=\\b${name}\\s*=\\s*(?!=))[^=\\s][^=\\n]*$`, "gm"));
  if (set) return factorsAround(set.at).map((factor) => withFactor(set.at, factor));
  const line = lineAt(call);
  if (new RegExp(`\\b${name}\\s*[-+*/]+=`).test(textAt(around)) || line === undefined) return [];
  const factors = factorsAround(call).map((factor) => `${given} * ${factor}`);
  return [given, ...operandsOf(given), ...factors].map((value, index) => {
    const text = `${name} = ${value}`;
    const added = lineBehind(line, text);
    return rewritten(added.place, added.text, FORGOTTEN + index / 20, `Write ${text} behind it`);
  });
}

function withFactor(at: Written, factor: string): Proposal {
  const text = `${textAt(at)} * ${factor}`;
  return rewritten(at, text, 0.6, `Write ${text}`);
}
