// Models of every size, for images of noise: what a step costs depends on shapes alone.

import { readCnnJson } from "../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../src/formats/model-document.ts";

export interface ChainSize {
  /** Height and width of the images, which have three channels. */
  readonly size: number;
  readonly channels: number;
  /** 3 x 3 convolutions that keep the size. */
  readonly depth: number;
}

/** Convolutions with ReLU, their mean over the places, ten classes. */
export function chain({ size, channels, depth }: ChainSize): ModelDocument {
  const convolutions = Array.from({ length: depth }, () => convolution(channels));
  return read(size, [...convolutions, { type: "globalAvgPool2d" }, classes(10)]);
}

/** VGG-16's blocks: how many convolutions, and how many times the width. */
const blocks = [
  [2, 1],
  [2, 2],
  [3, 4],
  [3, 8],
  [3, 8],
] as const;

/** The layers of VGG-16 for 224 x 224; it is VGG-16 itself where the width is 64, and all else grows with it. */
export function vgg(width: number): ModelDocument {
  const pool = { type: "maxPool2d", poolSize: 2 };
  const maps = blocks.flatMap(([count, factor]) => [
    ...Array.from({ length: count }, () => convolution(factor * width)),
    pool,
  ]);
  const dense = { type: "dense", units: 64 * width, activation: "relu" };
  return read(224, [...maps, { type: "flatten" }, dense, dense, classes(1000)]);
}

function convolution(filters: number) {
  return { type: "conv2d", filters, kernelSize: 3, padding: "same", activation: "relu" };
}

function classes(units: number) {
  return { type: "dense", units, activation: "softmax" };
}

function read(size: number, layers: readonly object[]): ModelDocument {
  return readCnnJson(JSON.stringify({ input: [size, size, 3], layers }), "scale.cnn.json");
}
