/** Pooling: windows over each channel, of a given size or of a given number of places. */
import { addDims, scaleDim, subtractDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { dimFrom, itemsOf, shapeFrom, sizeFrom, sizesFor } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import type { SourceFix } from "../trace.ts";
import { Unknown, type Value } from "../value.ts";
import type { Call } from "./call.ts";
import { setNumber } from "./repairs.ts";
import { largestKernel, type Sliding, slide, slidingFrom, splitImage } from "./windows.ts";

export function poolImage(call: Call, axes: number, input: Shape, get: (name: string) => Value): ShapeAnswer {
  const cut = splitImage(axes, input);
  if ("mistake" in cut) return cut;
  const kernel = sizesFor(axes, get("kernel_size"));
  const sliding = { ...slidingFrom(axes, get, kernel), ceil: call.run.truth(get("ceil_mode")) === true };
  const pooled = call.run.truth(get("ceil_mode")) === undefined ? undefined : slide(call.run, cut.image, sliding);
  if (pooled === undefined) return { shape: [...cut.head, ...cut.image.map(() => unknownSize(call.run))] };
  const meant = "shape" in pooled ? pooled.shape : "mistake" in pooled ? (pooled.mistake.meant ?? []) : [];
  const shape = [...cut.head, ...meant];
  const padded = tooMuchPadding(sliding);
  if (padded !== undefined) return padded;
  if (!("mistake" in pooled)) return { shape };
  const fix = pooled.mistake.code === codes.window ? {} : smallerKernel(call, cut.image, sliding, get("kernel_size"));
  return { mistake: { ...pooled.mistake, meant: shape, ...fix } };

  function tooMuchPadding({ kernel: sizes, padding }: Sliding): ShapeAnswer | undefined {
    if (sizes === undefined || !Array.isArray(padding)) return undefined;
    const pads = padding as readonly Dim[];
    const wrong = pads.findIndex((pad, axis) => typeof pad === "number" && pad > Math.floor(Number(sizes[axis]) / 2));
    if (wrong < 0) return undefined;
    const half = Math.floor(Number(sizes[wrong]) / 2);
    const message = `a pool's padding may be at most half its window, which is ${half}, and is ${pads[wrong]}. Set padding to ${half}.`;
    const open = shape.flatMap((_, axis) => (axis < shape.length - axes ? [] : [axis]));
    return { mistake: { code: codes.poolPadding, message, meant: shape, open, ...setNumber(call, "padding", half) } };
  }
}

/** A kernel that is one number becomes the largest that fits. */
export function smallerKernel(call: Call, image: Shape, sliding: Sliding, written: Value): { fix?: SourceFix } {
  const largest =
    typeof written === "number" || itemsOf(written)?.every((item) => item === sliding.kernel?.[0])
      ? largestKernel(image, sliding)
      : undefined;
  return largest === undefined ? {} : setNumber(call, "kernel_size", largest);
}

/** `output_size` places on each axis, `None` for as many as there are. */
export function poolTo(call: Call, axes: number, input: Shape, target: Value): ShapeAnswer {
  if (isMean(call, axes, input, target))
    return { shape: [...input.slice(0, -axes), ...input.slice(-axes).map(() => 1)] };
  const cut = splitImage(axes, input);
  if ("mistake" in cut) return cut;
  if (target instanceof Unknown)
    return { shape: [...cut.head, ...cut.image.map(() => unknownSize(call.run, target.reason))] };
  const items = itemsOf(target) ?? cut.image.map(() => target);
  const sizes = cut.image.map((size, axis) => {
    const item = items.length === 1 ? items[0] : items[axis];
    return item === null ? size : (dimFrom(item) ?? sizeFrom(call.run, item));
  });
  return { shape: [...cut.head, ...sizes] };
}

/** To one place on each of several axes, PyTorch takes the mean over the last ones, however many there are before. */
function isMean({ name }: Call, axes: number, input: Shape, target: Value): boolean {
  const isOne = (itemsOf(target) ?? [target]).every((size) => size === 1);
  return isOne && axes > 1 && input.length >= axes && /avg/i.test(name);
}

/** The image from which a max pool took its places: each axis as long as `asked`, or (n - 1) stride - 2 padding + kernel. */
export function unpoolImage(
  call: Call,
  axes: number,
  input: Shape,
  get: (name: string) => Value,
  asked: Value,
): ShapeAnswer {
  const cut = splitImage(axes, input);
  if ("mistake" in cut) return cut;
  const { kernel, stride, padding } = slidingFrom(axes, get, sizesFor(axes, get("kernel_size")));
  const unknown = { shape: [...cut.head, ...cut.image.map(() => unknownSize(call.run))] };
  if (asked instanceof Unknown || kernel === undefined || stride === undefined || !Array.isArray(padding))
    return unknown;
  const usual = cut.image.map((size, axis) => unpooledAlong(size, kernel[axis], stride[axis], padding[axis]));
  if (usual.includes(undefined)) return unknown;
  const image = usual as Dim[];
  if (asked === null) return { shape: [...cut.head, ...image] };
  const sizes = shapeFrom(call.run, [asked])?.slice(-axes);
  if (sizes?.length !== axes) return unknown;
  const far = sizes.findIndex((size, axis) => isFar(size, image[axis], stride[axis]));
  if (far < 0) return { shape: [...cut.head, ...sizes] };
  const message = `output_size must differ by less than the stride ${stride[far]} from ${image[far]}, and is ${sizes[far]}.`;
  return mistaken(codes.window, message, [...cut.head, ...image]);
}

function unpooledAlong(size: Dim, kernel?: Dim, stride?: Dim, padding?: Dim): Dim | undefined {
  if (typeof kernel !== "number" || typeof stride !== "number" || typeof padding !== "number") return undefined;
  return addDims(scaleDim(subtractDims(size, 1), stride), kernel - 2 * padding);
}

function isFar(asked: Dim, usual: Dim | undefined, stride: Dim | undefined): boolean {
  if (typeof asked !== "number" || typeof usual !== "number" || typeof stride !== "number") return false;
  return Math.abs(asked - usual) >= stride;
}
