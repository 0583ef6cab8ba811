/** Data that a model is trained, measured or asked with: it builds a model that waits for its input's shape. */
import type { Dim } from "../../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { codes } from "../../tensors/codes.ts";
import { Instance, Tuple, Unknown, type Value } from "../../value.ts";
import { Dataset } from "../data/dataset.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { LayerCall } from "../layer-call.ts";
import { stateIn } from "../layer-state.ts";
import { mapTensors, tensorsIn } from "../nested.ts";
import { dataTensor } from "../ops/creating.ts";
import { useLayer } from "../use-layer.ts";
import {
  batchFrom,
  dataIn,
  firstBatch,
  stepData,
  targetsIn,
  validationData,
  validationTargetsIn,
  withSamples,
} from "./batch.ts";
import { checkInputs, fits, isSqueezed, takesAnySize } from "./call-model.ts";
import { checkCardinality } from "./cardinality.ts";
import type { FunctionalGraph } from "./functional-graph.ts";
import { hasOwnLoss, hasOwnStep, ownLoss, type Step, takeStep } from "./steps.ts";
import { checkTargets } from "./targets.ts";

interface Arrays {
  readonly inputs: Value | undefined;
  readonly targets: Value | undefined;
}

interface Feeding {
  readonly args: Arguments;
  readonly site: Site;
  /** Something is wrong above, so that Python does not come here. */
  readonly isMistaken: boolean;
}

/** `fit`, `evaluate`: what they give is no tensor. */
export function feeding(
  step: "train_step" | "test_step",
): (run: Run, model: Instance, args: Arguments, site: Site) => Value {
  return (run, model, args, site) => {
    const isMistaken = run.trace.problems.some(({ code, severity }) => severity === "error" && code !== codes.target);
    const data = dataIn(args);
    const arrays = { inputs: data, targets: targetsIn(args) };
    noteData(run, model, arrays, site);
    for (const given of [arrays.inputs, arrays.targets, validationData(args)]) refuseNoData(run, given, site);
    if (!isMistaken && checkCardinality(run, model, arrays, site)) return new Unknown("there is a mistake above");
    if (hasOwnStep(model, step)) feedOwnStep(run, model, step, { args, site, isMistaken });
    else feedUsually(run, model, { args, site, isMistaken });
    if (step === "train_step" && !isMistaken) validate(run, model, args, site);
    return new Unknown("what a model learns is known when it runs");
  };
}

function noteData(run: Run, model: Instance, { inputs, targets }: Arrays, site: Site): void {
  const hasLoss = stateIn(model)?.loss !== undefined;
  run.trace.feed({ site, hasInputs: areKnown(inputs), hasTargets: areKnown(targets), hasLoss });
}

/** One number is no data, and models hold none, nor do the tensors that they are made of. */
function refuseNoData(run: Run, given: Value | undefined, site: Site): void {
  if (typeof given === "number" || (given instanceof Instance && stateIn(given)))
    run.raise("ValueError", "Unrecognized data type", site);
  const symbol = tensorsIn(given).find(({ node, isData }) => node !== undefined && !isData);
  if (symbol !== undefined) run.raise("ValueError", "a tensor without numbers is no data", site);
}

/** The class does with each batch what it likes: only what it calls is built. */
function feedOwnStep(run: Run, model: Instance, step: Step, { args, site, isMistaken }: Feeding): void {
  const state = stateIn(model);
  const isNew = state?.built === false;
  if (!isMistaken) takeSteps(run, model, step, args, site);
  if (state === undefined || !isNew) return;
  if (state.built) noteFed(run, model, tensorsIn(model.attributes.get("input")), site);
  else buildWhereItFits(run, model, batchFrom(run, dataIn(args)), site);
}

/** With any number of samples and, if that leaves nothing wrong, with those of the first batch. */
function takeSteps(run: Run, model: Instance, step: Step, args: Arguments, site: Site): void {
  const told = run.trace.reports;
  const data = stepData(run, args);
  takeStep(run, model, step, data, site);
  const samples = firstBatch(run, args);
  if (samples === undefined || run.trace.reports > told) return;
  const first = withSamples(data, samples);
  const [mistake] = run.mistakesOn(() => takeStep(run, model, step, first, site));
  if (mistake !== undefined) run.trace.report(mistake);
}

/** Not all of what a step does may be known: the model's own call is shown with the data if it takes them. */
function buildWhereItFits(run: Run, model: Instance, batch: Value | undefined, site: Site): void {
  if (batch !== undefined && !run.wouldFail(() => buildWith(run, model, batch, site)))
    buildWith(run, model, batch, site);
}

