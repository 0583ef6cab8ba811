/** What Fourier transforms and windows over a signal make of the sizes of axes. */
import { ceilDivideDims, floorDivideDims } from "../../tensor/dim/divide.ts";
import { addDims, scaleDim, subtractDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";

/** What a transform makes of the last axis that it runs along, of which `asked` values are wanted. */
export type LastAxis = (length: Dim, asked: Dim | undefined) => Dim | undefined;

export const whole: LastAxis = (length, asked) => asked ?? length;

/** A real signal's spectrum mirrors itself, and only half of it is kept. */
export const half: LastAxis = (length, asked) => {
  const pairs = floorDivideDims(asked ?? length, 2);
  return pairs === undefined ? undefined : addDims(pairs, 1);
};

export const mirrored: LastAxis = (length, asked) => asked ?? scaleDim(subtractDims(length, 1), 2);

/** How many frames of `length` begin in a signal, one each `step`; `isPadded`: those that run over its end as well. */
export function frameCount(signal: Dim, length: Dim, step: Dim, isPadded: boolean): Dim | undefined {
  if (typeof step !== "number" || step < 1) return undefined;
  if (isPadded) return ceilDivideDims(signal, step);
  const steps = floorDivideDims(subtractDims(signal, length), step);
  const count = steps === undefined ? undefined : addDims(steps, 1);
  return typeof count === "number" && count < 0 ? undefined : count;
}

/** The signal that frames cover, one each `step`. */
export function overlapped(frames: Dim, length: Dim, step: number): Dim {
  return addDims(scaleDim(subtractDims(frames, 1), step), length);
}
