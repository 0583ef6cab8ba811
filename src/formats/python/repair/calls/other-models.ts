/** Remedies for a model of a class that is called in place of another one: `self.generator(images)`. */
import { stateIn } from "../../../../python/keras/layer-state.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { callSite } from "../source/call-text.ts";
import { bodyOf, classAround, lineAt } from "../source/lines.ts";
import { functionText } from "../source/scope.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const costs = { sameMethod: 0.1, sameClass: 0.25 } as const;
const ATTRIBUTE = /^self\.\w+$/;
const CALLED = /(?<![\w.])self\.\w+(?=\()/g;

export function otherModels({ module, site }: WrongStep): Proposal[] {
  const call = callSite(site);
  if (call === undefined || module === undefined || stateIn(module)?.kind !== undefined) return [];
  const callee: Written = { file: call.file, range: { start: call.range.start, end: call.anchor.end } };
  if (!ATTRIBUTE.test(textAt(callee))) return [];
  const method = functionText(call);
  const near = new Set(method && textAt(method).match(CALLED));
  return calledInClass(callee)
    .filter((name) => name !== textAt(callee))
    .map((name) => rewritten(callee, name, near.has(name) ? costs.sameMethod : costs.sameClass));
}

/** What methods of the class around call and it does not define as a method. */
function calledInClass(place: Written): string[] {
  const line = lineAt(place);
  const head = line && classAround(line);
  const text = head ? bodyOf(head).map(textAt).join("\n") : "";
  const methods = new Set([...text.matchAll(/^def (\w+)/gm)].map(([, name]) => `self.${name}`));
  return [...new Set(text.match(CALLED))].filter((name) => !methods.has(name));
}
