/** Normalizations keep the shape; some also give the statistics that they measured. */
import { formatShape } from "../../../../python/tensors/answer.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import type { Rule, Rules } from "../call.ts";
import { Wrong } from "../value.ts";
import { all, sameAsFirst } from "./elementwise.ts";

/** One scale for each channel. Further outputs, of training, are the statistics. */
const byChannel: Rule = (call) => {
  const [shape, scale] = [call.shapeOfRank(0, 2), call.shape(1)];
  const channels = shape[1] as Dim;
  const [expected] = scale;
  if (scale.length === 1 && expected !== undefined && compareDims("==", channels, expected) === false) {
    const message = `normalizes ${formatDim(expected)} channels by its scale, and gets ${formatDim(channels)} in ${formatShape(shape)}.`;
    throw new Wrong(codes.numFeatures, message);
  }
  const statistics = { shape: [channels] };
  return [{ shape }, statistics, statistics, statistics, statistics];
};

const byRow: Rule = (call) => {
  const shape = call.shapeOfRank(0, 1);
  const first = call.axis(call.integer("axis", -1), shape.length);
  const statistics = { shape: shape.map((size, axis) => (axis < first ? size : 1)) };
  return [{ shape }, statistics, statistics];
};

export const normRules: Rules = {
  BatchNormalization: byChannel,
  InstanceNormalization: byChannel,
  LayerNormalization: byRow,
  RMSNormalization: byRow,
  SimplifiedLayerNormalization: byRow,
  ...all("GroupNormalization LRN LpNormalization MeanVarianceNormalization SkipLayerNormalization", sameAsFirst),
};
