/** Remedies for a function that brings its tensor into another order of axes and no longer back: `x.permute(0, 3, 1, 2)` at its end. */
import type { Proposal } from "../proposal.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { lineAhead, linesWithin } from "../source/lines.ts";
import { rewritten, textAt } from "../source/written.ts";

const FARTHEST = 5;
const COST = -0.2;
const ORDERED = /^([a-z_]\w*)\s*=\s*[\w.()]*\bpermute\(([\d\s,]+)\)/i;

export function ordersTurnedBack(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) => {
    const lines = linesWithin(body);
    const orders = lines.flatMap((line) => ORDERED.exec(textAt(line)) ?? []);
    const all = lines.filter((line) => /permute\(|transpose\(/.test(textAt(line)));
    const [, name, axes = ""] = all.length === 1 ? (ORDERED.exec(textAt(all[0] ?? body)) ?? []) : [];
    const last = lines.findLast((line) => textAt(line) === `return ${name}`);
    if (name === undefined || last === undefined || orders.length === 0) return [];
    const order = axes.split(",").map(Number);
    const back = order.map((_, axis) => order.indexOf(axis));
    if (back.includes(-1)) return [];
    const added = `${name} = ${name}.permute(${back.join(", ")})`;
    const { place, text } = lineAhead(last, added);
    return [rewritten(place, text, COST, `Add ${added}`)];
  });
}
