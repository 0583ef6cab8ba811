/** Remedies for a parameter that a layer has a setting for, and is not given where it is built; its function may never read it. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { propose } from "../proposal.ts";
import { callSite } from "../source/call-text.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { functionText, parametersAround } from "../source/scope.ts";
import { setTo } from "../source/settings.ts";
import { textAt } from "../source/written.ts";

const UNREAD = 0.1;
/** Of layers that all have it but this one. */
const NOT_GIVEN = 0.3;
const NAMES = /^(?:stride|padding|kernel_size|groups|dilation|output_padding)$/;

export function unusedParameters(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return withItself(wrong, before).flatMap(({ step, distance }) => {
    const built = callSite(step.module?.site);
    const body = built && functionText(built);
    if (built === undefined || body === undefined) return [];
    const names = parametersAround(built).filter((name) => NAMES.test(name));
    return names.flatMap((name) => {
      const isOpen = step.settings?.(name) !== undefined && step.settings(name)?.written === undefined;
      const cost = isUnread(name, textAt(body)) ? UNREAD : NOT_GIVEN;
      return (isOpen && propose(setTo(step, name, name), cost + distance / 20)) || [];
    });
  });
}

/** Whether the name stands in the function's head alone. */
function isUnread(name: string, text: string): boolean {
  return text.match(new RegExp(`(?<![\\w.])${name}(?!\\w)`, "g"))?.length === 1;
}
