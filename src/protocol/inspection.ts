/** What the inspector asks about one layer and one sample, and what it gets: copies, never views of a larger buffer. */
import type { Shape } from "../tensor/shape.ts";

export interface InspectionRequest {
  /** The graph's node, by index in the file's order; -1 for the input itself. */
  readonly layer: number;
  readonly sample: SampleChoice;
  /** Whether what a training did to the weights is wanted too. */
  readonly changes?: boolean | undefined;
}

/** An image of the data set, from the front of its training or test half. */
export interface DatasetSample {
  readonly set: "train" | "test";
  readonly index: number;
}

/** An image that the person drew or opened. */
export interface OwnSample {
  readonly set: "own";
  /** As many as the model's input has, from 0 to 1. */
  readonly pixels: Float32Array;
  /** Its class; `undefined`: nobody has said it, so that there is neither loss nor gradient. */
  readonly label: number | undefined;
}

export type SampleChoice = DatasetSample | OwnSample;

/** A tensor of one sample: no batch axis. */
export interface SampleTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

export interface WeightView {
  /** `kernel`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  readonly value: Float32Array;
  /** Gradient of the sample's loss; `undefined` if there is none: the output does not fit the classes, or the sample has no label. */
  readonly gradient: Float32Array | undefined;
  /** Since the training began that the weights come from; `undefined` if that is not known, or was not asked for. */
  readonly change: Float32Array | undefined;
  /** What a step of it, the latest that was traced, added; likewise. */
  readonly update: Float32Array | undefined;
}

export interface Inspection {
  readonly layer: number;
  readonly sample: SampleChoice;
  /** The sample's true class; `undefined` if nobody has said it. */
  readonly label: number | undefined;
  readonly image: SampleTensor;
  readonly inputs: readonly SampleTensor[];
  readonly output: SampleTensor;
  /** Before the layer's activation; `undefined` if it has none. */
  readonly beforeActivation: SampleTensor | undefined;
  readonly outputGradient: Float32Array | undefined;
  /** By the value before the activation: the output's own gradient, if there is none. */
  readonly beforeActivationGradient: Float32Array | undefined;
  /** For each input what this layer alone sends back to it; an input may feed other layers too. None for the input itself or without a loss. */
  readonly inputGradients: readonly Float32Array[];
  readonly weights: readonly WeightView[];
  readonly loss: number | undefined;
  /** The model's output, as probabilities where it classifies. */
  readonly prediction: Float32Array | undefined;
}
