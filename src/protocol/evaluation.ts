/** How a model does on the test images, and what a view needs to look at some of them. Arrays are copies. */
import type { Shape } from "../tensor/shape.ts";
import type { DatasetSample } from "./inspection.ts";

export interface TestReport {
  /** Of the text that was open then. */
  readonly revision: number;
  /** Whose weights, as people read it: `epoch 3, step 120`. */
  readonly place: string;
  readonly classes: number;
  /** Mean over the test images. */
  readonly loss: number;
  readonly accuracy: number;
  /** Of each test image, as the next two. */
  readonly labels: Uint8Array;
  readonly predictions: Uint8Array;
  /** The predicted class's probability, where the model classifies. */
  readonly confidences: Float32Array;
}

/** Images of one set, by index; at most `MOST` of view-requests.ts at once. */
export interface ImagesRequest {
  readonly set: DatasetSample["set"];
  readonly indices: readonly number[];
}

export interface Images {
  /** Of one image. */
  readonly shape: Shape;
  /** One image after the other, 0 to 255. */
  readonly pixels: Uint8Array;
}

/** The nearest image of a class behind (or before) a place in its set. */
export interface SearchRequest {
  readonly set: DatasetSample["set"];
  readonly from: number;
  readonly label: number;
  readonly backwards: boolean;
}
