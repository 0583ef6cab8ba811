/** How large values and gradients are along the depth of the model, for one sample. */
import type { SampleChoice } from "./inspection.ts";

export interface FlowRequest {
  readonly sample: SampleChoice;
}

/** Of an array's numbers; those that are not finite are counted and left out of mean and norm. */
export interface Magnitude {
  /** Of the absolute values. */
  readonly mean: number;
  /** The root of the sum of squares. */
  readonly norm: number;
  readonly zeros: number;
  /** NaN or infinite. */
  readonly notFinite: number;
  readonly count: number;
}

export interface WeightFlow {
  /** `kernel`, `bias`. */
  readonly name: string;
  readonly norm: number;
  /** `undefined` without a loss. */
  readonly gradientNorm: number | undefined;
  /** Of what a step of the training, the latest that was traced, added to it; `undefined` if there was none. */
  readonly updateNorm: number | undefined;
}

export interface LayerFlow {
  /** The graph's node, by index in the file's order. */
  readonly layer: number;
  readonly output: Magnitude;
  /** Feature maps, or the values of a vector. */
  readonly units: number;
  /** Of these, those that are exactly zero everywhere. */
  readonly zeroUnits: number;
  /**
   * Of the loss by the output; at the model's last layer, if its softmax belongs to the loss, by what goes into it.
   * `undefined` without a loss.
   */
  readonly gradient: Magnitude | undefined;
  /** Only those that are trained. */
  readonly weights: readonly WeightFlow[];
}

export interface Flow {
  readonly sample: SampleChoice;
  /** In the order of the file. */
  readonly layers: readonly LayerFlow[];
}
