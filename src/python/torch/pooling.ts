/** Pooling: windows over each channel, of a given size or of a given number of places. */
import type { Dim } from "../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { dimFrom, itemsOf, sizeFrom, sizesFor } from "../tensors/sizes.ts";
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
