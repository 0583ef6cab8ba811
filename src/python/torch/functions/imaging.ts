/** `torchvision.transforms.functional` on tensors: what changes an image's size, and what leaves it. */
import { floorDivideDims } from "../../../tensor/dim/divide.ts";
import { addDims, scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { dimFrom, itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import type { Call } from "../call.ts";
import { named, type Rule, type TorchFunction } from "../function.ts";

const kept =
  "hflip vflip normalize adjust_brightness adjust_contrast adjust_saturation adjust_hue adjust_gamma adjust_sharpness invert posterize solarize " +
  "autocontrast equalize gaussian_blur affine perspective erase elastic_transform";

const keep: Rule = (call) => call.from("input", (shape) => ({ shape }));

/** One number of a list stands for as many as there should be. */
function numbersIn(value: Value): (Dim | undefined)[] {
  return (itemsOf(value) ?? [value]).map(dimFrom);
}

/** The last two axes are an image's height and width. */
function sized(call: Call, rule: (height: Dim, width: Dim) => readonly [Dim, Dim] | undefined): Value {
  return call.from("input", (shape): ShapeAnswer => {
    const [height, width] = shape.slice(-2);
    const size = height !== undefined && width !== undefined && shape.length > 1 ? rule(height, width) : undefined;
    return size ? { shape: withSize(shape, size) } : { unknown: "the size of the image is not known" };
  });
}

function withSize(shape: Shape, size: readonly [Dim, Dim]): Shape {
  return [...shape.slice(0, -2), ...size];
}

/** A lone number is the shorter side, and the other one keeps its ratio. */
function resized(call: Call, height: Dim, width: Dim): readonly [Dim, Dim] | undefined {
  const [first, second, ...more] = numbersIn(call.get("size"));
  if (first === undefined || more.length > 0 || call.get("max_size") !== null) return undefined;
  if (second !== undefined) return [first, second];
  if (typeof height !== "number" || typeof width !== "number") return undefined;
  const longer = floorDivideDims(scaleDim(first, Math.max(height, width)), Math.min(height, width));
  if (longer === undefined) return undefined;
  return height <= width ? [first, longer] : [longer, first];
}

function resizedCrop(call: Call): Value {
  const [height, width] = [dimFrom(call.get("height")), dimFrom(call.get("width"))];
  return sized(call, () => (height === undefined || width === undefined ? undefined : resized(call, height, width)));
}

function centerCrop(call: Call): Value {
  const [height, width = height] = numbersIn(call.get("output_size"));
  return sized(call, () => (height === undefined || width === undefined ? undefined : [height, width]));
}

function crop(call: Call): Value {
  const [height, width] = [dimFrom(call.get("height")), dimFrom(call.get("width"))];
  return sized(call, () => (height === undefined || width === undefined ? undefined : [height, width]));
}

/** On the left, at the top, on the right, at the bottom; two numbers are each for both sides. */
function pad(call: Call): Value {
  const [left, top = left, right = left, bottom = top] = numbersIn(call.get("padding"));
  return sized(call, (height, width) => {
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) return undefined;
    return [addDims(height, addDims(top, bottom)), addDims(width, addDims(left, right))];
  });
}

export const imaging: readonly TorchFunction[] = [
  ...named(kept, "input", keep),
  ...named("resize", "input, size, interpolation=None, max_size=None, antialias=True", (call) =>
    sized(call, (height, width) => resized(call, height, width)),
  ),
  ...named("center_crop", "input, output_size", centerCrop),
  ...named("crop", "input, top, left, height, width", crop),
  ...named("resized_crop", "input, top, left, height, width, size, max_size=None", resizedCrop),
  ...named("pad", "input, padding, fill=0, padding_mode='constant'", pad),
  ...named("rotate", "input, angle, interpolation=None, expand=False", (call) =>
    call.get("expand") === false ? keep(call) : call.unknown("how large it is when it is turned is not known"),
  ),
  ...named("rgb_to_grayscale", "input, num_output_channels=1", (call) =>
    call.from("input", (shape) => ({ shape: shape.with(-3, dimFrom(call.get("num_output_channels")) ?? 1) })),
  ),
];
