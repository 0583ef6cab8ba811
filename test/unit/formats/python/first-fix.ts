// The fix that is offered first for the first mistake of a text.
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import { openReader } from "./read-text.ts";

const reader = await openReader();
let count = 0;

/** Read under a path that no other text of these tests has. */
export function readSlip(text: string): ReturnType<typeof reader.read> {
  return reader.read({ path: `/w/slip_${++count}.py`, text });
}

/** The text as it is with that fix; `undefined`: there is none. Throws if nothing is wrong. */
export function withFirstFix(text: string): string | undefined {
  const document = readSlip(text);
  const [issue] = document.issues;
  if (issue === undefined) throw new Error("nothing is wrong in it");
  const trials = reader.repairs(document, issue);
  let trial = trials.next();
  while (!trial.done) trial = trials.next();
  const [fix] = trial.value;
  return fix && applyEdits(text, fix.edits);
}

/** The same; throws if there is no fix. */
export function firstFixOf(text: string): string {
  const changed = withFirstFix(text);
  if (changed === undefined) throw new Error(`no fix for: ${readSlip(text).issues[0]?.message}`);
  return changed;
}
