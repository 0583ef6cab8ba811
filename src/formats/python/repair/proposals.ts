/** Everything that might mend a mistake, the likeliest first. */
import { KerasTensor } from "../../../python/keras/keras-tensor.ts";
import { stateIn } from "../../../python/keras/layer-state.ts";
import { codes } from "../../../python/tensors/codes.ts";
import type { SourceFix } from "../../../python/trace.ts";
import { callProposals } from "./calls/calls.ts";
import { constructionProposals } from "./calls/constructions.ts";
import { createdProposals } from "./calls/created.ts";
import { helperCallProposals } from "./calls/helper-calls.ts";
import { imageChannelProposals } from "./calls/image-channels.ts";
import { insertionProposals } from "./calls/insertions.ts";
import { kerasCallProposals } from "./calls/keras-calls.ts";
import { layoutProposals, missingSteps } from "./calls/layout.ts";
import { lossProposals } from "./calls/losses.ts";
import { missingLayers } from "./calls/missing-layers.ts";
import { preparedLikeOthers } from "./calls/prepared-data.ts";
import { rankProposals } from "./calls/ranks.ts";
import { shortcutProposals } from "./calls/shortcuts.ts";
import { stateProposals } from "./calls/states.ts";
import { targetProposals } from "./calls/targets.ts";
import { callsBefore } from "./lines/forgotten-calls.ts";
import { lineSlips } from "./lines/line-slips.ts";
import { otherNameProposals } from "./lines/other-names.ts";
import { statementProposals } from "./lines/statements.ts";
import { updateProposals } from "./lines/updates.ts";
import { type Mistake, type Proposal, sizeAt, type WrongStep, wrongStep } from "./proposal.ts";
import { channelProposals } from "./sizes/channels.ts";
import { divisorProposals } from "./sizes/divisors.ts";
import { groupProposals } from "./sizes/groups.ts";
import { imageSizeProposals } from "./sizes/image-sizes.ts";
import { kerasInputProposals } from "./sizes/keras-inputs.ts";
import { GIVES, MISPLACED, misplacedAxis, smallness, takenBy, unevenness } from "./sizes/layer-sizes.ts";
import { expectedShape, modelInputProposals, unlikeliness } from "./sizes/model-inputs.ts";
import {
  arrayReshapes,
  cellsMissing,
  joinedReshapes,
  productProposals,
  reshapeCalls,
  reshapeProposals,
} from "./sizes/reshapes.ts";
import { siblingProposals } from "./sizes/siblings.ts";
import { namedViews, samplesFirst, squareViews } from "./sizes/views.ts";
import { weightShapeProposals } from "./sizes/weight-shapes.ts";
import { shuffleProposals, windowProposals } from "./sizes/windows.ts";
import { overwriting } from "./sizes/wordings.ts";
import { type Reached, stepsBefore } from "./source/reach.ts";
import { numberOf } from "./source/settings.ts";
import { whereGiven } from "./source/where-given.ts";
import { isInside, rewritten, textAt } from "./source/written.ts";

const MODEL_INPUT = "shape/model-input";

const OF_CHANNELS: readonly string[] = [codes.inFeatures, codes.inChannels, codes.numFeatures, codes.normalizedShape];

/** Mistakes of sizes, for which the image may be at fault. */
const OF_SIZES: readonly string[] = [
  codes.broadcast,
  codes.concatenate,
  codes.kernelTooLarge,
  codes.inFeatures,
  codes.reshape,
  codes.poolPadding,
  codes.padding,
  codes.target,
  MODEL_INPUT,
];

export function proposalsFor(mistake: Mistake): Proposal[] {
  const { problem } = mistake;
  const wrong = wrongStep(mistake);
  const before = wrong ? stepsBefore(wrong.inputs, mistake.operations) : [];
  const odd = wrong && isGivenOdd(wrong, before) ? ODD : 0;
  const own = problem.fix ? ownProposals(problem.fix, costOfOwn(problem.fix, problem, wrong) + odd) : [];
  if (wrong === undefined) return own;
  const isKeras = wrong.inputs[0] instanceof KerasTensor || (wrong.module && stateIn(wrong.module)) !== undefined;
  const all = [
    ...own,
    ...channelProposals(wrong, before),
    ...groupProposals(wrong),
    ...layoutProposals(wrong, before),
    ...(isKeras ? missingLayers(wrong, before) : missingSteps(wrong)),
    ...modelInputProposals(wrong),
    ...reshapeProposals(wrong),
    ...arrayReshapes(wrong),
    ...joinedReshapes(wrong, before),
    ...(problem.code === codes.states ? stateProposals(wrong) : []),
    ...(problem.code === codes.rank ? rankProposals(wrong) : []),
    ...callProposals(problem.code, wrong, before),
    ...(isKeras ? ofKeras(wrong, before, mistake) : ofTorch(wrong, before)),
    ...(OF_SIZES.includes(problem.code) ? windowProposals(wrong, before) : []),
  ];
  return distinct(all).sort((a, b) => a.cost - b.cost);
}

/** How unlikely it is that a layer should take a number as nobody writes it, which one before gives. */
const ODD = 1.2;

