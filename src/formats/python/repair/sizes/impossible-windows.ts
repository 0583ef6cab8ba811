/** Remedies for a window of no cells or fewer, or one that moves by none: what people write. */
import type { Proposal, Step } from "../proposal.ts";
import { numberOf, proposeNumber } from "../source/settings.ts";

const COST = -0.3;
const USUAL = { kernel_size: [3, 1], stride: [1, 2], dilation: [1] } as const;

export function impossibleWindows(step: Step): Proposal[] {
  const padding = numberOf(step, "padding");
  // Which keeps the size.
  const odd = padding === undefined || padding < 0 ? [] : [2 * padding + 1];
  return Object.entries(USUAL).flatMap(([name, usual]) => {
    const current = numberOf(step, name);
    if (current === undefined || current > 0) return [];
    const values = new Set([...(name === "kernel_size" ? odd : []), ...usual]);
    return [...values].flatMap((value, place) => proposeNumber(step, name, value, COST + place / 20) ?? []);
  });
}
