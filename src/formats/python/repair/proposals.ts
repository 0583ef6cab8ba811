/** Everything that might mend a mistake, the likeliest first. */
import { KerasTensor } from "../../../python/keras/keras-tensor.ts";
import { stateIn } from "../../../python/keras/layer-state.ts";
import type { Tensor } from "../../../python/tensor.ts";
import { codes } from "../../../python/tensors/codes.ts";
import { dimFrom, itemsOf } from "../../../python/tensors/sizes.ts";
import { sameDim } from "../../../tensor/dim/sum.ts";
import { callProposals } from "./calls/calls.ts";
import { constructionProposals } from "./calls/constructions.ts";
import { createdProposals } from "./calls/created.ts";
import { dataPartProposals } from "./calls/data-parts.ts";
import { eachStepProposals } from "./calls/each-step.ts";
import { exchangedLayers } from "./calls/exchanged-layers.ts";
import { foreignInputs } from "./calls/foreign-inputs.ts";
import { helperCallProposals } from "./calls/helper-calls.ts";
import { imageChannelProposals } from "./calls/image-channels.ts";
import { insertionProposals } from "./calls/insertions.ts";
import { kerasCallProposals } from "./calls/keras-calls.ts";
import { layoutProposals, missingSteps } from "./calls/layout.ts";
import { leftArguments } from "./calls/left-arguments.ts";
import { lossProposals } from "./calls/losses.ts";
import { lostChannels } from "./calls/lost-channels.ts";
import { missingAttributes } from "./calls/missing-attributes.ts";
import { missingAxes } from "./calls/missing-axes.ts";
import { missingLayers } from "./calls/missing-layers.ts";
import { missingPools } from "./calls/missing-pools.ts";
import { missingSizes } from "./calls/missing-sizes.ts";
import { neededArguments } from "./calls/needed-arguments.ts";
import { otherJoins, otherMerges } from "./calls/other-merges.ts";
import { otherModels } from "./calls/other-models.ts";
import { preparedLikeOthers } from "./calls/prepared-data.ts";
import { rankProposals } from "./calls/ranks.ts";
import { repeatedScaling } from "./calls/repeated-scaling.ts";
import { resizings } from "./calls/resizings.ts";
import { shortcutProposals } from "./calls/shortcuts.ts";
import { stateProposals } from "./calls/states.ts";
import { targetProposals } from "./calls/targets.ts";
import { callsBefore } from "./lines/forgotten-calls.ts";
import { lineSlips } from "./lines/line-slips.ts";
import { listIndexProposals } from "./lines/list-indices.ts";
import { listsOfOne } from "./lines/lists-of-one.ts";
import { otherNameProposals } from "./lines/other-names.ts";
import { statementProposals } from "./lines/statements.ts";
import { tensorIndices } from "./lines/tensor-indices.ts";
import { updateProposals } from "./lines/updates.ts";
import { ownProposals } from "./own-fix.ts";
import { type Mistake, type Proposal, type WrongStep, wrongStep } from "./proposal.ts";
import { channelProposals } from "./sizes/channels.ts";
import { divisorProposals, pieceProposals } from "./sizes/divisors.ts";
import { fittingWindows } from "./sizes/fitting-windows.ts";
import { flippedSigns } from "./sizes/flipped-signs.ts";
import { groupProposals } from "./sizes/groups.ts";
import { imageSizeProposals } from "./sizes/image-sizes.ts";
import { impossibleNumbers } from "./sizes/impossible-numbers.ts";
import { impossibleWindows } from "./sizes/impossible-windows.ts";
import { kerasInputProposals } from "./sizes/keras-inputs.ts";
import { listEnds } from "./sizes/list-ends.ts";
import { MODEL_INPUT, modelInputProposals } from "./sizes/model-inputs.ts";
import { numbersElsewhere, oddOnesOfRows } from "./sizes/numbers-elsewhere.ts";
import { pooledSizes } from "./sizes/pools.ts";
import { arrayReshapes, joinedReshapes, productProposals, reshapeCalls, reshapeProposals } from "./sizes/reshapes.ts";
import { siblingProposals, torchSiblings } from "./sizes/siblings.ts";
import { tableRows } from "./sizes/table-rows.ts";
import { unusedParameters } from "./sizes/unused-parameters.ts";
import { flattenedViews, namedViews, samplesFirst, samplesKept, squareViews, viewedAxes } from "./sizes/views.ts";
import { weightShapeProposals } from "./sizes/weight-shapes.ts";
import { shuffleProposals, windowProposals } from "./sizes/windows.ts";
import { linesTo } from "./source/leading.ts";
import { type Reached, stepsBefore } from "./source/reach.ts";
import { leavesUnread, readsParameter } from "./source/unread-names.ts";

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
  "shape/weight-count",
  MODEL_INPUT,
];

/** For what goes wrong on the way from a file, in that file or in what it imports. */
export function proposalsFor(mistake: Mistake, path: string): Proposal[] {
  const { problem } = mistake;
  const wrong = wrongStep(mistake, path);
  const before = wrong ? stepsBefore(madeFrom(wrong, mistake), mistake.operations) : [];
  const own = ownProposals(problem, wrong, before);
  if (wrong === undefined) {
    const all = [...own, ...listIndexProposals(problem), ...missingAttributes(problem)];
    return distinct(all).sort((a, b) => a.cost - b.cost);
  }
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
    ...tensorIndices(problem.code, wrong),
    ...(problem.code === codes.states ? stateProposals(wrong) : []),
    ...(problem.code === codes.rank ? rankProposals(wrong) : []),
    ...callProposals(problem.code, wrong, before),
    ...(isKeras ? ofKeras(wrong, before, mistake) : ofTorch(wrong, before, mistake)),
    ...(OF_SIZES.includes(problem.code) ? windowProposals(wrong, before) : []),
  ];
  return distinct(all.map(weighed)).sort((a, b) => a.cost - b.cost);
}

