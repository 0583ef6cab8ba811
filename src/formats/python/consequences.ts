/** One mistake, one message: Keras raises at the first, so what only follows from one that is told is no mistake of its own. */
import { KerasTensor } from "../../python/keras/keras-tensor.ts";
import { stateIn } from "../../python/keras/layer-state.ts";
import { TRAINING } from "../../python/keras/models/targets.ts";
import type { Site } from "../../python/site.ts";
import { codes } from "../../python/tensors/codes.ts";
import { doubtOf } from "../../python/torch/doubts.ts";
import type { Problem } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import type { Mistake } from "./repair/proposal.ts";
import { MODEL_INPUT } from "./repair/sizes/model-inputs.ts";

const NO_TENSOR = "keras/argument";

/** In the order of execution. */
export function withoutConsequences(mistakes: readonly Mistake[]): Mistake[] {
  const told: Problem[] = [];
  return mistakes.filter(({ problem }) => {
    const isKnown = told.some((other) => FOLLOWS.some((isOf) => isOf(problem, other)));
    const follows = told.length > 0 && (isKnown || isBehindAnother(problem));
    if (problem.severity === "error" && !follows) told.push(problem);
    return !follows;
  });
}

/** The same model refuses the next batch for the same reason, or the same layer, which was built for other channels. */
function isRepeated(problem: Problem, other: Problem): boolean {
  if (isHandedOn(problem, other)) return true;
  const subject = subjectOf(problem);
  if (subject === undefined || problem.code !== other.code || subject !== subjectOf(other)) return false;
  return stateIn(subject)?.kind === undefined || problem.code === "shape/weight-count";
}

/** One slip goes wrong in the same way wherever tensors of those shapes meet: in each of query, key and value. */
function isSaidAgain({ code, message, call }: Problem, other: Problem): boolean {
  return call !== undefined && call.module === undefined && code === other.code && message === other.message;
}

/** What goes wrong in a call may go wrong in another way when it is reached again, as in the next block of its kind. */
function isOfSamePlace({ site }: Problem, { site: other }: Problem): boolean {
  return isPlace(site, other);
}

function isPlace(site: Site, other: Site): boolean {
  return site.file === other.file && site.range.start === other.range.start && site.range.end === other.range.end;
}

/** The same text built both layers. */
function isOfSameMaking({ code, call }: Problem, { code: first, call: other }: Problem): boolean {
  const [site, before] = [call?.module?.site, other?.module?.site];
  return code === first && site !== undefined && before !== undefined && isPlace(site, before);
}

/** Another model of the same code, which the text calls as well, goes wrong elsewhere in it. */
function isOfSameCode({ site }: Problem, { site: other }: Problem): boolean {
  const [ways, before] = [callersOf(site), callersOf(other)];
  const [outer, first] = [ways.pop(), before.pop()];
  if (outer === undefined || first === undefined || isPlace(outer, first)) return false;
  return ways.some((way) => before.some((each) => isPlace(way, each)));
}

/** What a file asserts of sizes hardly holds behind a mistake. */
function isAsserted({ code }: Problem): boolean {
  return code === codes.assertion;
}

/** What a tensor with an axis less or more may be refused for before its sizes are counted. */
const MAY_MISS_AXES: readonly string[] = [
  codes.broadcast,
  codes.concatenate,
  codes.inFeatures,
  codes.normalizedShape,
  codes.reshape,
];

/** Sizes of a tensor with an axis less or more than it should have are too few or too many for the names that they are given. */
function isOfAxes({ code }: Problem, { code: first, call }: Problem): boolean {
  if (code !== codes.unpack || call === undefined) return false;
  return MAY_MISS_AXES.includes(first) || doubtOf({ ...call, code: first }) === "axes";
}

/** Of a model's own training step Keras leaves nothing behind its first mistake, nor of the next round of it. */
function isOfSameStep({ site }: Problem, { site: other }: Problem): boolean {
  const step = stepAround(site);
  return step !== undefined && step === stepAround(other);
}

/** The call of the text that trains or measures, and runs the text's own functions for it. */
function stepAround(site: Site): string | undefined {
  const { file, range, anchor } = callersOf(site).at(-1) ?? site;
  const isStep = site.caller !== undefined && TAKES_STEPS.test(file.text.slice(anchor.start, anchor.end));
  return isStep ? `${file.path} ${range.start}` : undefined;
}

const TAKES_STEPS = /^(?:fit|evaluate)$/;

/** One array that fits none of those that it is taken from or added to. */
function isOfOperand({ code, call }: Problem, { code: first, call: other }: Problem): boolean {
  const isOfBoth = call?.module === undefined && other?.module === undefined && code === codes.broadcast;
  const place = call?.inputs.findIndex((input, at) => input === other?.inputs[at]) ?? -1;
  return isOfBoth && code === first && place >= 0;
}

