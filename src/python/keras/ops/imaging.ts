/** Windows and images as functions: convolution, pooling, resizing, depth and space. Channels stand last unless said. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import { multiplyDims, scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { mistaken } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { slideAlong, slideSame } from "../../tensors/window.ts";
import type { Value } from "../../value.ts";
import { unknownSize } from "../session.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import type { OpCall, TensorOp } from "./tensor-op.ts";

const notKnown: ShapeAnswer = { unknown: "an argument is not known" };

/** Sizes for the axes of space: one number, one for each, or one for every axis of the tensor as TensorFlow allows. */
function spatialSizes({ run }: OpCall, value: Value | undefined, rank: number): readonly Dim[] | undefined {
  if (value === undefined) return undefined;
  const items = sequenceOf(value) ?? [value];
  const inner = items.length === rank + 2 ? items.slice(1, -1) : items;
  const spread = inner.length === 1 ? Array.from({ length: rank }, () => inner[0] ?? null) : inner;
  const sizes = spread.map((item) => sizeFrom(run, item));
  return sizes.length === rank && sizes.every((size) => size !== undefined) ? sizes : undefined;
}

interface Windowed {
  readonly kernel: readonly Dim[] | undefined;
  readonly strides: readonly Dim[] | undefined;
  readonly dilation: readonly Dim[] | undefined;
}

function slid(call: OpCall, { kernel, strides, dilation }: Windowed, channels: (own: Dim) => Dim): ShapeAnswer {
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

const convolution: TensorOp = {
  names: {
    tf: ["conv1d", "conv2d", "conv3d", "convolution"],
    keras: ["conv"],
    backend: ["conv1d", "conv2d", "conv3d"],
  },
  takes: "two",
  parameters: ["strides", "padding", "data_format", "dilation_rate"],
  answers(call) {
    const [, kernel = []] = call.shapes;
    const rank = kernel.length - 2;
    const windowed = windowOf(call, kernel.slice(0, -2), rank);
    return [slid(call, windowed, () => kernel.at(-1) ?? 1)];
  },
};

function windowOf(call: OpCall, kernel: readonly Dim[] | undefined, rank: number): Windowed {
  const { options } = call;
  return {
    kernel,
    strides: spatialSizes(call, options.present("strides", "stride") ?? 1, rank),
    dilation: spatialSizes(call, options.present("dilation_rate", "dilations") ?? 1, rank),
  };
}

const depthwise: TensorOp = {
  names: { tf: ["depthwise_conv2d"], keras: ["depthwise_conv"], backend: ["depthwise_conv2d"] },
  takes: "two",
  parameters: ["strides", "padding", "data_format", "dilation_rate"],
  answers(call) {
    const [, kernel = []] = call.shapes;
    const windowed = windowOf(call, kernel.slice(0, -2), kernel.length - 2);
    return [slid(call, windowed, (own) => multiplyDims(own, kernel.at(-1) ?? 1))];
  },
};

const pooling: TensorOp = {
  names: {
    tf: ["max_pool", "avg_pool", "max_pool1d", "avg_pool1d", "max_pool2d", "avg_pool2d", "max_pool3d", "avg_pool3d"],
    keras: ["max_pool", "average_pool"],
    backend: ["pool2d", "pool3d"],
  },
  takes: "one",
  parameters: ["pool_size", "strides", "padding", "data_format"],
  answers(call) {
    const [shape = []] = call.shapes;
    const rank = shape.length - 2;
    const kernel = spatialSizes(call, call.options.present("pool_size", "ksize"), rank);
    const strides = call.options.present("strides");
    const steps = strides === undefined ? kernel : spatialSizes(call, strides, rank);
    const ones = Array.from({ length: rank }, () => 1);
    return [slid(call, { kernel, strides: steps, dilation: ones }, (own) => own)];
  },
};

const resizing: TensorOp = {
  names: {
    tf: [
      "resize",
      "resize_images",
      "resize_bilinear",
      "resize_nearest_neighbor",
      "resize_with_pad",
      "resize_with_crop_or_pad",
    ],
    keras: ["resize"],
  },
  takes: "one",
  parameters: ["size", "method"],
  answers(call) {
    const [shape = []] = call.shapes;
    const written = call.options.present("size");
    const size =
      written === undefined
        ? [call.options.size("target_height", 1), call.options.size("target_width", 1)]
        : (sequenceOf(written) ?? []).map((item) => sizeFrom(call.run, item));
    const [height, width] = size;
    if (
      size.length !== 2 ||
      height === undefined ||
      width === undefined ||
      height === "refused" ||
      width === "refused"
    ) {
      return [
        withSpace(
          call,
          shape,
          unknownSize(call.run, "the size is not known"),
          unknownSize(call.run, "the size is not known"),
        ),
      ];
    }
    return [withSpace(call, shape, height, width)];
  },
};

function withSpace({ options }: OpCall, shape: Shape, height: Dim, width: Dim): ShapeAnswer {
  const channels = shape.at(-1);
  if (channels === undefined || shape.length < 3 || options.present("data_format") === "channels_first")
    return notKnown;
  return { shape: [...shape.slice(0, -3), height, width, channels] };
}

/** The old backend's, which counts in factors. */
const resizeByFactor: TensorOp = {
  names: { backend: ["resize_images"] },
  takes: "one",
  parameters: ["height_factor", "width_factor", "data_format"],
  answers(call) {
    const [shape = []] = call.shapes;
    const [h, w] = shape.slice(-3);
    const [down, across] = [call.options.size("height_factor", 1), call.options.size("width_factor", 1)];
    if (h === undefined || w === undefined || down === "refused" || across === "refused") return [notKnown];
    return [withSpace(call, shape, multiplyDims(h, down), multiplyDims(w, across))];
  },
};

const depthAndSpace: readonly TensorOp[] = [
  {
    names: { tf: ["depth_to_space"], backend: ["depth_to_space"] },
    takes: "one",
    parameters: ["block_size"],
    answers: ({ shapes: [shape = []], options }) => {
      const [batch, h, w, c] = shape;
      const block = options.value("block_size");
      const depth = typeof block === "number" && c !== undefined ? divideExactly(c, block * block) : undefined;
      if (typeof block !== "number" || depth === undefined) return [notKnown];
      return [{ shape: [batch as Dim, scaleDim(h as Dim, block), scaleDim(w as Dim, block), depth] }];
    },
  },
  {
    names: { tf: ["space_to_depth"], backend: ["space_to_depth"] },
    takes: "one",
    parameters: ["block_size"],
    answers: ({ shapes: [shape = []], options }) => {
      const [batch, h, w, c] = shape;
      const block = options.value("block_size");
      if (typeof block !== "number" || c === undefined) return [notKnown];
      const [down, across] = [divideExactly(h as Dim, block), divideExactly(w as Dim, block)];
      if (down === undefined || across === undefined) return [notKnown];
      return [{ shape: [batch as Dim, down, across, scaleDim(c, block * block)] }];
    },
  },
];

export const imagingOps: readonly TensorOp[] = [
  convolution,
  depthwise,
  pooling,
  resizing,
  resizeByFactor,
  ...depthAndSpace,
];
