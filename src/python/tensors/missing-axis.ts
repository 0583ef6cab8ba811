/** Axes that a shape does not have. */

import type { Value } from "../value.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { codes } from "./codes.ts";
import { itemsOf } from "./sizes.ts";

interface Options {
  readonly more?: number;
  readonly meant?: Shape;
  readonly format?: (shape: Shape) => string;
}

/**
 * The mistake that one of these axes is not there; `undefined`: all are, or they are not known. `more`: how many axes there are to
 * choose from beside those of the shape; `format`: how the framework writes shapes.
 */
export function missingAxis(
  axes: Value | undefined,
  shape: Shape,
  { more = 0, meant, format = formatShape }: Options = {},
): Extract<ShapeAnswer, { mistake: unknown }> | undefined {
  const rank = shape.length + more;
  const missing = (itemsOf(axes) ?? [axes]).find((axis) => typeof axis === "number" && (axis < -rank || axis >= rank));
  if (missing === undefined) return undefined;
  return mistaken(codes.axis, `axis ${missing} is not among the ${rank} axes of ${format(shape)}.`, meant);
}
