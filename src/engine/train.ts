/**
 * Training as a generator: each `next` does at most a part of a batch, of a long network a layer of it, so that whoever drives
 * it decides when to go on, pause or stop, and nothing here knows of time. Other threads may help; how is their business.
 */
import type { OptimizerOptions, TrainingOptions } from "../graph/training.ts";
import { Random } from "../tensor/random.ts";
import { firstSamples, type Samples } from "../tensor/samples.ts";
import { checkSamples } from "./batch.ts";
import { clipGradients } from "./clip.ts";
import { EngineError } from "./engine-error.ts";
import { type Evaluation, evaluateInSteps, waitFor } from "./evaluate.ts";
import { type Helpers, splitRange } from "./helpers.ts";
import { keepLastGood, notFinite } from "./last-good.ts";
import { createLoss, type LossResult } from "./loss.ts";
import type { Network } from "./network.ts";
import { createOptimizer, isPlainDescent, type OptimizerDialect, type Trained } from "./optimizer.ts";
import { rateFactor } from "./schedule.ts";
import { addGradients, descendOn, type Share, type ShareResult } from "./share.ts";

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
  /** A part of a batch or a layer of it is done, or other threads are waited for: the weights are those of the step before. */
  | { readonly kind: "computing"; readonly epoch: number }
  /** Likewise of the test samples. */
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

export interface TrainExtras {
  /** Without the word: Keras's. */
  readonly dialect?: OptimizerDialect;
  /** Takes the place of the options that it names, and may change between two `next`. */
  readonly live?: Readonly<LiveOptions>;
  readonly helpers?: Helpers | undefined;
}

/**
 * Throws an `EngineError` if model and data do not fit, if the loss ceases to be a number (the last good weights are back
 * then), or if a helper is lost (the weights are those of the step before).
 */
export function* train(
  network: Network,
  data: TrainingData,
  options: TrainingOptions,
  extras: TrainExtras = {},
): Generator<TrainEvent, void> {
  const { live = options, helpers } = extras;
  const samples = firstSamples(data.train, options.samples);
  const tests = firstSamples(data.test, options.testSamples);
  checkSamples(network, samples);
  if (samples.count === 0) throw new EngineError("There are no training samples.");
  const loss = createLoss(network, options.loss, samples.classes);
  const stepBatch = createStep({ network, samples, loss }, options, extras);
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
      const rate = rateFactor(options.schedule, place);
      const result = yield* during(stepBatch(indices, rate, { epoch, step: ++step }), { kind: "computing", epoch });
      lossSum += result.loss;
      correct += result.correct;
      const { length } = indices;
      const means = { loss: result.loss / length, accuracy: result.correct / length };
      yield { kind: "step", epoch, step, batch, batches, ...means };
    }
    const testing = tests.count > 0 ? evaluateInSteps(network, loss, tests, helpers) : undefined;
    const test = testing && (yield* during(testing, { kind: "evaluating", epoch }));
    yield { kind: "epoch", epoch, loss: lossSum / samples.count, accuracy: correct / samples.count, test };
  }
}

/** Tells the same of every pause of another generator, whose result it gives. */
function* during<T>(steps: Generator<void, T>, event: TrainEvent): Generator<TrainEvent, T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    yield event;
  }
}

/** The weights that an optimizer moves, each with its gradient. */
export function trainedWeights(network: Network): Trained[] {
  return network.weights.flatMap(({ spec, value, gradient }) =>
    spec.trainable && gradient ? [{ value, gradient }] : [],
  );
}

type Step = (batch: Uint32Array, rate: number, at: { epoch: number; step: number }) => Generator<void, LossResult>;

/** One batch, from its samples to the updated weights. */
function createStep(share: Share, options: TrainingOptions, { dialect, live = options, helpers }: TrainExtras): Step {
  const { network } = share;
  const { clipNorm } = options;
  const weights = trainedWeights(network);
  const optimizer = createOptimizer(network.arena, weights, live.optimizer, dialect);
  const lastGood = keepLastGood(network);
  return function* (batch, rate, { epoch, step }) {
    const keep = () => lastGood.keep(step - 1);
    optimizer.use(live.optimizer);
    if (
      batch.length === 1 &&
      network.descends &&
      !network.isLong &&
      clipNorm === undefined &&
      isPlainDescent(live.optimizer)
    ) {
      const learningRate = live.optimizer.learningRate * rate;
      const { broken, ...result } = descendOn(share, batch, { learningRate, before: keep });
      if (Number.isFinite(result.loss)) return result;
      throw notFinite(network, { epoch, step, keptStep: lastGood.restore(), broken });
    }
    let loss = 0;
    let correct = 0;
    for (const result of yield* computeTogether(share, batch, helpers)) {
      loss += result.loss;
      correct += result.correct;
      const { broken } = result;
      if (!Number.isFinite(loss)) throw notFinite(network, { epoch, step, keptStep: lastGood.restore(), broken });
    }
    keep();
    if (clipNorm !== undefined) clipGradients(weights, clipNorm);
    optimizer.step(rate);
    return { loss, correct };
  };
}

/** All gradients of a batch, added up in the network's weights, and each thread's result in the order of the shares. */
function* computeTogether(
  share: Share,
  batch: Uint32Array,
  helpers: Helpers | undefined,
): Generator<void, ShareResult[]> {
  const ranges = splitRange(batch.length, helpers?.threadsForBatch(batch.length) ?? 1);
  const [own = batch, ...others] = ranges.map(({ from, to }) => batch.subarray(from, to));
  if (others.length > 0) helpers?.beginBatch(others, batch.length);
  const result = yield* addGradients(share, own, batch.length);
  if (helpers === undefined || others.length === 0 || result.broken !== undefined) return [result];
  return [result, ...(yield* waitFor(helpers))];
}
