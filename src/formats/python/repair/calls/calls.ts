/**
 * Remedies for a number that is written far from the layer which gets it: in the calls, one within the other, by which the layer is
 * built, and in the assignments of the names that they hand over. How the sizes miss each other tells which numbers are tried.
 */
import { codes } from "../../../../python/tensors/codes.ts";
import { TorchTensor } from "../../../../python/torch/tensor.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { smallness } from "../sizes/layer-sizes.ts";
import { areSpatial, missedPairs, type Pair } from "../sizes/meeting.ts";
import {
  argumentsIn,
  bracketsOf,
  callSite,
  callsTo,
  isByPlace,
  literalsIn,
  parameterNamesIn,
} from "../source/call-text.ts";
import { functionHead } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { assignedBefore, assignmentsAround, namesWorth, parametersAround, unpackedBefore } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";
import { exchangedNeighbours, exchangedSizes } from "./exchanges.ts";

/** Kernels, strides and paddings. */
const LARGEST_WINDOW = 15;
/** A likely slip, and one that is tried when nothing nearer helps. */
const NEAR = 1.2;
const SAME_NAME = 0.7;
/** The entry of a list beside the one that is read. */
const BESIDE = 0.6;
const REORDERED = 0.9;
/** Sizes that mend everything when they are exchanged. */
const EXCHANGED = 0.35;
const FIRST_TWO = 0.6;
const ONE_MORE = 0.8;
const MOST_LOCALS = 6;
const ANY_NUMBER = 2;
/** Smaller numbers are equal by chance. */
const LEAST_EXACT = 24;
const FARTHEST = 12;
const DEEPEST = 4;
/** Functions whose numbers are sizes; those of others name axes. */
const HOLDS =
  /view|reshape|[Pp]arameter|[tT]ensor|interpolate|pad|pool|expand|repeat|conv|zeros|ones|rand|empty|full|unfold|fold|narrow/;
/** What is created for each sample alike. */
const FOR_EACH = 0.7;
/** A border that is a few cells too wide or too narrow. */
const MOST_CELLS = 8;

export function callProposals(code: string, wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const tried: Omit<Tried, "depth" | "names"> = {
    pairs: missedPairs(wrong),
    isOfTorch: wrong.inputs[0] instanceof TorchTensor,
    largest: areSpatial(wrong) ? LARGEST_WINDOW : Number.POSITIVE_INFINITY,
  };
  const steps = [{ step: wrong, distance: 0 }, ...before].filter(
    ({ step: { module, type }, distance }) => distance <= FARTHEST && (module !== undefined || HOLDS.test(type)),
  );
  const seen = new Set<string>();
  const inChains = steps.flatMap(({ step, distance }) =>
    callsTo(step.module?.site ?? step.site, DEEPEST)
      .map((site, depth, chain) => ({ call: bracketsOf(site), names: namesOf(chain[depth - 1]) }))
      .flatMap(({ call, names }, depth) => {
        const key = `${call.file.path} ${call.range.start}`;
        if (seen.has(key)) return [];
        seen.add(key);
        const isTarget = OF_DATA.includes(code);
        const isMargin = step === wrong && depth === 0 && (code === codes.padding || code === codes.reshape);
        return proposalsIn(call, { ...tried, isMargin, isTarget, depth, names }).map(({ fix, cost }) => ({
          fix,
          cost: cost + distance / 20 + depth / 10,
        }));
      }),
  );
  return [...turned(wrong), ...inChains];
}

/** Of the parameters of the function around a place. */
function namesOf(inside: Written | undefined): string[] {
  const head = inside && functionHead(inside);
  return head ? parameterNamesIn(head).filter((name) => name !== "self") : [];
}

interface Tried {
  readonly pairs: readonly Pair[];
  /** Numbers above it are none of those that are to blame. */
  readonly largest: number;
  readonly isOfTorch: boolean;
  /** How many calls lie between it and the layer's own. */
  readonly depth: number;
  /** Of the parameters of what is called, where it is written in a text. */
  readonly names: readonly string[];
  /** The number is a border that is too wide for what it borders on. */
  readonly isMargin?: boolean;
  /** The sizes are of data, which are written as they are. */
  readonly isTarget?: boolean;
}

function proposalsIn(call: Written, tried: Tried): Proposal[] {
  const assigned = assignmentsAround(call);
  return [
    ...sameNames(call),
    ...[call, ...assigned].flatMap(neighbours),
    ...[call, ...assigned].flatMap((place) => numbers(place, tried)),
    ...[call, ...assigned].flatMap((place) => calculations(place, tried)),
    ...reordered(call, tried),
    ...(tried.isOfTorch && !CREATES.test(calleeBefore(call)) ? exchangedSizes(call, tried.pairs, tried.names) : []),
    ...otherNames(call),
    ...oneMore(call, tried),
  ];
}

