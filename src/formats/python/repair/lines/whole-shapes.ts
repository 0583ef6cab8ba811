/** Remedies for a whole shape in the place of one of its sizes: `tf.shape(x)` for `tf.shape(x)[0]`. */
import type { Proposal, WrongStep } from "../proposal.ts";
import type { Leading } from "../source/leading.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const FARTHEST = 2;
const COST = 0.1;
/** `x.shape` or `tf.shape(x)`, all of it. */
const WHOLE = /[\w.\])]+\.shape\b(?!\s*[[(])|\b[\w.]+\.shape\([\w.]+\)(?!\s*\[)/g;

export function wholeShapes({ inputs }: WrongStep, leading: readonly Leading[]): Proposal[] {
  if (inputs.length > 0) return [];
  return leading.flatMap(({ line, distance }) =>
    (distance <= FARTHEST ? matchesIn(line, WHOLE) : []).flatMap(({ at }) =>
      [0, -1, 1].map((axis, place) => rewritten(at, `${textAt(at)}[${axis}]`, COST + (distance + place) / 20)),
    ),
  );
}
