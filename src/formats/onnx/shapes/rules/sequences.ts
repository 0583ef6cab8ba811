/** Recurrent layers and attention. */
import { codes } from "../../../../python/tensors/codes.ts";
import { divideExactly } from "../../../../tensor/dim/divide.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { addDims, multiplyDims } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import type { Rule, Rules } from "../call.ts";
import { NotKnown, Wrong } from "../value.ts";

/** [steps, batch, features] as [steps, directions, batch, hidden], with the last states; under `layout` 1 the batch is first. */
const recurrent: Rule = (call) => {
  const [input, weight, recurrence] = [call.shapeOfRank(0, 3), call.shapeOfRank(1, 3), call.shapeOfRank(2, 3)];
  const directions = call.text("direction", "forward") === "bidirectional" ? 2 : 1;
  const hidden = recurrence[2] as Dim;
  const [features, expected] = [input[2] as Dim, weight[2] as Dim];
  if (compareDims("==", features, expected) === false) {
    const message = `expects ${formatDim(expected)} features by its weight, and gets ${formatDim(features)}.`;
    throw new Wrong(codes.inFeatures, message);
  }
  if (call.integer("layout", 0) === 1) {
    const [batch, steps] = input as [Dim, Dim];
    const state = { shape: [batch, directions, hidden] };
    return [{ shape: [batch, steps, directions, hidden] }, state, state];
  }
  const [steps, batch] = input as [Dim, Dim];
  const state = { shape: [directions, batch, hidden] };
  return [{ shape: [steps, directions, batch, hidden] }, state, state];
};

/** ONNX's, from version 23 on: queries, keys and values as [batch, heads, length, size], or with the heads beside each other. */
const attention: Rule = (call) => {
  const queries = call.shapeOfRank(0, 3);
  const [keys, values] = [call.shapeOfRank(1, queries.length), call.shapeOfRank(2, queries.length)];
  if (queries.length === 4) {
    const [batch, heads, length] = queries as [Dim, Dim, Dim];
    const cached = (shape: readonly Dim[], past: number) =>
      call.has(past) ? shape.with(2, addDims(shape[2] as Dim, call.shapeOfRank(past, 4)[2] as Dim)) : shape;
    const present = cached(keys, 4);
    return [
      { shape: [batch, heads, length, values[3] as Dim] },
      { shape: present },
      { shape: cached(values, 5) },
      { shape: [batch, heads, length, present[2] as Dim] },
    ];
  }
  const [batch, length] = queries as [Dim, Dim];
  const [heads, groups] = [call.integer("q_num_heads", 0), call.integer("kv_num_heads", 0)];
  const size = groups > 0 ? divideExactly(values[2] as Dim, groups) : undefined;
  if (heads < 1 || size === undefined) throw new NotKnown(`the heads of ${call.node.name} are not known`);
  return { shape: [batch, length, multiplyDims(size, heads)] };
};

/** onnxruntime's: the weight holds queries, keys and values beside each other. */
const fusedAttention: Rule = (call) => {
  const [input, weight] = [call.shapeOfRank(0, 3), call.shapeOfRank(1, 2)];
  if (call.attribute("qkv_hidden_sizes") !== undefined)
    throw new NotKnown(`the sizes of ${call.node.name} are its own`);
  const hidden = divideExactly(weight[1] as Dim, 3);
  return { shape: input.with(2, hidden ?? call.unknownSize()) };
};

export const sequenceRules: Rules = { LSTM: recurrent, GRU: recurrent, RNN: recurrent, Attention: attention };

export const fusedSequenceRules: Rules = {
  Attention: fusedAttention,
};
