import { gzipSync } from "node:zlib";
import type { DatasetBytes } from "../../../src/protocol/worker-contract.ts";

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], data: readonly number[]): Uint8Array {
  const header = [0, 0, 8, shape.length, ...shape.flatMap((size) => [size >> 24, size >> 16, size >> 8, size & 255])];
  return Uint8Array.from([...header.map((byte) => byte & 255), ...data]);
}

/** 6 x 6 images of two classes that differ by the bright half: the left one for 0, the upper one for 1. */
function images(count: number): { images: Uint8Array; labels: Uint8Array } {
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const pixels = labels.flatMap((label, i) =>
    Array.from({ length: 36 }, (_, at) => {
      const bright = label === 0 ? at % 6 < 3 : at < 18;
      return (bright ? 200 : 20) + ((i * 7 + at * 3) % 40);
    }),
  );
  return { images: idx([count, 6, 6], pixels), labels: idx([count], labels) };
}

/** A data set that a tiny network learns; half of it packed, as the two may be mixed. */
export function tinyData(train = 24, test = 8): DatasetBytes {
  const [first, second] = [images(train), images(test)];
  return {
    trainImages: new Uint8Array(gzipSync(first.images)),
    trainLabels: first.labels,
    testImages: second.images,
    testLabels: new Uint8Array(gzipSync(second.labels)),
  };
}

export interface TinyOptions {
  readonly filters?: number;
  readonly units?: number;
  readonly input?: readonly number[];
  readonly training?: Record<string, unknown>;
}

/** A convolution, a pool, a dense layer: 4 filters over 6 x 6, two classes. */
export function tinyModel({ filters = 4, units = 2, input = [6, 6, 1], training = {} }: TinyOptions = {}): string {
  return JSON.stringify({
    input,
    layers: [
      { type: "conv2d", name: "conv", filters, kernelSize: 3, activation: "relu" },
      { type: "maxPool2d", name: "pool" },
      { type: "flatten" },
      { type: "dense", name: "out", units, activation: "softmax" },
    ],
    training: { epochs: 3, batchSize: 4, optimizer: { type: "sgd", learningRate: 0.1 }, seed: 5, ...training },
  });
}
