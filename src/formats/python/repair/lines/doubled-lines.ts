/** Remedies for a line that stands twice, one behind the other: the second is too much. */
import type { Proposal } from "../proposal.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { indentOf, linesOf, linesWithin } from "../source/lines.ts";
import { matchesIn, rewritten, shortened, textAt, type Written } from "../source/written.ts";

const TWICE = 0.05;
const PART_TWICE = -0.05;
const FARTHEST = 4;
const PART_BEHIND_ITSELF = /(?<=^[ \t]*([\w.]*[A-Z]\w*\(.+\)),[ \t]*\n)[ \t]*\1,?[ \t]*(?:\n|(?=[)\]]))/gm;

export function doubledLines(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= FARTHEST);
  const beside = functionsAround(near, FARTHEST).flatMap((body) =>
    linesWithin(body).map((line) => ({ line, distance: FARTHEST })),
  );
  return [...near.flatMap(({ line }) => doubledParts(line)), ...wholeLines([...near, ...beside])];
}

/** Within the brackets of a line: a layer that changes the channels does not stand twice. */
function doubledParts(line: Written): Proposal[] {
  return matchesIn(line, PART_BEHIND_ITSELF).map(({ at }) => {
    const words = `Take out ${shortened(textAt(at).trim())}, which stands twice`;
    return { ...rewritten(at, "", PART_TWICE, words), layersLess: 1 };
  });
}

function wholeLines(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    const all = linesOf(line.file);
    const place = all.indexOf(line);
    const pairs = [[all[place - 1], line] as const, [line, all[place + 1]] as const];
    return pairs.flatMap(([first, second]) => {
      if (first === undefined || second === undefined) return [];
      if (textAt(first) !== textAt(second) || indentOf(first) !== indentOf(second)) return [];
      const { file, range } = second;
      const twice = { file, range: { start: first.range.end, end: range.end } };
      const words = `Take out ${shortened(textAt(second).replace(/\s+/g, " "))}, which stands twice`;
      // What it builds is built once less.
      const layersLess = matchesIn(second, /\w\(/g).length;
      return [{ ...rewritten(twice, "", TWICE + distance / 20, words), layersLess }];
    });
  });
}
