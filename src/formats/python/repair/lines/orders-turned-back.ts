/**
 * Remedies for a function that brings its tensor into another order of axes and no longer back, or back from one into which it never
 * brought it: `x.permute(0, 3, 1, 2)` at its end or beginning.
 */
import type { Proposal } from "../proposal.ts";
import { parameterNamesIn } from "../source/call-text.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { lineAhead, linesWithin } from "../source/lines.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const FARTHEST = 5;
const COST = -0.2;
const ORDERED = /^([a-z_]\w*)\s*=\s*[\w.()]*\bpermute\(([\d\s,]+)\)/i;

export function ordersTurnedBack(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) => {
    const [head, ...lines] = linesWithin(body);
    const [only, ...others] = lines.filter((line) => /permute\(|transpose\(/.test(textAt(line)));
    const [, name, axes = ""] = (only && others.length === 0 && ORDERED.exec(textAt(only))) || [];
    const order = axes.split(",").map(Number);
    const back = order.map((_, axis) => order.indexOf(axis));
    if (head === undefined || name === undefined || back.includes(-1)) return [];
    const added = `${name} = ${name}.permute(${back.join(", ")})`;
    const last = lines.find((line) => textAt(line) === `return ${name}`);
    // What the function is handed is turned before anything is done with it.
    const first = parameterNamesIn(head).includes(name) ? lines.find((line) => !/^["']/.test(textAt(line))) : undefined;
    return [last, first === only ? undefined : first].flatMap((line) => {
      if (line === undefined) return [];
      const { place, text } = lineAhead(line, added);
      return [rewritten(place, text, COST, `Add ${added}`)];
    });
  });
}

/** The function that goes wrong. */
const NEAREST = 1;
const OTHER_ORDER = 0.35;

/** `permute(2, 0, 3, 1, 4)` for `permute(0, 2, 3, 1, 4)`: two axes side by side in each other's place. */
export function ordersExchanged(leading: readonly Leading[]): Proposal[] {
  const lines = functionsAround(leading, NEAREST).flatMap((body) => linesWithin(body));
  return lines.flatMap((line) =>
    matchesIn(line, /(?<=\bpermute\()\d(?:, ?\d){3,}(?=\))/g).flatMap(({ at }) => {
      const order = textAt(at).split(/, ?/);
      return order.slice(1).map((axis, place) => {
        const other = [...order.slice(0, place), axis, order[place], ...order.slice(place + 2)];
        return rewritten(at, other.join(", "), OTHER_ORDER + place / 50);
      });
    }),
  );
}
