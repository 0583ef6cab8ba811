/** Samples as a network takes them: one batch of its first input, with the labels beside it. */
import type { GraphInput } from "../graph/graph.ts";
import type { Samples } from "../tensor/samples.ts";
import { sameShape, sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import type { Network } from "./network.ts";

/** Throws an `EngineError` if the samples do not fit the network's input. */
export function checkSamples({ plan }: Network, samples: Samples): void {
  checkInputs(plan.inputs, samples);
}

/** The same before there is a network, which may need more memory than there is. Inputs that are not known pass. */
export function checkInputs(inputs: readonly Pick<GraphInput, "name" | "shape">[], samples: Samples): void {
  if (inputs.length !== 1) {
    throw new EngineError(
      `Images feed one input, and the model has ${inputs.length}: ${inputs.map(({ name }) => name).join(", ")}.`,
    );
  }
  const shape = inputs[0]?.shape;
  if (shape === undefined || sameShape(shape, samples.shape)) return;
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
