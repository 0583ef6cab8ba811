/** Another number in the lines that lead to a mistake: in lists that loops read, in what names were given, in indices and slices. */

import type { Proposal } from "../proposal.ts";
import { unevenness } from "../sizes/layer-sizes.ts";
import type { Pair } from "../sizes/meeting.ts";
import type { Leading } from "../source/leading.ts";
import { indentOf } from "../source/lines.ts";
import { usesOf } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const NUMBER = /(?<![\w.'"%])-?\d+(?![\w.'"])/g;
const FARTHEST = 5;
/** The number is just the size that missed; it is as many times less or more; it is one beside it. */
const MET = 1.05;
const AMONG_ONES = 1;
const AMONG_ZEROS = 0.2;
const NO_SIZE = -0.3;
const OF_ONE = 1.3;
const TIMES = 1.35;
const BY = 1.6;
const NEAR = 1.8;
const BOUND = 0.5;
/** A power of two. */
const ROUND = 0.1;
const LEAST_ROUND = 32;
const AXIS = 1.4;
const LAST = 0.8;
const AT_TOP = 0.2;
/** Arrays of chance or of zeros, as models are tried with. */
const IS_DATA = /\bnp\.(?:random\.\w+|zeros|ones)\(/;
const OF_DATA = 0.4;
/** Strides and kernels. */
const LARGEST_WINDOW = 8;
/** Sizes that miss each other by so much have one a cell too far or too near. */
const FEW = 2;

export function numbersInLines(leading: readonly Leading[], pairs: readonly Pair[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    if (distance > FARTHEST || /^(?:import|from|class)\b/.test(textAt(line))) return [];
    // What a file feeds its model with is rarely what is wrong.
    const place = distance / 10 + (indentOf(line) === 0 ? AT_TOP : 0) + (IS_DATA.test(textAt(line)) ? OF_DATA : 0);
    const twins = matchesIn(line, TWINS).flatMap(({ at, match }) =>
      twinsFor(Number(match[1]), pairs).map(([next, cost]) =>
        rewritten(at, `${next}${match[2]}${next}`, cost + place + unevenness(Number(match[1]), next) / 2),
      ),
    );
    const single = matchesIn(line, NUMBER).flatMap(({ at }) => {
      if (isRate(at)) return [];
      const meant = meantBy(at);
      if (meant !== undefined) return [rewritten(at, meant, NO_SIZE + place)];
      const [value, isIndex] = [Number(textAt(at)), isAxis(at)];
      const others = isIndex
        ? axesBeside(at, value)
        : [
            ...sizesFor(value, pairs),
            ...(isBound(at) ? boundsBeside(value) : besides(value)),
            ...amongOnes(at),
            ...amongZeros(at),
            ...amongPowers(at),
            ...positive(value, line),
          ];
      return others
        .filter(([next]) => next !== value && Number.isSafeInteger(next) && (isIndex || next >= 0))
        .map(([next, cost]) => rewritten(at, String(next), cost + place + unlikelinessOf(at, value, next)));
    });
    const added = matchesIn(line, ADDED_AXES).flatMap(({ at }) =>
      ["-1", "0", "1"].map((axis, order) => rewritten(at, axis, ADDED + order / 20 + place)),
    );
    return [...twins, ...single, ...added];
  });
}

/** In place of a number that changes nothing where it stands: `-0`, `- 0`, `// 1`. */
function meantBy(at: Written): string | undefined {
  const text = textAt(at);
  const sign = /(?<=[\w)\]]\s*)(?:\/\/|[-+])\s*$/
    .exec(at.file.text.slice(Math.max(0, at.range.start - 40), at.range.start))?.[0]
    .trim();
  if (text === "-0") return "-1";
  if (sign === "//") return text === "1" ? "2" : undefined;
  return sign !== undefined && text === "0" ? "1" : undefined;
}

