/** Remedies for a parameter that its function never reads: a layer that is built there has a setting of that name. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { propose } from "../proposal.ts";
import { callSite } from "../source/call-text.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { functionText, parametersAround } from "../source/scope.ts";
import { setTo } from "../source/settings.ts";
import { textAt } from "../source/written.ts";

const UNREAD = 0.1;
const NAMES = /^(?:stride|padding|kernel_size|groups|dilation|output_padding)$/;

export function unusedParameters(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return withItself(wrong, before).flatMap(({ step, distance }) => {
    const built = callSite(step.module?.site);
    const body = built && functionText(built);
    if (built === undefined || body === undefined) return [];
    const names = parametersAround(built).filter((name) => NAMES.test(name) && isUnread(name, textAt(body)));
    return names.flatMap((name) => {
      const isOpen = step.settings?.(name) !== undefined && step.settings(name)?.written === undefined;
      return (isOpen && propose(setTo(step, name, name), UNREAD + distance / 20)) || [];
    });
  });
}

/** Whether the name stands in the function's head alone. */
function isUnread(name: string, text: string): boolean {
  return text.match(new RegExp(`(?<![\\w.])${name}(?!\\w)`, "g"))?.length === 1;
}
