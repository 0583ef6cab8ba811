/** Remedies for a layer in a list of layers that stands in the place of the one beside it. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { takenBy } from "../sizes/layer-sizes.ts";
import { callSite, elementsOf } from "../source/call-text.ts";
import { lineAt } from "../source/lines.ts";
import { matchesIn, textAt, type Written, within } from "../source/written.ts";
import { exchanged } from "./exchanges.ts";

/** A norm counts the channels of the layer before it, as a rule, and any other layer may stand anywhere. */
const costs = { norm: -0.1, other: 0.3, before: 0.1 } as const;

export function exchangedLayers(wrong: WrongStep): Proposal[] {
  const made = callSite(wrong.module?.site);
  const line = made && lineAt(made);
  if (made === undefined || line === undefined || made.file.isDescribed || takenBy(wrong) === undefined) return [];
  const lists = matchesIn(line, /[([]/g).map(({ at }) => elementsOf(bracketsFrom(at, line)));
  const list = lists.find((elements) => elements.some(({ range }) => range.start === made.range.start)) ?? [];
  const place = list.findIndex(({ range }) => range.start === made.range.start);
  const cost = /Norm/.test(wrong.type) ? costs.norm : costs.other;
  const [before, own, behind] = [list[place - 1], list[place], list[place + 1]];
  if (own === undefined) return [];
  return [
    ...(isLayer(behind) ? [exchanged(own, behind, cost)] : []),
    ...(isLayer(before) ? [exchanged(before, own, cost + costs.before)] : []),
  ];
}

function isLayer(element: Written | undefined): element is Written {
  return element !== undefined && /^[\w.]+\(.*\)$/s.test(textAt(element));
}

/** From an opening bracket to the one that closes it. */
function bracketsFrom(at: Written, line: Written): Written {
  const text = line.file.text.slice(at.range.start, line.range.end);
  let depth = 0;
  const end = [...text].findIndex((letter) => {
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    return depth === 0;
  });
  return within(at, { start: 0, end: end + 1 });
}
