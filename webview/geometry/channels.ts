/** Which input channel an output channel comes from, in layers that treat each channel for itself. */
import type { Shape } from "../../src/tensor/shape.ts";

export interface ChannelCounts {
  readonly inputs: number;
  readonly outputs: number;
  /** The shape of the layer's kernel, if it has one. */
  readonly kernel: Shape | undefined;
}

/**
 * The input channel that the output channel reads alone: in a layer without a kernel (a pool) the same one, in a depthwise
 * convolution, whose kernel is [kh, kw, in, multiplier], the one that its multiplier belongs to. `undefined` where an
 * output reads several channels.
 */
export function inputChannelOf({ inputs, outputs, kernel }: ChannelCounts, output: number): number | undefined {
  if (kernel === undefined) return inputs === outputs ? output : undefined;
  const [, , channels, multiplier] = kernel;
  const isDepthwise =
    inputs > 1 && channels === inputs && multiplier !== undefined && channels * multiplier === outputs;
  return isDepthwise ? Math.floor(output / multiplier) : undefined;
}