/** `32 * 8 * 8` as a whole, and both sides of an image in it. */
function calculations(place: Written, { pairs }: Tried): Proposal[] {
  return matchesIn(place, /(?<![\w.*/%+-]\s*)\d+(?:\s*\*\s*\d+)+(?!\s*[\w.*/%])/g).flatMap(({ at }) => {
    const factors = textAt(at).split("*").map(Number);
    const value = factors.reduce((product, factor) => product * factor, 1);
    const wanted = pairs.flatMap(([a, b]) => (value === a ? [b] : value === b ? [a] : []));
    return wanted.flatMap((next) => {
      const side = factors.findLast((factor, place) => factors.indexOf(factor) !== place);
      const scaled = side === undefined ? 0.5 : side * Math.sqrt(next / value);
      const square = Number.isInteger(scaled)
        ? [rewritten(at, factors.map((factor) => (factor === side ? scaled : factor)).join(" * "), 0.9)]
        : [];
      return [...square, rewritten(at, String(next), 1)];
    });
  });
}

/** Mistakes of sizes that no layer states. */
const OF_DATA: readonly string[] = [codes.target, codes.states, codes.matmul];

const CREATES = /^(\w*Tensor|zeros|ones|randn?|empty|full|expand|repeat)$/;

/** A name in a shape in the place of another that the function is given. */
function otherNames(call: Written): Proposal[] {
  if (!CREATES.test(calleeBefore(call)) && !isOwnClass(call)) return [];
  const locals = isOwnClass(call) ? assignedBefore(call).slice(0, MOST_LOCALS) : [];
  const names = [...new Set([...parametersAround(call), ...locals])];
  return argumentsIn(call).flatMap((at) =>
    /^[a-z_]\w*$/i.test(textAt(at))
      ? names
          .filter((name) => name !== textAt(at))
          .map((name) => ({ ...rewritten(at, name, NEAR), isName: true as const }))
      : [],
  );
}

/** `tokens + 1` in a shape, of sizes that are one apart. */
function oneMore(call: Written, { pairs }: Tried): Proposal[] {
  if (!CREATES.test(calleeBefore(call)) || !pairs.some(([a, b]) => Math.abs(a - b) === 1)) return [];
  const names = argumentsIn(call).filter((at) => /^[a-z_][\w.]*$/i.test(textAt(at)));
  return names.flatMap((at) => ["+", "-"].map((sign) => rewritten(at, `${textAt(at)} ${sign} 1`, ONE_MORE)));
}

/** The operands of a product in the other order. */
function turned(wrong: WrongStep): Proposal[] {
  const place = callSite(wrong.site);
  if (!/^(bmm|mm|matmul)$/.test(wrong.type) || place === undefined) return [];
  return exchangedNeighbours(bracketsOf(place), REORDERED).slice(0, 1);
}

/** `view(c, b)` where `b, c = x.shape` was unpacked. */
function areSamplesLater(call: Written): boolean {
  const [first, second] = argumentsIn(call).map(textAt);
  return unpackedBefore(call).some(([samples, next]) => samples === second && next === first);
}

