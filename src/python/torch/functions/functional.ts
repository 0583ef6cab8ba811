/** What else stands in `torch.nn.functional`: norms, resizing, embeddings, losses. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { shapeFrom } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import type { Value } from "../../value.ts";
import { type Call, reasonOf } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";
import { normalizeChannels, normalizeLast } from "../normalization.ts";
import { interpolate, pad, reflectsTooMuch } from "../resizing.ts";
import { TorchTensor } from "../tensor.ts";
import { withAxis } from "./axis.ts";
import { broadcastTarget, classTarget, sameTarget, type TargetRule } from "./targets.ts";

function batchNorm(call: Call): Value {
  const channels = call.shape("running_mean")?.[0] ?? call.shape("weight")?.[0];
  return call.from("input", (shape) => normalizeChannels(call, shape, channels, "running_mean's size"));
}

function layerNorm(call: Call): Value {
  const sizes = shapeFrom(call.run, [call.get("normalized_shape")]);
  return call.from("input", (shape) => (sizes ? normalizeLast(call, shape, sizes) : { shape }));
}

/** What is padded with numbers of the image is padded along all of its axes. */
function imagePads(shape: Shape, pads: Shape): ShapeAnswer | undefined {
  const image = shape.length - pads.length / 2;
  if (image === 1 || image === 2) return undefined;
  const message = `pads ${pads.length / 2} axes of ${formatShape(shape)} with numbers of the image, which must be all but the batch and the channels.`;
  return mistaken(codes.rank, message);
}

function padded(call: Call): Value {
  return call.from("input", (shape) => {
    const pads = shapeFrom(call.run, [call.get("pad")]);
    const mode = call.get("mode");
    const misfit = pads && typeof mode === "string" && mode !== "constant" ? imagePads(shape, pads) : undefined;
    if (misfit !== undefined) return misfit;
    const tooLarge = mode === "reflect" && pads ? reflectsTooMuch(shape, pads) : undefined;
    return tooLarge ?? pad(call, shape, call.get("pad"));
  });
}

function embedding(call: Call): Value {
  const width = call.shape("weight")?.[1];
  const embedded = call.from("input", (shape) =>
    width === undefined ? { unknown: reasonOf(call.get("weight")) } : { shape: [...shape, width] },
  );
  return new TorchTensor({ shape: embedded.shape, reason: embedded.reason, dtype: "float32" });
}

/** `glu` multiplies one half of an axis with the other. */
export function halved(call: Call, shape: Shape, axis: number): ShapeAnswer {
  const size = shape[axis] as Dim;
  const half = divideExactly(size, 2);
  if (half === undefined && typeof size === "number")
    return mistaken(codes.split, `halves axis ${axis} of ${formatShape(shape)}, and ${size} is odd.`);
  return { shape: shape.with(axis, half ?? unknownSize(call.run)) };
}

function glu(call: Call): Value {
  return call.from("input", (shape) => withAxis(call.get("dim"), shape, (axis) => halved(call, shape, axis)));
}

export interface LossRule {
  /** What is left of the input's shape with `reduction='none'`. */
  readonly perExample: (shape: Shape, target: Shape | undefined) => Shape;
  readonly target?: TargetRule;
}

/** A loss is one number, or with `reduction='none'` one for each example. */
export function lossShape(call: Call, reduction: Value, { perExample, target: rule }: LossRule): Value {
  const [input, target] = [call.shape("input"), call.shape("target")];
  const mistake = input && target && rule?.(input, target, call.tensor("target")?.dtype);
  if (mistake) return call.complain(mistake, "float32");
  if (reduction === "mean" || reduction === "sum" || reduction === "batchmean")
    return call.give({ shape: [] }, "float32");
  if (reduction !== "none") return call.unknown("how the loss is reduced is not known");
  return call.from("input", (shape) => ({ shape: perExample(shape, target) }));
}

/** One number for each place of the input but for its axis of classes. */
const withoutClasses = (shape: Shape): Shape => shape.toSpliced(shape.length > 1 ? 1 : 0, 1);
const asInput = (shape: Shape): Shape => shape;
const ofEachPair = (shape: Shape, target: Shape = shape): Shape => {
  const together = broadcast(shape, target);
  return "shape" in together ? together.shape : shape;
};

/** What kinds of losses there are, as functions and as modules. */
export const lossRules = {
  classes: { perExample: withoutClasses, target: classTarget },
  margins: { perExample: withoutClasses },
  pairs: { perExample: ofEachPair, target: broadcastTarget },
  binary: { perExample: asInput, target: sameTarget },
  others: { perExample: asInput },
} as const satisfies Record<string, LossRule>;

const losses: readonly (readonly [string, LossRule])[] = [
  ["cross_entropy nll_loss nll_loss2d", lossRules.classes],
  ["multi_margin_loss multilabel_soft_margin_loss multilabel_margin_loss", lossRules.margins],
  ["mse_loss l1_loss smooth_l1_loss huber_loss kl_div hinge_embedding_loss poisson_nll_loss", lossRules.pairs],
  ["binary_cross_entropy binary_cross_entropy_with_logits", lossRules.binary],
  ["soft_margin_loss gaussian_nll_loss", lossRules.others],
];

function oneHot(call: Call): Value {
  const classes = call.number("num_classes");
  return call.from(
    "input",
    (shape): ShapeAnswer => ({
      shape: [...shape, classes === -1 ? unknownSize(call.run) : (classes ?? unknownSize(call.run))],
    }),
  );
}

export const functional: readonly TorchFunction[] = [
  ...named(
    "batch_norm",
    "input, running_mean=None, running_var=None, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05",
    batchNorm,
  ),
  ...named("instance_norm", "input, running_mean=None, running_var=None, weight=None, bias=None", batchNorm),
  ...named("group_norm", "input, num_groups, weight=None, bias=None", batchNorm),
  ...named("layer_norm rms_norm", "input, normalized_shape, weight=None, bias=None, eps=1e-05", layerNorm),
  ...named(
    "interpolate upsample upsample_nearest upsample_bilinear",
    "input, size=None, scale_factor=None, mode='nearest', align_corners=None",
    (call) => call.from("input", (shape) => interpolate(call, shape, (name) => call.get(name))),
    { row: "interpolate" },
  ),
  ...named("pad", "input, pad, mode='constant', value=None", padded),
  ...named("embedding", "input, weight", embedding),
  ...named("glu", "input, dim=-1", glu),
  ...named("one_hot", "input, num_classes=-1", oneHot),
  ...losses.flatMap(([names, rule]) =>
    named(names, "input, target, weight=None, *, reduction='mean'", (call) =>
      lossShape(call, call.get("reduction"), rule),
    ),
  ),
  ...named("cosine_embedding_loss triplet_margin_loss margin_ranking_loss ctc_loss", "input", (call) =>
    lossShape(call, "mean", lossRules.others),
  ),
];
