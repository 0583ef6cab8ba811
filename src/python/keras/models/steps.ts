/**
 * What a model does with one batch: `train_step`, `test_step` and `predict_step`, of a user's class or Keras's own, and what they
 * ask of the model. Source: Keras 3.15, `backend/tensorflow/trainer.py`.
 */
import { type Arguments, argumentsOf } from "../../arguments.ts";
import { PyFunction } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Dict, type Instance, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { method } from "../layer-class.ts";
import { stateIn } from "../layer-state.ts";
import { tensorsIn } from "../nested.ts";
import { Options } from "../options.ts";
import { inGraph } from "../session.ts";
import { useLayer } from "../use-layer.ts";
import { partsOf } from "./batch.ts";
import { checkTargets } from "./targets.ts";

export type Step = "train_step" | "test_step" | "predict_step";

/** Whether the class does so in its own way; a step that takes more than the data is one of JAX's. */
export function hasOwnStep(model: Instance, step: Step): boolean {
  const own = model.cls.find(step);
  if (!(own instanceof PyFunction)) return false;
  const needed = own.syntax.parameters.filter(({ kind, default: given }) => kind === "either" && given === undefined);
  return needed.length <= 2;
}

/** Runs it with what it gets of the data, as a graph unless the model was compiled to run eagerly. */
export function takeStep(run: Run, model: Instance, step: Step, data: Value, site: Site): Value {
  const take = () => run.call(run.attribute(model, step, site), argumentsOf(data), site);
  return stateIn(model)?.runsEagerly ? take() : inGraph(run, take);
}

/** Whether the class compares answers with targets in its own way. */
export function hasOwnLoss(model: Instance): boolean {
  return model.cls.find("compute_loss") instanceof PyFunction;
}

/** What its own `compute_loss` makes of a batch and the answers to it. */
export function ownLoss(run: Run, model: Instance, data: Value, answer: Value, site: Site): Value {
  const [inputs, targets, weights] = partsOf(data);
  const own = model.cls.find("compute_loss");
  const takesTraining = own instanceof PyFunction && own.syntax.parameters.some(({ name }) => name === "training");
  const handed: [string, Value][] = [
    ["x", inputs],
    ["y", targets],
    ["y_pred", answer],
    ["sample_weight", weights],
    ...(takesTraining ? [["training", true] as [string, Value]] : []),
  ];
  const named = new Map(handed.map(([name, value]) => [name, { value, written: undefined }]));
  return run.call(run.attribute(model, "compute_loss", site), { positional: [], named, open: false }, site);
}

const results = (): Value => new Dict(new Map(), "what a model measures is known when it runs");

function dataGiven(run: Run, args: Arguments): Value {
  return new Options(run, ["data"], args).value("data") ?? new Unknown("a step is given nothing");
}

function usualStep(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const data = dataGiven(run, args);
  const [inputs, targets] = partsOf(data);
  const answer = useLayer(run, model, argumentsOf(inputs), { site, row: undefined });
  if (hasOwnLoss(model)) ownLoss(run, model, data, answer, site);
  else checkTargets(run, model, { targets, answers: tensorsIn(answer) }, site);
  return results();
}

/** A number; targets that the model's loss refuses are told at the call. */
function computeLoss(run: Run, model: Instance, args: Arguments, site: Site, names: readonly string[]): Value {
  const options = new Options(run, names, args);
  const [targets, answers] = [options.present("y"), options.present("y_pred")];
  checkTargets(run, model, { targets, answers: tensorsIn(answers) }, site);
  return new KerasTensor([], "float32");
}

export const stepMethods = [
  method("train_step", usualStep),
  method("test_step", usualStep),
  method("predict_step", (run, model, args, site) => {
    const data = dataGiven(run, args);
    return useLayer(run, model, argumentsOf(partsOf(data)[0]), { site, row: undefined });
  }),
  method("compute_loss", (run, model, args, site) => computeLoss(run, model, args, site, ["x", "y", "y_pred"])),
  method("compiled_loss", (run, model, args, site) => computeLoss(run, model, args, site, ["y", "y_pred"])),
  method("compute_metrics", results),
  method("get_metrics_result", results),
];