function feedUsually(run: Run, model: Instance, { args, site, isMistaken }: Feeding): void {
  const batch = batchFrom(run, dataIn(args));
  const state = stateIn(model);
  const columns = batchFrom(run, asColumns(dataIn(args)));
  if (columns !== undefined && state?.built && !isMistaken) checkData(run, model, handedOn(args, columns), site);
  const built = batch && buildWith(run, model, batch, site);
  if (!isMistaken) checkValidation(run, model, args, site);
  const answer = answerTo(run, model, { batch, built }, site);
  if (state === undefined || state.isRefused || isMistaken) return;
  if (hasOwnLoss(model)) {
    if (answer !== undefined) ownLoss(run, model, stepData(run, args), answer, site);
    return;
  }
  // Keras looks at the data to validate with when it has trained.
  const all = [targetsIn(args), validationTargetsIn(args)];
  const compared = { answers: tensorsIn(answer), samples: firstBatch(run, args) };
  if (all.some((targets) => checkTargets(run, model, { ...compared, targets }, site)))
    state.change(run, "isRefused", true);
  else if (areKnown(dataIn(args)) && areKnown(all[0])) run.trace.follow();
}

function areKnown(data: Value | undefined): boolean {
  const tensors = tensorsIn(data instanceof Dataset ? data.each : data);
  return tensors.length > 0 && tensors.every(({ shape }) => shape !== undefined);
}

/** Of a class with a `test_step` of its own. */
function validate(run: Run, model: Instance, args: Arguments, site: Site): void {
  const data = validationData(args);
  const isSplit = data === undefined && args.named.has("validation_split");
  if (!hasOwnStep(model, "test_step") || (data === undefined && !isSplit)) return;
  const parts = data instanceof Tuple ? argumentsOf(...data.items) : argumentsOf(data ?? null);
  takeStep(run, model, "test_step", stepData(run, isSplit ? args : parts), site);
}

/** What a graph gives, or a class of the file's own for the data. */
function answerTo(
  run: Run,
  model: Instance,
  { batch, built }: { readonly batch: Value | undefined; readonly built: Value | undefined },
  site: Site,
): Value | undefined {
  const state = stateIn(model);
  if (state?.graph) return answerOfGraph(run, state.graph, tensorsIn(batch), site);
  const isOwn = batch !== undefined && built === undefined && state?.built === true && state.sequence === undefined;
  return built ?? (isOwn ? useLayer(run, model, argumentsOf(batch), { site, row: undefined }) : undefined);
}

/** Where the graph leaves a size open, the data have one. */
function answerOfGraph(run: Run, graph: FunctionalGraph, inputs: readonly KerasTensor[], site: Site): Value {
  const isOpen = graph.inputs.some(({ shape }) => shape?.slice(1).some((size) => typeof size !== "number"));
  const areLike =
    graph.inputs.length === inputs.length &&
    graph.inputs.every(({ shape = [] }, place) => fits(shape, inputs[place]?.shape ?? []));
  if (!isOpen || !areLike || run.wouldFail(() => graph.call(run, inputs, site))) return graph.structure;
  const outputs = [...graph.call(run, inputs, site)];
  return mapTensors(graph.structure, (output) => outputs.shift() ?? output);
}

/** `predict`: an array with a row for each row of the data. */
export function predict(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const data = dataIn(args);
  noteData(run, model, { inputs: data, targets: undefined }, site);
  refuseNoData(run, data, site);
  if (stateIn(model)?.isRefused) return new Unknown("there is a mistake above");
  if (hasOwnStep(model, "predict_step")) {
    takeStep(run, model, "predict_step", stepData(run, args), site);
    return new Unknown("what a model predicts is known when it runs");
  }
  if (isRefused(run, model, args, site)) return new Unknown("there is a mistake above");
  const batch = batchFrom(run, data);
  if (batch === undefined) return new Unknown("what a model predicts is known when it runs");
  buildWith(run, model, batch, site);
  const rows = data instanceof Dataset ? undefined : tensorsIn(data)[0]?.shape?.[0];
  const answer = answerOf(run, model, batch, site);
  if (areKnown(answer)) run.trace.follow();
  return mapTensors(answer, ({ shape, dtype, reason }) =>
    dataTensor(new KerasTensor(shape && withRows(shape, rows), dtype, reason)),
  );
}

