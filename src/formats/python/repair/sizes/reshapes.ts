/** Remedies for a shape that does not hold as many values as come: one of its sizes, or what the layer before gives. */

import { itemsOf } from "../../../../python/tensors/sizes.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { Tuple } from "../../../../python/value.ts";
import { sizeOf } from "../../../../tensor/shape.ts";
import { type Proposal, propose, type Step, sizeAt, type WrongStep } from "../proposal.ts";
import { bracketsOf, callSite, elementsOf, literalsIn } from "../source/call-text.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { assignmentsAround, assignmentsInFile } from "../source/scope.ts";
import { setTo, sizesGiven, writtenAt } from "../source/settings.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { rewritings } from "./rewriting.ts";

const CELLS_MISSING = 0.3;
const ORDER = 0.8;

/** What `Reshape` should hold and what comes, where both are known; without the batch. */
export function valuesOf(wrong: Step): { readonly target: number; readonly found: number } | undefined {
  const sizes = targetOf(wrong);
  const shape = wrong.inputs[0]?.shape?.slice(1);
  if (sizes === undefined || shape === undefined || !shape.every((size) => typeof size === "number")) return undefined;
  return { target: sizeOf(sizes), found: sizeOf(shape as readonly number[]) };
}

/** The same of `view(-1, 1, 28, 28)` and of sizes that are all known, behind a batch that is kept. */
export function valuesOfView(step: Step): ReturnType<typeof valuesOf> {
  if (step.type === "Unflatten") return valuesOfUnflatten(step);
  if (!/^(view|reshape|unflatten)$/.test(step.type)) return undefined;
  const shape = step.inputs[0]?.shape;
  const [batch, ...rest] = sizesGiven(step) ?? [];
  const own = shape?.slice(1);
  const isKept = batch === -1 || (batch !== undefined && batch === shape?.[0]);
  if (!isKept || !areNumbers(rest) || own === undefined || !areNumbers(own)) return undefined;
  return rest.every((size: number) => size > 0) ? { target: sizeOf(rest), found: sizeOf(own) } : undefined;
}

/** Of the axis that is unflattened. */
function valuesOfUnflatten({ settings, inputs: [first] }: Step): ReturnType<typeof valuesOf> {
  const axis = settings?.("dim")?.value;
  const sizes = itemsOf(settings?.("unflattened_size")?.value);
  const found = typeof axis === "number" ? sizeAt(first, axis) : undefined;
  return sizes && areNumbers(sizes) && found !== undefined ? { target: sizeOf(sizes), found } : undefined;
}

/** How long the axis would have to be that is split into as many parts as there are names, and how long it is. */
export function valuesOfUnpacking({ type, settings, inputs: [first] }: Step): ReturnType<typeof valuesOf> {
  const wanted = type === "unpack" ? settings?.("names")?.value : undefined;
  const found = settings?.("values")?.value;
  const axis = first?.shape?.findLast((size) => typeof size === "number");
  if (typeof wanted !== "number" || typeof found !== "number" || typeof axis !== "number") return undefined;
  return { target: wanted, found };
}

function areNumbers(sizes: readonly unknown[]): sizes is number[] {
  return sizes.every((size) => typeof size === "number");
}

export function reshapeProposals(wrong: Step): Proposal[] {
  const [sizes, values] = [targetOf(wrong), valuesOf(wrong)];
  if (sizes === undefined || values === undefined) return [];
  return [
    ...withMissingSize(wrong, sizes, values.found / values.target),
    ...ofOtherSides(wrong, sizes, values),
    ...sizes.flatMap((size, index) => {
      const wanted = (size * values.found) / values.target;
      if (!Number.isInteger(wanted) || wanted < 1) return [];
      const changed = sizes.with(index, wanted);
      // People write square images: the size that makes two sides equal is the likeliest.
      const isSquare = changed[0] === changed[1];
      const written = writtenAt(wrong, "target_shape");
      const isCalculated = written !== undefined && /[-+*/]|[a-z]/i.test(textAt(written));
      const isLikely = isSquare || wanted % 8 === 0 || wanted < 8;
      const isStep = index === 0 && wanted === wrong.inputs[0]?.shape?.[1] && sizes.length > 1;
      const cost = (isSquare || (isStep && !isCalculated) ? 0.3 : 0.9) + (isCalculated && !isLikely ? 0.6 : 0);
      return propose(setTo(wrong, "target_shape", tupleText(changed)), cost) ?? [];
    }),
  ];
}

