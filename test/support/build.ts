/** Networks for tests, from the text of a model. */

import { buildNetwork, type Network, type NetworkOptions } from "../../src/engine/network.ts";
import { readCnnJson } from "../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../src/formats/model-document.ts";
import { referenceBackend } from "../../src/kernels/reference/backend.ts";
import { Random } from "../../src/tensor/random.ts";
import type { Samples } from "../../src/tensor/samples.ts";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";

export function readModel(model: object): ModelDocument {
  const document = readCnnJson(JSON.stringify(model, null, 2), "test.cnn.json");
  if (document.issues.length > 0) throw new Error(document.issues.map(({ message }) => message).join("\n"));
  return document;
}

export function networkOf(model: object | ModelDocument, options: Partial<NetworkOptions> = {}): Network {
  const { graph, analysis } = "graph" in model ? (model as ModelDocument) : readModel(model);
  return buildNetwork(graph, analysis, {
    backend: referenceBackend,
    precision: "float64",
    batchSize: 4,
    seed: 1,
    gradients: true,
    maxBytes: 2 ** 30,
    ...options,
  });
}

/** Images whose class can be told: a bright spot at the place that belongs to it, and noise. */
export function spots(count: number, shape: Shape, classes: number, seed = 5): Samples {
  const random = new Random(seed);
  const size = sizeOf(shape);
  const labels = Array.from({ length: count }, (_, index) => index % classes);
  const pixels = labels.map((label) =>
    Float64Array.from({ length: size }, (_, i) => (i % classes === label ? 0.8 : 0) + 0.2 * random.uniform()),
  );
  return {
    count,
    shape,
    classes,
    label: (index) => labels[index] as number,
    write: (index, target, offset) => target.set(pixels[index] as Float64Array, offset),
  };
}
