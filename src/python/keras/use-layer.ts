/**
 * A layer that is called: built if need be, its outcome taken from its record, its graph, or the `call` of a user's class,
 * and written down as one operation.
 */

import type { Dim } from "../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../arguments.ts";
import { Builtin, PyFunction } from "../callables.ts";
import { Later } from "../later.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { noDetail, type Operation } from "../trace.ts";
import { Float, Instance, List, Tuple, Unknown, type Value } from "../value.ts";
import { applyKind } from "./apply-kind.ts";
import { type GraphNode, KerasTensor, unknownTensor } from "./keras-tensor.ts";
import { LayerCall } from "./layer-call.ts";
import { type Outcome, unknownWeights } from "./layer-kind.ts";
import { type LayerState, stateIn } from "./layer-state.ts";
import { callModel } from "./models/call-model.ts";
import { mapTensors, tensorsIn } from "./nested.ts";
import { isContainer } from "./parameters.ts";
import { settingsOf } from "./settings.ts";
import { batchShapeFrom, pythonShape, sequenceOf } from "./sizes.ts";

/** How a call appears to the reader of the trace. */
export interface Use {
  /** Where Keras would raise: the call. */
  readonly site: Site;
  /** Where the row stands: the call, or the construction of a Sequential's layer; `undefined`: it has no row. */
  readonly row: Site | undefined;
}

interface Used {
  readonly value: Value;
  readonly macs?: Dim | undefined;
  readonly detail?: Outcome["detail"];
}

export function useLayer(run: Run, layer: Instance, args: Arguments, use: Use): Value {
  const state = stateIn(layer);
  if (state === undefined) return new Unknown(`${layer.cls.name} was not initialized`);
  const inputs = inputsOf(args);
  const told = run.trace.reports;
  const used = outcomeOf(run, layer, state, { args, inputs, site: use.site });
  const failedAt = run.trace.reports > told ? use.site : undefined;
  const outputs: KerasTensor[] = [];
  const node: GraphNode = {
    layer,
    inputs,
    outputs,
    failedAt,
    certain: run.certain,
    again: (again, other, site, copy = layer) => repeat(again, copy, args, other, site),
  };
  const value = mapTensors(used.value, (tensor) => {
    const output = new KerasTensor(tensor.shape, tensor.dtype, tensor.reason);
    output.node = node;
    // Of a call without a row nothing else tells what it was made of.
    if (use.row === undefined) output.madeFrom = [tensor];
    outputs.push(output);
    return output;
  });
  remember(run, layer, state, inputs, value);
  // A Sequential in another one has a row of its own already, which then speaks of the call.
  if (state.hasRow && use.row === layer.site) state.change(run, "called", node);
  else if (use.row !== undefined) record(run, layer, use.row, { ...used, node });
  return value;
}

/** Which values are masked changes no shape. */
const MASKS: readonly string[] = ["mask", "attention_mask"];

function inputsOf(args: Arguments): KerasTensor[] {
  const named = [...args.named].flatMap(([name, argument]) => (MASKS.includes(name) ? [] : [argument]));
  const given = [...args.positional, ...named];
  return given.flatMap(({ value }, index) => (index > 0 && value instanceof Unknown ? [] : tensorsIn(value)));
}

interface Handed {
  readonly args: Arguments;
  readonly inputs: readonly KerasTensor[];
  readonly site: Site;
}

function outcomeOf(run: Run, layer: Instance, state: LayerState, handed: Handed): Used {
  const call = layer.cls.find("call");
  const foreign = foreignIn(handed.args);
  if (foreign !== undefined && !(state.kind && /^(Text|String|Hash|Random)/.test(layer.cls.name))) {
    const message = `${state.name} takes tensors and gets ${foreign}.`;
    new LayerCall(run, layer, state, handed).problem("keras/argument", message);
    return { value: unknownTensor("a layer gets what is no tensor") };
  }
  if (state.kind?.takesOne && isList(handed.args)) {
    new LayerCall(run, layer, state, handed).problem("keras/argument", `${state.name} takes a tensor and gets a list.`);
    return { value: unknownTensor("a layer gets a list") };
  }
  if (call instanceof Builtin && state.kind !== undefined) return applyKind(run, layer, state, handed);
  if (call instanceof Builtin && (state.graph !== undefined || state.sequence !== undefined)) {
    return { value: callModel(run, layer, state, handed) };
  }
  return { value: callOwn(run, layer, state, handed) };
}

/** What no layer takes by place: a word, another layer, or for its first tensor a number, `True` or an instance of a class. */
function foreignIn({ positional }: Arguments): string | undefined {
  for (const { value } of positional) {
    if (typeof value === "string") return `the word "${value}"`;
    const other = value instanceof Instance ? stateIn(value) : undefined;
    if (other) return `the layer ${other.name}`;
  }
  const first = positional[0]?.value;
  const parts = first === undefined ? [] : (sequenceOf(first) ?? [first]);
  for (const part of parts) {
    if (typeof part === "number") return `the number ${part}`;
    if (part instanceof Float) return `the number ${part.value}`;
    if (typeof part === "boolean") return part ? "True" : "False";
    if (part instanceof Instance && part.cls.written) return `an instance of ${part.cls.name}`;
  }
  return undefined;
}

/** Tensors in a list, however many. */
function isList({ positional }: Arguments): boolean {
  const items = positional[0] && sequenceOf(positional[0].value);
  const areTensors = items?.every((item) => item instanceof KerasTensor) && items.length > 0;
  return areTensors === true && !(positional[0]?.value instanceof KerasTensor);
}

