/** Labelled images from IDX files: MNIST, its relatives, and whatever else people pack that way. */
import type { Floats } from "../tensor/floats.ts";
import type { Samples } from "../tensor/samples.ts";
import { type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import { DatasetError } from "./dataset-error.ts";
import type { DatasetFiles } from "./dataset-files.ts";
import { type Idx, readIdx } from "./idx.ts";

export interface Dataset {
  readonly train: Samples;
  readonly test: Samples;
  /** What both are read from; the samples look into it. */
  readonly files: DatasetFiles;
}

/** Both halves of a data set, with classes for the labels of both. The files are unpacked. Throws a `DatasetError`. */
export function readDataset(files: DatasetFiles): Dataset {
  const train = samplesOf("training", files.trainImages, files.trainLabels);
  const test = samplesOf("test", files.testImages, files.testLabels);
  if (!sameShape(train.shape, test.shape)) {
    throw new DatasetError(
      `The training images are [${train.shape.join(", ")}], but the test images are [${test.shape.join(", ")}].`,
    );
  }
  const classes = Math.max(train.classes, test.classes);
  return { train: { ...train, classes }, test: { ...test, classes }, files };
}

function samplesOf(set: string, images: Uint8Array, labels: Uint8Array): Samples {
  try {
    return imageSamples(readIdx(images), readIdx(labels));
  } catch (error) {
    if (error instanceof DatasetError) throw new DatasetError(`The ${set} set: ${error.message}`, { cause: error });
    throw error;
  }
}

/**
 * Images [n, h, w] or [n, h, w, c] with labels [n]; images without a channel axis get one channel. There are as many
 * classes as the largest label needs. Throws a `DatasetError` if the two do not belong together.
 */
export function imageSamples(images: Idx, labels: Idx): Samples {
  const [count = 0] = images.shape;
  const shape = sampleShape(images.shape);
  if (labels.shape.length !== 1) {
    throw new DatasetError(`Labels must have one axis [n], and have [${labels.shape.join(", ")}].`);
  }
  if (labels.data.length !== count) {
    throw new DatasetError(`There are ${count} images, but ${labels.data.length} labels. They do not belong together.`);
  }
  if (count === 0) throw new DatasetError("There are no images in the file.");
  const size = sizeOf(shape);
  return {
    count,
    shape,
    classes: labels.data.reduce((largest, label) => Math.max(largest, label), 0) + 1,
    label: (index) => labels.data[index] ?? 0,
    write: (index, target, offset) => writePixels(images.data, index * size, target, { offset, size }),
  };
}

function sampleShape(shape: Shape): Shape {
  const [, h, w, c = 1] = shape;
  if (h === undefined || w === undefined || shape.length > 4) {
    throw new DatasetError(`Images must have the axes [n, h, w] or [n, h, w, c], and have [${shape.join(", ")}].`);
  }
  return [h, w, c];
}

/** What a byte is of 255: looked up, as 784 divisions are a seventieth of a small network's step. */
const shares = Float64Array.from({ length: 256 }, (_, byte) => byte / 255);

function writePixels(
  pixels: Uint8Array,
  from: number,
  target: Floats,
  { offset, size }: { readonly offset: number; readonly size: number },
): void {
  for (let i = 0; i < size; i++) target[offset + i] = shares[pixels[from + i]!]!;
}