/** How likely it is that a window before it is the slip: what comes is not just so many times more or less than what is held. */
export function cellsMissing(step: Step): number {
  const { target, found } = valuesOf(step) ?? { target: 1, found: 1 };
  return Number.isInteger(target / found) || Number.isInteger(found / target) ? 0 : CELLS_MISSING;
}

/** An image of which only the sides are written, or one side and the channels. */
function withMissingSize(wrong: Step, sizes: readonly number[], missing: number): Proposal[] {
  const [first = 0, second = 0] = sizes;
  if (sizes.length !== 2 || missing <= 1 || !Number.isInteger(missing)) return [];
  const whole = first === second ? [...sizes, missing] : [first, missing, second];
  const isImage = whole[0] === whole[1];
  const found = isImage ? propose(setTo(wrong, "target_shape", tupleText(whole)), 0.2) : undefined;
  return found ? [found] : [];
}

/** Both sides of an image at once. */
function ofOtherSides(
  wrong: Step,
  sizes: readonly number[],
  values: NonNullable<ReturnType<typeof valuesOf>>,
): Proposal[] {
  const [height = 0, width, ...rest] = sizes;
  const side = height * Math.sqrt(values.found / values.target);
  if (height !== width || rest.length !== 1 || !Number.isInteger(side) || side === height) return [];
  const found = propose(setTo(wrong, "target_shape", tupleText([side, side, ...rest])), 0.3);
  return found ? [found] : [];
}

/** Sizes in the calls of `reshape` that led to the mistake, which may be wrong in it: each rewritten where it stands. */
export function reshapeCalls(wrong: Step, before: readonly Reached[]): Proposal[] {
  return withItself(wrong, before).flatMap(({ step, distance }) => {
    const { written, sizes = [] } = targetIn(step) ?? {};
    const elements = written ? elementsOf(written) : [];
    const given = step.inputs[0]?.shape ?? [];
    const orders = written && step !== wrong ? otherOrders(written, elements.map(textAt), ORDER + distance / 10) : [];
    const changed = sizes.flatMap((size, index) => {
      const at = elements[index];
      if (typeof size !== "number" || size < 2 || at === undefined || elements.length !== sizes.length) return [];
      const base = 0.8 + distance / 10;
      return sizesNear(size, sizes, given).flatMap((wanted) =>
        rewritings("this size", at, size, wanted).map(({ fix, cost }) => ({ fix, cost: cost + base })),
      );
    });
    const opened = written && step.module === undefined ? withOpenSize(written, sizes, given) : [];
    return [...orders, ...changed, ...opened.map(({ fix, cost }) => ({ fix, cost: cost + distance / 10 }))];
  });
}

const OPENED = 0.5;

/** A size that was left out behind the samples: what is left, as the function works it out or as a number; most likely rows. */
function withOpenSize(written: Written, sizes: readonly unknown[], given: readonly unknown[]): Proposal[] {
  const texts = elementsOf(written).map(textAt);
  if (texts.length < 2 || texts.length !== sizes.length || sizes.length >= given.length || sizes.includes(-1))
    return [];
  const places = [...texts.keys()].slice(1).concat(texts.length).reverse();
  const [target, held] = [sizes, given].map(withoutBatch) as [readonly unknown[], readonly unknown[]];
  const left = areNumbers(target) && areNumbers(held) ? sizeOf(held) / sizeOf(target) : 0;
  return places.flatMap((place) =>
    [-1, left]
      .filter((size) => size !== 0 && Number.isInteger(size))
      .map((size, rank) => {
        const text = tupleText(texts.toSpliced(place, 0, String(size)));
        const rarity = (place === texts.length - 1 ? 0 : 0.2) + rank / 10;
        return rewritten(written, text, OPENED + rarity, `Write the shape as ${text}`);
      }),
  );
}

/** The same sizes, two or three of them in each other's place. */
function otherOrders(written: Written, texts: readonly string[], cost: number): Proposal[] {
  if (texts.length < 2 || texts.length > 3) return [];
  const [a, b, c] = texts as [string, string, string | undefined];
  const orders =
    c === undefined
      ? [[b, a]]
      : [
          [b, c, a],
          [c, a, b],
          [b, a, c],
          [a, c, b],
          [c, b, a],
        ];
  const others = new Set(orders.map((order) => tupleText(order)).filter((text) => text !== tupleText(texts)));
  return [...others].map((text, place) => rewritten(written, text, cost + place / 50, `Write the shape as ${text}`));
}

