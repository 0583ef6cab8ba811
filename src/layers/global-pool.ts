/** What both global pools share: one value for each channel, with or without the axes of size 1. */
import { imageSizes } from "../tensor/shape.ts";
import { flag } from "./attribute.ts";
import type { InputShapes, ShapeResult } from "./layer.ts";
import { notAnImage } from "./window-rule.ts";

export const keepDims = flag({ doc: "Gives [1, 1, channels] instead of [channels].", default: false });

export function globalPoolShape([input]: InputShapes, attributes: { readonly keepDims: boolean }): ShapeResult {
  const sizes = imageSizes(input);
  if (sizes === undefined) return { issue: notAnImage(input) };
  return { output: attributes.keepDims ? [1, 1, sizes.c] : [sizes.c], steps: [] };
}
