/**
 * Sizes under a sliding window where a size may be a letter: convolution, pooling, and their transposes, one axis at a
 * time. For numbers it agrees with the layers' own rule (`layers/window-rule.ts`), which also explains itself.
 */

import { ceilDivideDims, floorDivideDims } from "../../tensor/dim/divide.ts";
import { minimumOf } from "../../tensor/dim/order.ts";
import { addDims, scaleDim, subtractDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";

export interface SlidingAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** PyTorch's ceil_mode: a last, partial window counts if it starts in the input or its first pad. */
  readonly ceil?: boolean;
}

export function extentOf({ kernel, dilation }: Pick<SlidingAxis, "kernel" | "dilation">): number {
  return (kernel - 1) * dilation + 1;
}

/** Below 1 where the window does not fit. */
export function slideAlong(input: Dim, axis: SlidingAxis): Dim {
  const room = addDims(input, axis.before + axis.after - extentOf(axis));
  if (!axis.ceil) return addDims(floorDivideDims(room, axis.stride) as Dim, 1);
  const starts = floorDivideDims(addDims(input, axis.before - 1), axis.stride) as Dim;
  return addDims(minimumOf(ceilDivideDims(room, axis.stride), starts), 1);
}

/** "same" of Keras and TensorFlow: as many places as strides fit into the input. */
export function slideSame(input: Dim, stride: number): Dim {
  return ceilDivideDims(input, stride);
}

/** The transposed window: from the places back to what they cover. */
export function spreadAlong(input: Dim, axis: SlidingAxis, outputPadding: number): Dim {
  const first = scaleDim(subtractDims(input, 1), axis.stride);
  return addDims(first, extentOf(axis) - axis.before - axis.after + outputPadding);
}

export interface TransposedAxis {
  readonly kernel: Dim | undefined;
  readonly stride: Dim | undefined;
  readonly dilation: Dim | undefined;
  readonly isSame: boolean;
  /** Rows beside those that are covered, if their number is given. */
  readonly added: Dim | undefined;
}

/** Keras's transposed window; `undefined`: a size that it depends on is not known. */
export function spreadByRule(input: Dim, { kernel, stride, dilation, isSame, added }: TransposedAxis): Dim | undefined {
  if (typeof stride !== "number") return undefined;
  if (isSame && added === undefined) return scaleDim(input, stride);
  if (typeof kernel !== "number" || typeof dilation !== "number") return undefined;
  const extent = extentOf({ kernel, dilation });
  if (added === undefined) return addDims(scaleDim(input, stride), Math.max(extent - stride, 0));
  const crop = isSame ? 2 * Math.floor(kernel / 2) : 0;
  return addDims(addDims(scaleDim(subtractDims(input, 1), stride), extent - crop), added);
}
