/** Layers that multiply by a matrix, and the table of an embedding. A Dense acts on the last axis, whatever stands before it. */

import { productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome, trained } from "../layer-kind.ts";
import { formatShape, type Shape, sequenceOf, sizeFrom } from "../sizes.ts";
import { biasOf, sizeOf } from "./convolution.ts";
import { tableDetail } from "./table-detail.ts";

const regularizers = [
  ...["kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer"],
  ...["kernel_constraint", "bias_constraint"],
];

const dense: LayerKind = {
  names: ["Dense"],
  takesOne: true,
  owns: true,
  parameters: ["units", "activation", "use_bias", ...regularizers],
  check(construction) {
    const units = construction.options.size("units", 1);
    if (units === "refused" || (typeof units === "number" && units < 1)) {
      construction.problem("keras/argument", `${construction.name}: units must be a whole number above 0.`);
    }
  },
  apply(call) {
    const { shape } = call;
    const units = sizeOf(call, "units");
    const features = shape.at(-1);
    if (features === undefined || shape.length < 2) return tooFewAxes(call);
    const weights = [trained("kernel", [features, units]), ...biasOf(call, units)];
    const detail = () => (shape.length === 2 ? tableDetail(call) : undefined);
    const macs = productOfDims([...withoutOpenBatch(shape), units]);
    return gives([...shape.slice(0, -1), units], { weights, macs, detail });
  },
};

function tooFewAxes(call: LayerCall): Outcome {
  call.problem(
    "shape/rank",
    `${call.name} expects at least 2 axes, (batch, features), and gets ${formatShape(call.shape)}.`,
  );
  return gives(undefined);
}

function withoutOpenBatch([batch, ...rest]: Shape): Shape {
  return typeof batch === "number" ? [batch, ...rest] : rest;
}

const einsumDense: LayerKind = {
  names: ["EinsumDense"],
  owns: true,
  parameters: ["equation", "output_shape", "activation", "bias_axes", ...regularizers],
  apply(call) {
    const equation = call.options.present("equation");
    const written = call.options.present("output_shape");
    const items = written === undefined ? undefined : (sequenceOf(written) ?? [written]);
    const match = typeof equation === "string" ? /^(.*),(.*)->(.*)$/.exec(equation.replaceAll(" ", "")) : null;
    if (match === null || items === undefined) return gives(undefined);
    const [, input = "", kernel = "", output = ""] = match;
    return einsum(
      call,
      { input, kernel, output },
      items.map((item) => (item === null ? undefined : sizeFrom(call.run, item))),
    );
  },
};

interface Equation {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
}

/** Letters of the input have its sizes; those that only the output has come from `output_shape`, from the right. */
function einsum(call: LayerCall, equation: Equation, given: readonly (Dim | undefined)[]): Outcome {
  const sizes = new Map<string, Dim>();
  const input = equation.input.replace("...", "");
  const rest = call.shape.length - input.length;
  const ellipsis = equation.input.includes("...");
  if (rest < 0) {
    const found = `its equation names ${input.length} axes, and the input is ${formatShape(call.shape)}`;
    call.problem("shape/rank", `${call.name}: ${found}.`);
    return gives(undefined);
  }
  const from = ellipsis && equation.input.startsWith("...") ? rest : 0;
  [...input].forEach((letter, index) => {
    const size = call.shape[index + from];
    if (size !== undefined) sizes.set(letter, size);
  });
  const output = equation.output.replace("...", "");
  [...output].reverse().forEach((letter, index) => {
    const size = given[given.length - 1 - index];
    if (size !== undefined && !sizes.has(letter)) sizes.set(letter, size);
  });
  const sizesFor = (letters: string) =>
    [...letters].map((letter) => sizes.get(letter) ?? call.unknown("a size of the equation is not known"));
  const lead = ellipsis ? call.shape.slice(0, from) : [];
  const bias = call.options.present("bias_axes");
  const weights = [trained("kernel", sizesFor(equation.kernel))];
  if (typeof bias === "string") weights.push(trained("bias", sizesFor(bias)));
  const macs = productOfDims([
    ...withoutOpenBatch(call.shape),
    ...sizesFor([...output].filter((letter) => !input.includes(letter)).join("")),
  ]);
  return gives([...lead, ...sizesFor(output)], { weights, macs });
}

const embedding: LayerKind = {
  names: ["Embedding"],
  takesOne: true,
  parameters: [
    ...["input_dim", "output_dim", "embeddings_initializer", "embeddings_regularizer", "embeddings_constraint"],
    ...["mask_zero", "weights", "lora_rank"],
  ],
  anyRank: true,
  apply(call) {
    const [rows, width] = [sizeOf(call, "input_dim"), sizeOf(call, "output_dim")];
    const shape = call.input?.shape && [...call.input.shape, width];
    return gives(shape, { weights: [trained("embeddings", [rows, width])] });
  },
};

export const matrices: readonly LayerKind[] = [dense, einsumDense, embedding];
