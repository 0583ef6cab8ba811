/**
 * The receptive field: which part of the model's input one value of a layer's output depends on. Composed layer by layer
 * as in Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (Distill, 2019).
 */
import type { InputShapes, LayerShape, ReachAxis } from "../layers/layer.ts";
import { imageSizes, type Shape } from "../tensor/shape.ts";
import { horizontalAxis, kernelExtent, verticalAxis, type WindowAxis } from "../tensor/window.ts";

/** One axis of it. */
export interface ReceptiveFieldAxis {
  /** Input cells from the first to the last that the value may depend on. */
  readonly size: number;
  /** Input cells between the fields of neighbouring values. */
  readonly stride: number;
  /** Where the first value's field begins, in input cells; negative where it reaches into the padding. */
  readonly start: number;
}

/** `global`: a value may depend on the whole input (behind flatten, dense or a global pool, and where there is no image). */
export type ReceptiveField =
  | { readonly kind: "window"; readonly vertical: ReceptiveFieldAxis; readonly horizontal: ReceptiveFieldAxis }
  | { readonly kind: "global" };

const everything: ReceptiveField = { kind: "global" };
const oneCell: ReceptiveFieldAxis = { size: 1, stride: 1, start: 0 };

/** The field of the input's own values: each cell of an image is its own. */
export function inputField(shape: Shape): ReceptiveField {
  return imageSizes(shape) ? { kind: "window", vertical: oneCell, horizontal: oneCell } : everything;
}

/** The field of a layer's output, from the fields of what feeds it. */
export function fieldThrough(
  fields: readonly ReceptiveField[],
  inputs: InputShapes,
  shape: LayerShape,
): ReceptiveField {
  const [first = everything, ...others] = fields.map((field, index) => throughOne(field, inputs[index] ?? [], shape));
  return others.reduce(hull, first);
}

function throughOne(field: ReceptiveField, input: Shape, shape: LayerShape): ReceptiveField {
  const reach = reachOf(input, shape);
  if (reach === undefined || field.kind === "global") return everything;
  return {
    kind: "window",
    vertical: compose(field.vertical, reach.vertical),
    horizontal: compose(field.horizontal, reach.horizontal),
  };
}

/** What the record says; else its window; else a layer that keeps the image's size works cell by cell; else everything. */
function reachOf(input: Shape, shape: LayerShape): LayerShape["reach"] {
  if (shape.reach) return shape.reach;
  if (shape.window) {
    return { vertical: slide(verticalAxis(shape.window)), horizontal: slide(horizontalAxis(shape.window)) };
  }
  const [before, after] = [imageSizes(input), imageSizes(shape.output)];
  const kept = before !== undefined && after !== undefined && before.h === after.h && before.w === after.w;
  return kept ? { vertical: oneCell, horizontal: oneCell } : undefined;
}

function slide({ kernel, dilation, stride, before }: WindowAxis): ReachAxis {
  return { size: kernelExtent(kernel, dilation), stride, start: -before };
}

function compose(field: ReceptiveFieldAxis, reach: ReachAxis): ReceptiveFieldAxis {
  return {
    size: field.size + (reach.size - 1) * field.stride,
    stride: field.stride * reach.stride,
    start: field.start + reach.start * field.stride,
  };
}

/** The smallest field that holds both. Paths of different strides drift apart, so that no window holds them everywhere. */
function hull(a: ReceptiveField, b: ReceptiveField): ReceptiveField {
  if (a.kind === "global" || b.kind === "global") return everything;
  if (a.vertical.stride !== b.vertical.stride || a.horizontal.stride !== b.horizontal.stride) return everything;
  return {
    kind: "window",
    vertical: hullOfAxis(a.vertical, b.vertical),
    horizontal: hullOfAxis(a.horizontal, b.horizontal),
  };
}

function hullOfAxis(a: ReceptiveFieldAxis, b: ReceptiveFieldAxis): ReceptiveFieldAxis {
  const start = Math.min(a.start, b.start);
  return { size: Math.max(a.start + a.size, b.start + b.size) - start, stride: a.stride, start };
}