/** Whether a model cannot answer for these data: arrays of several lengths, or of other sizes than it takes. */
function isRefused(run: Run, model: Instance, args: Arguments, site: Site): boolean {
  const data = dataIn(args);
  if (data instanceof Dataset || run.trace.problems.some(({ severity }) => severity === "error")) return false;
  if (checkCardinality(run, model, { inputs: data, targets: undefined }, site)) return true;
  const columns = stateIn(model)?.built ? batchFrom(run, asColumns(data)) : undefined;
  return columns !== undefined && checkData(run, model, handedOn(args, columns), site);
}

const fed = new WeakSet<object>();

/** Whether it is a batch of what `fit`, `evaluate` or `predict` is handed. */
export function isFed(input: object): boolean {
  return fed.has(input);
}

/** Arrays of other shapes than the model's inputs, where every size of theirs but the batch's is a number; true if there are such. */
function checkData(run: Run, model: Instance, args: Arguments, site: Site): boolean {
  const state = stateIn(model);
  const inputs = tensorsIn(args.positional[0]?.value);
  const expected = state?.graph?.inputs ?? [];
  if (state?.graph === undefined || state.graph.former !== undefined || inputs.length !== expected.length) return false;
  const isKnown = ({ shape }: KerasTensor) => shape?.slice(1).every((size) => typeof size === "number") === true;
  if (!inputs.every(isKnown) || expected.some(({ shape }) => shape === undefined)) return false;
  // A Sequential takes what all of its layers take.
  const { graph } = state;
  const isOpen = takesAnySize(state, inputs[0]) || inputs.some((input, place) => isSqueezed(expected[place], input));
  if (isOpen && !run.wouldFail(() => graph.call(run, inputs, site))) return false;
  for (const input of inputs) fed.add(input);
  return checkInputs(new LayerCall(run, model, state, { inputs, args, site }), expected);
}

/** A batch as it would be handed to the model, where the data are written. */
function handedOn({ positional: [data] }: Arguments, batch: Value): Arguments {
  return { ...argumentsOf(batch), positional: [{ value: batch, written: data?.written }] };
}

/** What a model is validated with goes through it behind what it is trained with. */
function checkValidation(run: Run, model: Instance, args: Arguments, site: Site): void {
  const data = validationData(args);
  const inputs = data instanceof Tuple ? batchFrom(run, asColumns(data.items[0])) : undefined;
  if (inputs !== undefined && stateIn(model)?.built) checkData(run, model, argumentsOf(inputs), site);
}

/** Keras makes columns of arrays that hold one number for each sample. */
function asColumns(data: Value | undefined): Value | undefined {
  if (data === undefined || data instanceof Dataset) return data;
  return mapTensors(data, (tensor) =>
    tensor.shape?.length === 1 ? dataTensor(new KerasTensor([...tensor.shape, 1], tensor.dtype)) : tensor,
  );
}

function withRows(shape: readonly Dim[], rows: Dim | undefined): readonly Dim[] {
  return rows === undefined ? shape : [rows, ...shape.slice(1)];
}

/** A model of other sizes than its data's is no mistake here: people cut and widen arrays in ways that we do not follow. */
function answerOf(run: Run, model: Instance, batch: Value, site: Site): Value {
  const graph = stateIn(model)?.graph;
  if (graph === undefined) return useLayer(run, model, argumentsOf(batch), { site, row: undefined });
  const inputs = tensorsIn(batch);
  const isLike =
    graph.inputs.length === inputs.length &&
    graph.inputs.every(({ shape }, place) => {
      const found = inputs[place]?.shape;
      return shape !== undefined && found !== undefined && fits(shape, found);
    });
  if (!isLike) return new Unknown("the data is not of the model's sizes");
  const outputs = [...graph.call(run, inputs, site)];
  return mapTensors(graph.structure, () => outputs.shift() ?? new Unknown("an output is missing"));
}

/** Calls the model with a tensor of these shapes, unless it is built; what it answers then. */
export function buildWith(run: Run, model: Instance, batch: Value, site: Site): Value | undefined {
  const state = stateIn(model);
  if (state === undefined || state.built) return undefined;
  const answer = useLayer(run, model, argumentsOf(batch), { site, row: undefined });
  noteFed(run, model, tensorsIn(batch), site);
  return answer;
}

function noteFed(run: Run, model: Instance, inputs: readonly KerasTensor[], site: Site): void {
  const shapes = inputs.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  stateIn(model)?.change(run, "fed", { shapes, site });
}
