/**
 * The receptive field: which part of the model's input one value of a layer's output depends on. Composed layer by layer
 * as in Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (Distill, 2019).
 */
import type { InputShapes, LayerShape, Reach, ReachAxis } from "../layers/layer.ts";
import { imageSizes, type Shape } from "../tensor/shape.ts";
import { horizontalAxis, kernelExtent, verticalAxis, type WindowAxis } from "../tensor/window.ts";

/** One axis of it; whole numbers if it is exact. */
export interface ReceptiveFieldAxis {
  /** Input cells from the first to the last that the value depends on. */
  readonly size: number;
  /** Input cells between the fields of neighbouring values. */
  readonly stride: number;
  /** Where the first value's field begins, in input cells; negative where it reaches into the padding. */
  readonly start: number;
}

/** `global`: a value may depend on the whole input (behind flatten, dense or a global pool, and where there is no image). */
export type ReceptiveField =
  | {
      readonly kind: "window";
      readonly vertical: ReceptiveFieldAxis;
      readonly horizontal: ReceptiveFieldAxis;
      /**
       * Whether this is the smallest window for each value. If not, it holds all that a value depends on, but some see
       * less: behind a layer that enlarges the image, where neighbours share cells, and where paths of different strides
       * meet, which drift apart.
       */
      readonly exact: boolean;
    }
  | { readonly kind: "global" };

const everything: ReceptiveField = { kind: "global" };
const oneCell: ReceptiveFieldAxis = { size: 1, stride: 1, start: 0 };

/** The field of the input's own values: each cell of an image is its own. */
export function inputField(shape: Shape): ReceptiveField {
  return imageSizes(shape) ? { kind: "window", vertical: oneCell, horizontal: oneCell, exact: true } : everything;
}

/** The most whole cells that the field holds at any place. */
export function mostCells({ size }: ReceptiveFieldAxis): number {
  return Math.floor(size + roundingError);
}

/** Of strides such as 1/49, which add up to a little less than they should. */
const roundingError = 1e-6;

/** The field of a layer's output, from the fields of what feeds it. */
export function fieldThrough(
  fields: readonly ReceptiveField[],
  inputs: InputShapes,
  shape: LayerShape,
): ReceptiveField {
  const [first = everything, ...others] = fields.map((field, index) => throughOne(field, inputs[index] ?? [], shape));
  return others.reduce((a, b) => hull(a, b, shape.output), first);
}

function throughOne(field: ReceptiveField, input: Shape, shape: LayerShape): ReceptiveField {
  const reach = reachOf(input, shape);
  if (reach === "everything" || field.kind === "global") return everything;
  const { vertical, horizontal } = reach;
  return {
    kind: "window",
    vertical: compose(field.vertical, vertical),
    horizontal: compose(field.horizontal, horizontal),
    exact: field.exact && Number.isInteger(vertical.stride) && Number.isInteger(horizontal.stride),
  };
}

/** What the record says; else its window; else a layer that keeps the image's size works cell by cell; else everything. */
function reachOf(input: Shape, shape: LayerShape): Reach {
  if (shape.reach) return shape.reach;
  if (shape.window) {
    return { vertical: slide(verticalAxis(shape.window)), horizontal: slide(horizontalAxis(shape.window)) };
  }
  const [before, after] = [imageSizes(input), imageSizes(shape.output)];
  const kept = before !== undefined && after !== undefined && before.h === after.h && before.w === after.w;
  return kept ? { vertical: oneCell, horizontal: oneCell } : "everything";
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

/** The smallest window that holds both at every place of the output. */
function hull(a: ReceptiveField, b: ReceptiveField, output: Shape): ReceptiveField {
  if (a.kind === "global" || b.kind === "global") return everything;
  const [h = 1, w = 1] = output;
  return {
    kind: "window",
    vertical: hullOfAxis(a.vertical, b.vertical, h),
    horizontal: hullOfAxis(a.horizontal, b.horizontal, w),
    exact: a.exact && b.exact && a.vertical.stride === b.vertical.stride && a.horizontal.stride === b.horizontal.stride,
  };
}

/** It moves with `a`, from which `b` drifts away up to the last place if their strides differ. */
function hullOfAxis(a: ReceptiveFieldAxis, b: ReceptiveFieldAxis, places: number): ReceptiveFieldAxis {
  const drift = (b.stride - a.stride) * (places - 1);
  const start = Math.min(a.start, b.start + Math.min(drift, 0));
  const end = Math.max(a.start + a.size, b.start + b.size + Math.max(drift, 0));
  return { size: end - start, stride: a.stride, start };
}
