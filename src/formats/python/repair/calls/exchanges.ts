/** Remedies for arguments in each other's place. */

import { exchangeArguments } from "../../../../python/exchange-arguments.ts";
import type { Proposal, Step } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite, isByPlace } from "../source/call-text.ts";
import { lineOf, shortened, textAt, type Written } from "../source/written.ts";

/** A name, a whole number, or a calculation with them. */
const SIZE = /^(?!\d*\.\d)[\w.][\w.\s*+/()[\]-]*$/;

/** The first two arguments of a module's construction, where both are given by place. */
export function exchangedFirst({ module }: Step, cost: number): Proposal | undefined {
  const call = callSite(module?.site);
  const [first, second] = call ? argumentsIn(bracketsOf(call)) : [];
  if (first === undefined || second === undefined || textAt(first) === textAt(second)) return undefined;
  return isByPlace(textAt(first)) && isByPlace(textAt(second)) ? exchanged(first, second, cost) : undefined;
}

/** Two arguments one behind the other, each in the place of the other. */
export function exchangedNeighbours(brackets: Written, cost: number): Proposal[] {
  const given = argumentsIn(brackets);
  return given.flatMap((first, place) => {
    const second = given[place + 1];
    if (second === undefined || textAt(first) === textAt(second)) return [];
    if (![first, second].every((each) => SIZE.test(textAt(each)))) return [];
    // An image is rarely written the wrong way round.
    const isNamed = /[a-z]/i.test(textAt(first) + textAt(second));
    return [exchanged(first, second, cost + (isNamed ? 0 : 0.6))];
  });
}

/** Each in the place of the other. */
export function exchanged(first: Written, second: Written, cost: number): Proposal {
  const [one, other] = [first, second].map((place) => shortened(textAt(place)));
  const title = `Exchange ${one} and ${other}${lineOf(first)}`;
  return { fix: exchangeArguments(first, second, title), cost };
}
