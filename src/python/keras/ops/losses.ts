/** Losses as functions: one number for each row or place, before anything sums them. */
import { compareDims } from "../../../tensor/dim/order.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

/** `axis`: where the classes stand, the last axis unless it is said. */
export type LossRule = (targets: Shape, outputs: Shape, axis: Value | undefined) => ShapeAnswer;

/** An axis of size 1 that only one of both has is made up for, as Keras's classes do. `undefined`: it may be one. */
export function sameRank(targets: Shape, outputs: Shape): readonly [Shape, Shape] | undefined {
  const more = targets.length - outputs.length;
  if (Math.abs(more) !== 1) return [targets, outputs];
  const last = more > 0 ? targets.at(-1) : outputs.at(-1);
  if (last !== 1) return typeof last === "number" ? [targets, outputs] : undefined;
  if (more > 0) return outputs.length === 1 ? [targets, [...outputs, 1]] : [targets.slice(0, -1), outputs];
  return targets.length === 1 ? [[...targets, 1], outputs] : [targets, outputs.slice(0, -1)];
}

/** The mean over the last axis of what both make of each other. */
export const perRow: LossRule = (targets, outputs) => {
  const pair = sameRank(targets, outputs);
  const answer = pair === undefined ? notKnown : broadcast(...pair);
  return "shape" in answer ? { shape: answer.shape.slice(0, -1) } : answer;
};

/** Keras 3 compares nothing but tensors of the same shape with a cross entropy. */
const perPlace: LossRule = (targets, outputs) => {
  if (!differ(targets, outputs)) return { shape: outputs };
  const message = `compares ${formatShape(targets)} with ${formatShape(outputs)}: targets and answers must have the same shape.`;
  return mistaken(codes.target, message, outputs);
};

/** Certain to be no equal shapes. */
export function differ(left: Shape, right: Shape): boolean {
  if (left.length !== right.length) return true;
  return left.some((size, axis) => compareDims("==", size, right[axis] as Dim) === false);
}

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

/** The mean over the last axis. */
export const binary: LossRule = (targets, outputs) => {
  const answer = perPlace(targets, outputs, undefined);
  return "shape" in answer ? { shape: answer.shape.slice(0, -1) } : answer;
};

/** What compares a distribution with another does so along the classes. */
export const ofClasses: LossRule = (targets, outputs, written) => {
  const axis = axisFrom(written ?? -1, outputs.length);
  const answer = perPlace(targets, outputs, undefined);
  if (axis === undefined) return notKnown;
  return "shape" in answer ? { shape: answer.shape.toSpliced(axis, 1) } : answer;
};

/** Whether each row may have a number of its own in the targets, which may stand in a column. */
export function areClassNumbers(targets: Shape, rows: Shape): boolean {
  const isColumn = targets.length === rows.length + 1 && targets.at(-1) === 1;
  return !differ(isColumn ? targets.slice(0, -1) : targets, rows);
}

/** A number stands for a class. */
export const ofClassNumbers: LossRule = (targets, outputs, written) => {
  const axis = axisFrom(written ?? -1, outputs.length);
  if (axis === undefined) return notKnown;
  const rows = outputs.toSpliced(axis, 1);
  if (outputs[axis] === 1) return mistaken(codes.target, "chooses among several classes, and is given one.", rows);
  if (areClassNumbers(targets, rows)) return { shape: rows };
  const message = `takes the number of one class for each row of ${formatShape(outputs)}, so targets ${formatShape(rows)}, and gets ${formatShape(targets)}.`;
  return mistaken(codes.target, message, rows);
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
  loss({ keras: ["ctc_loss"] }, ["target", "output"], perSample),
];
