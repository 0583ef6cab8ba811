/** `keras.layers.Layer` as Python sees it, and the class of each layer that we have a record for. */
import type { Dim } from "../../tensor/dim.ts";
import { type Arguments, argumentsOf, withoutFirst } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { reportForgottenInit } from "../forgotten-init.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Dict, Instance, List, Unknown, type Value } from "../value.ts";
import { applyKind } from "./apply-kind.ts";
import { Construction } from "./construction.ts";
import { presentArguments } from "./former-spellings.ts";
import { KerasTensor } from "./keras-tensor.ts";
import { commonParameters, gives, type LayerKind } from "./layer-kind.ts";
import { LayerState, stateIn } from "./layer-state.ts";
import { asTensor, tensorsIn } from "./nested.ts";
import { Options } from "./options.ts";
import { childrenOf, parametersOf } from "./parameters.ts";
import { nextName } from "./session.ts";
import { batchShapeFrom, pythonShape, sequenceOf, sizeFrom } from "./sizes.ts";
import { useLayer } from "./use-layer.ts";

type Method = (run: Run, layer: Instance, args: Arguments, site: Site) => Value;

/** A member that gets its instance apart from its other arguments. */
export function method(name: string, body: Method): [string, Builtin] {
  const call = (run: Run, args: Arguments, site: Site): Value => {
    const self = args.positional[0]?.value;
    return self instanceof Instance
      ? body(run, self, withoutFirst(args), site)
      : new Unknown(`${name} has no instance`);
  };
  return [name, new Builtin(name, call)];
}

/** Gives an instance what every layer has. A second call (of another base's `__init__`) changes the name only. */
export function beginLayer(run: Run, layer: Instance, options: Options, counted?: string): LayerState {
  const written = options.present("name");
  const state = stateIn(layer) ?? new LayerState(run, "");
  if (typeof written === "string") state.name = written;
  else if (state.name === "") state.name = counted ?? nextName(run, layer.cls.name);
  layer.native = state;
  layer.attributes.set("name", state.name).set("trainable", options.present("trainable") !== false);
  layer.attributes.set("built", false).set("dtype", "float32").set("losses", new List([]));
  return state;
}

const baseMethods: readonly [string, Builtin][] = [
  method("__init__", (run, layer, args) => {
    beginLayer(run, layer, new Options(run, commonParameters.slice(1), args));
    return null;
  }),
  method("__call__", (run, layer, args, site) => useLayer(run, layer, args, { site, row: site })),
  method("call", (_run, layer) => new Unknown(`${layer.cls.name} has no call method that is known`)),
  method("build", () => null),
  method("add_weight", addWeight),
  method("add_variable", addWeight),
  method("count_params", (run, layer) => countParameters(run, layer)),
  method("compute_output_shape", computeOutputShape),
  method("get_config", () => new Dict()),
  method("add_loss", () => null),
  method("add_metric", () => null),
  method("set_weights", () => null),
];

export const layerClass = new PyClass("Layer", [], new Map(baseMethods));

/** What is frozen or thawed hands that on to what it contains; and a layer that is assigned before `Layer.__init__` was called is told once. */
layerClass.onAssign = (run, object, value, site, name) => {
  if (name === "trainable") handOn(run, object, value);
  const isLayer = value instanceof Instance && value.cls.isSubclassOf(layerClass);
  if (!isLayer || stateIn(object) !== undefined || object.cls.unknownBase !== undefined) return;
  reportForgottenInit(run, object, site, "keras.Model");
  beginLayer(run, object, new Options(run, [], argumentsOf()));
};

/** Keras's setter does so where the value changes, and each layer in it again. */
function handOn(run: Run, layer: Instance, trainable: Value): void {
  if (typeof trainable !== "boolean" || layer.attributes.get("trainable") === trainable) return;
  for (const child of childrenOf(layer)) {
    handOn(run, child, trainable);
    run.assign(child.attributes, "trainable", trainable);
  }
}

