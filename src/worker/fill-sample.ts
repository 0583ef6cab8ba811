/** A chosen sample as a network's input: one of the data set's, or an image that a person drew or opened. */
import type { Dataset } from "../data/dataset.ts";
import { checkSamples, fillBatch } from "../engine/batch.ts";
import { EngineError } from "../engine/engine-error.ts";
import type { Network } from "../engine/network.ts";
import type { OwnSample, SampleChoice } from "../protocol/inspection.ts";
import { sameShape, sizeOf } from "../tensor/shape.ts";

/**
 * Writes the sample into the network's input, and gives its label, if it has one. Throws with a message for people if there is
 * no such sample, or if an own image does not fit.
 */
export function fillSample(network: Network, dataset: Dataset, sample: SampleChoice): number | undefined {
  if (sample.set === "own") {
    checkOwn(sample, network, dataset);
    network.inputs[0]?.set(sample.pixels);
    return sample.label;
  }
  const samples = dataset[sample.set];
  checkSamples(network, samples);
  if (sample.index < 0 || sample.index >= samples.count) {
    throw new Error(`There is no sample ${sample.index}: the ${sample.set} set has ${samples.count}.`);
  }
  return fillBatch(network, samples, [sample.index])[0];
}

/**
 * How many classes there are: the data set's; or, where its images do not fit the model, as many as the model's output has
 * numbers for.
 */
export function classesFor({ plan }: Network, { train }: Dataset): number {
  const [input] = plan.inputs;
  return input && sameShape(input.shape, train.shape) ? train.classes : (plan.output.shape.output.at(-1) ?? 0);
}

/** Numbers that are none would spread through the maps as if the model made them. */
function checkOwn({ pixels, label }: OwnSample, network: Network, dataset: Dataset): void {
  const { inputs } = network.plan;
  if (inputs.length !== 1) {
    const names = inputs.map(({ name }) => name).join(", ");
    throw new EngineError(`An image feeds one input, and the model has ${inputs.length}: ${names}.`);
  }
  const { shape = [] } = inputs[0] ?? {};
  const size = sizeOf(shape);
  const classes = classesFor(network, dataset);
  if (pixels.length !== size) {
    throw new Error(
      `The model's input [${shape.join(", ")}] takes ${size} values, and the image has ${pixels.length}.`,
    );
  }
  if (!pixels.every(Number.isFinite)) throw new Error("The image has a value that is not a finite number.");
  if (label !== undefined && (!Number.isInteger(label) || label < 0 || label >= classes)) {
    throw new Error(`There is no class ${label}: there are 0 to ${classes - 1}.`);
  }
}
