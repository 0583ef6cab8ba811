/** Windows that slide over a tensor as functions do it: sizes, strides and padding as they are written. */
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { slideAlong, slideSame } from "../../tensors/window.ts";
import type { Value } from "../../value.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { notKnown, type OpCall } from "./tensor-op.ts";

/** Sizes for the axes of space: one number, one for each, or one for every axis of the tensor as TensorFlow allows. */
export function spatialSizes(
  { run, options }: OpCall,
  value: Value | undefined,
  rank: number,
): readonly Dim[] | undefined {
  if (value === undefined) return undefined;
  const items = sequenceOf(value) ?? [value];
  const isFirst = options.word("data_format", "")?.startsWith("nc");
  const inner = items.length === rank + 2 ? (isFirst ? items.slice(2) : items.slice(1, -1)) : items;
  const spread = inner.length === 1 ? Array.from({ length: rank }, () => inner[0] ?? null) : inner;
  const sizes = spread.map((item) => sizeFrom(run, item));
  return sizes.length === rank && sizes.every((size) => size !== undefined) ? sizes : undefined;
}

export interface Windowed {
  readonly kernel: readonly Dim[] | undefined;
  readonly strides: readonly Dim[] | undefined;
  readonly dilation: readonly Dim[] | undefined;
}

/** Height, width and the like, and the channels, wherever they stand. */
export interface Spread {
  readonly lead: Shape;
  readonly spatial: Shape;
  readonly own: Dim;
  /** Around other sizes. */
  arrange(spatial: Shape, channels: Dim): Shape;
}

/** `undefined`: the layout is not known, or there are too few axes. `rank`: of space; without it there is one axis before it. */
export function spreadOf({ shapes: [shape = []], options }: OpCall, rank = shape.length - 2): Spread | undefined {
  const format = options.word("data_format", "channels_last");
  if (format === undefined || rank < 1 || shape.length < rank + 1) return undefined;
  const isFirst = format === "channels_first" || format.startsWith("nc");
  const lead = shape.slice(0, shape.length - rank - 1);
  const rest = shape.slice(lead.length);
  const [own, spatial] = isFirst ? [rest[0] as Dim, rest.slice(1)] : [rest.at(-1) as Dim, rest.slice(0, -1)];
  const arrange = (sizes: Shape, channels: Dim) => [
    ...lead,
    ...(isFirst ? [channels, ...sizes] : [...sizes, channels]),
  ];
  return { lead, spatial, own, arrange };
}

export function slid(call: OpCall, { kernel, strides, dilation }: Windowed, channels: (own: Dim) => Dim): ShapeAnswer {
  const spread = spreadOf(call, kernel?.length);
  const sides = paddingOf(call, spread?.spatial.length ?? 0);
  if (spread === undefined || strides === undefined || dilation === undefined || sides === undefined) return notKnown;
  const { spatial, own, arrange } = spread;
  if (kernel?.length !== spatial.length) return notKnown;
  const sizes = spatial.map((size, axis) =>
    slideOne(size, sides === "same" ? sides : sides[axis], [kernel[axis], strides[axis], dilation[axis]]),
  );
  if (!sizes.every((size) => size !== undefined)) return notKnown;
  if (sizes.every((size) => typeof size !== "number" || size > 0)) return { shape: arrange(sizes, channels(own)) };
  return mistaken(
    codes.kernelTooLarge,
    `its window is larger than the input ${formatShape(call.shapes[0] ?? [])}. Use padding "SAME" or a smaller one.`,
  );
}

type Sides = readonly [Dim, Dim];

/** A word, or as TensorFlow also allows it a pair of numbers for every axis of the tensor. */
function paddingOf(call: OpCall, rank: number): "same" | readonly Sides[] | undefined {
  const written = call.options.present("padding", "paddings");
  const none: Sides = [0, 0];
  const pairs = written === undefined ? undefined : sequenceOf(written);
  if (pairs === undefined) {
    const word = call.options.word("padding", "valid");
    return word === "same" ? word : word === "valid" ? Array.from({ length: rank }, () => none) : undefined;
  }
  const sides = pairs.map((pair) => (sequenceOf(pair) ?? []).map((size) => sizeFrom(call.run, size)));
  if (pairs.length !== rank + 2 || sides.some((pair) => pair.length !== 2 || pair.includes(undefined)))
    return undefined;
  const isFirst = call.options.word("data_format", "")?.startsWith("nc");
  return (isFirst ? sides.slice(2) : sides.slice(1, -1)) as [Dim, Dim][];
}

function slideOne(
  size: Dim,
  sides: "same" | Sides | undefined,
  [kernel, stride, dilation]: readonly (Dim | undefined)[],
): Dim | undefined {
  if (typeof stride !== "number" || stride < 1 || sides === undefined) return undefined;
  if (sides === "same") return slideSame(size, stride);
  if (typeof kernel !== "number" || typeof dilation !== "number") return undefined;
  const padded = addDims(size, addDims(...sides));
  return slideAlong(padded, { kernel, stride, dilation, before: 0, after: 0 });
}