/** The class of one record. */
export function classOf(kind: LayerKind): PyClass {
  const members = new Map([
    method("__init__", (run, layer, args, site) => construct(run, layer, kind, { args, site })),
    method("call", (run, layer, args, site) => {
      const state = stateIn(layer) ?? beginLayer(run, layer, new Options(run, [], argumentsOf()));
      const inputs = tensorsIn(args.positional[0]?.value);
      return state.kind === undefined
        ? (inputs[0] ?? null)
        : applyKind(run, layer, state, { args, inputs, site }).value;
    }),
  ]);
  return new PyClass(kind.names[0], [layerClass], members);
}

function construct(run: Run, layer: Instance, kind: LayerKind, made: { args: Arguments; site: Site }): Value {
  const args = presentArguments(kind.names[0], made.args, made.site.file);
  const options = new Options(run, kind.parameters, args);
  const state = beginLayer(run, layer, options);
  state.kind = kind;
  state.options = options;
  for (const name of kind.parameters) {
    const value = options.value(name);
    if (value !== undefined && !layer.attributes.has(name)) layer.attributes.set(name, value);
  }
  const construction = new Construction(run, layer, { name: state.name, options, site: made.site });
  const twice = kind.parameters.slice(0, args.positional.length).find((name) => args.named.has(name));
  if (twice === undefined) kind.check?.(construction);
  else {
    reportTwice(construction, twice);
    state.kind = { ...kind, anyRank: true, apply: () => gives(undefined) };
  }
  return null;
}

/** Python takes no argument by place and by name. A number of filters before it is what a convolution of all channels has. */
function reportTwice(construction: Construction, argument: string): void {
  const { name, site } = construction;
  const callee = site.file.text.slice(site.range.start, site.anchor.end);
  const other = callee.replace("DepthwiseConv", "Conv");
  const range = { start: site.range.start, end: site.anchor.end };
  const fix = other !== callee && { title: `Write ${other}`, edits: [{ file: site.file, range, text: other }] };
  construction.problem("keras/argument", `${name}: ${argument} is given twice.`, fix || undefined);
}

/** Keras 3 takes the shape first, former versions the name. */
function addWeight(run: Run, layer: Instance, args: Arguments): Value {
  const nameFirst = typeof args.positional[0]?.value === "string";
  const parameters = nameFirst ? ["name", "shape"] : ["shape", "initializer", "dtype", "trainable"];
  const options = new Options(run, parameters, args);
  const shape = weightShape(run, options.present("shape"));
  const state = stateIn(layer);
  if (state === undefined || shape === undefined) return new Unknown("the weight's shape is not known");
  const name = options.present("name");
  const weight = {
    name: typeof name === "string" ? name : "variable",
    shape,
    trainable: options.flag("trainable", true) !== false,
  };
  state.change(run, "weights", [...state.weights, weight]);
  return new KerasTensor(shape, "float32");
}

function weightShape(run: Run, value: Value | undefined): readonly Dim[] | undefined {
  if (value === undefined) return [];
  const items = sequenceOf(value) ?? [value];
  const sizes = items.map((item) => sizeFrom(run, item));
  return value instanceof Unknown || sizes.some((size) => size === undefined) ? undefined : (sizes as Dim[]);
}

export function countParameters(_run: Run, layer: Instance): Value {
  let total = 0;
  for (const { shape } of parametersOf(layer)) {
    for (const size of shape) if (typeof size !== "number") return new Unknown("a weight's size is not known");
    total += (shape as readonly number[]).reduce((product, size) => product * size, 1);
  }
  return total;
}

/** The shape that comes out for a shape that goes in; the layer stays as it was. */
function computeOutputShape(run: Run, layer: Instance, args: Arguments, site: Site): Value {
  const items = sequenceOf(args.positional[0]?.value ?? null);
  const state = stateIn(layer);
  const shape = items && batchShapeFrom(run, items);
  if (state?.kind === undefined || shape === undefined) return new Unknown("the layer's output shape is not known");
  const input = new KerasTensor(shape);
  const trial = new LayerState(run, state.name);
  trial.kind = state.kind;
  trial.options = state.options;
  const { value } = applyKind(run, layer, trial, { args: argumentsOf(input), inputs: [input], site });
  const output = asTensor(value)?.shape;
  return output === undefined ? new Unknown("the layer's output shape is not known") : pythonShape(run, output);
}
