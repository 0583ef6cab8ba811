/**
 * "Why 9216?": which operation gave each factor of a flattened size. Walks back from a tensor through the operations that
 * made it to the ones after which each size was what it is.
 */
import type { PythonModel } from "../../formats/python/python-document.ts";
import type { Tensor } from "../../python/tensor.ts";
import { sizeText } from "../../python/tensors/unknown-size.ts";
import type { Operation } from "../../python/trace.ts";
import { sameDim } from "../../tensor/dim/sum.ts";

export interface SizeOrigin {
  /** Axis of the tensor. */
  readonly axis: number;
  readonly size: string;
  /** `undefined`: it is the input's own. */
  readonly operation: Operation | undefined;
}

/** For each axis behind the batch the last operation that changed its size. */
export function originsOfSizes(model: PythonModel, tensor: Tensor): SizeOrigin[] {
  const makers = makersOf(model);
  return (tensor.shape ?? []).slice(1).map((size, index) => ({
    axis: index + 1,
    size: sizeText(size),
    operation: changerOf(makers, tensor, index + 1),
  }));
}

function makersOf({ operations }: PythonModel): ReadonlyMap<Tensor, Operation> {
  const makers = new Map<Tensor, Operation>();
  for (const operation of operations) {
    for (const output of operation.outputs) if (!makers.has(output)) makers.set(output, operation);
  }
  return makers;
}

function changerOf(makers: ReadonlyMap<Tensor, Operation>, tensor: Tensor, axis: number): Operation | undefined {
  let at: Tensor | undefined = tensor;
  for (const seen = new Set<Tensor>(); at && !seen.has(at); ) {
    seen.add(at);
    const operation = makers.get(at);
    if (operation === undefined) return undefined;
    const before: Tensor | undefined = operation.inputs[0];
    if (!keepsAxis(before, at, axis)) return operation;
    at = before;
  }
  return undefined;
}

/** The same number of axes, and the same size along this one. */
function keepsAxis(before: Tensor | undefined, after: Tensor, axis: number): boolean {
  const [from, to] = [before?.shape, after.shape];
  if (from === undefined || to === undefined || from.length !== to.length) return false;
  const [left, right] = [from[axis], to[axis]];
  return left !== undefined && right !== undefined && sameDim(left, right);
}
