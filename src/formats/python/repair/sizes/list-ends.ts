/**
 * Remedies for the last number of a list of channels, as VGG's configurations are: what the last layer gives that a loop builds from
 * it, and a layer behind the loop takes.
 */
import type { Proposal, WrongStep } from "../proposal.ts";
import { elementsOf } from "../source/call-text.ts";
import { linesAtHome } from "../source/lines.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";
import { numbersMet } from "./layer-sizes.ts";

const FEWEST = 4;
const MOST_LISTS = 8;
/** The number before it is the one that is missed, or is another. */
const costs = { asBefore: -0.1, other: 0.4 } as const;

/** Numbers and names of layers. */
const LIST = /\[\s*(?:(?:\d+|"\w+"|'\w+')\s*,?\s*){4,}\]/g;

export function listEnds(wrong: WrongStep): Proposal[] {
  const met = numbersMet(wrong);
  if (met === undefined) return [];
  const lists = linesAtHome(wrong).flatMap((line) => matchesIn(line, LIST));
  return lists.slice(0, MOST_LISTS).flatMap(({ at }) => {
    const numbers = elementsOf(at).filter((element) => /^\d+$/.test(textAt(element)));
    const [before, last] = numbers.slice(-2);
    if (numbers.length < FEWEST || before === undefined || last === undefined) return [];
    const wanted = (Number(textAt(last)) * met.expected) / met.found;
    if (!Number.isInteger(wanted) || wanted < 1) return [];
    const cost = Number(textAt(before)) === wanted ? costs.asBefore : costs.other;
    return [rewritten(last, String(wanted), cost)];
  });
}
