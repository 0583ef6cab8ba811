/** A sum where tensors should have been joined, and the other way round: as the file does it in other places. */
import { codes } from "../../../../python/tensors/codes.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { calleeOf, callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { matchesIn, rewritten, within } from "../source/written.ts";

const OTHER: Readonly<Record<string, string>> = {
  Add: "Concatenate",
  Concatenate: "Add",
  add: "concatenate",
  concatenate: "add",
};
const FARTHEST = 6;
/** What is of one shape is added as a rule. */
const ALIKE = 0.4;
const OFTEN = 1;

export function otherMerges(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [{ step: wrong, distance: 0 }, ...before.filter(({ distance }) => distance <= FARTHEST)];
  return steps.flatMap(({ step, distance }) => {
    const made = callSite(step.module?.site) ?? callSite(step.site);
    const name = made && /\w+$/.exec(calleeOf(made))?.[0];
    const other = OTHER[name ?? ""];
    if (made === undefined || name === undefined || other === undefined) return [];
    const usesOf = (word: string): number => matchesIn(wholeOf(made), new RegExp(`\\b${word}\\(`, "g")).length;
    if (usesOf(other) === 0) return [];
    const end = calleeOf(made).length;
    const areAlike = new Set(step.inputs.map(({ shape }) => shape?.slice(1).join())).size === 1;
    const isJoined = /^con/i.test(name);
    if (isJoined !== areAlike) return [];
    const cost = isJoined ? ALIKE : OFTEN;
    return [rewritten(within(made, { start: end - name.length, end }), other, cost + distance / 20, `Use ${other}`)];
  });
}

const NEAR = 3;
const OTHER_AXES = 0.1;
const OF_AXES: readonly string[] = [codes.axis, codes.outOfRange, codes.rank, codes.unpack];

/** `torch.cat` for `torch.stack` and the other way round, where an axis is missing or too much. */
export function otherJoins(code: string, before: readonly Reached[]): Proposal[] {
  if (!OF_AXES.includes(code)) return [];
  return before.flatMap(({ step: { type, site }, distance }) => {
    const made = distance <= NEAR && (type === "cat" || type === "stack") ? callSite(site) : undefined;
    if (made === undefined || made.file.isDescribed) return [];
    const end = calleeOf(made).length;
    const other = type === "cat" ? "stack" : "cat";
    const cost = OTHER_AXES + distance / 20;
    return [rewritten(within(made, { start: end - type.length, end }), other, cost, `Use ${other}`)];
  });
}

function wholeOf({ file }: NonNullable<ReturnType<typeof callSite>>) {
  return { file, range: { start: 0, end: file.text.length } };
}