/** One array that is none for a model is none for another. */
function isOfSameData({ code, call }: Problem, { code: first, call: other }: Problem): boolean {
  if (code !== MODEL_INPUT || first !== code) return false;
  const known = dataBehind(other);
  return [...dataBehind(call)].some((data) => known.has(data));
}

function dataBehind(call: Problem["call"]): Set<KerasTensor> {
  const found = new Set((call?.inputs ?? []).filter((input) => input instanceof KerasTensor));
  for (const { madeFrom } of found) for (const origin of madeFrom) found.add(origin);
  return new Set([...found].filter(({ isData }) => isData));
}

/** What a model or its parts answer elsewhere misses what it is compared with as its targets do. */
function isOfAnswer({ call }: Problem, { code, call: other }: Problem): boolean {
  if (code !== codes.target || other?.type !== TRAINING || call?.module !== undefined) return false;
  const answering = layersBehind(other.inputs.slice(0, 1));
  return [...layersBehind(call?.inputs ?? [])].some((layer) => answering.has(layer));
}

function layersBehind(tensors: readonly unknown[]): Set<Instance> {
  const reached = new Set(tensors.filter((tensor) => tensor instanceof KerasTensor));
  const layers = new Set<Instance>();
  for (const { node, madeFrom } of reached) {
    if (node?.layer) layers.add(node.layer);
    for (const tensor of [...(node?.inputs ?? []), ...madeFrom]) reached.add(tensor);
  }
  return layers;
}

/** The layer was refused where it is built. */
function isOfConstruction({ call }: Problem, { call: other, site }: Problem): boolean {
  const made = call?.module?.site;
  return !other?.inputs.length && made?.file === site.file && made.range.start === site.range.start;
}

/** What one layer is refused for goes to others, too, while a model is built, which ends at the first. */
function isOfSameBuilding(problem: Problem, other: Problem): boolean {
  const building = isRefusal(problem) && isRefusal(other) ? callersOf(problem.site).at(-1) : undefined;
  return building !== undefined && building === callersOf(other.site).at(-1);
}

/** A size that is none at all where a layer is built may be taken for 0 in another. */
function isOfNoSize({ code, call }: Problem, other: Problem): boolean {
  return isOfSize(code) && call !== undefined && call.inputs.length > 0 && isRefusal(other);
}

function isRefusal({ call, code }: Problem): boolean {
  return call?.inputs.length === 0 && (call.module !== undefined || isOfSize(code));
}

function isOfSize(code: string): boolean {
  return code === codes.size || code === codes.unset;
}

/** What is no tensor goes to several layers of the function that is given it. */
function isHandedOn({ code, call, site }: Problem, other: Problem): boolean {
  const isOfBoth = [call, other.call].every((each) => each?.inputs.length === 0);
  return (
    code === NO_TENSOR &&
    other.code === NO_TENSOR &&
    isOfBoth &&
    callersOf(site).some((caller) => callersOf(other.site).includes(caller))
  );
}

function callersOf({ caller }: Site): Site[] {
  return caller === undefined ? [] : [caller, ...callersOf(caller)];
}

type Follows = (problem: Problem, other: Problem) => boolean;

/** In which ways a mistake follows from one that is told. */
const FOLLOWS: readonly Follows[] = [
  isRepeated,
  isSaidAgain,
  isOfSamePlace,
  isOfSameMaking,
  isOfSameCode,
  isAsserted,
  isOfConstruction,
  isOfSameBuilding,
  isOfNoSize,
  isOfAxes,
  isOfOperand,
  isOfSameData,
  isOfAnswer,
  isOfSameStep,
];

/** What answers the call: of a training the model that gave the first tensor. */
function subjectOf({ call }: Problem): Instance | undefined {
  const [first] = call?.inputs ?? [];
  return call?.module ?? (first instanceof KerasTensor ? first.node?.layer : undefined);
}

/** Something that went wrong lies on the way to what the call is given, or within the model that is called. */
function isBehindAnother({ call }: Problem): boolean {
  const graph = call?.module && stateIn(call.module)?.graph;
  const reached = new Set<KerasTensor>();
  for (const tensor of [...(call?.inputs ?? []), ...(graph?.outputs ?? [])])
    if (tensor instanceof KerasTensor) reached.add(tensor);
  for (const { node, madeFrom } of reached) {
    if (node?.failedAt) return true;
    const within = (node?.layer && stateIn(node.layer)?.graph?.outputs) ?? [];
    for (const tensor of [...(node?.inputs ?? []), ...madeFrom, ...within]) reached.add(tensor);
  }
  return false;
}
