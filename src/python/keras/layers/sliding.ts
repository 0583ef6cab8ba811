/**
 * A window that slides over one, two or three axes, in Keras's words: sizes, checks and words that convolutions and pools
 * share. Any size may be a letter.
 */
import type { Dim } from "../../../tensor/dim.ts";
import { slideAlong, slideSame } from "../../tensors/window.ts";
import type { Construction } from "../construction.ts";
import type { LayerCall } from "../layer-call.ts";
import type { Options, Refused } from "../options.ts";
import type { Shape } from "../sizes.ts";
import { imageGivenChannelsFirst } from "./channels-order.ts";

export interface Sliding {
  readonly kernel: Shape;
  readonly strides: Shape;
  readonly dilation: Shape;
  /** `undefined`: not known. */
  readonly padding: string | undefined;
  /** The name of the kernel's argument, for messages. */
  readonly kernelName: string;
}

export function slide(call: LayerCall, spatial: Shape, sliding: Sliding): Shape {
  const sizes = spatial.map((size, axis) => slideAxis(call, size, sliding, axis));
  if (sizes.every((size) => typeof size !== "number" || size >= 1)) return sizes;
  reportTooLarge(call, spatial, sliding);
  return sizes.map((size) => (typeof size === "number" && size < 1 ? call.unknown("its window does not fit") : size));
}

function slideAxis(call: LayerCall, size: Dim, sliding: Sliding, axis: number): Dim {
  const [kernel, stride, dilation] = [sliding.kernel[axis], sliding.strides[axis], sliding.dilation[axis]];
  const { padding } = sliding;
  if (typeof stride === "number" && stride > 0 && (padding === "same" || padding === "causal")) {
    return slideSame(size, stride);
  }
  if (kernel === 1 && stride === 1) return size;
  if (typeof kernel !== "number" || typeof stride !== "number" || typeof dilation !== "number" || stride < 1) {
    return call.unknown("its window's sizes are not known");
  }
  if (padding === undefined) return call.unknown("its padding is not known");
  return slideAlong(size, { kernel, stride, dilation, before: 0, after: 0 });
}

function reportTooLarge(call: LayerCall, spatial: Shape, { kernel, dilation, kernelName }: Sliding): void {
  const covered = kernel.map((size, axis) => extent(size, dilation[axis]));
  const message = `${call.name}: its window covers ${covered.join(" × ")}, but the input is only ${spatial.map(shown).join(" × ")}.`;
  const swapped = imageGivenChannelsFirst(call);
  if (swapped !== undefined) {
    call.problem("shape/channels-order", `${message} ${swapped.message}`, swapped.fix);
    return;
  }
  const fix = call.set("padding", '"same"');
  call.problem("shape/kernel-larger-than-input", `${message} Use padding="same" or a smaller ${kernelName}.`, fix);
}

function extent(kernel: Dim, dilation: Dim | undefined): Dim {
  return typeof kernel === "number" && typeof dilation === "number" ? (kernel - 1) * dilation + 1 : kernel;
}

function shown(dim: Dim): string {
  return typeof dim === "number" ? String(dim) : "None";
}

/** One, for each axis. */
export function ones(rank: number): Shape {
  return Array.from({ length: rank }, () => 1);
}

/** Sizes that Keras refuses are reported where the layer is made; here they are as good as unknown. */
export function sizesOr(call: LayerCall, sizes: Shape | Refused, rank: number): Shape {
  return sizes === "refused" ? Array.from({ length: rank }, () => call.unknown("an argument is refused")) : sizes;
}

const PADDINGS: readonly (string | undefined)[] = ["valid", "same", "causal"];

/** A word that Keras refuses, as is said where the layer is made, is as good as unknown. */
export function paddingOf(call: LayerCall): string | undefined {
  const padding = call.options.word("padding", "valid");
  return PADDINGS.includes(padding) ? padding : undefined;
}

/** In the constructor: a padding that is none of Keras's words. */
export function checkPadding(construction: Construction, words: readonly string[]): void {
  const padding = construction.options.word("padding", "valid");
  if (padding === undefined || words.includes(padding)) return;
  const wanted = words.map((word) => `"${word}"`).join(" or ");
  const fix = construction.replace("padding", '"same"');
  construction.problem("keras/padding", `${construction.name}: padding must be ${wanted} in Keras.`, fix);
}

/** In the constructor: each size is a number above 0, or a tuple of as many as there are axes. */
export function checkSizes(construction: Construction, name: string, rank: number): void {
  const sizes = construction.options.sizes(name, rank, ones(rank));
  if (sizes !== "refused" && sizes.every((size) => typeof size !== "number" || size > 0)) return;
  if (construction.options.present(name) === undefined) return;
  const tuple = rank === 1 ? "" : ` or a tuple of ${rank} of them`;
  construction.problem("keras/argument", `${construction.name}: ${name} must be a whole number above 0${tuple}.`);
}

/** In the constructor: Keras's convolutions take a stride or a dilation above 1. */
export function checkStrideWithDilation(construction: Construction, rank: number): void {
  const { options, name } = construction;
  const [strides, dilation] = [mostOf(options, "strides", rank), mostOf(options, "dilation_rate", rank)];
  if (strides <= 1 || dilation <= 1) return;
  construction.problem(
    "keras/stride-with-dilation",
    `${name}: Keras takes a stride or a dilation above 1, not both, and gets strides ${strides} with dilation ${dilation}. Set one of them to 1.`,
    construction.replace("dilation_rate", "1"),
  );
}

function mostOf(options: Options, name: string, rank: number): number {
  const sizes = options.sizes(name, rank, ones(rank));
  const known = sizes === "refused" ? [] : sizes.filter((size) => typeof size === "number");
  return Math.max(1, ...known);
}
