/** Samples as a network takes them: one batch of its first input, with the labels beside it. */
import type { Samples } from "../tensor/samples.ts";
import { sameShape, sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import type { Network } from "./network.ts";

/** Throws an `EngineError` if the samples do not fit the network's input. */
export function checkSamples(network: Network, samples: Samples): void {
  const { inputs } = network.plan;
  if (inputs.length !== 1) {
    throw new EngineError(
      `Images feed one input, and the model has ${inputs.length}: ${inputs.map(({ name }) => name).join(", ")}.`,
    );
  }
  const shape = inputs[0]?.shape ?? [];
  if (sameShape(shape, samples.shape)) return;
  throw new EngineError(
    `The model's input is [${shape.join(", ")}], but the images are [${samples.shape.join(", ")}] (height, width, channels). ` +
      "To train with them, give the model such an input.",
  );
}

/** Writes the samples with the given indices into the first input and gives their labels. */
export function fillBatch(network: Network, samples: Samples, indices: ArrayLike<number>): Uint32Array {
  const input = network.inputs[0] as (typeof network.inputs)[number];
  const size = sizeOf(samples.shape);
  const labels = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    samples.write(index, input, i * size);
    labels[i] = samples.label(index);
  }
  return labels;
}
