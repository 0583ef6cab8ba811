/** Windows and images as functions: convolution, pooling, resizing, depth and space. Channels stand last unless said. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import { multiplyDims, scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { unknownSize } from "../session.ts";
import { sequenceOf, sizeFrom } from "../sizes.ts";
import { targetFrom } from "./arranging.ts";
import { slid, spatialSizes, type Windowed } from "./sliding-windows.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

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

function lastChannels(options: OpCall["options"]): boolean {
  return [undefined, "channels_last", "NHWC"].includes(options.present("data_format") as string | undefined);
}

const depthAndSpace: readonly TensorOp[] = [
  {
    names: { tf: ["depth_to_space"], keras: ["depth_to_space"], backend: ["depth_to_space"] },
    takes: "one",
    parameters: ["block_size", "data_format"],
    answers: ({ shapes: [shape = []], options }) => {
      const [batch, h, w, c] = shape;
      const block = lastChannels(options) ? options.value("block_size") : undefined;
      const depth = typeof block === "number" && c !== undefined ? divideExactly(c, block * block) : undefined;
      if (typeof block !== "number" || depth === undefined) return [notKnown];
      return [{ shape: [batch as Dim, scaleDim(h as Dim, block), scaleDim(w as Dim, block), depth] }];
    },
  },
  {
    names: { tf: ["space_to_depth"], keras: ["space_to_depth"], backend: ["space_to_depth"] },
    takes: "one",
    parameters: ["block_size", "data_format"],
    answers: ({ shapes: [shape = []], options }) => {
      const [batch, h, w, c] = shape;
      const block = lastChannels(options) ? options.value("block_size") : undefined;
      if (typeof block !== "number" || c === undefined) return [notKnown];
      const [down, across] = [divideExactly(h as Dim, block), divideExactly(w as Dim, block)];
      if (down === undefined || across === undefined) return [notKnown];
      return [{ shape: [batch as Dim, down, across, scaleDim(c, block * block)] }];
    },
  },
];

/** TensorFlow's transposed convolution is told what comes out. */
const transposed: TensorOp = {
  names: { tf: ["conv2d_transpose", "conv1d_transpose", "conv3d_transpose"] },
  takes: "two",
  parameters: ["output_shape", "strides", "padding"],
  answers(call) {
    const target = targetFrom(call, call.options.present("output_shape"));
    return [target === undefined || target.includes(-1) ? notKnown : { shape: target }];
  },
};

/** One crop for each box, of the size that is asked for. */
const cropAndResize: TensorOp = {
  names: { tf: ["crop_and_resize"] },
  takes: "two",
  parameters: ["box_indices", "crop_size"],
  answers(call) {
    const [image = [], boxes = []] = call.shapes;
    const size = targetFrom(call, call.options.present("crop_size"));
    const [count, channels] = [boxes[0], image.at(-1)];
    if (size?.length !== 2 || count === undefined || channels === undefined) return [notKnown];
    return [{ shape: [count, ...size, channels] }];
  },
};

export const imagingOps: readonly TensorOp[] = [
  transposed,
  cropAndResize,
  convolution,
  depthwise,
  pooling,
  resizing,
  resizeByFactor,
  ...depthAndSpace,
];
