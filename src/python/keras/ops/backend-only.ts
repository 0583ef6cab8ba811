/** Functions that only the old `keras.backend` has: products sample by sample, the CTC loss, gradients. */
import type { Dim } from "../../../tensor/dim.ts";
import { Builtin } from "../../callables.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { List, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { tensorsIn } from "../nested.ts";
import { sequenceOf } from "../sizes.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

export const backendOps: readonly TensorOp[] = [
  {
    names: { backend: ["batch_dot"] },
    takes: "two",
    parameters: ["axes"],
    answers: ({ shapes: [left = [], right = []], options }) => [batchDot(left, right, options.value("axes") ?? null)],
  },
  {
    names: { backend: ["ctc_batch_cost"] },
    takes: "two",
    parameters: ["input_length", "label_length"],
    answers: ({ shapes: [shape = []] }) => [shape[0] === undefined ? notKnown : { shape: [shape[0], 1] }],
  },
];

/** Each sample's axes are multiplied and summed; at least one axis beside the batch stays. Of more axes versions make different things. */
function batchDot(left: Shape, right: Shape, axes: Value): ShapeAnswer {
  if (![left, right].every(({ length }) => length === 2 || length === 3)) return notKnown;
  const [first, second] = axes === null ? usualAxes(left, right) : pairOf(axes);
  const [a, b] = [axisFrom(first ?? null, left.length), axisFrom(second ?? null, right.length)];
  if (!a || !b) return notKnown;
  const shape: Dim[] = [...left.toSpliced(a, 1), ...right.slice(1).toSpliced(b - 1, 1)];
  return { shape: shape.length === 1 ? [...shape, 1] : shape };
}

/** As matrices are multiplied: the last axis with the last but one. */
function usualAxes(left: Shape, right: Shape): readonly Value[] {
  return [left.length - 1, right.length === 2 ? 1 : right.length - 2];
}

function pairOf(axes: Value): readonly Value[] {
  return sequenceOf(axes) ?? [axes, axes];
}

/** As many gradients as variables, of their shapes. */
export const gradients = new Builtin("gradients", (_run, args) => {
  const variables = tensorsIn((args.positional[1] ?? args.named.get("variables"))?.value);
  if (variables.length === 0) return new Unknown("what the gradients are taken of is not known");
  return new List(variables.map(({ shape, dtype, reason }) => new KerasTensor(shape, dtype, reason)));
});
