/** Which parts of a sample the score of a class rests on; the formulae stand in the engine's `saliency.ts`. */
import type { SampleChoice } from "./inspection.ts";

export interface SaliencyRequest {
  readonly sample: SampleChoice;
  /** The class; `undefined`: the one with the largest score. */
  readonly target: number | undefined;
  /** Whose feature maps Grad-CAM looks at, by index in the file's order; `undefined`: none's. */
  readonly layer: number | undefined;
}

/** Values row by row, one for each place. */
export interface SaliencyMap {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export interface Saliency {
  readonly sample: SampleChoice;
  readonly target: number;
  /** The class with the largest score. */
  readonly predicted: number;
  /** Before a softmax. */
  readonly scores: Float32Array;
  /** As large as the image. */
  readonly gradientTimesInput: SaliencyMap;
  /** As large as the layer's maps, with the weight of each. */
  readonly gradCam: (SaliencyMap & { readonly layer: number; readonly alphas: Float32Array }) | undefined;
}