/** Layers have it as `target_shape`. */
function targetIn(step: Step): { readonly written: Written; readonly sizes: readonly unknown[] } | undefined {
  if (!/^reshape$/i.test(step.type)) return undefined;
  for (const name of ["target_shape", "newshape", "shape"]) {
    const { written, value } = step.settings?.(name) ?? {};
    const sizes = itemsOf(value);
    if (written && sizes) return { written: listOf(written), sizes };
  }
  return undefined;
}

/** Of an array that is reshaped: one of the numbers in the call, the last one first. */
export function arrayReshapes({ type, site, inputs: [array] }: WrongStep): Proposal[] {
  const call = callSite(site);
  const shape = array?.shape ?? [];
  if (type !== "reshape" || call === undefined || !areNumbers(shape)) return [];
  const literals = literalsIn(bracketsOf(call));
  const target = sizeOf(literals.map(({ value }) => value));
  if (target < 1 || literals.some(({ value }) => value < 1)) return [];
  return literals.toReversed().flatMap(({ at, value }, place) => {
    const wanted = (value * sizeOf(shape)) / target;
    return Number.isInteger(wanted) && wanted !== value ? [rewritten(at, String(wanted), 0.3 + place / 10)] : [];
  });
}

/** A batch is a letter, in a target often -1. */
function withoutBatch(sizes: readonly unknown[]): readonly unknown[] {
  return typeof sizes[0] === "number" && sizes[0] > 0 ? sizes : sizes.slice(1);
}

/** What a layer gives written as the product of the sizes that it is reshaped to, as they are written. */
export function productProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const { written } = targetIn(wrong) ?? {};
  const elements = written ? elementsOf(written).map(textAt) : [];
  if (elements.length < 2) return [];
  const text = elements.map((each) => (/^\w+$/.test(each) ? each : `(${each})`)).join(" * ");
  return before.flatMap(({ step, distance }) => {
    const units = writtenAt(step, "units");
    if (units === undefined || distance > 3 || !/[a-z*]/i.test(textAt(units))) return [];
    const [assigned] = /^\w+$/.test(textAt(units)) ? [...assignmentsAround(units), ...assignmentsInFile(units)] : [];
    return [rewritten(assigned ?? units, text, 0.6 + distance / 20, `Write ${text}`)];
  });
}

/** Where a name stands for the list, what it was given. */
function listOf(written: Written): Written {
  if (!/^\w+$/.test(textAt(written))) return written;
  return [...assignmentsAround(written), ...assignmentsInFile(written)][0] ?? written;
}

/** What a size may have been meant as: so that all values are held, one that comes in, or one beside it. */
function sizesNear(size: number, sizes: readonly unknown[], given: readonly unknown[]): number[] {
  const product = (all: readonly unknown[]) => all.reduce<number>((held, each) => held * Number(each), 1);
  const [target, held] = [sizes, given].map(withoutBatch) as [readonly unknown[], readonly unknown[]];
  const isWhole = [...target, ...held].every((each) => typeof each === "number" && each > 0);
  const fitting = isWhole ? [(size * product(held)) / product(target)] : [];
  const known = given.filter((each) => typeof each === "number");
  const near = [size - 1, size + 1, size / 2, size * 2];
  return [...new Set([...fitting, ...known, ...near])].filter(
    (each) => Number.isInteger(each) && each > 0 && each !== size,
  );
}

/** Where reshaped tensors are joined with others: the sizes of those in their targets. */
export function joinedReshapes({ inputs }: Pick<Step, "inputs">, before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step, distance }) => {
    const target = distance === 0 ? writtenTarget(step) : undefined;
    const shape = step.outputs[0]?.shape;
    const others = inputs.filter((input) => !step.outputs.includes(input) && input.shape?.length === shape?.length);
    return (target ?? []).flatMap((size, index) => {
      const wanted = new Set(others.map((other) => sizeAt(other, index + 1)));
      const [only] = wanted;
      if (size < 1 || wanted.size !== 1 || only === undefined || only === size) return [];
      return propose(setTo(step, "target_shape", tupleText(target?.with(index, only) ?? [])), 0.4) ?? [];
    });
  });
}

/** The sizes of Keras's layer, all of them numbers of values. */
function targetOf(wrong: Step): readonly number[] | undefined {
  const target = writtenTarget(wrong);
  return target?.every((size) => size > 0) ? target : undefined;
}

/** One of them may be -1. */
function writtenTarget({ type, settings }: Step): readonly number[] | undefined {
  const target = type === "Reshape" ? settings?.("target_shape")?.value : undefined;
  const items = target instanceof Tuple ? target.items : undefined;
  return items?.every((item) => typeof item === "number") ? (items as readonly number[]) : undefined;
}
