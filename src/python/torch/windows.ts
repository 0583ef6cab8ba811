/** Convolution and pooling of any number of image axes, as functions and modules share them. */

import { boundsOf, compareDims } from "../../tensor/dim/order.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { itemsOf, noWholeNumber, sizesFor } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import { extentOf, type SlidingAxis, slideAlong, spreadAlong } from "../tensors/window.ts";
import type { Value } from "../value.ts";

/** What slides over the image axes; `undefined` where a number is not known. */
export interface Sliding {
  readonly kernel: readonly Dim[] | undefined;
  readonly stride: readonly Dim[] | undefined;
  readonly padding: readonly Dim[] | "same" | "valid" | undefined;
  readonly dilation: readonly Dim[] | undefined;
  readonly ceil?: boolean;
  /** Why it does not slide over so many axes. */
  readonly misfit?: string | undefined;
}

/** Reads `kernel_size=3` or `(3, 3)`, `padding='same'`, and so on. */
export function slidingFrom(axes: number, get: (name: string) => Value, kernel: readonly Dim[] | undefined): Sliding {
  const padding = get("padding");
  const named =
    typeof padding === "string" && (padding === "same" || padding === "valid") ? padding : sizesFor(axes, padding);
  const stride = get("stride");
  const unset = stride === null || itemsOf(stride)?.length === 0;
  return {
    kernel,
    stride: unset ? kernel : sizesFor(axes, stride),
    padding: named,
    dilation: get("dilation") === null ? sizesFor(axes, 1) : sizesFor(axes, get("dilation")),
    misfit: misfitOf(axes, get) ?? noNumberIn(get),
  };
}

/** One number counts for all axes, also in a tuple; several are as many as there are axes. */
function misfitOf(axes: number, get: (name: string) => Value): string | undefined {
  for (const name of ["kernel_size", "stride", "padding", "dilation"]) {
    const count = itemsOf(get(name))?.length ?? 0;
    if (count > 1 && count !== axes)
      return `its ${name} has ${count} numbers, and must have ${axes}, one for each axis of the image.`;
  }
  return undefined;
}

/** `None` means the usual, and padding may have a name. */
function noNumberIn(get: (name: string) => Value): string | undefined {
  for (const name of ["kernel_size", "stride", "padding", "dilation"]) {
    const value = get(name);
    const found = (itemsOf(value) ?? [value]).flatMap((item) =>
      item === null || typeof item === "string" ? [] : (noWholeNumber(item) ?? []),
    );
    if (found.length > 0) return `its ${name} must be a whole number, and is ${found[0]}.`;
  }
  return undefined;
}

/** One image axis's numbers, if all are known. */
function axisAt({ kernel, stride, padding, dilation, ceil }: Sliding, axis: number): SlidingAxis | undefined {
  const [k, s, d] = [kernel?.[axis], stride?.[axis], dilation?.[axis]];
  if (typeof k !== "number" || typeof s !== "number" || typeof d !== "number" || s < 1 || padding === undefined)
    return undefined;
  if (padding === "same" || padding === "valid") {
    const total = padding === "same" ? d * (k - 1) : 0;
    const before = Math.floor(total / 2);
    return { kernel: k, stride: s, dilation: d, before, after: total - before };
  }
  const pad = padding[axis];
  if (typeof pad !== "number") return undefined;
  return { kernel: k, stride: s, dilation: d, before: pad, after: pad, ...(ceil && { ceil }) };
}

/** The image axes of `input` behind the window; the sizes that cannot be known get letters. */
export function slide(run: Run, image: Shape, sliding: Sliding): ShapeAnswer {
  const windowless = refusal(run, image, sliding);
  if (windowless !== undefined) return windowless;
  const sizes: Dim[] = [];
  let small = false;
  for (const [index, size] of image.entries()) {
    const axis = axisAt(sliding, index);
    const output = axis
      ? slideAlong(size, axis)
      : unknownSize(run, "the window's kernel, stride or padding is not known");
    const fits = compareDims(">=", output, 1) !== false;
    small ||= !fits;
    sizes.push(fits ? output : unknownSize(run));
  }
  return small ? tooSmall(image, sliding, sizes) : { shape: sizes };
}

