/** Convolutions and pools as functions, and what unfolds images into windows and back. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import { compareDims } from "../../../tensor/dim/order.ts";
import { productOfDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { dimFrom, sizesFor } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import type { Value } from "../../value.ts";
import { type Call, listOf, reasonOf } from "../call.ts";
import { convolve } from "../convolution.ts";
import { named, type TorchFunction } from "../function.ts";
import { poolImage, poolTo, unpoolImage } from "../pooling.ts";
import { TorchTensor } from "../tensor.ts";
import { slide, slidingFrom, splitImage } from "../windows.ts";
import { shuffleChannels, shufflePixels, unshufflePixels } from "./pixels.ts";

const convolution = "input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1";
const transposed = "input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1";
const pool =
  "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None";
const maxPool = "input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False";

function convolveBy(axes: number, isTransposed: boolean): (call: Call) => Value {
  return (call) => {
    const weight = call.shape("weight");
    return call.from("input", (shape) => {
      if (weight?.length !== axes + 2) return { unknown: reasonOf(call.get("weight")) };
      const groups = call.number("groups") ?? 1;
      const [first, second] = weight as [Dim, Dim];
      const sliding = slidingFrom(axes, (name) => call.get(name), weight.slice(2));
      if (!isTransposed)
        return convolve(call, shape, {
          axes,
          inChannels: productOfDims([second, groups]),
          outChannels: first,
          groups,
          sliding,
        });
      const outputPadding = sizesFor(axes, call.get("output_padding"));
      return convolve(call, shape, {
        axes,
        inChannels: first,
        outChannels: productOfDims([second, groups]),
        groups,
        sliding,
        outputPadding,
      });
    });
  };
}

function withIndices(call: Call, pooled: TorchTensor): Value {
  const asked = call.get("return_indices");
  if (call.run.truth(asked) !== true && !call.name.endsWith("with_indices")) return pooled;
  return listOf([pooled, new TorchTensor({ shape: pooled.shape, reason: pooled.reason, dtype: "int64" })]);
}

function poolBy(axes: number): (call: Call) => Value {
  return (call) =>
    withIndices(
      call,
      call.from("input", (shape) => poolImage(call, axes, shape, (name) => call.get(name))),
    );
}

function adaptiveBy(axes: number): (call: Call) => Value {
  return (call) =>
    withIndices(
      call,
      call.from("input", (shape) => poolTo(call, axes, shape, call.get("output_size"))),
    );
}

/** [N, C, H, W] -> [N, C*kh*kw, places]. */
export function unfoldImage(call: Call, shape: Shape, get: (name: string) => Value): ShapeAnswer {
  const cut = splitImage(2, shape);
  if ("mistake" in cut) return cut;
  const kernel = sizesFor(2, get("kernel_size"));
  const places = slide(call.run, cut.image, slidingFrom(2, get, kernel));
  if (!("shape" in places))
    return "mistake" in places ? { mistake: { code: places.mistake.code, message: places.mistake.message } } : places;
  const cells = kernel ? productOfDims([cut.head.at(-1) as Dim, ...kernel]) : unknownSize(call.run);
  return { shape: [...cut.head.slice(0, -1), cells, productOfDims(places.shape)] };
}

/** [N, C*kh*kw, places] -> [N, C, H, W]. */
export function foldImage(call: Call, shape: Shape, get: (name: string) => Value): ShapeAnswer {
  const [size, kernel] = [sizesFor(2, get("output_size")), sizesFor(2, get("kernel_size"))];
  if (size === undefined || kernel === undefined) return { unknown: "the sizes are not known" };
  const [cells, all] = [productOfDims(kernel), shape.at(-2) as Dim];
  const channels = divideExactly(all, cells);
  if (channels === undefined && typeof all === "number") {
    const message = `each place holds ${formatDim(all)} numbers in ${formatShape(shape)}, which are no multiple of the ${formatDim(cells)} of its window.`;
    return mistaken(codes.reshape, message);
  }
  const folded = [...shape.slice(0, -2), channels ?? unknownSize(call.run), ...size];
  const places = slide(call.run, size, slidingFrom(2, get, kernel));
  const wanted = "shape" in places ? productOfDims(places.shape) : undefined;
  const found = shape.at(-1) as Dim;
  if (wanted !== undefined && compareDims("==", found, wanted) === false) {
    const message = `an image of ${formatShape(size)} has ${formatDim(wanted)} places for its window, and ${formatShape(shape)} brings ${formatDim(found)}.`;
    return mistaken(codes.reshape, message, folded);
  }
  return { shape: folded };
}

function ofAxes(axes: number): TorchFunction[] {
  const d = `${axes}d`;
  return [
    ...named(`conv${d}`, convolution, convolveBy(axes, false)),
    ...named(`conv_transpose${d}`, transposed, convolveBy(axes, true)),
    ...named(`max_pool${d}`, maxPool, poolBy(axes)),
    ...named(`max_pool${d}_with_indices`, maxPool, poolBy(axes)),
    ...named(`avg_pool${d}`, pool, poolBy(axes)),
    ...named(`lp_pool${d}`, "input, norm_type, kernel_size, stride=None, ceil_mode=False, padding=0", poolBy(axes)),
    ...named(`adaptive_avg_pool${d}`, "input, output_size", adaptiveBy(axes)),
    ...named(`adaptive_max_pool${d}`, "input, output_size, return_indices=False", adaptiveBy(axes)),
    ...named(`max_unpool${d}`, "input, indices, kernel_size, stride=None, padding=0, output_size=None", (call) =>
      call.from("input", (shape) => unpoolImage(call, axes, shape, (name) => call.get(name), call.get("output_size"))),
    ),
  ];
}

export const windows: readonly TorchFunction[] = [
  ...[1, 2, 3].flatMap(ofAxes),
  ...named("pixel_shuffle", "input, upscale_factor", (call) =>
    call.from("input", (shape) => shufflePixels(call, shape, dimFrom(call.get("upscale_factor")))),
  ),
  ...named("pixel_unshuffle", "input, downscale_factor", (call) =>
    call.from("input", (shape) => unshufflePixels(call, shape, dimFrom(call.get("downscale_factor")))),
  ),
  ...named("channel_shuffle native_channel_shuffle", "input, groups", (call) =>
    call.from("input", (shape) => shuffleChannels(shape, call.get("groups"))),
  ),
];

/** `F.unfold` and `F.fold`; as a method `unfold` is another operation. */
export const folds: readonly TorchFunction[] = [
  ...named("unfold", "input, kernel_size, dilation=1, padding=0, stride=1", (call) =>
    call.from("input", (shape) => unfoldImage(call, shape, (name) => call.get(name))),
  ),
  ...named("fold", "input, output_size, kernel_size, dilation=1, padding=0, stride=1", (call) =>
    call.from("input", (shape) => foldImage(call, shape, (name) => call.get(name))),
  ),
];
