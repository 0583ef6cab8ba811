/** Losses as functions: one number for each row or place, before anything sums them. */
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

/** `axis`: where the classes stand, the last axis unless it is said. */
export type LossRule = (targets: Shape, outputs: Shape, axis: Value | undefined) => ShapeAnswer;

/** An axis of size 1 that only one of both has is made up for, as Keras does. */
function sameRank(targets: Shape, outputs: Shape): readonly [Shape, Shape] | undefined {
  if (targets.length === outputs.length) return [targets, outputs];
  const [short, long] = targets.length < outputs.length ? [targets, outputs] : [outputs, targets];
  if (long.length !== short.length + 1) return [targets, outputs];
  const last = long.at(-1);
  if (last !== 1) return typeof last === "number" ? [targets, outputs] : undefined;
  const pair = short.length === 1 ? [[...short, 1], long] : [short, long.slice(0, -1)];
  return pair as [Shape, Shape];
}

/** The mean over the last axis of what both make of each other. */
export const perRow: LossRule = (targets, outputs) => {
  const pair = sameRank(targets, outputs);
  const answer = pair === undefined ? notKnown : broadcast(...pair);
  return "shape" in answer ? { shape: answer.shape.slice(0, -1) } : answer;
};

const perPlace: LossRule = (targets, outputs) =>
  targets.length === outputs.length ? broadcast(targets, outputs) : notKnown;

/** TensorFlow makes up for nothing. */
const alike: LossRule = (targets, outputs) =>
  targets.length === outputs.length ? broadcast(targets, outputs) : ofOtherRank(targets, outputs);

const labelled: LossRule = (targets, outputs) =>
  targets.length === outputs.length - 1
    ? broadcast(targets, outputs.slice(0, -1))
    : ofOtherRank(targets, outputs, outputs.slice(0, -1));

function ofOtherRank(labels: Shape, logits: Shape, meant = logits): ShapeAnswer {
  const message = `labels ${formatShape(labels)} have other axes than logits ${formatShape(logits)} call for.`;
  return mistaken(codes.target, message, meant);
}

/** The mean over the last axis, of tensors of as many axes. */
export const binary: LossRule = (targets, outputs) =>
  targets.length === outputs.length ? perRow(targets, outputs, undefined) : notKnown;

/** What compares a distribution with another does so along the classes. */
export const ofClasses: LossRule = (targets, outputs, written) => {
  const axis = axisFrom(written ?? -1, outputs.length);
  const answer = targets.length === outputs.length ? broadcast(targets, outputs) : notKnown;
  if (axis === undefined) return notKnown;
  return "shape" in answer ? { shape: answer.shape.toSpliced(axis, 1) } : answer;
};

/** A number stands for a class. */
export const ofClassNumbers: LossRule = (_targets, outputs, written) => {
  const axis = axisFrom(written ?? -1, outputs.length);
  return axis === undefined ? notKnown : { shape: outputs.toSpliced(axis, 1) };
};

export const oneNumber: LossRule = () => ({ shape: [] });

export const perSample: LossRule = (targets) => ({ shape: targets.slice(0, 1) as readonly Dim[] });

function loss(names: TensorOp["names"], takes: readonly [string, string], rule: LossRule): TensorOp {
  return {
    names,
    takes,
    parameters: [],
    answers: ({ shapes: [targets = [], outputs = []], options }) => [
      rule(targets, outputs, options.value("axis", "dim")),
    ],
  };
}

const libraries = (...names: readonly string[]): TensorOp["names"] => ({ keras: names, backend: names });

export const lossOps: readonly TensorOp[] = [
  loss(
    { tf: ["softmax_cross_entropy_with_logits", "softmax_cross_entropy_with_logits_v2"] },
    ["labels", "logits"],
    ofClasses,
  ),
  loss({ tf: ["sparse_softmax_cross_entropy_with_logits"] }, ["labels", "logits"], labelled),
  loss(
    { tf: ["sigmoid_cross_entropy_with_logits", "weighted_cross_entropy_with_logits"] },
    ["labels", "logits"],
    alike,
  ),
  loss(libraries("binary_crossentropy"), ["target", "output"], perPlace),
  loss(libraries("categorical_crossentropy"), ["target", "output"], ofClasses),
  loss(libraries("sparse_categorical_crossentropy"), ["target", "output"], ofClassNumbers),
];