/** What nothing would read any more was hardly given for nothing, and what nothing reads yet was neither. */
function weighed(proposal: Proposal): Proposal {
  const [edit, ...others] = proposal.fix.edits;
  if (edit === undefined || others.length > 0) return proposal;
  const lost = leavesUnread(edit, edit.text) ? LEFT_UNREAD : 0;
  const read = readsParameter(edit, edit.text) ? (proposal.worth ? FITS_AT_LAST : READ_AT_LAST) : 0;
  return lost === 0 && read === 0 ? proposal : { ...proposal, cost: proposal.cost + lost + read };
}

const LEFT_UNREAD = 0.4;
const READ_AT_LAST = -0.3;
const FITS_AT_LAST = -0.8;

/** Of a shape that is unpacked nobody says whose it is: the last tensor that has it. */
function madeFrom({ type, inputs, settings }: WrongStep, { operations }: Mistake): readonly Tensor[] {
  const sizes = type === "unpack" && inputs.length === 0 ? itemsOf(settings?.("sizes")?.value) : undefined;
  if (sizes === undefined) return inputs;
  const isIts = ({ shape }: Tensor): boolean =>
    shape?.length === sizes.length && shape.every((size, axis) => sameDim(size, dimFrom(sizes[axis]) ?? -1));
  return operations.findLast(({ outputs }) => outputs.some(isIts))?.outputs.filter(isIts) ?? inputs;
}

function ofKeras(wrong: WrongStep, before: readonly Reached[], { operations, problem: { code } }: Mistake): Proposal[] {
  return [
    ...(wrong.inputs.length === 0 ? constructionProposals(wrong) : []),
    ...productProposals(wrong, before),
    ...helperCallProposals(wrong, before),
    ...kerasCallProposals(wrong, before),
    ...otherModels(wrong),
    ...eachStepProposals(wrong, before),
    ...targetProposals(wrong, before),
    ...preparedLikeOthers(wrong),
    ...dataPartProposals(code, wrong),
    ...otherMerges(wrong, before),
    ...foreignInputs(wrong),
    ...weightShapeProposals(wrong),
    ...siblingProposals(wrong, before, operations),
    ...kerasInputProposals(wrong, before, operations),
    ...reshapeCalls(wrong, before),
    ...listsOfOne(linesTo(wrong, before)),
    ...repeatedScaling(wrong, before),
    ...statementProposals(wrong, before).map(later),
    ...lineSlips(wrong, before),
  ];
}

/** What Keras's layers are given is at fault more often than what is written around them. */
function later(proposal: Proposal): Proposal {
  return { ...proposal, cost: proposal.cost + LATER };
}

const LATER = 0.7;

function ofTorch(wrong: WrongStep, before: readonly Reached[], { operations, problem: { code } }: Mistake): Proposal[] {
  return [
    ...callsBefore(wrong),
    ...insertionProposals(wrong, before),
    ...missingAxes(wrong, before),
    ...resizings(wrong),
    ...missingSizes(wrong, before),
    ...lossProposals(wrong),
    ...helperCallProposals(wrong, before),
    ...createdProposals(wrong),
    ...squareViews(wrong, before),
    ...flattenedViews(wrong, before),
    ...samplesFirst(before),
    ...samplesKept(wrong, before),
    ...viewedAxes(wrong),
    ...fittingWindows(wrong, operations),
    ...flippedSigns(wrong, before),
    ...neededArguments(code, wrong, before),
    ...leftArguments(code, wrong, before),
    ...numbersElsewhere(wrong, before),
    ...impossibleNumbers(wrong),
    ...oddOnesOfRows(wrong),
    ...tableRows(wrong),
    ...listEnds(wrong),
    ...lostChannels(wrong, before),
    ...exchangedLayers(wrong),
    ...impossibleWindows(wrong),
    ...shuffleProposals(wrong, before),
    ...namedViews(wrong, before),
    ...divisorProposals(wrong, before),
    ...pieceProposals(before),
    ...otherJoins(code, before),
    ...otherNameProposals(wrong),
    ...updateProposals(wrong, before),
    ...imageSizeProposals(wrong, before),
    ...pooledSizes(wrong, before),
    ...missingPools(wrong, before),
    ...unusedParameters(wrong, before),
    ...imageChannelProposals(wrong),
    ...shortcutProposals(wrong, before),
    ...torchSiblings(before, operations),
    ...statementProposals(wrong, before),
    ...lineSlips(wrong, before),
  ];
}

/** Of several proposals of the same text the likeliest. */
function distinct(proposals: readonly Proposal[]): Proposal[] {
  const byText = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const edits = proposal.fix.edits.map(({ file, range, text }) => [file.path, range.start, range.end, text]);
    // What it must be worth may be one thing or another.
    const key = JSON.stringify([edits, proposal.worth?.to]);
    const known = byText.get(key);
    if (known === undefined || proposal.cost < known.cost) byText.set(key, proposal);
  }
  return [...byText.values()];
}
