/** Remedies for data that a model is trained with: what the file does to one array before, done to another one. */
import type { Proposal, WrongStep } from "../proposal.ts";
import {
  argumentsIn,
  bracketsOf,
  calleeOf,
  callSite,
  elementsOf,
  isByName,
  isByPlace,
  TAKES_DATA,
  valueIn,
} from "../source/call-text.ts";
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

/** The arrays that an argument hands over: a name, those in a list, or those that a call makes batches of. */
function namesIn(argument: Written): string[] {
  const text = textAt(argument);
  if (isByName(text) && !/^(?:x|y|validation_data)\b/.test(text)) return [];
  return arraysIn(valueIn(argument));
}

function arraysIn(value: Written): string[] {
  const text = textAt(value);
  if (/^(?!True|False|None)[a-z_]\w*$/i.test(text)) return [text];
  const call = /^[\w.]+(?=\()/.exec(text)?.[0].length;
  const items = call === undefined ? elementsOf(value) : argumentsIn(within(value, { start: call, end: text.length }));
  return items.filter((item) => isByPlace(textAt(item))).flatMap(arraysIn);
}
