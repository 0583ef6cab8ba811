/** Another name for what a Keras layer is called with that is no tensor: what was calculated last. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { assignedBefore } from "../source/scope.ts";
import { rewritten, textAt } from "../source/written.ts";

const COST = 0.7;
const MOST = 6;

export function foreignInputs({ inputs, handed }: WrongStep): Proposal[] {
  if (inputs.length > 0 || handed === undefined || !/^[\w.]+$/.test(textAt(handed))) return [];
  const names = assignedBefore(handed).filter((name) => name !== textAt(handed));
  return names.slice(0, MOST).map((name, place) => rewritten(handed, name, COST + place / 10));
}
