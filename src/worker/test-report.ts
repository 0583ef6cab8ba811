/** How the open model does on the test images, worked out in slices, so that messages between two of them are answered. */
import type { Dataset } from "../data/dataset.ts";
import { type Evaluation, evaluateInSteps } from "../engine/evaluate.ts";
import { createLoss } from "../engine/loss.ts";
import type { TestReport } from "../protocol/evaluation.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { firstSamples, type Samples } from "../tensor/samples.ts";
import { buildForEvaluation, type OpenModel } from "./open-model.ts";
import type { Platform } from "./platform.ts";

const SLICE_MS = 15;

/** As many test images as the model's training looks at. */
export function testSamples({ document }: OpenModel, { test }: Dataset): Samples {
  return firstSamples(test, document.training.testSamples);
}

/** Rejects with a message for people if the model cannot be computed or its output does not fit the classes. */
export async function evaluateModel(
  model: OpenModel,
  dataset: Dataset,
  weights: NamedTensors,
  platform: Platform,
): Promise<Evaluation> {
  const network = buildForEvaluation(model);
  network.loadWeights(weights);
  const loss = createLoss(network, model.document.training.loss, dataset.train.classes);
  const steps = evaluateInSteps(network, loss, testSamples(model, dataset));
  for (let end = platform.now() + SLICE_MS; ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (platform.now() < end) continue;
    await platform.breathe();
    end = platform.now() + SLICE_MS;
  }
}

/** What is told of it, beside whose weights they were. */
export function reportOf(evaluation: Evaluation, model: OpenModel, dataset: Dataset, place: string): TestReport {
  const { loss, accuracy, predictions, confidences } = evaluation;
  const samples = testSamples(model, dataset);
  const labels = Uint8Array.from(predictions, (_, index) => samples.label(index));
  const { classes } = dataset.train;
  const { revision } = model;
  return { revision, place, classes, loss, accuracy, labels, predictions: Uint8Array.from(predictions), confidences };
}