/** Sizes of a shape in the wrong order. */
function reordered(call: Written, { isOfTorch, depth }: Tried): Proposal[] {
  const callee = calleeBefore(call);
  const isReordered = isOwnClass(call) || CREATES.test(callee) || /^(view|reshape|Embedding)$/.test(callee);
  if (callee === "Embedding") return exchangedNeighbours(call, EXCHANGED);
  if (/^(view|reshape)$/.test(callee) && areSamplesLater(call)) return exchangedNeighbours(call, EXCHANGED).slice(0, 1);
  if (isReordered) return exchangedNeighbours(call, REORDERED);
  const given = argumentsIn(call).slice(0, 2);
  const arePlain = given.every((at) => isByPlace(textAt(at)) && !/["']/.test(textAt(at)));
  const isNear = depth < 2 || /^[A-Z]/.test(callee);
  return isOfTorch && arePlain && isNear ? exchangedNeighbours(call, FIRST_TWO).slice(0, 1) : [];
}

/** What a number may have been meant as, if these sizes should have met, and how unlikely that is. */
function valuesFor(value: number, { pairs, isMargin }: Tried): Wanted[] {
  const wanted = pairs.flatMap(([a, b]): Wanted[] => {
    const gap = a - b;
    const times: Wanted[] = [(value * a) / b, (value * b) / a].map((next) => [next, 0]);
    // A border counts on both sides, and often in two layers one behind the other.
    const border: Wanted[] =
      Math.abs(gap) <= MOST_CELLS
        ? [2, -2, 4, -4].map((sides) => [value + gap / sides, Math.abs(sides) === 2 ? 0.1 : 0.15])
        : [];
    const more: Wanted[] = [gap, -gap].map((by) => [value + by, 0.2]);
    return [...times, ...border, ...(Math.abs(gap) <= MOST_CELLS || value >= MOST_CELLS ? more : [])];
  });
  const all: Wanted[] = isMargin ? [[value - 1, 0], ...wanted] : wanted;
  return all.filter(([next]) => Number.isSafeInteger(next) && next >= 0 && next !== value);
}

type Wanted = readonly [value: number, cost: number];

function numbers(place: Written, tried: Tried): Proposal[] {
  return literalsIn(place).flatMap(({ at, value }) => {
    if (value < 0 || value > tried.largest) return [];
    const isViewed = /^(view|reshape)$/.test(calleeBefore(place)) || isOwnClass(place);
    const isExact =
      value >= LEAST_EXACT && !CREATES.test(calleeBefore(place)) && tried.pairs.some((pair) => pair.includes(value));
    const isShort = CREATES.test(calleeBefore(place)) && tried.pairs.some(([a, b]) => Math.abs(a - b) === value - 1);
    const base = tried.isMargin || isExact || isShort || isOneOf(value, tried, isViewed) ? 1 : ANY_NUMBER;
    // Before a one it may stand in its place.
    const isFirst = at.range.start === place.range.start + 1 && !/^\(\d+,\s*1\b/.test(textAt(place));
    const forEach =
      value > 1 && isFirst && functionHead(at) !== undefined && CREATES.test(calleeBefore(place))
        ? [rewritten(at, "1", FOR_EACH)]
        : [];
    const others = valuesFor(value, tried)
      .filter(([next]) => next > 0 || !CREATES.test(calleeBefore(place)))
      .flatMap(([next, cost]) => [
        rewritten(at, String(next), base + cost + (next === 0 ? 0.4 : smallness(value, next))),
        ...(tried.isTarget ? namesWorth(at, next).map((name) => rewritten(at, name, base + cost - 0.1)) : []),
      ]);
    return [...forEach, ...others];
  });
}

function nearIndices(at: Written): Proposal[] {
  const index = Number(textAt(at));
  return [index - 1, index + 1].filter((other) => other >= 0).map((other) => rewritten(at, String(other), BESIDE));
}

/** A size of data or of a view that is one of those which should have met. */
function isOneOf(value: number, { pairs, isTarget }: Tried, isViewed: boolean): boolean {
  return (isTarget === true || isViewed) && pairs.some((pair) => pair.includes(value));
}

function isOwnClass(call: Written): boolean {
  const callee = calleeBefore(call);
  return /^[A-Z]/.test(callee) && new RegExp(`^class ${callee}\\b`, "m").test(call.file.text);
}

function calleeBefore({ file, range }: Written): string {
  return /\w+$/.exec(file.text.slice(0, range.start))?.[0] ?? "";
}

/** `stride=1` in a function that is given a `stride` of its own. */
function sameNames(call: Written): Proposal[] {
  const own = new Set(parametersAround(call));
  return argumentsIn(call).flatMap((argument) => {
    const text = textAt(argument);
    const [, name, given] = /^(\w+)\s*=\s*(\d+)$/.exec(text) ?? [];
    if (name === undefined || given === undefined || !own.has(name)) return [];
    return [rewritten(within(argument, { start: text.length - given.length, end: text.length }), name, SAME_NAME)];
  });
}

/** `sizes[i]` in the place of `sizes[i - 1]`, and the other way round. */
function neighbours(place: Written): Proposal[] {
  return matchesIn(place, /(?<=[\w)\]]\[)(?:([a-z]\w*)(\s*[-+]\s*1)?|\d)(?=\])/g).flatMap(({ match, at }) => {
    const [index, name] = match;
    if (name === undefined) return nearIndices(at);
    const isOther = (text: string): boolean => text.replaceAll(" ", "") !== index.replaceAll(" ", "");
    const others = [name, `${name} - 1`, `${name} + 1`].filter(isOther);
    return others.map((other) => rewritten(at, other, NEAR));
  });
}
