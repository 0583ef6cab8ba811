/** Data that a model is trained, measured or asked with: it builds a model that waits for its input's shape. */
import type { Dim } from "../../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { codes } from "../../tensors/codes.ts";
import { type Instance, Tuple, Unknown, type Value } from "../../value.ts";
import { Dataset } from "../data/dataset.ts";
import { inputsOf } from "../data/sources.ts";
import { KerasTensor, tensorOf } from "../keras-tensor.ts";
import { LayerCall } from "../layer-call.ts";
import { stateIn } from "../layer-state.ts";
import { mapTensors, tensorsIn } from "../nested.ts";
import { dataTensor } from "../ops/creating.ts";
import { batchLetter, openSize } from "../session.ts";
import { useLayer } from "../use-layer.ts";
import { checkInputs, fits, takesAnySize } from "./call-model.ts";
import { checkCardinality } from "./cardinality.ts";
import { checkTargets } from "./targets.ts";

/** `fit`, `evaluate`: what they give is no tensor. */
export function feed(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const batch = batchFrom(run, dataIn(args));
  const state = stateIn(model);
  const isMistaken = run.trace.problems.some(({ code, severity }) => severity === "error" && code !== codes.target);
  const isCounted =
    !isMistaken && checkCardinality(run, model, { inputs: dataIn(args), targets: targetsIn(args) }, site);
  if (isCounted) return new Unknown("there is a mistake above");
  if (batch !== undefined && state?.built && !isMistaken) checkData(run, model, batch, site);
  const built = batch && buildWith(run, model, batch, site);
  const answers = answersOf(run, model, { batch, built }, site);
  // Keras looks at the data to validate with when it has trained.
  const all = [targetsIn(args), validationTargetsIn(args)];
  if (
    state?.isRefused === false &&
    !isMistaken &&
    all.some((targets) => checkTargets(run, model, { targets, answers }, site))
  )
    state.change(run, "isRefused", true);
  return new Unknown("what a model learns is known when it runs");
}

/** Those of a graph, or what a class of the file's own gives for the data. */
function answersOf(
  run: Run,
  model: Instance,
  { batch, built }: { readonly batch: Value | undefined; readonly built: Value | undefined },
  site: Site,
): readonly KerasTensor[] {
  const state = stateIn(model);
  if (state?.graph) return state.graph.outputs;
  const isOwn = batch !== undefined && built === undefined && state?.built === true && state.sequence === undefined;
  const answer = built ?? (isOwn ? useLayer(run, model, argumentsOf(batch), { site, row: undefined }) : undefined);
  return answer === undefined ? [] : tensorsIn(answer);
}

/** `predict`: an array with a row for each row of the data. */
export function predict(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const data = dataIn(args);
  const batch = batchFrom(run, data);
  if (batch === undefined) return new Unknown("what a model predicts is known when it runs");
  buildWith(run, model, batch, site);
  const rows = data instanceof Dataset ? undefined : tensorsIn(data)[0]?.shape?.[0];
  const answer = answerOf(run, model, batch, site);
  return mapTensors(answer, ({ shape, dtype, reason }) =>
    dataTensor(new KerasTensor(shape && withRows(shape, rows), dtype, reason)),
  );
}

/** Arrays of another shape than the model's inputs, where every size of both but the batch's is a number. */
function checkData(run: Run, model: Instance, batch: Value, site: Site): void {
  const state = stateIn(model);
  const inputs = tensorsIn(batch);
  const expected = state?.graph?.inputs ?? [];
  if (state?.graph === undefined || state.graph.former !== undefined || inputs.length !== expected.length) return;
  const isKnown = ({ shape }: KerasTensor) => shape?.slice(1).every((size) => typeof size === "number") === true;
  if (![...inputs, ...expected].every(isKnown)) return;
  // A Sequential takes what all of its layers take.
  const { graph } = state;
  if (takesAnySize(state, inputs[0]) && !run.wouldFail(() => graph.call(run, inputs, site))) return;
  checkInputs(new LayerCall(run, model, state, { inputs, args: argumentsOf(batch), site }), expected);
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
  const shapes = tensorsIn(batch).flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  state.change(run, "fed", { shapes, site });
  return answer;
}

function dataIn(args: Arguments): Value | undefined {
  return args.positional[0]?.value ?? args.named.get("x")?.value;
}

/** What the answers are compared with. */
function targetsIn(args: Arguments): Value | undefined {
  return targetsOf(dataIn(args)) ?? args.positional[1]?.value ?? args.named.get("y")?.value;
}

/** Arrays alone: a data set to validate with is often prepared in another way than that to train with. */
function validationTargetsIn(args: Arguments): Value | undefined {
  const data = args.named.get("validation_data")?.value;
  return data instanceof Tuple ? data.items[1] : undefined;
}

function targetsOf(data: Value | undefined): Value | undefined {
  return data instanceof Dataset && data.each instanceof Tuple ? data.each.items[1] : undefined;
}

/** One batch of the data, of whatever length; `undefined`: not all of its sizes are known. */
function batchFrom(run: Run, data: Value | undefined): Value | undefined {
  if (data === undefined) return undefined;
  const inputs = inputsOf(data);
  const tensors = tensorsIn(inputs);
  const isKnown = tensors.length > 0 && tensors.every(({ shape }) => shape !== undefined && shape.length > 1);
  if (!isKnown) return undefined;
  return mapTensors(inputs, ({ shape = [], dtype }) =>
    tensorOf([openSize(run, batchLetter), ...shape.slice(1)], dtype),
  );
}
