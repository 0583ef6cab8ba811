/** What the inspector asks about one layer and one sample, and what it gets: copies, never views of a larger buffer. */
import type { Shape } from "../tensor/shape.ts";

export interface InspectionRequest {
  /** The graph's node, by index in the file's order; -1 for the input itself. */
  readonly layer: number;
  /** Which bundled image, from the front of the training or the test set. */
  readonly sample: SampleChoice;
}

export interface SampleChoice {
  readonly set: "train" | "test";
  readonly index: number;
}

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
  /** Gradient of the sample's loss; `undefined` if the model has no loss for the data (its output does not fit the classes). */
  readonly gradient: Float32Array | undefined;
}

export interface Inspection {
  readonly layer: number;
  readonly sample: SampleChoice;
  /** The sample's true class. */
  readonly label: number;
  readonly image: SampleTensor;
  readonly inputs: readonly SampleTensor[];
  readonly output: SampleTensor;
  /** Before the layer's activation; `undefined` if it has none. */
  readonly beforeActivation: SampleTensor | undefined;
  readonly outputGradient: Float32Array | undefined;
  readonly weights: readonly WeightView[];
  readonly loss: number | undefined;
  /** The model's output, as probabilities where it classifies. */
  readonly prediction: Float32Array | undefined;
}
