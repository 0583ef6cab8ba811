/** Remedies for data that a model is trained with: what the file does to one array before, done to another one. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, calleeOf, callSite, elementsOf, isByName, TAKES_DATA } from "../source/call-text.ts";
import { lineBehind, linesOf } from "../source/lines.ts";
import { rewritten, shortened, textAt, type Written, within } from "../source/written.ts";

const TRAINS = new RegExp(`${TAKES_DATA.source}$`);
const PREPARES = /reshape|expand_dims|pad_sequences|sequences_to_matrix|to_categorical/;
const COST = 0.12;

/** `later = later.reshape(...)` behind `now = now.reshape(...)`, where `later` is handed over as it was loaded. */
export function preparedLikeOthers({ site }: WrongStep): Proposal[] {
  const call = callSite(site);
  if (call === undefined || !TRAINS.test(calleeOf(call))) return [];
  const names = new Set(argumentsIn(bracketsOf(call)).flatMap(namesIn));
  const before = linesOf(call.file).filter(({ range }) => range.end < call.range.start);
  const prepared = before.filter((line) => PREPARES.test(textAt(line)) && preparedBy(line) !== undefined);
  return prepared.flatMap((line) => {
    const own = preparedBy(line) as string;
    return [...names].flatMap((name) => {
      const added = textAt(line).replaceAll(new RegExp(`(?<![\\w.])${own}(?!\\w)`, "g"), name);
      if (name === own || prepared.some((other) => preparedBy(other) === name)) return [];
      const { place, text } = lineBehind(line, added);
      return rewritten(place, text, COST, `Add ${shortened(added)}`);
    });
  });
}

/** The name that a line gives what it makes of it. */
function preparedBy(line: Written): string | undefined {
  return /^(\w+)\s*=(?!=).*(?<![\w.])\1(?!\w)/s.exec(textAt(line))?.[1];
}

/** What an argument hands over: a name, or those in a list. */
function namesIn(argument: Written): string[] {
  const text = textAt(argument);
  const start = isByName(text) ? text.indexOf("=") + 1 : 0;
  const value = within(argument, { start: start + text.slice(start).search(/\S/), end: text.length });
  const items = [value, ...elementsOf(value)].map(textAt);
  return items.filter((item) => /^(?!True|False|None)[a-z_]\w*$/i.test(item));
}
