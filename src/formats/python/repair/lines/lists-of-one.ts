/** A name alone in brackets, in the lines that lead to a mistake: it was hardly meant as a list. */
import type { Proposal } from "../proposal.ts";
import type { Leading } from "../source/leading.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const FARTHEST = 3;
const COST = 0.3;
/** What models are made of stands in lists as a rule. */
const IN_MODEL = 0.9;

export function listsOfOne(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    if (distance > FARTHEST) return [];
    return matchesIn(line, /(?<=(?:[(,]|=|return|[-+*/])\s*)\[([\w.]+)\](?!\[)/g).map(
      ({ at, match: [, name = ""] }) => {
        const isOfModel = /\bModel\(|\b(?:inputs|outputs|metrics|callbacks)=\[/.test(textAt(line));
        return rewritten(at, name, (isOfModel ? IN_MODEL : COST) + distance / 10);
      },
    );
  });
}
