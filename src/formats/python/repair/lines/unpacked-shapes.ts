/** Remedies for sizes that are taken from a shape under another one's name: `batch_size = x.size(2)`, `b, h, c, w = x.shape`. */
import { exchanged } from "../calls/exchanges.ts";
import type { Proposal } from "../proposal.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { linesWithin } from "../source/lines.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const OTHER_AXIS = -0.3;
const ORDER = -0.2;
const FARTHEST = 4;
/** How images' sizes are called, in the order of their axes. */
const IN_ORDER = ["b", "c", "h", "w"];

export function unpackedShapes(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) =>
    linesWithin(body).flatMap((line) => [...otherAxis(line), ...outOfOrder(line)]),
  );
}

function otherAxis(line: Written): Proposal[] {
  const axes = matchesIn(line, /(?<=^(?:batch\w*|bs|bsz|B|b)\s*=\s*\w+\.(?:size\(|shape\[)\s*)[1-9](?=\s*[)\]]$)/g);
  return axes.map(({ at }) => rewritten(at, "0", OTHER_AXIS));
}

function outOfOrder(line: Written): Proposal[] {
  const names = /^(?:\w+\s*,\s*){2,}\w+(?=\s*=\s*\w+\.(?:shape|size\(\))$)/.exec(textAt(line))?.[0];
  if (names === undefined) return [];
  const places = [...names.matchAll(/\w+/g)].map(({ 0: name, index }) => ({
    at: within(line, { start: index, end: index + name.length }),
    rank: IN_ORDER.indexOf(name.toLowerCase()),
  }));
  return places.flatMap((first, place) => {
    const second = places[place + 1];
    return second !== undefined && second.rank >= 0 && first.rank > second.rank
      ? [exchanged(first.at, second.at, ORDER)]
      : [];
  });
}
