/** Remedies for an index or axis that a tensor does not reach to: the last one, the first, or the one before. */
import { codes } from "../../../../python/tensors/codes.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const INDEX = /(?<=[[,]\s*)-?\d+(?=\s*[,\]])/g;
/** One axis, or several. */
const AXIS = /(?<=\b(?:axis|dim)\s*=\s*)(?:-?\d+|\([-\d\s,]+\))(?=\s*[,)])/g;
const COST = 0.4;
const LATER = 0.2;

export function tensorIndices(code: string, { type, site }: WrongStep): Proposal[] {
  const isIndex = code === codes.index && /^(?:GetItem|index)$/.test(type);
  const pattern = isIndex ? INDEX : code === codes.axis ? AXIS : undefined;
  const found = pattern ? matchesIn(site, pattern) : [];
  // The call's own axis stands behind those of calls within it.
  return (isIndex ? found : found.slice(-1)).flatMap(({ at }) => {
    const value = Number(textAt(at));
    const before = Number.isNaN(value) ? [] : [value - 1];
    const others = value < 0 ? [-1, 0] : [...(isIndex ? [] : [0, 1]), 0, -1, ...before];
    return [...new Set(others)]
      .filter((other) => other !== value)
      .map((other, place) => rewritten(at, String(other), COST + place * LATER));
  });
}