/** Several axes that are added at once. */
const ADDED_AXES = /(?<=\bexpand_dims\(.*axis\s*=\s*)\([^()]*\)/g;
const ADDED = 0.9;

/** The sides of an image or window, or their product. */
const TWINS = /(?<![\w.'"])(\d+)(, ?| ?\* ?)\1(?![\w.'"])/g;
/** Images whose sides are halved again and again. */
const STEPS = [32, 16, 8];

function twinsFor(value: number, pairs: readonly Pair[]): Other[] {
  const squares = pairs.flatMap(([a, b]): Other[] => [
    [value * Math.sqrt(a / b), MET],
    [value * Math.sqrt(b / a), MET],
  ]);
  const rounded = STEPS.filter((step) => value > step && value % step !== 0).flatMap((step, place): Other[] => [
    [Math.ceil(value / step) * step, BY - 0.3 + place / 20],
    [Math.floor(value / step) * step, BY - 0.28 + place / 20],
  ]);
  const all = [...sizesFor(value, pairs), ...squares, ...rounded];
  return all.filter(([next]) => Number.isSafeInteger(next) && next > 0 && next !== value);
}

/** Uneven numbers are rarely meant, and a name that is read in many places was meant in those too. */
function unlikelinessOf(at: Written, value: number, next: number): number {
  const line = at.file.text.slice(at.file.text.lastIndexOf("\n", at.range.start) + 1, at.range.start);
  const name = /^([a-z_]\w*)\s*=\s*$/i.exec(line)?.[1];
  const isWindow = value <= LARGEST_WINDOW && next > 2 * LARGEST_WINDOW;
  return unevenness(value, next) / 2 + (isWindow ? 0.6 : 0) + (name !== undefined && usesOf(at, name) > 3 ? 0.6 : 0);
}

/** What names it says that it is no size. */
function isRate({ file: { text }, range }: Written): boolean {
  return /(?:rate|epochs?|batch_size|seed|verbose|Dropout\(|classes)\s*=?\s*$/.test(text.slice(0, range.start));
}

/** An index, or the axis of an operation. */
function isAxis({ file: { text }, range }: Written): boolean {
  const before = text.slice(Math.max(0, range.start - 40), range.start);
  return /(?:axis|axes)\s*=\s*[([]?\s*$|[\w)\]]\[\s*$/.test(before) || /expand_dims\([^()]*,\s*$/.test(before);
}

type Other = readonly [value: number, cost: number];

/** Along the samples hardly anything is done within a model. */
const OF_SAMPLES = 0.3;
const NAMED_AXIS = /(?:axis|axes)\s*=\s*[([]?\s*$/;

function axesBeside({ file: { text }, range }: Written, value: number): Other[] {
  const samples = NAMED_AXIS.test(text.slice(Math.max(0, range.start - 40), range.start)) ? OF_SAMPLES : 0;
  const others = [-1, 0, 1, 2, 3].map(
    (axis): Other => [axis, AXIS + Math.abs(axis - value) / 20 + (axis === 0 ? samples : 0)],
  );
  // From the end one counts the last.
  return value < -1 ? [[-1, LAST], ...others.slice(1)] : others;
}

function sizesFor(value: number, pairs: readonly Pair[]): Other[] {
  return pairs.flatMap(([a, b]): Other[] => {
    const met: Other[] = value === a ? [[b, MET]] : value === b ? [[a, MET]] : [];
    return [
      ...met,
      [(value * a) / b, TIMES],
      [(value * b) / a, TIMES],
      [value + a - b, Math.abs(a - b) <= FEW ? BY - 0.4 : BY],
      [value + b - a, Math.abs(a - b) <= FEW ? BY - 0.4 : BY],
    ];
  });
}

/** Sizes that are broadcast stand in a row: `(n, 1, 1, 1)`. */
function amongOnes({ file: { text }, range }: Written): Other[] {
  const isBefore = /[([,]\s*1\s*,\s*$/.test(text.slice(Math.max(0, range.start - 8), range.start));
  const isBehind = /^\s*,\s*1\s*[,)\]]/.test(text.slice(range.end, range.end + 8));
  return isBefore || isBehind ? [[1, AMONG_ONES]] : [];
}

/** Paddings stand in a row: `(0, 0, 0, right, 0, below)`. */
function amongZeros({ file: { text }, range }: Written): Other[] {
  const isRow = /[([][^()[\]\n]*\b0\s*,[^()[\]\n]*\b0\s*,[^()[\]\n]*$/.test(
    text.slice(Math.max(0, range.start - 80), range.start),
  );
  return isRow ? [[0, AMONG_ZEROS]] : [];
}

const SQUARED = 0.8;

/** Sizes are squared as a rule. */
function amongPowers({ file: { text }, range }: Written): Other[] {
  return /\*\*\s*$/.test(text.slice(Math.max(0, range.start - 8), range.start)) ? [[2, SQUARED]] : [];
}

/** Sizes are above zero, but for those that follow from the others. */
function positive(value: number, line: Written): Other[] {
  if (value > 0 || NO_SIZES.test(textAt(line))) return [];
  if (value === 0) return CREATES.test(textAt(line)) ? [[1, NO_SIZE]] : [];
  return [[-value, value === -1 ? OF_ONE : NO_SIZE]];
}

const NO_SIZES = /^(?:for|return)\b.*\brange\(/;
const CREATES = /\b(?:empty|zeros|ones|randn?|full)\(/;

/** How often a loop runs: `range(len(widths) - 1)`. */
function isBound({ file: { text }, range }: Written): boolean {
  return /\brange\((?:[^()\n]|\([^()\n]*\))*[-+]\s*$/.test(text.slice(Math.max(0, range.start - 60), range.start));
}

function boundsBeside(value: number): Other[] {
  return [
    [value - 1, BOUND],
    [value + 1, BOUND + 0.05],
  ];
}

function besides(value: number): Other[] {
  return [
    [value - 1, isRound(value - 1) ? ROUND : NEAR],
    [value + 1, isRound(value + 1) ? ROUND : NEAR],
    [value * 2, NEAR + 0.1],
    [value / 2, NEAR + 0.1],
  ];
}

/** Sizes that are doubled again and again. */
function isRound(value: number): boolean {
  return value >= LEAST_ROUND && Number.isInteger(Math.log2(value));
}
