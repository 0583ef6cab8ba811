/** Attention: queries look into values by their keys. */

import { compareDims } from "../../../tensor/dim/order.ts";
import { addDims, multiplyDims, productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Parameter } from "../../trace.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome, trained, unknownWeights } from "../layer-kind.ts";
import { asTensor } from "../nested.ts";
import { Options } from "../options.ts";
import { formatShape, type Shape } from "../sizes.ts";
import { sizeOf } from "./convolution.ts";

const multiHead: LayerKind = {
  names: ["MultiHeadAttention"],
  owns: true,
  parameters: [
    ...[
      "num_heads",
      "key_dim",
      "value_dim",
      "dropout",
      "use_bias",
      "output_shape",
      "attention_axes",
      "flash_attention",
    ],
    ...["kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer"],
  ],
  apply(call) {
    const given = new Options(call.run, ["query", "value", "key"], call.args);
    const query = asTensor(given.present("query"))?.shape;
    const value = asTensor(given.present("value"))?.shape;
    const key = asTensor(given.present("key"))?.shape ?? value;
    if (query === undefined || value === undefined || key === undefined) return gives(undefined);
    checkAttended(call, { query, value, key });
    return attend(call, given, { query, value, key });
  },
};

/** Several heads of queries share one of keys and values. */
const groupedQuery: LayerKind = {
  names: ["GroupedQueryAttention", "GroupQueryAttention"],
  owns: true,
  parameters: ["head_dim", "num_query_heads", "num_key_value_heads", "dropout", "use_bias"],
  apply(call) {
    const given = new Options(call.run, ["query", "value", "key"], call.args);
    const query = asTensor(given.present("query"))?.shape;
    const value = asTensor(given.present("value"))?.shape;
    const key = asTensor(given.present("key"))?.shape ?? value;
    const scores = given.flag("return_attention_scores", false);
    if (query?.length !== 3 || value?.length !== 3 || key?.length !== 3 || scores === undefined)
      return gives(undefined);
    const [batch, places, width] = query as [Dim, Dim, Dim];
    const heads = sizeOf(call, "num_query_heads");
    const [size, shared] = [sizeOf(call, "head_dim"), sizeOf(call, "num_key_value_heads")];
    const weights = [
      ...projection(call, "query", [width, heads, size]),
      ...projection(call, "key", [key[2] as Dim, shared, size]),
      ...projection(call, "value", [value[2] as Dim, shared, size]),
      trained("attention_output/kernel", [heads, size, width]),
      ...(hasBias(call) ? [trained("attention_output/bias", [width])] : []),
      ...(call.options.present("use_gate") ? [unknownWeights(call.run, "a gate has weights of its own")] : []),
    ];
    const output = { shape: query };
    if (!scores) return { results: [output], weights };
    const table = { shape: [batch, heads, places, value[1] as Dim] };
    return { results: [output, table], several: "tuple", weights };
  },
};

interface Attended {
  readonly query: Shape;
  readonly value: Shape;
  readonly key: Shape;
}

/** Queries and values have as many axes and samples as each other, and there is a key for each value. */
function checkAttended(call: LayerCall, { query, value, key }: Attended): void {
  const differ = (a: Dim | undefined, b: Dim | undefined) =>
    a !== undefined && b !== undefined && compareDims("==", a, b) === false;
  const places = value.slice(0, -1);
  if (key.length !== value.length || places.some((size, axis) => differ(size, key[axis])))
    call.problem(
      "shape/broadcast",
      `${call.name}: its values ${formatShape(value)} and keys ${formatShape(key)} must be equal in all axes but the last.`,
    );
  else if (query.length !== value.length)
    call.problem(
      "shape/rank",
      `${call.name}: its query ${formatShape(query)} and values ${formatShape(value)} must have as many axes.`,
    );
  else if (typeof query[0] === "number" && differ(query[0], value[0]))
    call.problem(
      "shape/broadcast",
      `${call.name}: its query ${formatShape(query)} and values ${formatShape(value)} must be of as many samples.`,
    );
}

function attend(call: LayerCall, given: Options, { query, value, key }: Attended): Outcome {
  const last = (shape: Shape): Dim => shape.at(-1) ?? 1;
  const [heads, keyWidth] = [sizeOf(call, "num_heads"), sizeOf(call, "key_dim")];
  const valueWidth = sizeOf(call, "value_dim", keyWidth);
  const width = sizeOf(call, "output_shape", last(query));
  const weights = [
    ...projection(call, "query", [last(query), heads, keyWidth]),
    ...projection(call, "key", [last(key), heads, keyWidth]),
    ...projection(call, "value", [last(value), heads, valueWidth]),
    trained("attention_output/kernel", [heads, valueWidth, width]),
    ...(hasBias(call) ? [trained("attention_output/bias", [width])] : []),
  ];
  const [from, to] = [productOfDims(query.slice(1, -1)), productOfDims(value.slice(1, -1))];
  const projected = (places: Dim, ...sizes: Dim[]) => productOfDims([places, heads, ...sizes]);
  const macs = [
    projected(from, last(query), keyWidth),
    projected(to, last(key), keyWidth),
    projected(to, last(value), valueWidth),
    projected(multiplyDims(from, to), addDims(keyWidth, valueWidth)),
    projected(from, valueWidth, width),
  ].reduce(addDims);
  const output = { shape: [...query.slice(0, -1), width] };
  const scores = given.flag("return_attention_scores", false);
  if (scores === undefined) return gives(undefined);
  if (!scores) return { results: [output], weights, macs };
  const table = { shape: [query[0] as Dim, heads, ...query.slice(1, -1), ...value.slice(1, -1)] };
  return { results: [output, table], several: "tuple", weights, macs };
}

function projection(call: LayerCall, name: string, kernel: Shape): Parameter[] {
  const weights = [trained(`${name}/kernel`, kernel)];
  if (hasBias(call)) weights.push(trained(`${name}/bias`, kernel.slice(1)));
  return weights;
}

function hasBias(call: LayerCall): boolean {
  return call.options.flag("use_bias", true) !== false;
}

/** Of a list [query, value] or [query, value, key]. */
function attention(name: string, scaleOf: (call: LayerCall) => Parameter[]): LayerKind {
  return {
    names: [name],
    parameters: ["use_scale", "dropout", "score_mode"],
    joins: true,
    apply(call) {
      const [query, value] = call.shapes;
      if (query === undefined || value === undefined) return gives(undefined);
      const given = new Options(call.run, ["inputs", "mask"], call.args);
      // One query may look into the values of a whole batch.
      const places = query[0] === 1 ? [value[0] as Dim, ...query.slice(1, -1)] : query.slice(0, -1);
      const output = { shape: [...places, value.at(-1) as Dim] };
      const weights = scaleOf(call);
      if (given.flag("return_attention_scores", false) !== true) return { results: [output], weights };
      const table = { shape: [...places, value.at(-2) as Dim] };
      return { results: [output, table], several: "tuple", weights };
    },
  };
}

export const attentions: readonly LayerKind[] = [
  multiHead,
  groupedQuery,
  attention("Attention", (call) => [
    ...(call.options.flag("use_scale", false) === true ? [trained("scale", [])] : []),
    ...(call.options.value("score_mode") === "concat" ? [trained("concat_score_weight", [])] : []),
  ]),
  attention("AdditiveAttention", (call) =>
    call.options.flag("use_scale", true) === false ? [] : [trained("scale", [call.shape.at(-1) as Dim])],
  ),
];
