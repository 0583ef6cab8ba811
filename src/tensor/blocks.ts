/**
 * Layers that follow one another and whose maps in between nobody looks at, computed as one: a convolution or dense layer
 * with its bias, ReLU, and max pooling. A backend may offer this beside its single kernels; the results are the same.
 */
import type { Floats } from "./floats.ts";
import type { ConvSizes } from "./kernels.ts";
import type { Window } from "./window.ts";

/** `conv.n` is not read: a block computes as many samples as it is told. */
export interface ConvolutionBlock {
  readonly conv: ConvSizes;
  readonly relu: boolean;
  /** A max pool over the convolution's output, neither padded nor dilated. */
  readonly pool: Window | undefined;
  /** Whether 3 x 3 kernels may be multiplied in tiles of Winograd's, where that pays. */
  readonly winograd: boolean;
}

export interface DenseBlock {
  readonly i: number;
  readonly o: number;
  readonly relu: boolean;
}

/** Each for the whole batch. */
export interface BlockArrays {
  readonly x: Floats;
  readonly k: Floats;
  /** One number for each filter or output. */
  readonly bias: Floats | undefined;
  readonly y: Floats;
  /** Of y's length: what a pooling block remembers for its way back. */
  readonly winners: Int32Array | undefined;
}

export interface BlockGradients {
  /** Is lost on the way back. */
  readonly dy: Floats;
  readonly dx: Floats | undefined;
  readonly dk: Floats;
  readonly dbias: Floats | undefined;
}

export interface BlockBackward {
  /** dx += instead of dx =. */
  readonly accumulate: boolean;
  /** What belongs to dk and dbias is added to the weights themselves. dy has then been scaled by the negative learning rate. */
  readonly intoWeights: boolean;
}

/** A block bound to its arrays, over the first n samples of them. */
export interface Block {
  forward(n: number): void;
  backward(n: number, how: BlockBackward): void;
}

export interface Blocks {
  convolution(block: ConvolutionBlock, arrays: BlockArrays, gradients: BlockGradients | undefined): Block;
  dense(block: DenseBlock, arrays: BlockArrays, gradients: BlockGradients | undefined): Block;
}
