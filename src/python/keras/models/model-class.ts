/** `keras.Model`: over the graph between its inputs and outputs, or as the base of a user's class. */

import type { Arguments } from "../../arguments.ts";
import type { Builtin } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { noDetail } from "../../trace.ts";
import { type Instance, List, Unknown, type Value } from "../../value.ts";
import { KerasTensor, tensorOf } from "../keras-tensor.ts";
import { beginLayer, layerClass, method } from "../layer-class.ts";
import { unknownWeights } from "../layer-kind.ts";
import { stateIn } from "../layer-state.ts";
import { tensorsIn } from "../nested.ts";
import { Options } from "../options.ts";
import { childrenOf } from "../parameters.ts";
import { nextName } from "../session.ts";
import { batchShapeFrom, pythonShape, sequenceOf } from "../sizes.ts";
import { connected } from "./connection.ts";
import { buildWith, feeding, predict } from "./feeding.ts";
import { FunctionalGraph } from "./functional-graph.ts";
import { stepMethods } from "./steps.ts";

/** What trains, saves or describes a model: nothing of it changes a shape, and nothing it gives is known. */
const unfollowed = ["predict_generator", "to_json"];
const silent = ["summary", "save", "save_weights", "load_weights", "reset_states", "reset_metrics", "export"];

const methods: readonly [string, Builtin][] = [
  method("__init__", initModel),
  method("build", buildModel),
  method("compile", compile),
  method("get_layer", getLayer),
  ...["fit", "fit_generator", "train_on_batch"].map((name) => method(name, feeding("train_step"))),
  ...["evaluate", "test_on_batch"].map((name) => method(name, feeding("test_step"))),
  ...stepMethods,
  ...["predict", "predict_on_batch"].map((name) => method(name, predict)),
  ...unfollowed.map((name) => method(name, () => new Unknown(`what ${name} gives is known when it runs`))),
  ...silent.map((name) => method(name, () => null)),
];

export const modelClass = new PyClass("Model", [layerClass], new Map(methods));

/** Former versions let people give a model that was made other outputs: `model.outputs = [model.layers[9].output]`. */
modelClass.onAssign = (run, model, value, site, name) => {
  layerClass.onAssign?.(run, model, value, site, name);
  const state = stateIn(model);
  const before = state?.graph;
  if (name !== "outputs" || state === undefined || before === undefined) return;
  const outputs = tensorsIn(value);
  const graph = new FunctionalGraph(
    before.inputs,
    outputs,
    outputs.length === 1 ? (outputs[0] as Value) : value,
    before,
  );
  state.change(run, "graph", graph);
};

function initModel(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const options = new Options(run, ["inputs", "outputs", "name"], args);
  const [inputs, outputs] = [options.present("inputs", "input"), options.present("outputs", "output")];
  if (inputs === undefined || outputs === undefined) {
    beginLayer(run, model, new Options(run, [], args));
    return null;
  }
  const unnamed = model.cls === modelClass && stateIn(model) === undefined && options.present("name") === undefined;
  const state = beginLayer(run, model, options, unnamed ? nextName(run, "Functional") : undefined);
  const graph = connected(run, new FunctionalGraph(tensorsIn(inputs), tensorsIn(outputs), outputs), options, site);
  state.graph = graph;
  state.built = true;
  if (!graph.isWhole) state.weights = [unknownWeights(run, "not all of its layers are known")];
  describe(run, model, graph);
  record(run, model, graph, site);
  return null;
}

function describe(run: Run, model: Instance, graph: FunctionalGraph): void {
  const { attributes } = model;
  const [input, ...others] = graph.inputs;
  const inputs = new List([...graph.inputs]);
  attributes.set("inputs", inputs).set("outputs", new List([...graph.outputs]));
  attributes.set("input", input !== undefined && others.length === 0 ? input : inputs).set("output", graph.structure);
  attributes.set("layers", new List([...graph.layers]));
  if (input?.shape !== undefined && others.length === 0) attributes.set("input_shape", pythonShape(run, input.shape));
  const output = graph.structure instanceof KerasTensor ? graph.structure.shape : undefined;
  if (output !== undefined) attributes.set("output_shape", pythonShape(run, output));
}

/** A row for the whole model; a class of the user's own has its own when it is called. */
function record(run: Run, model: Instance, graph: FunctionalGraph, site: Site): void {
  run.trace.record({
    kind: "module",
    type: model.cls === modelClass ? "Functional" : model.cls.name,
    site,
    module: model,
    container: true,
    inputs: graph.inputs,
    outputs: graph.outputs,
    macs: undefined,
    detail: noDetail,
    certain: run.certain,
  });
}

function compile(run: Run, model: Instance, args: Arguments): Value {
  const state = stateIn(model);
  if (state === undefined) return null;
  const options = new Options(run, ["optimizer", "loss"], args);
  state.change(run, "loss", options.argument("loss"));
  state.change(run, "runsEagerly", options.flag("run_eagerly", false) !== false);
  state.change(run, "isRefused", false);
  return null;
}

/** `build(input_shape)`: a model whose layers wait for a shape is called with a tensor of that shape. */
function buildModel(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const items = sequenceOf(new Options(run, ["input_shape"], args).present("input_shape") ?? null);
  const shape = items && batchShapeFrom(run, items);
  if (shape !== undefined) buildWith(run, model, tensorOf(shape), site);
  return null;
}

function getLayer(run: Run, model: Instance, args: Arguments): Value {
  const options = new Options(run, ["name", "index"], args);
  const [name, index] = [options.present("name"), options.present("index")];
  const layers = childrenOf(model);
  if (typeof index === "number") return layers.at(index) ?? new Unknown("the model has no layer of that index");
  const found = typeof name === "string" ? layers.find((layer) => stateIn(layer)?.name === name) : undefined;
  return found ?? new Unknown("the model has no layer of that name that is known");
}
