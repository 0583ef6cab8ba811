/** Windows that slide over a tensor as functions do it: sizes, strides and padding as they are written. */
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { slideAlong, slideSame } from "../../tensors/window.ts";
import type { Value } from "../../value.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { notKnown, type OpCall } from "./tensor-op.ts";

/** Sizes for the axes of space: one number, one for each, or one for every axis of the tensor as TensorFlow allows. */
export function spatialSizes({ run }: OpCall, value: Value | undefined, rank: number): readonly Dim[] | undefined {
  if (value === undefined) return undefined;
  const items = sequenceOf(value) ?? [value];
  const inner = items.length === rank + 2 ? items.slice(1, -1) : items;
  const spread = inner.length === 1 ? Array.from({ length: rank }, () => inner[0] ?? null) : inner;
  const sizes = spread.map((item) => sizeFrom(run, item));
  return sizes.length === rank && sizes.every((size) => size !== undefined) ? sizes : undefined;
}

export interface Windowed {
  readonly kernel: readonly Dim[] | undefined;
  readonly strides: readonly Dim[] | undefined;
  readonly dilation: readonly Dim[] | undefined;
}

export function slid(call: OpCall, { kernel, strides, dilation }: Windowed, channels: (own: Dim) => Dim): ShapeAnswer {
  const [shape = []] = call.shapes;
  const [batch, ...rest] = shape;
  const format = call.options.present("data_format");
  if (format === "channels_first" || (typeof format === "string" && format.startsWith("NC"))) return notKnown;
  const padding = call.options.word("padding", "valid");
  const [spatial, own] = [rest.slice(0, -1), rest.at(-1)];
  if (
    batch === undefined ||
    own === undefined ||
    kernel === undefined ||
    strides === undefined ||
    dilation === undefined
  )
    return notKnown;
  const sizes = spatial.map((size, axis) => slideOne(size, padding, kernel[axis], strides[axis], dilation[axis]));
  if (!sizes.every((size) => size !== undefined)) return notKnown;
  const output = [batch, ...sizes, channels(own)];
  if (sizes.every((size) => typeof size !== "number" || size > 0)) return { shape: output };
  return mistaken(
    codes.kernelTooLarge,
    `its window is larger than the input ${formatShape(shape)}. Use padding "SAME" or a smaller one.`,
  );
}

function slideOne(
  size: Dim,
  padding: string | undefined,
  ...[kernel, stride, dilation]: (Dim | undefined)[]
): Dim | undefined {
  if (typeof stride !== "number" || stride < 1) return undefined;
  if (padding === "same") return slideSame(size, stride);
  if (padding !== "valid" || typeof kernel !== "number" || typeof dilation !== "number") return undefined;
  return slideAlong(size, { kernel, stride, dilation, before: 0, after: 0 });
}
