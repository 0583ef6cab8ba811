import type { Samples } from "../tensor/samples.ts";
import { checkSamples, fillBatch } from "./batch.ts";
import { type Helpers, type Range, splitRange } from "./helpers.ts";
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

/** Of each sample the predicted class and its confidence. */
export type Predictions = Pick<Evaluation, "predictions" | "confidences">;

/** Runs all samples through the network, yielding after each batch so that a caller can do other things in between. */
export function* evaluateInSteps(
  network: Network,
  loss: Loss,
  samples: Samples,
  helpers?: Helpers,
): Generator<void, Evaluation> {
  checkSamples(network, samples);
  const { count } = samples;
  const into = { predictions: new Uint32Array(count), confidences: new Float32Array(count) };
  const [own = { from: 0, to: count }, ...others] = splitRange(count, helpers?.threadsForTests(count) ?? 1);
  if (others.length > 0) helpers?.beginTests(others, into);
  let sum = yield* predictInSteps({ network, loss, samples }, own, into);
  if (helpers && others.length > 0) for (const result of yield* waitFor(helpers)) sum += result.loss;
  return judge(samples, loss.classes, into, sum);
}

/** Predicts a range of the samples and gives the sum of their losses; yields after each batch, and between the layers of a long network. */
export function* predictInSteps(
  { network, loss, samples }: { readonly network: Network; readonly loss: Loss; readonly samples: Samples },
  { from, to }: Range,
  { predictions, confidences }: Predictions,
): Generator<void, number> {
  let sum = 0;
  for (let first = from; first < to; first += network.batchSize) {
    const n = Math.min(network.batchSize, to - first);
    const indices = Uint32Array.from({ length: n }, (_, i) => first + i);
    const labels = fillBatch(network, samples, indices);
    yield* network.forwardInSteps(n, { training: false });
    sum += loss.measure(labels).loss;
    for (let i = 0; i < n; i++) {
      const prediction = loss.predict(i);
      predictions[first + i] = prediction;
      confidences[first + i] = loss.probabilities(i)[prediction] ?? Number.NaN;
    }
    yield;
  }
  return sum;
}

/** The helpers' results, yielding while they are not there. */
export function* waitFor(helpers: Helpers): Generator<void, NonNullable<ReturnType<Helpers["results"]>>> {
  for (;;) {
    const results = helpers.results();
    if (results) return results;
    yield;
  }
}

function judge(samples: Samples, classes: number, predicted: Predictions, lossSum: number): Evaluation {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let correct = 0;
  predicted.predictions.forEach((prediction, index) => {
    const label = samples.label(index);
    if (label === prediction) correct++;
    const row = confusion[label];
    if (row) row[prediction] = (row[prediction] ?? 0) + 1;
  });
  return { loss: lossSum / samples.count, accuracy: correct / samples.count, ...predicted, confusion };
}

/** The same in one go. */
export function evaluate(network: Network, loss: Loss, samples: Samples): Evaluation {
  const steps = evaluateInSteps(network, loss, samples);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