/** Numbers that make no window; `undefined`: there are none. */
function refusal(
  run: Run,
  image: Shape,
  { kernel, stride, dilation, padding, misfit }: Sliding,
): ShapeAnswer | undefined {
  if (misfit !== undefined) return refused(run, image, misfit);
  const numbers: readonly (readonly [name: string, values: Sliding["padding"], least: number])[] = [
    ["kernel", kernel, 1],
    ["stride", stride, 1],
    ["dilation", dilation, 1],
    ["padding", padding, 0],
  ];
  for (const [name, values, least] of numbers) {
    const wrong = typeof values === "string" ? undefined : values?.find((value) => compareDims("<", value, least));
    if (wrong === undefined) continue;
    return refused(run, image, `its ${name} is ${formatDim(wrong)}, and must be at least ${least}.`);
  }
  return undefined;
}

function refused(run: Run, image: Shape, message: string): ShapeAnswer {
  return mistaken(
    codes.window,
    message,
    image.map(() => unknownSize(run)),
  );
}

function tooSmall(image: Shape, sliding: Sliding, meant: Shape): ShapeAnswer {
  const axes = image.map((_, index) => axisAt(sliding, index));
  const covered = axes.map((axis) => (axis ? extentOf(axis) : "?")).join(" × ");
  const room = image.map((size, index) => padded(size, axes[index])).join(" × ");
  const withPads = axes.some((axis) => axis !== undefined && axis.before + axis.after > 0) ? " with its padding" : "";
  return mistaken(
    codes.kernelTooLarge,
    `its window covers ${covered}, but the input${withPads} is only ${room}. Use a smaller kernel, more padding, or fewer steps that shrink the image before it.`,
    meant,
  );
}

/** The largest kernel that fits every axis, for one that was given as a single number. */
export function largestKernel(image: Shape, sliding: Sliding): number | undefined {
  const axes = image.map((_, index) => axisAt(sliding, index));
  const room = axes.map((axis, index) => {
    const size = image[index];
    return axis?.dilation === 1 && typeof size === "number" ? size + axis.before + axis.after : Number.NaN;
  });
  const least = Math.min(...room);
  return least >= 1 ? least : undefined;
}

function padded(size: Dim, axis: SlidingAxis | undefined): string {
  return typeof size === "number" ? String(size + (axis ? axis.before + axis.after : 0)) : formatDim(size);
}

export function spread(
  run: Run,
  image: Shape,
  sliding: Sliding,
  outputPadding: readonly Dim[] | undefined,
): ShapeAnswer {
  const windowless = refusal(run, image, sliding);
  if (windowless !== undefined) return windowless;
  const sizes = image.map((size, index) => {
    const axis = axisAt(sliding, index);
    const extra = outputPadding?.[index];
    return axis && typeof extra === "number" ? spreadAlong(size, axis, extra) : unknownSize(run);
  });
  const wrong = sizes.findIndex((size) => boundsOf(size).high < 1);
  if (wrong < 0) return tooMuchAdded(sliding, outputPadding, sizes) ?? { shape: sizes };
  return mistaken(
    codes.kernelTooLarge,
    `axis ${wrong} of the output would be ${formatDim(sizes[wrong] as Dim)}.`,
    sizes.with(wrong, unknownSize(run)),
  );
}

/** What is added to the output stays within a stride or within the holes of the kernel. */
function tooMuchAdded(
  { stride, dilation }: Sliding,
  added: readonly Dim[] | undefined,
  meant: Shape,
): ShapeAnswer | undefined {
  const wrong = added?.findIndex(
    (extra, axis) =>
      compareDims(">=", extra, stride?.[axis] ?? extra) === true &&
      compareDims(">=", extra, dilation?.[axis] ?? extra) === true,
  );
  if (added === undefined || wrong === undefined || wrong < 0) return undefined;
  const [extra, step, hole] = [added[wrong], stride?.[wrong], dilation?.[wrong]].map((size) => formatDim(size as Dim));
  const message = `output_padding must be smaller than the stride ${step} or the dilation ${hole}, and is ${extra}.`;
  return mistaken(codes.outputPadding, message, meant);
}

/** Cuts [N, C, ...image] or, without a batch, [C, ...image]; a mistake if there are more or fewer axes. */
export function splitImage(
  axes: number,
  shape: Shape,
): { head: Shape; image: Shape } | { mistake: ReturnType<typeof mistaken>["mistake"] } {
  if (shape.length === axes + 2) return { head: shape.slice(0, 2), image: shape.slice(2) };
  if (shape.length === axes + 1) return { head: shape.slice(0, 1), image: shape.slice(1) };
  const image = ["length", "height, width", "depth, height, width"][axes - 1];
  const message = `expects ${axes + 2} axes [batch, channels, ${image}], or without the batch ${axes + 1}, and gets ${formatShape(shape)}.`;
  return mistaken(codes.rank, message);
}
