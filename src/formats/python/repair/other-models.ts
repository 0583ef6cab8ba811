/**
 * Whether a remedy suits what else the file builds and does. A number that mends the model at hand is no remedy where other factories
 * build the same class in other sizes, or where the model has more parts while it is trained.
 */
import { applyEdits } from "../../../graph/apply-edits.ts";
import type { Fix } from "../../../graph/issue.ts";
import { wrongs } from "./judge.ts";
import type { RepairContext } from "./repairs.ts";

/** How many other models are asked. */
const MOST = 4;

export function suitsOthers({ document, read }: RepairContext, { edits }: Fix): boolean {
  const trained = document.unread.filter(({ how }) => how === "trained");
  const made = document.unread.filter(({ how }) => how === "made");
  const others = [...trained.slice(0, 1), ...made].slice(0, MOST);
  if (others.length === 0) return true;
  const endsAt = ({ severity }: { readonly severity: string }): boolean => severity === "error";
  const after = read(applyEdits(document.text, edits), { endsAt }, others);
  return after === undefined || wrongs(after).length === 0;
}
