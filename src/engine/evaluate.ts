import type { Samples } from "../tensor/samples.ts";
import { checkSamples, fillBatch } from "./batch.ts";
import type { Loss } from "./loss.ts";
import type { Network } from "./network.ts";

export interface Evaluation {
  /** Mean over the samples. */
  readonly loss: number;
  /** Share of the samples that were predicted right, 0 to 1. */
  readonly accuracy: number;
  /** The predicted class of each sample. */
  readonly predictions: Uint32Array;
  /** What the model gives the predicted class of each sample: its probability, where the model classifies. */
  readonly confidences: Float32Array;
  /** `confusion[label][prediction]` counts. */
  readonly confusion: readonly (readonly number[])[];
}

/** Runs all samples through the network, yielding after each batch so that a caller can do other things in between. */
export function* evaluateInSteps(network: Network, loss: Loss, samples: Samples): Generator<void, Evaluation> {
  checkSamples(network, samples);
  const predictions = new Uint32Array(samples.count);
  const confidences = new Float32Array(samples.count);
  const confusion = Array.from({ length: loss.classes }, () => new Array<number>(loss.classes).fill(0));
  let sum = 0;
  let correct = 0;
  for (let from = 0; from < samples.count; from += network.batchSize) {
    const n = Math.min(network.batchSize, samples.count - from);
    const labels = fillBatch(
      network,
      samples,
      Array.from({ length: n }, (_, i) => from + i),
    );
    network.forward(n, { training: false });
    const result = loss.measure(labels);
    sum += result.loss;
    correct += result.correct;
    labels.forEach((label, i) => {
      const prediction = loss.predict(i);
      predictions[from + i] = prediction;
      confidences[from + i] = loss.probabilities(i)[prediction] ?? Number.NaN;
      const row = confusion[label];
      if (row) row[prediction] = (row[prediction] ?? 0) + 1;
    });
    yield;
  }
  return { loss: sum / samples.count, accuracy: correct / samples.count, predictions, confidences, confusion };
}

/** The same in one go. */
export function evaluate(network: Network, loss: Loss, samples: Samples): Evaluation {
  const steps = evaluateInSteps(network, loss, samples);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
