/** Keras layers that were left out before one of the tensors that are joined, or handed to a model of several inputs. */
import { tupleText } from "../../../../python/tuple-text.ts";
import { productOfDims, sameDim } from "../../../../tensor/dim/sum.ts";
import { sizeOf } from "../../../../tensor/shape.ts";
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { expectedShapes } from "../sizes/model-inputs.ts";
import { callSite, elementsOf } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { writtenAt } from "../source/settings.ts";
import { textAt, type Written } from "../source/written.ts";
import { layerBefore, type Missing, placedBefore } from "./missing-layers.ts";

const FLATTENED = 0.5;
const ROWS_JOINED = 0.35;
const PERMUTED = 0.6;
const AS_MATRIX = 0.3;
const WITHIN = 1.8;
const FARTHEST = 9;

export function missingInParts(wrong: WrongStep, before: readonly Reached[], prefix: string): Proposal[] {
  const { handed } = wrong;
  if (handed === undefined) return [];
  return [
    ...resized(wrong, before, handed, prefix),
    ...flattenedParts(wrong, handed, prefix),
    ...reshapedParts(wrong, handed, prefix),
    ...permutedParts(wrong, before, handed, prefix),
    ...matricesInParts(wrong, before, handed, prefix),
    ...flattenedMakers(wrong, before, prefix),
  ];
}

/** What has more axes than the others that are joined with it. */
function flattenedParts({ inputs }: WrongStep, handed: Written, prefix: string): Proposal[] {
  const items = elementsOf(handed);
  const ranks = inputs.map(({ shape }) => shape?.length ?? 0);
  if (items.length !== inputs.length || Math.min(...ranks) !== 2) return [];
  return items.flatMap((item, place) =>
    (ranks[place] as number) > 2 ? [placedBefore(item, prefix, { layer: "Flatten()", cost: FLATTENED })] : [],
  );
}

/** What holds as many values as an input of a model with several of them, along other axes. */
function reshapedParts(wrong: WrongStep, handed: Written, prefix: string): Proposal[] {
  const items = elementsOf(handed);
  if (items.length !== wrong.inputs.length) return [];
  return expectedShapes(wrong).flatMap((expected, place) => {
    const [item, sizes] = [items[place], wrong.inputs[place]?.shape?.slice(1)];
    if (item === undefined || sizes === undefined || expected === undefined || sizes.length === expected.length)
      return [];
    if (!sameDim(productOfDims(sizes), sizeOf(expected))) return [];
    const layer = expected.length === 1 ? "Flatten()" : `Reshape(${tupleText(expected)})`;
    // Who wrote an input with just as many values meant its axes.
    return [placedBefore(item, prefix, { layer, cost: 0.1 })];
  });
}

/** Images of which one is a whole number of times as large as the other: a pool or an enlargement was left out. */
function resized({ inputs }: WrongStep, before: readonly Reached[], handed: Written, prefix: string): Proposal[] {
  const [first, second] = inputs;
  const items = elementsOf(handed);
  if (inputs.length !== 2 || items.length !== 2 || first?.shape?.length !== second?.shape?.length) return [];
  const rank = first?.shape?.length ?? 0;
  const [a, b] = [sizeAt(first, 1), sizeAt(second, 1)];
  if (a === undefined || b === undefined || a === b || rank < 3 || Math.max(a, b) % Math.min(a, b) !== 0) return [];
  const [large, small] = (a > b ? items : items.toReversed()) as [Written, Written];
  const ratio = Math.max(a, b) / Math.min(a, b);
  // One pool halves an image as a rule.
  const rarity = ratio === 2 ? 0 : 0.6;
  const layer = `UpSampling${rank - 2}D(${ratio})`;
  return [
    placedBefore(small, prefix, { layer, cost: 1.6 + rarity }),
    ...within(before, `${prefix}${layer}`),
    placedBefore(large, prefix, { layer: `MaxPooling${rank - 2}D(${ratio})`, cost: 1.7 + rarity }),
  ];
}

/** Before each of the last calls that led there, of which several may be of one function. */
function within(before: readonly Reached[], layer: string): Proposal[] {
  const near = before.filter(({ distance }) => distance <= FARTHEST);
  return near.flatMap(({ step, distance }) => layerBefore(step, layer, WITHIN + distance / 20) ?? []);
}

/** Sequences whose steps and features stand the other way round than in those that they are joined with. */
function permutedParts({ inputs }: WrongStep, before: readonly Reached[], handed: Written, prefix: string): Proposal[] {
  const items = elementsOf(handed);
  const [first, second] = inputs.map(({ shape }) => shape ?? []);
  if (items.length !== 2 || inputs.length !== 2 || first?.length !== 3 || second?.length !== 3) return [];
  const isTurned = sizeAt(inputs[0], 1) === sizeAt(inputs[1], 2) || sizeAt(inputs[0], 2) === sizeAt(inputs[1], 1);
  // One that is there is wrong rather than another left out.
  if (before.some(({ step }) => step.type === "Permute")) return [];
  const missing: Missing = { layer: "Permute((2, 1))", cost: PERMUTED };
  return isTurned ? items.map((item) => placedBefore(item, prefix, missing)) : [];
}

/** The values of a dense layer as the matrix whose sizes their number is written as: `Dense(n * n)`. */
function matricesInParts(
  { type, inputs }: WrongStep,
  before: readonly Reached[],
  handed: Written,
  prefix: string,
): Proposal[] {
  const items = elementsOf(handed);
  if (!/^(dot|matmul)$/i.test(type) || items.length !== inputs.length) return [];
  return before.flatMap(({ step }) => {
    const place = inputs.findIndex((input) => step.outputs.includes(input as never));
    const [item, units] = [items[place], writtenAt(step, "units")];
    const factors = units ? textAt(units).split(/\s*\*\s*/) : [];
    if (item === undefined || factors.length !== 2 || !factors.every((factor) => /^[\w.]+$/.test(factor))) return [];
    return [placedBefore(item, prefix, { layer: `Reshape((${factors.join(", ")}))`, cost: AS_MATRIX })];
  });
}

/** Where the list is built elsewhere: a row of what each call gave that made a sequence of one step. */
function flattenedMakers({ inputs }: WrongStep, before: readonly Reached[], prefix: string): Proposal[] {
  const rows = inputs.some(({ shape }) => shape?.length === 2);
  const longer = inputs.filter(({ shape }) => shape?.length === 3 && shape[1] === 1);
  if (!rows || longer.length === 0) return [];
  const calls = before.filter(
    ({ step }) => step.module && step.outputs.some((output) => longer.includes(output as never)),
  );
  return calls.flatMap(({ step: { site, module } }) => {
    const call = callSite(site);
    if (call === undefined || call === module?.site) return [];
    return [placedBefore(call, prefix, { layer: "Flatten()", cost: ROWS_JOINED })];
  });
}
