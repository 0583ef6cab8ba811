/**
 * The inner loops that the engine needs. Data is row-major with the channels last and the batch `n` first. A kernel
 * neither checks nor allocates: shapes were resolved at the door. Whatever is called a gradient (`dx`, `dk`, `db`) is
 * accumulated, so that paths that meet add up and a batch sums; everything else is overwritten.
 */
import type { Activation } from "./activation.ts";
import type { Floats } from "./floats.ts";
import type { Padding, Window } from "./window.ts";

/**
 * A convolution's sizes. `ci` and `co` count all input and output channels; kernel [kh, kw, ci / groups, co], whose
 * columns are group-major, so that a depthwise convolution is one with `groups = ci`.
 */
export interface ConvSizes {
  readonly n: number;
  readonly ci: number;
  readonly co: number;
  readonly groups: number;
  readonly window: Window;
}

/** Pooling over `c` channels, each for itself. */
export interface PoolSizes {
  readonly n: number;
  readonly c: number;
  readonly window: Window;
}

/** A matrix of `rows` x `columns`. */
export interface MatrixSizes {
  readonly rows: number;
  readonly columns: number;
}

/** y [n, o] = x [n, i] times k [i, o]. */
export interface DenseSizes {
  readonly n: number;
  readonly i: number;
  readonly o: number;
}

/** Pooling over all places of each of `c` channels. */
export interface GlobalPoolSizes {
  readonly n: number;
  readonly places: number;
  readonly c: number;
}

export interface RowScaling {
  readonly gamma: Floats;
  readonly epsilon: number;
}

export interface ChannelScaling extends RowScaling {
  readonly mean: Floats;
  readonly variance: Floats;
}

/** Where the gradients of a normalization are accumulated; without `dx` nobody asks for it. */
export interface NormGradients {
  readonly dx: Floats | undefined;
  readonly dgamma: Floats;
  readonly dbeta: Floats;
}

/** An image x [n, h, w, c] and what is added around it. */
export interface PadSizes {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly padding: Padding;
}

/** An image x [n, h, w, c] and the factors that enlarge it. */
export interface UpsampleSizes {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly fh: number;
  readonly fw: number;
}

/** `columns` columns, placed from column `from` of a matrix that has `of` of them. */
export interface ColumnSizes {
  readonly rows: number;
  readonly columns: number;
  readonly from: number;
  readonly of: number;
}

export interface Kernels {
  /** y [n, oh, ow, co] = x [n, h, w, ci] cross-correlated with k [kh, kw, ci / groups, co]. */
  conv2d(x: Floats, k: Floats, y: Floats, sizes: ConvSizes): void;
  /** dx [n, h, w, ci] += dy [n, oh, ow, co] spread by the stride, under the kernel turned by 180°. */
  conv2dInputGradient(dy: Floats, k: Floats, dx: Floats, sizes: ConvSizes): void;
  /** dk [kh, kw, ci / groups, co] += over all places, input times upstream gradient. */
  conv2dKernelGradient(x: Floats, dy: Floats, dk: Floats, sizes: ConvSizes): void;

  /** y [n, oh, ow, c]; `argmax` keeps, for each output, the flat place of the first maximum within its sample's [h, w, c]. */
  maxPool2d(x: Floats, y: Floats, argmax: Int32Array, sizes: PoolSizes): void;
  /** dx [n, h, w, c] += dy at the place that won. */
  maxPool2dInputGradient(dy: Floats, argmax: Int32Array, dx: Floats, sizes: PoolSizes): void;
  /** y [n, oh, ow, c]: the mean of each window; cells of the padding count as zeros if `countPadding`, else not at all. */
  avgPool2d(x: Floats, y: Floats, sizes: PoolSizes, countPadding: boolean): void;
  avgPool2dInputGradient(dy: Floats, dx: Floats, sizes: PoolSizes, countPadding: boolean): void;

  dense(x: Floats, k: Floats, y: Floats, sizes: DenseSizes): void;
  /** dx [n, i] += dy [n, o] times k transposed. */
  denseInputGradient(dy: Floats, k: Floats, dx: Floats, sizes: DenseSizes): void;
  /** dk [i, o] += x transposed times dy. */
  denseKernelGradient(x: Floats, dy: Floats, dk: Floats, sizes: DenseSizes): void;

  /** Every row of y [rows, columns] += b [columns]. */
  addBias(y: Floats, b: Floats, sizes: MatrixSizes): void;
  /** db [columns] += the sum of the rows of dy [rows, columns]. */
  biasGradient(dy: Floats, db: Floats, sizes: MatrixSizes): void;

