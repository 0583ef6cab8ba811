/** Which targets a loss takes for an input, as PyTorch checks it (1.13 to 2.13 agree). A difference has to be certain. */
import { compareDims } from "../../../tensor/dim/order.ts";
import { formatShape, type Mistake, mistaken, type Shape } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import type { TorchTensor } from "../tensor.ts";

/** `undefined`: PyTorch takes the target, or nobody can tell. */
export type TargetRule = (input: Shape, target: Shape, dtype: TorchTensor["dtype"]) => Mistake | undefined;

/** Elementwise losses of numbers. */
export function broadcastTarget(input: Shape, target: Shape): Mistake | undefined {
  const answer = broadcast(input, target);
  return "mistake" in answer ? { ...answer.mistake, meant: [], open: [] } : undefined;
}

/** Binary cross entropy: a probability for each number of the input. */
export function sameTarget(input: Shape, target: Shape): Mistake | undefined {
  if (!differ(input, target)) return undefined;
  return wrongTarget(target, `${formatShape(input)}, the shape of what it is compared with`);
}

/** Cross entropy: the input's second axis counts the classes, and the target has the number of the right one, or a probability for each. */
export function classTarget(input: Shape, target: Shape, dtype: TorchTensor["dtype"]): Mistake | undefined {
  if (input.length < 2) return classOfOne(input, target);
  const classes = input.toSpliced(1, 1);
  const isDense = dtype === undefined || dtype.startsWith("float");
  if (!differ(classes, target) || (isDense && !differ(input, target))) return undefined;
  return wrongTarget(target, `${formatShape(classes)}, the number of a class for each place of ${formatShape(input)}`);
}

/** Of an example without a batch. */
function classOfOne(input: Shape, target: Shape): Mistake | undefined {
  const isOne = target.length === 0 || !differ([1], target);
  return isOne || input.length === 0 || !differ(input, target)
    ? undefined
    : wrongTarget(target, `one number, or one for each class of ${formatShape(input)}`);
}

function wrongTarget(target: Shape, expected: string): Mistake {
  return mistaken(codes.target, `its target is ${formatShape(target)} and must be ${expected}.`, []).mistake;
}

function differ(left: Shape, right: Shape): boolean {
  return left.length !== right.length || left.some((size, axis) => compareDims("==", size, right[axis] ?? 1) === false);
}
