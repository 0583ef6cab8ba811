/** Remedies for arguments in each other's place. */

import { exchangeArguments } from "../../../../python/exchange-arguments.ts";
import type { Proposal, Step } from "../proposal.ts";
import type { Pair } from "../sizes/meeting.ts";
import { argumentsIn, bracketsOf, callSite, isByPlace } from "../source/call-text.ts";
import { operandsOf } from "../source/scope.ts";
import { lineOf, shortened, textAt, type Written } from "../source/written.ts";

/** A name, a whole number, or a calculation with them; no switch. */
const SIZE = /^(?!\d*\.\d|(?:True|False|None)$)[\w.][\w.\s*+/()[\]-]*$/;

/** The first two arguments of a module's construction, where both are given by place. */
export function exchangedFirst({ module }: Step, cost: number): Proposal | undefined {
  const call = callSite(module?.site);
  const [first, second] = call ? argumentsIn(bracketsOf(call)) : [];
  if (first === undefined || second === undefined || textAt(first) === textAt(second)) return undefined;
  return isByPlace(textAt(first)) && isByPlace(textAt(second)) ? exchanged(first, second, cost) : undefined;
}

/** Two arguments one behind the other, each in the place of the other. */
export function exchangedNeighbours(brackets: Written, cost: number): Proposal[] {
  return neighboursIn(brackets).map(({ first, second }) => {
    // An image is rarely written the wrong way round.
    const isNamed = /[a-z]/i.test(textAt(first) + textAt(second));
    return exchanged(first, second, cost + (isNamed ? 0 : 1));
  });
}

/** Of two sizes that should have met, one stands beside the other by chance rarely. */
const BOTH_SIZES = -0.05;
/** What stands in the place of a parameter of its own name stands there rightly. */
const ITS_NAME = 0.15;

/** What is calculated with the other has a factor too much rather. */
const PART = 0.3;

/** Two arguments one behind the other that are worth sizes which should have met; `names` are those of the parameters. */
export function exchangedSizes(brackets: Written, pairs: readonly Pair[], names: readonly string[]): Proposal[] {
  return neighboursIn(brackets).flatMap(({ first, second, place }) => {
    const isCalled = (one: Written, other: Written): boolean =>
      textAt(one) === names[place] || textAt(other) === names[place + 1];
    const isPart = [first, second].some((one, at, both) =>
      operandsOf(textAt(one)).includes(textAt(both[1 - at] as Written)),
    );
    const naming = (isCalled(first, second) ? ITS_NAME : 0) - (isCalled(second, first) ? ITS_NAME : 0);
    const proposal = exchanged(first, second, BOTH_SIZES + naming + (isPart ? PART : 0));
    const directions = pairs.flatMap(([a, b]) => [
      { from: a, to: b },
      { from: b, to: a },
    ]);
    return directions.map((worth) => ({ ...proposal, worth }));
  });
}

interface Neighbours {
  readonly first: Written;
  readonly second: Written;
  readonly place: number;
}

function neighboursIn(brackets: Written): Neighbours[] {
  const given = argumentsIn(brackets);
  return given.flatMap((first, place) => {
    const second = given[place + 1];
    if (second === undefined || textAt(first) === textAt(second)) return [];
    return [first, second].every((each) => SIZE.test(textAt(each))) ? [{ first, second, place }] : [];
  });
}

/** Each in the place of the other. */
export function exchanged(first: Written, second: Written, cost: number): Proposal {
  const [one, other] = [first, second].map((place) => shortened(textAt(place)));
  const title = `Exchange ${one} and ${other}${lineOf(first)}`;
  return { fix: exchangeArguments(first, second, title), cost };
}
