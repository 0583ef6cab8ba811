/**
 * Whether a remedy suits what else the file builds. A number that mends the model at hand is no remedy where other factories build the
 * same class in other sizes.
 */
import { applyEdits } from "../../../graph/apply-edits.ts";
import type { Fix } from "../../../graph/issue.ts";
import { wrongs } from "./judge.ts";
import type { RepairContext } from "./repairs.ts";

/** How many other models are asked. */
const MOST = 4;

export function suitsOthers({ document, read }: RepairContext, { edits }: Fix): boolean {
  const others = document.unread.filter(({ how }) => how === "made").slice(0, MOST);
  if (others.length === 0) return true;
  const endsAt = ({ severity }: { readonly severity: string }): boolean => severity === "error";
  const after = read(applyEdits(document.text, edits), { endsAt }, others);
  return after === undefined || wrongs(after).length === 0;
}