/** A class of the user's own. */
function callOwn(run: Run, layer: Instance, state: LayerState, { args, site }: Handed): Value {
  if (!state.built) {
    state.change(run, "built", true);
    const build = layer.cls.find("build");
    if (build !== undefined && !(build instanceof Builtin)) {
      const shapes = shapesOf(run, firstOf(args));
      run.call(run.attribute(layer, "build", site), argumentsOf(shapes), site);
    }
  }
  const value = run.call(run.attribute(layer, "call", site), takenBy(layer.cls.find("call"), args), site);
  noteLost(run, state, value);
  if (!(value instanceof Unknown || value instanceof KerasTensor)) return value;
  const declared = value instanceof KerasTensor && value.isData ? undefined : declaredOutput(run, layer, args, site);
  if (declared !== undefined) return declared;
  return value instanceof Unknown ? unknownTensor(value.reason) : value;
}

/** A class's own `compute_output_shape` says what comes out of tensors that stand for others: Keras takes its word. */
function declaredOutput(run: Run, layer: Instance, args: Arguments, site: Site): KerasTensor | undefined {
  const method = layer.cls.find("compute_output_shape");
  if (method === undefined || method instanceof Builtin) return undefined;
  const shapes = shapesOf(run, firstOf(args));
  const declared = run.call(run.attribute(layer, "compute_output_shape", site), argumentsOf(shapes), site);
  const shape = batchShapeFrom(run, sequenceOf(declared) ?? [declared]);
  return shape?.length ? new KerasTensor(shape) : undefined;
}

/** Where what comes out is not known, layers in it may have been called unseen. */
function noteLost(run: Run, state: LayerState, value: Value): void {
  const isLost = value instanceof Unknown || (value instanceof KerasTensor && value.shape === undefined);
  const before = state.lost;
  if (isLost === (before !== undefined)) return;
  state.change(run, "lost", isLost ? unknownWeights(run, "what its call does is not known") : undefined);
}

/** Every layer may be told whether it is trained; Keras keeps that from a `call` that does not ask for it. */
function takenBy(call: Value | undefined, args: Arguments): Arguments {
  const asks = !(call instanceof PyFunction) || call.syntax.parameters.some(({ name }) => name === "training");
  if (asks || !args.named.has("training")) return args;
  return { ...args, named: new Map([...args.named].filter(([name]) => name !== "training")) };
}

/** What a layer is built for, which may be handed over by its name. */
function firstOf({ positional, named }: Arguments): Value | undefined {
  return (positional[0] ?? [...named.values()][0])?.value;
}

/** What `build` receives: a shape, or the shapes in the same lists. */
function shapesOf(run: Run, value: Value | undefined): Value {
  if (value === undefined) return new Unknown("a layer was called with nothing");
  return mapTensors(value, ({ shape, reason }) =>
    shape === undefined ? new Unknown(reason ?? "a shape is not known") : pythonShape(run, shape),
  );
}

/** What Keras's layers tell once they were called. */
function remember(run: Run, layer: Instance, state: LayerState, inputs: readonly KerasTensor[], value: Value): void {
  const before = new Map(layer.attributes);
  const wasBuilt = state.built;
  run.change(
    () => {
      state.built = true;
      layer.attributes.set("built", true);
      layer.attributes.set("output", value);
      if (inputs.length === 1) layer.attributes.set("input", inputs[0] as KerasTensor);
      else layer.attributes.set("input", new List([...inputs]));
      const shape = value instanceof KerasTensor ? value.shape : undefined;
      if (shape !== undefined) layer.attributes.set("output_shape", pythonShape(run, shape));
      const [first] = inputs;
      if (first?.shape !== undefined) layer.attributes.set("input_shape", pythonShape(run, first.shape));
    },
    () => {
      state.built = wasBuilt;
      for (const name of ["built", "output", "input", "output_shape", "input_shape"]) {
        const old = before.get(name);
        if (old === undefined) layer.attributes.delete(name);
        else layer.attributes.set(name, old);
      }
    },
  );
}

function record(run: Run, layer: Instance, site: Site, used: Used & { readonly node: GraphNode }): void {
  run.trace.record({
    kind: "module",
    type: typeNameOf(layer),
    site,
    module: layer,
    container: isContainer(layer),
    inputs: used.node.inputs,
    outputs: used.node.outputs,
    macs: used.macs,
    detail: detailOf(used),
    settings: settingsOf(layer),
    certain: run.certain,
  });
}

function detailOf({ detail }: Used): Operation["detail"] {
  return detail ? new Later(() => detail() ?? noDetail.value) : noDetail;
}

/** A `Model(inputs, outputs)` is a `Functional` in Keras. */
export function typeNameOf(layer: Instance): string {
  const state = stateIn(layer);
  return layer.cls.name === "Model" && state?.graph !== undefined ? "Functional" : layer.cls.name;
}

/** The same call over other inputs, in the same lists, without a row. */
function repeat(
  run: Run,
  layer: Instance,
  args: Arguments,
  inputs: readonly KerasTensor[],
  site: Site,
): readonly KerasTensor[] {
  const left = [...inputs];
  const next = (value: Value): Value => mapTensors(value, () => left.shift() ?? unknownTensor("an input is missing"));
  const positional = args.positional.map(({ value, written }, index) =>
    index > 0 && value instanceof Unknown ? { value, written } : { value: next(value), written },
  );
  const named = new Map([...args.named].map(([name, { value, written }]) => [name, { value: next(value), written }]));
  return tensorsIn(useLayer(run, layer, { positional, named, open: args.open }, { site, row: undefined }));
}

export function listOf(tensors: readonly KerasTensor[], kind: "list" | "tuple"): Value {
  return kind === "list" ? new List([...tensors]) : new Tuple(tensors);
}
