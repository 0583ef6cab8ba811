/**
 * Training as a generator: each `next` does at most one batch, so that whoever drives it decides when to go on, pause or
 * stop, and nothing here knows of time or threads.
 */
import type { OptimizerOptions, TrainingOptions } from "../graph/training.ts";
import { Random } from "../tensor/random.ts";
import { firstSamples, type Samples } from "../tensor/samples.ts";
import { checkSamples, fillBatch } from "./batch.ts";
import { clipGradients } from "./clip.ts";
import { EngineError } from "./engine-error.ts";
import { type Evaluation, evaluateInSteps } from "./evaluate.ts";
import { keepLastGood, notFinite } from "./last-good.ts";
import { createLoss, type Loss, type LossResult } from "./loss.ts";
import type { Network } from "./network.ts";
import { createOptimizer, type OptimizerDialect, type Trained } from "./optimizer.ts";
import { rateFactor } from "./schedule.ts";

export interface TrainingData {
  readonly train: Samples;
  readonly test: Samples;
}

export type TrainEvent =
  /** One batch is done: its mean loss and accuracy before the update. `step` counts from 1 over all epochs, `batch` within its own of `batches`. */
  | {
      readonly kind: "step";
      readonly epoch: number;
      readonly step: number;
      readonly batch: number;
      readonly batches: number;
      readonly loss: number;
      readonly accuracy: number;
    }
  /** A batch of test samples was looked at. */
  | { readonly kind: "evaluating"; readonly epoch: number }
  | {
      readonly kind: "epoch";
      readonly epoch: number;
      readonly loss: number;
      readonly accuracy: number;
      readonly test: Evaluation | undefined;
    };

/** What may be changed while the training runs: the optimizer is read before each batch, the batch size before each epoch. */
export interface LiveOptions {
  optimizer: OptimizerOptions;
  batchSize: number;
}

export function stepsPerEpoch(data: TrainingData, options: TrainingOptions): number {
  return Math.ceil(firstSamples(data.train, options.samples).count / options.batchSize);
}

/**
 * `live` takes the place of the options that it names, and may change between two `next`. Throws an `EngineError` if model
 * and data do not fit, or if the loss ceases to be a number: the last good weights are back then.
 */
export function* train(
  network: Network,
  data: TrainingData,
  options: TrainingOptions,
  dialect?: OptimizerDialect,
  live: Readonly<LiveOptions> = options,
): Generator<TrainEvent, void> {
  const samples = firstSamples(data.train, options.samples);
  const tests = firstSamples(data.test, options.testSamples);
  checkSamples(network, samples);
  if (samples.count === 0) throw new EngineError("There are no training samples.");
  const loss = createLoss(network, options.loss, samples.classes);
  const stepBatch = createStep({ network, samples, loss }, options, live, dialect);
  const order = Uint32Array.from({ length: samples.count }, (_, index) => index);
  const random = new Random(options.seed + 2);
  let step = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    if (options.shuffle) random.shuffle(order);
    const { batchSize } = live;
    const batches = Math.ceil(order.length / batchSize);
    let lossSum = 0;
    let correct = 0;
    for (let batch = 1; batch <= batches; batch++) {
      const indices = order.subarray((batch - 1) * batchSize, batch * batchSize);
      const place = { epoch, step: (epoch - 1) * batches + batch - 1, of: batches * options.epochs };
      const result = stepBatch(indices, rateFactor(options.schedule, place), { epoch, step: ++step });
      lossSum += result.loss;
      correct += result.correct;
      const { length } = indices;
      const means = { loss: result.loss / length, accuracy: result.correct / length };
      yield { kind: "step", epoch, step, batch, batches, ...means };
    }
    const test = tests.count > 0 ? yield* evaluateTests(network, loss, tests, epoch) : undefined;
    yield { kind: "epoch", epoch, loss: lossSum / samples.count, accuracy: correct / samples.count, test };
  }
}

/** The weights that an optimizer moves, each with its gradient. */
export function trainedWeights(network: Network): Trained[] {
  return network.weights.flatMap(({ spec, value, gradient }) =>
    spec.trainable && gradient ? [{ value, gradient }] : [],
  );
}

type Step = (batch: Uint32Array, rate: number, at: { epoch: number; step: number }) => LossResult;

interface Parts {
  readonly network: Network;
  readonly samples: Samples;
  readonly loss: Loss;
}

/**
 * One batch, from its samples to the updated weights. It goes through the network in parts of the network's own batch
 * size, all layers forward and backward before the next part, so that maps stay in the processor's cache; gradients add up.
 */
function createStep(
  parts: Parts,
  { clipNorm }: TrainingOptions,
  live: Readonly<LiveOptions>,
  dialect?: OptimizerDialect,
): Step {
  const { network } = parts;
  const weights = trainedWeights(network);
  const optimizer = createOptimizer(network.arena, weights, live.optimizer, dialect);
  const lastGood = keepLastGood(network);
  return (batch, rate, { epoch, step }) => {
    for (const { gradient } of network.weights) gradient?.fill(0);
    let loss = 0;
    let correct = 0;
    for (let from = 0; from < batch.length; from += network.batchSize) {
      const result = addPart(parts, batch.subarray(from, from + network.batchSize), batch.length);
      loss += result.loss;
      correct += result.correct;
      if (!Number.isFinite(loss)) throw notFinite(network, { epoch, step, keptStep: lastGood.restore() });
    }
    lastGood.keep(step - 1);
    if (clipNorm !== undefined) clipGradients(weights, clipNorm);
    optimizer.use(live.optimizer);
    optimizer.step(rate);
    return { loss, correct };
  };
}

/** Adds the gradients of some of a batch's samples, whose loss is a mean over `of`. */
function addPart({ network, samples, loss }: Parts, indices: Uint32Array, of: number): LossResult {
  const labels = fillBatch(network, samples, indices);
  network.forward(labels.length, { training: true });
  network.clearMapGradients();
  const result = loss.withGradient(labels, of);
  if (Number.isFinite(result.loss)) network.backward(loss.start);
  return result;
}

function* evaluateTests(
  network: Network,
  loss: Loss,
  tests: Samples,
  epoch: number,
): Generator<TrainEvent, Evaluation> {
  const steps = evaluateInSteps(network, loss, tests);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    yield { kind: "evaluating", epoch };
  }
}
