/** A first model to begin with: small, and it learns MNIST. In no format's words; every reader's defaults fill the rest. */
import type { Attributes } from "./layer.ts";

export const starterInput: readonly number[] = [28, 28, 1];

export const starterLayers: readonly ({ readonly type: string } & Attributes)[] = [
  { type: "conv2d", filters: 8, kernelSize: 3, padding: "same", activation: "relu" },
  { type: "maxPool2d" },
  { type: "flatten" },
  { type: "dense", units: 10, activation: "softmax" },
];
