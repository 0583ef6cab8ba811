/** What one thread does with its share of a batch: forward, loss and backward, in parts that stay in the processor's cache. */
import type { Samples } from "../tensor/samples.ts";
import { fillBatch } from "./batch.ts";
import { firstNotFinite } from "./last-good.ts";
import type { Loss, LossResult } from "./loss.ts";
import type { Network } from "./network.ts";

/** A network, what it is trained with, and how its output is judged. */
export interface Share {
  readonly network: Network;
  readonly samples: Samples;
  readonly loss: Loss;
}

export interface ShareResult extends LossResult {
  /** The first layer, by its index in the graph, whose output is no number, where the loss is none. */
  readonly broken: number | undefined;
}

/**
 * Adds up the gradients of these samples, whose loss is a mean over `of`. All layers go forward and backward with one part,
 * of the network's own batch size, before the next; yields in between, and between the layers of a long network.
 */
export function* addGradients(share: Share, indices: Uint32Array, of: number): Generator<void, ShareResult> {
  const { network } = share;
  for (const { gradient } of network.weights) gradient?.fill(0);
  let loss = 0;
  let correct = 0;
  for (let from = 0; from < indices.length; from += network.batchSize) {
    if (from > 0) yield;
    const result = yield* addPart(share, indices.subarray(from, from + network.batchSize), of);
    loss += result.loss;
    correct += result.correct;
    if (!Number.isFinite(loss)) return { loss, correct, broken: firstNotFinite(network) };
  }
  return { loss, correct, broken: undefined };
}

/**
 * A step of plain gradient descent on a single sample, without gradients of weights: what would be added to them is scaled by
 * the negative learning rate and goes into the weights. `before` is called while these are still the old ones.
 */
export function descendOn(
  { network, samples, loss }: Share,
  indices: Uint32Array,
  { learningRate, before }: { readonly learningRate: number; readonly before: () => void },
): ShareResult {
  const labels = fillBatch(network, samples, indices);
  network.forward(labels.length, { training: true });
  network.clearMapGradients();
  const result = loss.withGradient(labels, -labels.length / learningRate);
  if (!Number.isFinite(result.loss)) return { ...result, broken: firstNotFinite(network) };
  before();
  network.backward(loss.start, { intoWeights: true });
  return { ...result, broken: undefined };
}

function* addPart({ network, samples, loss }: Share, indices: Uint32Array, of: number): Generator<void, LossResult> {
  const labels = fillBatch(network, samples, indices);
  yield* network.forwardInSteps(labels.length, { training: true });
  network.clearMapGradients();
  const result = loss.withGradient(labels, of);
  if (Number.isFinite(result.loss)) yield* network.backwardInSteps(loss.start);
  return result;
}
