/** Remedies for a window of no cells or fewer, one that moves by none, or a border below 0: what people write. */
import type { Proposal, Step } from "../proposal.ts";
import { numberOf, proposeNumber } from "../source/settings.ts";

const COST = -0.3;
/** One below 0 is worked out as a rule. */
const OF_BORDER = 0.3;
const USUAL = { kernel_size: [3, 1], stride: [1, 2], dilation: [1] } as const;

export function impossibleWindows(step: Step): Proposal[] {
  const padding = numberOf(step, "padding");
  // Which keeps the size.
  const odd = padding === undefined || padding < 0 ? [] : [2 * padding + 1];
  const windows = Object.entries(USUAL).flatMap(([name, usual]) => {
    const current = numberOf(step, name);
    if (current === undefined || current > 0) return [];
    return proposedInTurn(step, name, COST, [...(name === "kernel_size" ? odd : []), ...usual]);
  });
  return padding !== undefined && padding < 0
    ? [...windows, ...proposedInTurn(step, "padding", OF_BORDER, [-padding, 0])]
    : windows;
}

function proposedInTurn(step: Step, name: string, cost: number, values: readonly number[]): Proposal[] {
  return [...new Set(values)].flatMap((value, place) => proposeNumber(step, name, value, cost + place / 20) ?? []);
}
