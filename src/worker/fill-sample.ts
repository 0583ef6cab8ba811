/** A chosen sample as a network's input: one of the data set's, or an image that a person drew or opened. */
import type { Dataset } from "../data/dataset.ts";
import { fillBatch } from "../engine/batch.ts";
import type { Network } from "../engine/network.ts";
import type { OwnSample, SampleChoice } from "../protocol/inspection.ts";
import { sizeOf } from "../tensor/shape.ts";

/**
 * Writes the sample into the network's input, and gives its label, if it has one. Throws with a message for people if there is
 * no such sample, or if an own image does not fit.
 */
export function fillSample(network: Network, dataset: Dataset, sample: SampleChoice): number | undefined {
  if (sample.set === "own") {
    checkOwn(sample, dataset);
    network.inputs[0]?.set(sample.pixels);
    return sample.label;
  }
  const samples = dataset[sample.set];
  if (sample.index < 0 || sample.index >= samples.count) {
    throw new Error(`There is no sample ${sample.index}: the ${sample.set} set has ${samples.count}.`);
  }
  return fillBatch(network, samples, [sample.index])[0];
}

/** Numbers that are none would spread through the maps as if the model made them. */
function checkOwn({ pixels, label }: OwnSample, { train: { shape, classes } }: Dataset): void {
  const size = sizeOf(shape);
  if (pixels.length !== size) {
    throw new Error(
      `The model's input [${shape.join(", ")}] takes ${size} values, and the image has ${pixels.length}.`,
    );
  }
  if (!pixels.every(Number.isFinite)) throw new Error("The image has a value that is not a finite number.");
  if (label !== undefined && (!Number.isInteger(label) || label < 0 || label >= classes)) {
    throw new Error(`There is no class ${label}: the data set has 0 to ${classes - 1}.`);
  }
}
