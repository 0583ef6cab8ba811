/** Remedies for a value that is taken or handed back as it is where others of its kind go through a call: `a, b = x, self.encode(y)`. */
import type { Proposal } from "../proposal.ts";
import { topLevelArguments } from "../source/call-text.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { linesWithin } from "../source/lines.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const costs = { sameLine: -0.1, nextLine: -0.05, sameFunction: 0.35 } as const;
const FARTHEST = 4;
const GIVEN = /^([\w\s,]+?)\s*=\s*(?=[^=\s])(.+)$/s;
const RETURNED = /^return\s+(.+)$/s;
const NAME = /^[a-z_]\w*$/i;
/** A call whose first argument is a name. */
const OF_A_NAME = /^([\w.]+\(\s*)([a-z_]\w*)(?=\s*[,)])(.*)$/is;

interface Part {
  readonly at: Written;
  readonly text: string;
  /** The name that gets it; nothing where it is handed back. */
  readonly target: string;
}

export function bareValues(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) => {
    const all = linesWithin(body);
    const lines = all.map(partsOf);
    const assigned = lines.flatMap((parts, place) =>
      parts
        .filter(({ text }) => NAME.test(text))
        .flatMap((bare) => [
          ...calledAs(bare, parts, costs.sameLine),
          ...calledAs(
            bare,
            [...(lines[place - 1] ?? []), ...(lines[place + 1] ?? [])].filter(isAkinTo(bare)),
            costs.nextLine,
          ),
          ...calledAs(bare, lines.flat().filter(isAkinTo(bare)), costs.sameFunction),
        ]),
    );
    return [...assigned, ...returnedBare(all)];
  });
}

/** `return self.layers(x)` for `return x`, where the function gives `self.layers(x) + x` back in another case. */
function returnedBare(lines: readonly Written[]): Proposal[] {
  const returned = lines.filter((line) => textAt(line).startsWith("return "));
  return returned.flatMap((line) =>
    matchesIn(line, /(?<=^return )[a-z_]\w*$/gi).flatMap(({ at }) => {
      const call = new RegExp(`(?<![\\w.])self\\.\\w+\\(${textAt(at)}\\)`, "g");
      const calls = new Set(returned.flatMap((other) => textAt(other).match(call) ?? []));
      return [...calls].map((text) => rewritten(at, text, costs.nextLine));
    }),
  );
}

function partsOf(line: Written): Part[] {
  const [, returned] = RETURNED.exec(textAt(line)) ?? [];
  const [, left = "", right = ""] = returned === undefined ? (GIVEN.exec(textAt(line)) ?? []) : ["", "", returned];
  const start = textAt(line).length - right.length;
  const values = topLevelArguments(`(${right})`);
  const targets = returned === undefined ? left.split(",").map((name) => name.trim()) : values.map(() => "");
  if (right === "" || values.length !== targets.length) return [];
  return values.map(({ start: from, end, text }, place) => ({
    at: within(line, { start: start + from - 1, end: start + end - 1 }),
    text,
    target: targets[place] as string,
  }));
}

/** The same call of the bare name. */
function calledAs({ at, text }: Part, others: readonly Part[], cost: number): Proposal[] {
  return others.flatMap((other) => {
    const [, callee, , rest] = OF_A_NAME.exec(other.text) ?? [];
    return callee === undefined || rest === undefined ? [] : [rewritten(at, `${callee}${text}${rest}`, cost)];
  });
}

/** Names that have a word in common: `fake_images` and `real_images`, `z1` and `z2`. */
function isAkinTo({ target }: Part): (other: Part) => boolean {
  const words = new Set(wordsOf(target));
  return (other) => other.target !== target && wordsOf(other.target).some((word) => words.has(word));
}

function wordsOf(name: string): string[] {
  return name.split(/[_\d]+/).filter((word) => word !== "");
}
