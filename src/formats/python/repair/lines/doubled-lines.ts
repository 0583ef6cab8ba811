/** Remedies for a line that stands twice, one behind the other: the second is too much. */
import type { Proposal } from "../proposal.ts";
import type { Leading } from "../source/leading.ts";
import { indentOf, linesOf } from "../source/lines.ts";
import { rewritten, shortened, textAt } from "../source/written.ts";

const TWICE = 0.05;
const FARTHEST = 4;

export function doubledLines(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    const all = linesOf(line.file);
    const place = all.indexOf(line);
    const pairs = [[all[place - 1], line] as const, [line, all[place + 1]] as const];
    return pairs.flatMap(([first, second]) => {
      if (distance > FARTHEST || first === undefined || second === undefined) return [];
      if (textAt(first) !== textAt(second) || indentOf(first) !== indentOf(second)) return [];
      const { file, range } = second;
      const twice = { file, range: { start: first.range.end, end: range.end } };
      return [rewritten(twice, "", TWICE + distance / 20, `Take out ${shortened(textAt(second))}, which stands twice`)];
    });
  });
}