  /** y = f(x), elementwise; softmax and logSoftmax along each row of [rows, columns]. y may be x. */
  activate(activation: Activation, x: Floats, y: Floats, sizes: MatrixSizes): void;
  /** dx += dy times f'(x), x the value before and y the value after the activation. */
  activateGradient(activation: Activation, x: Floats, y: Floats, dy: Floats, dx: Floats, sizes: MatrixSizes): void;

  /** y = x times factor, for each element; `factor` has x's length (dropout's mask, a product's other side). */
  multiply(x: Floats, factor: Floats, y: Floats): void;
  /** dx += dy times factor, for each element. */
  multiplyGradient(dy: Floats, factor: Floats, dx: Floats): void;
  /** y += x. */
  accumulate(x: Floats, y: Floats): void;

  /** y [n, c]: the largest of each channel's `places`. */
  globalMax(x: Floats, y: Floats, sizes: GlobalPoolSizes): void;
  /** dx [n, places, c] += dy, shared equally by the places that hold the maximum y. */
  globalMaxInputGradient(x: Floats, y: Floats, dy: Floats, dx: Floats, sizes: GlobalPoolSizes): void;

  /** Mean and biased variance [columns] of each column of x [rows, columns]. */
  channelStatistics(x: Floats, mean: Floats, variance: Floats, sizes: MatrixSizes): void;
  /** y = (x - mean) / sqrt(variance + epsilon) gamma + beta, each column with its own numbers. */
  normalizeChannels(x: Floats, scaling: ChannelScaling, beta: Floats, y: Floats, sizes: MatrixSizes): void;
  /** Gradients of `normalizeChannels` where mean and variance are x's own. */
  batchNormGradient(x: Floats, dy: Floats, scaling: ChannelScaling, gradients: NormGradients, sizes: MatrixSizes): void;
  /** Gradients of `normalizeChannels` where mean and variance are given numbers. */
  scaledShiftGradient(
    x: Floats,
    dy: Floats,
    scaling: ChannelScaling,
    gradients: NormGradients,
    sizes: MatrixSizes,
  ): void;
  /** The same for each row of x [rows, columns] with the row's own mean and variance; gamma and beta [columns]. */
  normalizeRows(x: Floats, scaling: RowScaling, beta: Floats, y: Floats, sizes: MatrixSizes): void;
  normalizeRowsGradient(x: Floats, dy: Floats, scaling: RowScaling, gradients: NormGradients, sizes: MatrixSizes): void;

  /** y [n, top + h + bottom, left + w + right, c] = x [n, h, w, c] in zeros. */
  padImage(x: Floats, y: Floats, sizes: PadSizes): void;
  padImageInputGradient(dy: Floats, dx: Floats, sizes: PadSizes): void;
  /** y [n, h fh, w fw, c]: every cell of x repeated fh by fw times. */
  upsampleNearest(x: Floats, y: Floats, sizes: UpsampleSizes): void;
  upsampleNearestInputGradient(dy: Floats, dx: Floats, sizes: UpsampleSizes): void;
  /** y [n, h fh, w fw, c]: blended between the centres of x's cells, or its corners if they are aligned. */
  upsampleBilinear(x: Floats, y: Floats, sizes: UpsampleSizes, alignCorners: boolean): void;
  upsampleBilinearInputGradient(dy: Floats, dx: Floats, sizes: UpsampleSizes, alignCorners: boolean): void;
  /** Columns `from` and on of y [rows, of] = x [rows, columns]. */
  placeColumns(x: Floats, y: Floats, sizes: ColumnSizes): void;
  placeColumnsInputGradient(dy: Floats, dx: Floats, sizes: ColumnSizes): void;

  /** One step of gradient descent on a weight; `velocity` has its length, and is untouched without momentum. */
  sgdUpdate(weight: Floats, gradient: Floats, velocity: Floats, step: SgdStep): void;
  /** One step of Adam on a weight; the moments have its length. */
  adamUpdate(weight: Floats, gradient: Floats, firstMoment: Floats, secondMoment: Floats, step: AdamStep): void;
}

/**
 * g' = g + weightDecay w; v = momentum v + gradientScale g'; w -= stepScale (nesterov ? momentum v + gradientScale g' : v).
 * PyTorch's velocity is a sum of gradients (gradientScale 1, stepScale the learning rate), Keras's a sum of steps (the reverse).
 */
export interface SgdStep {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  readonly gradientScale: number;
  readonly stepScale: number;
}

/** g' = g + weightDecay w; m = beta1 m + (1 - beta1) g'; v = beta2 v + (1 - beta2) g'^2; w -= stepSize m / (sqrt(v) + epsilon). */
export interface AdamStep {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** With the bias correction in it: learningRate sqrt(1 - beta2^t) / (1 - beta1^t). */
  readonly stepSize: number;
  readonly epsilon: number;
}
