/** Convolutions as functions: plain, depthwise, separable and transposed. Channels stand last unless it is said. */
import { divideExactly } from "../../../tensor/dim/divide.ts";
import { compareDims } from "../../../tensor/dim/order.ts";
import { multiplyDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { spreadByRule } from "../../tensors/window.ts";
import { targetFrom } from "./arranging.ts";
import { slid, spatialSizes, spreadOf, type Windowed } from "./sliding-windows.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

const STRIDES = ["strides", "padding", "data_format", "dilation_rate"];

function windowOf(call: OpCall): Windowed {
  const { options } = call;
  const [shape = [], kernel = []] = call.shapes;
  const rank = kernel.length - 2;
  return {
    kernel: shape.length === kernel.length ? kernel.slice(0, -2) : undefined,
    strides: spatialSizes(call, options.present("strides", "stride") ?? 1, rank),
    dilation: spatialSizes(call, options.present("dilation_rate", "dilations", "rate") ?? 1, rank),
  };
}

/** Each of the kernel's groups of channels divides those of the input. */
function plain(call: OpCall): ShapeAnswer {
  const [, kernel = []] = call.shapes;
  const [taken, filters] = kernel.slice(-2);
  const own = spreadOf(call, kernel.length - 2)?.own;
  if (taken === undefined || filters === undefined) return notKnown;
  const answer = slid(call, windowOf(call), () => filters);
  if (typeof own === "number" && typeof taken === "number" && divideExactly(own, taken) === undefined) {
    const message = `its kernel takes ${formatDim(taken)} channels and its input has ${formatDim(own)}.`;
    return mistaken(codes.inChannels, message, "shape" in answer ? answer.shape : undefined);
  }
  return answer;
}

function depthwise(call: OpCall): ShapeAnswer {
  const [, kernel = []] = call.shapes;
  return slid(call, windowOf(call), (own) => multiplyDims(own, kernel.at(-1) ?? 1));
}

function separable(call: OpCall): ShapeAnswer {
  const [, , pointwise = []] = call.shapes;
  const filters = pointwise.at(-1);
  return filters === undefined ? notKnown : slid(call, windowOf(call), () => filters);
}

/** Its kernel names the channels that come out before those that go in. */
function transposed(call: OpCall): ShapeAnswer {
  const [, kernel = []] = call.shapes;
  const [filters] = kernel.slice(-2);
  const rank = kernel.length - 2;
  const [spread, padding] = [spreadOf(call, rank), call.options.word("padding", "valid")];
  const written = call.options.present("output_padding");
  const added = written === undefined ? [] : spatialSizes(call, written, rank);
  if (spread === undefined || filters === undefined || added === undefined || padding === undefined) return notKnown;
  const { strides, dilation } = windowOf(call);
  const sizes = spread.spatial.map((size, axis) =>
    spreadByRule(size, {
      kernel: kernel[axis],
      stride: strides?.[axis],
      dilation: dilation?.[axis],
      isSame: padding === "same",
      added: added[axis],
    }),
  );
  return sizes.includes(undefined) ? notKnown : { shape: spread.arrange(sizes as Dim[], filters) };
}

/** TensorFlow's transposed convolution is told what comes out. */
function toTarget(call: OpCall): ShapeAnswer {
  const [shape = []] = call.shapes;
  const target = targetFrom(call, call.options.present("output_shape"));
  if (target === undefined || target.includes(-1)) return notKnown;
  const [batch, asked] = [shape[0], target[0]];
  if (batch === undefined || asked === undefined || compareDims("==", batch, asked) !== false) return { shape: target };
  const message = `output_shape says ${formatDim(asked)} samples and there are ${formatDim(batch)}.`;
  return mistaken(codes.reshape, message, [batch, ...target.slice(1)]);
}

/** A kernel without channels that come out: each channel's largest or smallest sum. */
function morphological(call: OpCall): ShapeAnswer {
  const [shape = [], kernel = []] = call.shapes;
  const whole = { ...call, shapes: [shape, [...kernel, 1]] };
  return slid(whole, windowOf(whole), (own) => own);
}

function op(names: TensorOp["names"], parameters: readonly string[], rule: (call: OpCall) => ShapeAnswer): TensorOp {
  return { names, takes: "two", parameters, answers: (call) => [rule(call)] };
}

const flat = ["conv1d", "conv2d", "conv3d"];

export const convolvingOps: readonly TensorOp[] = [
  op({ tf: [...flat, "convolution"], keras: ["conv"], backend: flat }, STRIDES, plain),
  op({ tf: ["atrous_conv2d"] }, ["rate", "padding"], plain),
  op({ tf: ["depthwise_conv2d"], keras: ["depthwise_conv"], backend: ["depthwise_conv2d"] }, STRIDES, depthwise),
  {
    names: { tf: ["separable_conv2d"] },
    takes: ["input", "depthwise_filter", "pointwise_filter"],
    parameters: STRIDES,
    answers: (call) => [separable(call)],
  },
  {
    names: { keras: ["separable_conv"] },
    takes: ["inputs", "depthwise_kernel", "pointwise_kernel"],
    parameters: STRIDES,
    answers: (call) => [separable(call)],
  },
  op(
    { keras: ["conv_transpose"] },
    ["strides", "padding", "output_padding", "data_format", "dilation_rate"],
    transposed,
  ),
  op({ tf: flat.map((name) => `${name}_transpose`) }, ["output_shape", "strides", "padding"], toTarget),
  op({ tf: ["dilation2d", "erosion2d"] }, ["strides", "padding", "data_format", "dilations"], morphological),
];
