/** Axes made longer and shorter: padding and interpolation. */

import { floorDivideDims } from "../../tensor/dim/divide.ts";
import { compareDims } from "../../tensor/dim/order.ts";
import { addDims, scaleDim } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { codes } from "./codes.ts";
import { unknownSize } from "./unknown-size.ts";

/** PyTorch's order: before and after of the last axis, then of the one before it, ...; negative ones crop. */
export function padFromLast(input: Shape, pads: Shape): ShapeAnswer {
  if (pads.length % 2 !== 0) return mistaken(codes.padding, "padding comes in pairs, before and after.");
  if (pads.length > 2 * input.length) {
    return mistaken(
      codes.padding,
      `${pads.length} pads are too many for ${formatShape(input)}: two for each axis.`,
      input,
    );
  }
  const shape = input.map((size, axis) => {
    const place = 2 * (input.length - 1 - axis);
    return addDims(size, addDims(pads[place] ?? 0, pads[place + 1] ?? 0));
  });
  const negative = shape.findIndex((size) => compareDims("<", size, 0) === true);
  if (negative < 0) return { shape };
  return mistaken(
    codes.padding,
    `axis ${negative} of ${formatShape(input)} would become ${formatDim(shape[negative] as Dim)}.`,
    input,
  );
}

/** A size times a factor, rounded down; factors below 1 divide. */
export function scaledSize(owner: object, size: Dim, factor: number): Dim {
  if (typeof size === "number") return Math.floor(size * factor);
  if (Number.isInteger(factor)) return scaleDim(size, factor);
  const divisor = 1 / factor;
  if (Number.isInteger(divisor)) return floorDivideDims(size, divisor) as Dim;
  if (Number.isInteger(2 * factor)) return floorDivideDims(scaleDim(size, 2 * factor), 2) as Dim;
  return unknownSize(owner);
}
