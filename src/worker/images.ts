/** Images of the data set for a view: as bytes, and by their class. */
import type { Dataset } from "../data/dataset.ts";
import type { Images, ImagesRequest, SearchRequest } from "../protocol/evaluation.ts";
import { sizeOf } from "../tensor/shape.ts";

/** Throws for an image that is not there. */
export function imagesOf(dataset: Dataset, { set, indices }: ImagesRequest): Images {
  const samples = dataset[set];
  const size = sizeOf(samples.shape);
  const values = new Float32Array(indices.length * size);
  for (const [place, index] of indices.entries()) {
    if (index < 0 || index >= samples.count) {
      throw new Error(`There is no sample ${index}: the ${set} set has ${samples.count}.`);
    }
    samples.write(index, values, place * size);
  }
  return { shape: samples.shape, pixels: Uint8Array.from(values, (value) => Math.round(value * 255)) };
}

/** The next image of the class, around the end of the set if need be; `undefined` if there is none but this one. */
export function findImage(dataset: Dataset, { set, from, label, backwards }: SearchRequest): number | undefined {
  const samples = dataset[set];
  const { count } = samples;
  for (let step = 1; step < count; step++) {
    const index = (from + (backwards ? count - step : step)) % count;
    if (samples.label(index) === label) return index;
  }
  return undefined;
}
