/** Remedies for an index that a tensor does not reach to: the last place, the first, or the one before. */
import { codes } from "../../../../python/tensors/codes.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const COST = 0.4;
const LATER = 0.2;

export function tensorIndices(code: string, { type, site }: WrongStep): Proposal[] {
  if (type !== "GetItem" || code !== codes.index) return [];
  return matchesIn(site, /(?<=[[,]\s*)-?\d+(?=\s*[,\]])/g).flatMap(({ at }) => {
    const value = Number(textAt(at));
    const others = value < 0 ? [-1, 0] : [0, -1, value - 1];
    return [...new Set(others)]
      .filter((other) => other !== value)
      .map((other, place) => rewritten(at, String(other), COST + place * LATER));
  });
}