function isGivenOdd(wrong: WrongStep, before: readonly Reached[]): boolean {
  const taken = takenBy(wrong);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  if (taken === undefined || found === undefined || unevenness(numberOf(wrong, taken.name), found) === 0) return false;
  const near = before.filter(({ distance }) => distance <= FARTHEST_GIVER);
  return near.some(({ step }) => GIVES.some((name) => numberOf(step, name) === found));
}

const FARTHEST_GIVER = 3;

function ofKeras(wrong: WrongStep, before: readonly Reached[], { operations }: Mistake): Proposal[] {
  return [
    ...(wrong.inputs.length === 0 ? constructionProposals(wrong) : []),
    ...productProposals(wrong, before),
    ...helperCallProposals(wrong, before),
    ...kerasCallProposals(wrong, before),
    ...targetProposals(wrong, before),
    ...preparedLikeOthers(wrong),
    ...weightShapeProposals(wrong),
    ...siblingProposals(wrong, before, operations),
    ...kerasInputProposals(wrong, before, operations),
    ...reshapeCalls(wrong, before),
    ...lineSlips(wrong, before),
  ];
}

function ofTorch(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return [
    ...callsBefore(wrong),
    ...insertionProposals(wrong, before),
    ...lossProposals(wrong),
    ...helperCallProposals(wrong, before),
    ...createdProposals(wrong),
    ...squareViews(wrong, before),
    ...samplesFirst(before),
    ...shuffleProposals(wrong, before),
    ...namedViews(wrong, before),
    ...divisorProposals(wrong, before),
    ...otherNameProposals(wrong),
    ...updateProposals(wrong, before),
    ...imageSizeProposals(wrong, before),
    ...imageChannelProposals(wrong),
    ...shortcutProposals(wrong, before),
    ...statementProposals(wrong, before),
    ...lineSlips(wrong, before),
  ];
}

/** A shape that is written anew is written where its name was given it. */
function ownProposals(fix: SourceFix, cost: number): Proposal[] {
  const [edit, ...others] = fix.edits;
  const given = edit && others.length === 0 && /^\w+$/.test(textAt(edit)) ? whereGiven(edit, undefined) : undefined;
  const isMoved = edit !== undefined && given !== undefined && /^[([]/.test(textAt(given)) && given !== edit;
  const moved = isMoved ? [rewritten(given, edit.text, cost - 0.01, fix.title)] : [];
  return [...moved, { fix, cost }];
}

/** Another loss, or other units of the last layer. */
const OTHER_TARGETS = 0.15;

/** How unlikely a number is that is written far from the layer which gets it. */
const FAR = 0.95;

function costOfOwn(fix: SourceFix, { code }: Mistake["problem"], wrong: WrongStep | undefined): number {
  if (code === codes.reshape) return costOfReshape(fix, wrong);
  if (code === codes.target) return OTHER_TARGETS;
  // How many channels an image has is not known.
  if (code === codes.rank && wrong?.inputs[0]?.shape?.length === 3 && /2D/.test(wrong.type)) return 0.6;
  // People rarely pad before they pool.
  if (code === codes.kernelTooLarge) return /Pooling/.test(wrong?.type ?? "") ? 1.5 : 1.2;
  if (wrong !== undefined && misplacedAxis(wrong)) return MISPLACED;
  if (code === MODEL_INPUT && wrong !== undefined)
    return unlikeliness(expectedShape(wrong) ?? []) + (fix.edits.some(overwritesNames) ? 0.8 : 0);
  if (!OF_CHANNELS.includes(code)) return 0;
  const made = wrong?.module?.site;
  const isFar = made !== undefined && fix.edits.some((edit) => !isInside(edit, made));
  return Math.max(isFar ? FAR : 0, ...fix.edits.map((edit) => overwriting(edit) + shrinking(edit)));
}

function shrinking(edit: SourceFix["edits"][number]): number {
  return smallness(Number(textAt(edit)) || undefined, Number(edit.text));
}

const RESHAPED = 0.55;

function costOfReshape({ edits }: SourceFix, wrong: WrongStep | undefined): number {
  const isKeras = wrong?.inputs[0] instanceof KerasTensor;
  const written = Math.max(...edits.map((edit) => (isKeras ? (overwritesNames(edit) ? 1 : 0) : overwriting(edit))));
  return Math.max(written, edits.some(isOdd) ? 0.8 : 0, isKeras ? RESHAPED + cellsMissing(wrong) : 0);
}

/** Sizes as nobody writes them. */
function isOdd({ text }: SourceFix["edits"][number]): boolean {
  return (text.match(/\d+/g) ?? []).some((digits) => Number(digits) > 8 && Number(digits) % 2 === 1);
}

/** Who wrote a name or a calculation meant its number. */
function overwritesNames({ file, range }: SourceFix["edits"][number]): boolean {
  return /[a-z]/i.test(file.text.slice(range.start, range.end));
}

/** Of several proposals of the same text the likeliest. */
function distinct(proposals: readonly Proposal[]): Proposal[] {
  const byText = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const key = JSON.stringify(
      proposal.fix.edits.map(({ file, range, text }) => [file.path, range.start, range.end, text]),
    );
    const known = byText.get(key);
    if (known === undefined || proposal.cost < known.cost) byText.set(key, proposal);
  }
  return [...byText.values()];
}
