/** Recurrent layers and what wraps them: one step after the other along the second axis. */

import { addDims, multiplyDims, productOfDims, scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Parameter } from "../../trace.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome, type Result, trained } from "../layer-kind.ts";
import type { Options } from "../options.ts";
import { formatShape, type Shape } from "../sizes.ts";
import { giveAllSteps } from "./all-steps.ts";
import { checkWindow, sizeOf } from "./convolution.ts";
import { arrange, type Layout } from "./layout.ts";
import { ones, paddingOf, sizesOr, slide } from "./sliding.ts";

export const recurrentOptions = [
  ...["units", "activation", "recurrent_activation", "use_bias", "kernel_initializer", "recurrent_initializer"],
  ...["bias_initializer", "unit_forget_bias", "kernel_regularizer", "recurrent_regularizer", "bias_regularizer"],
  ...["activity_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint", "dropout"],
  ...["recurrent_dropout", "seed", "return_sequences", "return_state", "go_backwards", "stateful", "unroll"],
];

/** How many matrices each step multiplies by, and how many states it hands on. */
function recurrent(name: string, gates: number, states: number): LayerKind {
  const without = [...(gates === 1 ? ["recurrent_activation"] : []), ...(gates === 4 ? [] : ["unit_forget_bias"])];
  return {
    names: [name],
    owns: true,
    parameters: recurrentOptions.filter((option) => !without.includes(option)),
    apply: (call) => applyRecurrent(call, gates, states),
  };
}

function applyRecurrent(call: LayerCall, gates: number, states: number): Outcome {
  const [batch, steps, features] = call.shape;
  if (call.shape.length !== 3 || batch === undefined || steps === undefined || features === undefined) {
    call.problem(
      "shape/rank",
      `${call.name} expects 3 axes, (batch, steps, features), and gets ${formatShape(call.shape)}.`,
      giveAllSteps(call.input),
    );
    return gives(undefined);
  }
  const units = sizeOf(call, "units");
  const wide = scaleDim(units, gates);
  const weights = [
    trained("kernel", [features, wide]),
    trained("recurrent_kernel", [units, wide]),
    ...gateBias(call.options, gates, wide),
  ];
  const perStep = multiplyDims(wide, addDims(features, units));
  return {
    ...sequenceOutcome(call, { batch, steps, rest: [units], states }),
    weights,
    macs: multiplyDims(steps, perStep),
  };
}

/** A GRU that resets after its product, which is the usual one, has a bias for each of both products. */
export function gateBias(options: Options, gates: number, wide: Dim): Parameter[] {
  if (options.flag("use_bias", true) === false) return [];
  const twice = gates === 3 && options.flag("reset_after", true) !== false;
  return [trained("bias", twice ? [2, wide] : [wide])];
}

interface Sequence {
  readonly batch: Dim;
  readonly steps: Dim;
  readonly rest: Shape;
  readonly states: number;
}

export function sequenceOutcome(call: LayerCall, { batch, steps, rest, states }: Sequence): Outcome {
  const [all, state] = [call.options.flag("return_sequences", false), call.options.flag("return_state", false)];
  if (all === undefined || state === undefined) return gives(undefined);
  const output: Result = { shape: all ? [batch, steps, ...rest] : [batch, ...rest] };
  if (!state) return { results: [output] };
  const kept = Array.from({ length: states }, (): Result => ({ shape: [batch, ...rest] }));
  return { results: [output, ...kept], several: "tuple" };
}

/** A convolution in place of each of an LSTM's four matrices. */
function convolutional(rank: number): LayerKind {
  return {
    names: [`ConvLSTM${rank}D`],
    owns: true,
    parameters: [
      "filters",
      "kernel_size",
      "strides",
      "padding",
      "data_format",
      "dilation_rate",
      "activation",
      "recurrent_activation",
    ],
    check: (construction) => checkWindow(construction, rank),
    apply: (call) => applyConvolutional(call, rank),
  };
}

function applyConvolutional(call: LayerCall, rank: number): Outcome {
  const [batch, steps, ...image] = call.shape;
  if (call.shape.length !== rank + 3 || batch === undefined || steps === undefined) {
    call.problem(
      "shape/rank",
      `${call.name} expects ${rank + 3} axes, with one for the steps behind the batch, and gets ${formatShape(call.shape)}.`,
    );
    return gives(undefined);
  }
  const format = call.dataFormat;
  const first = format === "channels_first";
  const layout: Layout = {
    batch,
    spatial: first ? image.slice(1) : image.slice(0, -1),
    channels: (first ? image[0] : image.at(-1)) as Dim,
    format,
  };
  const kernel = sizesOr(call, call.options.sizes("kernel_size", rank), rank);
  const strides = sizesOr(call, call.options.sizes("strides", rank, ones(rank)), rank);
  const dilation = sizesOr(call, call.options.sizes("dilation_rate", rank, ones(rank)), rank);
  const spatial = slide(call, layout.spatial, {
    kernel,
    strides,
    dilation,
    padding: paddingOf(call),
    kernelName: "kernel_size",
  });
  const filters = sizeOf(call, "filters");
  const wide = scaleDim(filters, 4);
  const weights = [
    trained("kernel", [...kernel, layout.channels, wide]),
    trained("recurrent_kernel", [...kernel, filters, wide]),
  ];
  if (call.options.flag("use_bias", true) !== false) weights.push(trained("bias", [wide]));
  const macs = productOfDims([steps, ...spatial, ...kernel, addDims(layout.channels, filters), wide]);
  const [, ...rest] = arrange(layout, spatial, filters);
  return { ...sequenceOutcome(call, { batch, steps, rest, states: 2 }), weights, macs };
}

export const recurrents: readonly LayerKind[] = [
  recurrent("SimpleRNN", 1, 1),
  recurrent("GRU", 3, 1),
  recurrent("LSTM", 4, 2),
  ...[1, 2, 3].map(convolutional),
];
