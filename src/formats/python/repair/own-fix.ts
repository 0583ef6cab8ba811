/** The remedy that a message itself proposes, and how unlikely it is. */

import { KerasTensor } from "../../../python/keras/keras-tensor.ts";
import { codes } from "../../../python/tensors/codes.ts";
import type { Problem, SourceFix } from "../../../python/trace.ts";
import { type Proposal, sizeAt, type WrongStep } from "./proposal.ts";
import { GIVES, isOutOfOrder, MISPLACED, misplacedAxis, smallness, takenBy, unevenness } from "./sizes/layer-sizes.ts";
import { expectedShape, MODEL_INPUT, unlikeliness } from "./sizes/model-inputs.ts";
import { cellsMissing } from "./sizes/reshapes.ts";
import { overwriting } from "./sizes/wordings.ts";
import type { Reached } from "./source/reach.ts";
import { numberOf } from "./source/settings.ts";
import { whereGiven } from "./source/where-given.ts";
import { isInside, rewritten, textAt } from "./source/written.ts";

const FARTHEST_GIVER = 3;
const A_LITTLE = 2;

/** How unlikely it is that what a message proposes was meant. */
const costs = {
  /** Another loss, or other units of the last layer. */
  otherLoss: 0.15,
  /** A loss of another kind. */
  lossOfClasses: 0.8,
  reshaped: 0.55,
  /** Another argument may have the word that belongs there. */
  paddingWord: 0.2,
  /** How many channels an image has is not known. */
  moreAxes: 0.6,
  namedInput: 0.8,
  oddShape: 0.8,
  /** A number that is written far from the layer which gets it. */
  far: 0.95,
  outOfOrder: 0.4,
  namedShape: 1,
  padded: 1.2,
  oddNumber: 1.2,
  /** People rarely pad before they pool. */
  paddedPool: 1.5,
} as const;

const OF_CHANNELS: readonly string[] = [codes.inFeatures, codes.inChannels, codes.numFeatures, codes.normalizedShape];

/** A shape that is written anew is written where its name was given it. */
export function ownProposals(problem: Problem, wrong: WrongStep | undefined, before: readonly Reached[]): Proposal[] {
  const { fix } = problem;
  if (fix === undefined) return [];
  const givenWrong = wrong === undefined ? 0 : isGivenOdd(wrong, before) ? costs.oddNumber : orderOf(wrong, before);
  const cost = costOfOwn(fix, problem, wrong) + givenWrong;
  const [edit, ...others] = fix.edits;
  const given = edit && others.length === 0 && /^\w+$/.test(textAt(edit)) ? whereGiven(edit, undefined) : undefined;
  const isMoved = edit !== undefined && given !== undefined && /^[([]/.test(textAt(given)) && given !== edit;
  const moved = isMoved ? [rewritten(given, edit.text, cost - 0.01, fix.title)] : [];
  return [...moved, { fix, cost }];
}

function costOfOwn(fix: SourceFix, { code }: Problem, wrong: WrongStep | undefined): number {
  if (code === codes.reshape) return costOfReshape(fix, wrong);
  if (code === codes.target) return fix.edits.some(isOfClasses) ? costs.lossOfClasses : costs.otherLoss;
  if (code === codes.rank && wrong?.inputs[0]?.shape?.length === 3 && /2D/.test(wrong.type)) return costs.moreAxes;
  if (code === "keras/padding") return costs.paddingWord;
  if (code === codes.kernelTooLarge) return /Pooling/.test(wrong?.type ?? "") ? costs.paddedPool : costs.padded;
  if (wrong !== undefined && misplacedAxis(wrong)) return MISPLACED;
  if (code === MODEL_INPUT && wrong !== undefined)
    return unlikeliness(expectedShape(wrong) ?? []) + (fix.edits.some(overwritesNames) ? costs.namedInput : 0);
  if (code === codes.rank && fix.edits.some(overwritesNames)) return costs.namedInput;
  if (!OF_CHANNELS.includes(code)) return 0;
  const made = wrong?.module?.site;
  const isFar = made !== undefined && fix.edits.some((edit) => !isInside(edit, made));
  return Math.max(isFar ? costs.far : 0, ...fix.edits.map((edit) => overwriting(edit) + shrinking(edit)));
}

function isOfClasses(edit: SourceFix["edits"][number]): boolean {
  return /sparse/i.test(edit.text) && !/categorical/i.test(textAt(edit));
}

function shrinking(edit: SourceFix["edits"][number]): number {
  return smallness(Number(textAt(edit)) || undefined, Number(edit.text));
}

function costOfReshape({ edits }: SourceFix, wrong: WrongStep | undefined): number {
  const isKeras = wrong?.inputs[0] instanceof KerasTensor;
  const written = Math.max(
    ...edits.map((edit) => (isKeras ? (overwritesNames(edit) ? costs.namedShape : 0) : overwriting(edit))),
  );
  return Math.max(written, edits.some(isOdd) ? costs.oddShape : 0, isKeras ? costs.reshaped + cellsMissing(wrong) : 0);
}

/** Sizes as nobody writes them. */
function isOdd({ text }: SourceFix["edits"][number]): boolean {
  return (text.match(/\d+/g) ?? []).some((digits) => Number(digits) > 8 && Number(digits) % 2 === 1);
}

/** Who wrote a name or a calculation meant its number. */
function overwritesNames({ file, range }: SourceFix["edits"][number]): boolean {
  return /[a-z]/i.test(file.text.slice(range.start, range.end));
}

/** Where the layer before gives a number that lies outside of those around it. */
function orderOf(wrong: WrongStep, before: readonly Reached[]): number {
  const given = sizeAt(wrong.inputs[0], takenBy(wrong)?.axis ?? 1);
  const giver = before.find(({ step }) => GIVES.some((name) => numberOf(step, name) === given));
  return giver && giver.distance <= FARTHEST_GIVER && isOutOfOrder(giver.step, wrong) ? costs.outOfOrder : 0;
}

/** Whether a layer should take a number as nobody writes it, which one before gives or several together. */
function isGivenOdd(wrong: WrongStep, before: readonly Reached[]): boolean {
  const taken = takenBy(wrong);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  const current = taken && numberOf(wrong, taken.name);
  if (taken === undefined || found === undefined || unevenness(current, found) === 0) return false;
  // Of several that are joined one is a little off.
  if (current !== undefined && Math.abs(current - found) <= A_LITTLE) return true;
  const near = before.filter(({ distance }) => distance <= FARTHEST_GIVER);
  return near.some(({ step }) => GIVES.some((name) => numberOf(step, name) === found));
}
