/** Remedies for the sizes that a call of `view` or `reshape` writes: the sides of an image, names, and products of them. */

import { productOfDims } from "../../../../tensor/dim/sum.ts";
import { exchanged } from "../calls/exchanges.ts";
import type { Proposal, Step, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite, literalsIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { functionText, unpackedBefore } from "../source/scope.ts";
import { numberOf } from "../source/settings.ts";
import { lineOf, matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { missedPairs } from "./meeting.ts";
import { valuesOfView } from "./reshapes.ts";
import { rewritings } from "./rewriting.ts";

/** Two equal sizes of a view one behind the other, which are the sides of an image, both changed so that it holds what comes. */
export function squareViews(wrong: Step, before: readonly Reached[]): Proposal[] {
  const values = valuesOfView(wrong);
  if (values !== undefined) return squared(wrong, values.found / values.target, 0.3);
  const ratios = missedPairs(wrong).flatMap(([a, b]) => [(a / b) ** 2, (b / a) ** 2]);
  const views = before.filter(({ step: { type } }) => /^(view|reshape)$/.test(type));
  return views.flatMap(({ step }) => ratios.flatMap((ratio) => squared(step, ratio, 0.9)));
}

function squared(step: Step, ratio: number, cost: number): Proposal[] {
  const place = callSite(step.module?.site ?? step.site);
  if (place === undefined || place.file.isDescribed) return [];
  return literalsIn(bracketsOf(place)).flatMap((first, index, all) => {
    const second = all[index + 1];
    const side = first.value * Math.sqrt(ratio);
    if (second?.value !== first.value || first.value < 2 || !Number.isInteger(side)) return [];
    const edits = [first, second].map(({ at }) => ({ ...at, text: String(side) }));
    return [{ fix: { title: `Write ${side}, ${side} in place of ${first.value}, ${second.value}`, edits }, cost }];
  });
}

/** `x.view(x.size(0), ...)` keeps the samples: another axis than the first, or another tensor than is asked for its size, is a slip. */
export function samplesKept(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const near = before.filter(({ distance }) => distance <= FARTHEST_VIEW).map(({ step }) => step);
  return [wrong, ...near].flatMap(({ type, site }) => {
    const place = /^(view|reshape)$/.test(type) ? callSite(site) : undefined;
    if (place === undefined || place.file.isDescribed) return [];
    return matchesIn(place, FIRST_SIZE).flatMap(({ at, match: [, viewed = "", asked = "", axis = ""] }) => {
      const start = at.range.end - axis.length;
      const number = { file: at.file, range: { start, end: at.range.end } };
      const receiver = { file: at.file, range: { start: at.range.start, end: at.range.start + viewed.length } };
      return [
        ...(axis === "0" ? [] : [rewritten(number, "0", OTHER_AXIS)]),
        ...(asked === viewed ? [] : [rewritten(receiver, asked, OTHER_TENSOR)]),
      ];
    });
  });
}

/** `x.size(0)` for `x.size(2)` in the sizes of the view that goes wrong; most keep the samples. */
export function viewedAxes({ type, site, inputs }: WrongStep): Proposal[] {
  const place = /^(view|reshape)$/.test(type) ? callSite(site) : undefined;
  if (place === undefined || place.file.isDescribed) return [];
  const axes = [...(inputs[0]?.shape ?? []).keys()].map(String);
  return matchesIn(bracketsOf(place), /(?<=\.size\(|\.shape\[)\d(?=[)\]])/g).flatMap(({ at }) =>
    axes
      .filter((axis) => axis !== textAt(at))
      .map((axis) => rewritten(at, axis, axis === "0" ? ASKED_SAMPLES : ASKED_AXIS + Number(axis) / 50)),
  );
}

const ASKED_SAMPLES = 0.05;
const ASKED_AXIS = 0.2;
const FARTHEST_VIEW = 2;
const OTHER_AXIS = -0.3;
const OTHER_TENSOR = -0.2;
/** The tensor, the one that is asked, and the axis. */
const FIRST_SIZE = /^([a-z_]\w*)\.(?:view|reshape)\(\s*([a-z_]\w*)\.(?:size\(|shape\[)(\d)(?=[)\]]\s*,)/gi;

/** Names in a view's sizes: another one that the shape was unpacked to, and a factor that belongs to the size beside it. */
export function namedViews(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const near = before.filter(({ distance }) => distance <= 1).map(({ step }) => step);
  return [wrong, ...near].flatMap(({ type, site }) => {
    const place = /^(view|reshape)$/.test(type) ? callSite(site) : undefined;
    if (place === undefined || place.file.isDescribed) return [];
    const sizes = argumentsIn(bracketsOf(place));
    return [
      ...(site === wrong.site ? [...renamedSizes(sizes), ...dividedSizes(sizes), ...ownSizes(sizes, wrong)] : []),
      ...movedFactors(sizes),
      ...multipliedSizes(sizes),
    ];
  });
}

const FLATTENED = -0.5;

/** `x.view(-1, 512)` of samples that hold as many numbers as the layer behind it takes, and not 512. */
export function flattenedViews(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const taken = numberOf(wrong, "in_features");
  if (taken === undefined) return [];
  return before.flatMap(({ step: { type, site, inputs }, distance }) => {
    const place = /^(view|reshape)$/.test(type) && distance <= 1 ? callSite(site) : undefined;
    if (place === undefined || place.file.isDescribed) return [];
    const held = productOfDims(inputs[0]?.shape?.slice(1) ?? []);
    const [samples, features, ...others] = argumentsIn(bracketsOf(place));
    const isFlat = samples !== undefined && textAt(samples) === "-1" && others.length === 0 && held === taken;
    return isFlat && features ? rewritings("this size", features, Number(textAt(features)), taken).map(again) : [];
  });
}

function again({ fix, cost }: Proposal): Proposal {
  return { fix, cost: cost + FLATTENED };
}

const SAMPLES_FIRST = 0.05;

/** `x.size(0), -1` for `-1, x.size(0)`: rows of samples. */
export function samplesFirst(before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step: { type, site }, distance }) => {
    const place = /^(view|reshape)$/.test(type) && distance <= 1 ? callSite(site) : undefined;
    if (place === undefined || place.file.isDescribed) return [];
    const [open, samples, ...others] = argumentsIn(bracketsOf(place));
    const isTurned = samples && /\.(?:size\(0\)|shape\[0\])$/.test(textAt(samples)) && others.length === 0;
    return isTurned && open && textAt(open) === "-1" ? [exchanged(open, samples, SAMPLES_FIRST)] : [];
  });
}

