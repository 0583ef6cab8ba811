/** Layers around another layer or a function: each step alone, both directions, a normalized kernel, any code. */

import { multiplyDims, scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { type Arguments, argumentsOf } from "../../arguments.ts";
import type { Parameter } from "../../trace.ts";
import { Dict, Instance, List, Tuple, Unknown } from "../../value.ts";
import { applyKind } from "../apply-kind.ts";
import { KerasTensor } from "../keras-tensor.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, measured, type Outcome, type Result } from "../layer-kind.ts";
import { stateIn } from "../layer-state.ts";
import { asTensor, tensorsIn } from "../nested.ts";
import { parametersOf } from "../parameters.ts";
import { unknownSize } from "../session.ts";
import { formatShape, type Shape, sequenceOf, sizeFrom } from "../sizes.ts";
import { useLayer } from "../use-layer.ts";
import { giveAllSteps } from "./all-steps.ts";

function innerLayer(call: LayerCall): Instance | undefined {
  const layer = call.options.present("layer");
  return layer instanceof Instance && stateIn(layer) !== undefined ? layer : undefined;
}

/** The inner layer over other inputs, without a row of its own. */
function useInner(call: LayerCall, layer: Instance, args: Arguments): readonly KerasTensor[] {
  return tensorsIn(useLayer(call.run, layer, args, { site: call.site, row: undefined }));
}

function weightsOf(layer: Instance, prefix = ""): Parameter[] {
  return parametersOf(layer).map(({ path, shape, trainable }) => ({ name: prefix + path, shape, trainable }));
}

function results(tensors: readonly KerasTensor[]): Result[] {
  return tensors.map(({ shape, dtype, reason }) => ({ shape, dtype, reason }));
}

/** Around every layer alike: its weights are the inner layer's. */
const timeDistributed: LayerKind = {
  names: ["TimeDistributed"],
  owns: true,
  parameters: ["layer"],
  apply(call) {
    const layer = innerLayer(call);
    const [batch, steps, ...rest] = call.shape;
    if (layer === undefined) return gives(undefined);
    if (batch === undefined || steps === undefined || rest.length === 0) {
      call.problem(
        "shape/rank",
        `${call.name} expects at least 3 axes, (batch, steps, ...), and gets ${formatShape(call.shape)}.`,
        giveAllSteps(call.input),
      );
      return gives(undefined);
    }
    const outputs = useInner(call, layer, argumentsOf(new KerasTensor([batch, ...rest])));
    const spread = results(outputs).map(
      (result): Result =>
        result.shape === undefined ? result : { ...result, shape: [batch, steps, ...result.shape.slice(1)] },
    );
    return { results: spread, ...(spread.length > 1 && { several: "list" as const }), weights: weightsOf(layer) };
  },
};

const bidirectional: LayerKind = {
  names: ["Bidirectional"],
  owns: true,
  parameters: ["layer", "merge_mode", "weights", "backward_layer"],
  apply(call) {
    const layer = innerLayer(call);
    const state = layer && stateIn(layer);
    if (layer === undefined || state?.kind === undefined) return gives(undefined);
    const applied = applyKind(call.run, layer, state, {
      args: argumentsOf(call.input ?? null),
      inputs: call.inputs,
      site: call.site,
    });
    const [output, ...states] = tensorsIn(applied.value);
    const forward = [...weightsOf(layer, "forward/"), ...weightsOf(layer, "backward/")];
    if (output?.shape === undefined) return gives(undefined, { weights: forward });
    return { ...merged(call, output.shape, states), weights: forward, macs: applied.macs && scaleDim(applied.macs, 2) };
  },
};

function merged(call: LayerCall, shape: Shape, states: readonly KerasTensor[]): Outcome {
  const mode = call.options.value("merge_mode");
  const both = [...results(states), ...results(states)];
  if (mode instanceof Unknown) return gives(undefined);
  if (mode === null) return { results: [{ shape }, { shape }, ...both], several: "list" };
  const joined = mode === undefined || mode === "concat";
  const output: Result = { shape: joined ? [...shape.slice(0, -1), multiplyDims(shape.at(-1) as Dim, 2)] : shape };
  return both.length === 0 ? { results: [output] } : { results: [output, ...both], several: "list" };
}

/** One vector more than the wrapped layer has: an estimate of its kernel's largest singular value. */
const spectralNormalization: LayerKind = {
  names: ["SpectralNormalization"],
  owns: true,
  parameters: ["layer", "power_iterations"],
  apply(call) {
    const layer = innerLayer(call);
    if (layer === undefined) return gives(undefined);
    const outputs = useInner(call, layer, argumentsOf(call.input ?? null));
    const weights = weightsOf(layer);
    const filters = weights.find(({ name }) => name.endsWith("kernel") || name.endsWith("embeddings"))?.shape.at(-1);
    const vector = filters === undefined ? [] : [measured("vector_u", [1, filters])];
    return { results: results(outputs), weights: [...weights, ...vector] };
  },
};

/** Whatever its function makes of its input. */
const lambda: LayerKind = {
  names: ["Lambda"],
  parameters: ["function", "output_shape", "mask", "arguments"],
  anyRank: true,
  apply(call) {
    const body = call.options.present("function");
    if (body === undefined) return gives(undefined);
    const value = call.run.call(body, withArguments(call), call.site);
    if (value instanceof List || value instanceof Tuple) {
      return { results: results(tensorsIn(value)), several: value instanceof List ? "list" : "tuple" };
    }
    const tensor = asTensor(value);
    const shape = declaredShape(call);
    if (tensor?.shape !== undefined) return { results: [asDeclared(call, tensor, shape)] };
    const reason = tensor?.reason ?? (value instanceof Unknown ? value.reason : undefined);
    return { results: [shape ? { shape } : { shape, reason }] };
  },
};

/** Keras 3 goes on with the shape that is declared, Keras 2 with the one that comes out: only what both say is known. */
function asDeclared({ run }: LayerCall, tensor: KerasTensor, declared: Shape | undefined): Result {
  const [result = gives(undefined).results[0] as Result] = results([tensor]);
  const { shape } = result;
  if (shape === undefined || declared === undefined) return result;
  const reason = "another shape is declared than comes out";
  if (shape.length !== declared.length) return { shape: undefined, reason };
  const agreed = shape.map((size, axis) =>
    axis === 0 || typeof declared[axis] !== "number" || declared[axis] === size ? size : unknownSize(run, reason),
  );
  return { ...result, shape: agreed };
}

/** What the text says of a function that we cannot follow: `output_shape` without the batch. */
function declaredShape({ run, options, shape }: LayerCall): Shape | undefined {
  const written = options.present("output_shape");
  const items = written === undefined ? undefined : sequenceOf(written);
  const sizes = items?.map((item) =>
    item === null ? unknownSize(run, "the text leaves it open") : sizeFrom(run, item),
  );
  const batch = shape[0] ?? unknownSize(run, "the batch is not known");
  return sizes?.every((size) => size !== undefined) ? [batch, ...sizes] : undefined;
}

/** `arguments={'scale': 0.2}` goes to the function by name. */
function withArguments({ args, options }: LayerCall): Arguments {
  const more = options.present("arguments");
  if (!(more instanceof Dict)) return args;
  const named = new Map(args.named);
  for (const [key, value] of more.entries.values())
    if (typeof key === "string") named.set(key, { value, written: undefined });
  return { ...args, named };
}

export const wrappers: readonly LayerKind[] = [timeDistributed, bidirectional, spectralNormalization, lambda];
