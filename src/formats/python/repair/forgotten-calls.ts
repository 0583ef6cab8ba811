/**
 * What was prepared and never used: an attribute with a layer that is called nowhere, and a variable that is set before a loop to what
 * the loop goes on with.
 */
import { headsAround, type Leading } from "./leading.ts";
import { indentOf, linesOf } from "./lines.ts";
import type { Proposal } from "./proposal.ts";
import { lineOf, matchesIn, rewritten, textAt, type Written } from "./written.ts";

const FARTHEST = 2;
const UNCALLED = 0.55;
const NOT_KEPT = 0.35;
const MOST_LAYERS = 4;

export function forgottenCalls(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= FARTHEST);
  return [
    ...near.flatMap(({ line, distance }) =>
      uncalled(line).map(({ fix, cost }) => ({ fix, cost: cost + distance / 10 })),
    ),
    ...near.flatMap(({ line }) => notKept(line)),
  ];
}

/** The layer around each name that is handed over. */
function uncalled(line: Written): Proposal[] {
  const layers = linesOf(line.file).flatMap((other) => {
    const name = /^(self\.\w+)\s*=\s*[\w.]*[A-Z]\w*\(/.exec(textAt(other))?.[1];
    return name !== undefined && countOf(name, line) === 1 ? [name] : [];
  });
  if (layers.length === 0 || layers.length > MOST_LAYERS || !/\bself\b|=/.test(textAt(line))) return [];
  const isMethod = headsAround(line).some((head) => /^def \w+\(self\b/.test(textAt(head)));
  const names = isMethod ? matchesIn(line, /(?<=[=(,+*-]\s*)(?<!\w\s*=\s*\()[a-z_]\w*(?=\s*(?:[,)+*-]|$))/gi) : [];
  return names.flatMap(({ at }) =>
    textAt(at) === "self" ? [] : layers.map((layer) => rewritten(at, `${layer}(${textAt(at)})`, UNCALLED)),
  );
}

function countOf(name: string, { file: { text } }: Written): number {
  return [...text.matchAll(new RegExp(`${name.replace(".", "\\.")}(?!\\w)`, "g"))].length;
}

/** `kept = x` at the end of a loop that reads `kept`, where it was given `x` before the loop and is never given it again. */
function notKept(line: Written): Proposal[] {
  const loop = headsAround(line).find((head) => /^for\b/.test(textAt(head)));
  if (loop === undefined) return [];
  const body = linesOf(line.file).filter((other) => headsAround(other).includes(loop));
  const last = body.findLast((other) => headsAround(other)[0] === loop);
  const before = linesOf(line.file).filter((other) => other.range.start < loop.range.start);
  return before.flatMap((other) => {
    const [, kept, given] = /^([a-z_]\w*)\s*=\s*([a-z_]\w*)(?:\s*#.*)?$/i.exec(textAt(other)) ?? [];
    if (kept === undefined || given === undefined || last === undefined) return [];
    const sets = (name: string) => body.some((each) => new RegExp(`^${name}\\s*=(?!=)`).test(textAt(each)));
    const reads = body.some((each) => new RegExp(`(?<![\\w.])${kept}(?!\\w|\\s*=(?!=))`).test(textAt(each)));
    if (sets(kept) || !sets(given) || !reads) return [];
    const end = last.range.end;
    const edit = {
      file: last.file,
      range: { start: end, end },
      text: `\n${" ".repeat(indentOf(last))}${kept} = ${given}`,
    };
    return [{ fix: { title: `Add ${kept} = ${given}${lineOf(last)}`, edits: [edit] }, cost: NOT_KEPT }];
  });
}