const RENAMED = 0.6;

/** What a class keeps of what it is given. */
function attributesIn({ file }: Written): string[] {
  return [...new Set(file.text.match(/(?<=^[ \t]+)self\.\w+(?=[ \t]*=[ \t]*[a-z_]\w*[ \t]*$)/gim))];
}

function renamedSizes(sizes: readonly Written[]): Proposal[] {
  const own = new Set(sizes.map(textAt));
  const others = sizes[0] ? unpackedBefore(sizes[0]).flat() : [];
  const free = [...new Set(others)].filter((name) => name !== "_" && !own.has(name));
  return sizes.flatMap((size) => {
    const others = /^self\.\w+$/.test(textAt(size)) ? attributesIn(size).filter((name) => !own.has(name)) : free;
    return /^(self\.)?[a-z_]\w*$/i.test(textAt(size)) ? others.map((name) => rewritten(size, name, RENAMED)) : [];
  });
}

/** `c // groups` for `c`, beside `groups`. */
function dividedSizes(sizes: readonly Written[]): Proposal[] {
  const names = sizes.filter((size) => /^[a-z_][\w.]*$/i.test(textAt(size)));
  return names.flatMap((size) =>
    names
      .filter((other) => textAt(other) !== textAt(size))
      .map((other) => rewritten(size, `${textAt(size)} // ${textAt(other)}`, 0.7)),
  );
}

/** The size that the tensor itself has last, in place of a number. */
function ownSizes(sizes: readonly Written[], { inputs: [first] }: WrongStep): Proposal[] {
  const last = first?.shape?.at(-1);
  const numbers = sizes.filter((size) => /^\d+$/.test(textAt(size)) && textAt(size) !== String(last));
  return typeof last === "number" ? numbers.map((size) => rewritten(size, String(last), 0.5)) : [];
}

/** `self.heads * self.width` for `self.width`. */
function multipliedSizes(sizes: readonly Written[]): Proposal[] {
  return sizes.flatMap((size) => {
    if (!/^self\.\w+$/.test(textAt(size))) return [];
    const around = functionText(size);
    const views = around ? (textAt(around).match(/(?<=\.(?:view|reshape)\()[^()]*/g) ?? []) : [];
    const others = new Set(views.join().match(/self\.\w+/g));
    others.delete(textAt(size));
    return [...others].map((other) => rewritten(size, `${other} * ${textAt(size)}`, 0.75));
  });
}

/** `a * b, c` for `a, b * c`, and the other way round. */
function movedFactors(sizes: readonly Written[]): Proposal[] {
  return sizes.flatMap((first, index) => {
    const second = sizes[index + 1];
    if (second === undefined) return [];
    const [left, right] = [first, second].map((size) => textAt(size).split(/\s*\*\s*/)) as [string[], string[]];
    if (![...left, ...right].every((factor) => /^[a-z_]\w*$/i.test(factor))) return [];
    const moved = [
      [[...left, ...right.slice(0, 1)], right.slice(1)],
      [left.slice(0, -1), [...left.slice(-1), ...right]],
    ].filter((sides) => sides.every(({ length }) => length > 0));
    return moved.map((sides) => {
      const [a = "", b = ""] = sides.map((factors) => factors.join(" * "));
      const edits = [
        { ...first, text: a },
        { ...second, text: b },
      ];
      return { fix: { title: `Write ${a}, ${b}${lineOf(first)}`, edits }, cost: 0.8 };
    });
  });
}
