/** The helpers of one training, seen from the thread that leads it. */
import type { Dataset } from "../data/dataset.ts";
import { EngineError } from "../engine/engine-error.ts";
import type { Predictions } from "../engine/evaluate.ts";
import type { Helpers, Range } from "../engine/helpers.ts";
import type { Network } from "../engine/network.ts";
import type { ShareResult } from "../engine/share.ts";
import type { PortableModel } from "../graph/portable.ts";
import type { BackendName } from "../tensor/backend.ts";
import { firstSamples } from "../tensor/samples.ts";
import { copyWeightsOut, createGradientSum } from "./all-weights.ts";
import { type Exchange, type Lane, openExchange, place, tasks, tell, waitFor } from "./exchange.ts";
import type { HelperThread, StartHelper } from "./helper-thread.ts";
import { shareFiles } from "./share-files.ts";

/** What a crew works on: the leader's network, and what its helpers need to build the same. */
export interface CrewWork {
  readonly network: Network;
  readonly backend: BackendName;
  readonly model: PortableModel;
  readonly maxBytes: number;
  readonly dataset: Dataset;
}

/** How many samples the training takes. */
export function samplesOf({ model: { training }, dataset }: CrewWork): { train: number; test: number } {
  return {
    train: firstSamples(dataset.train, training.samples).count,
    test: firstSamples(dataset.test, training.testSamples).count,
  };
}

/** How many threads share a batch and how many the test samples, the leader included. */
export type Split = Pick<Helpers, "threadsForBatch" | "threadsForTests">;

/** How long the leader waits in one go: messages to it are answered in between. */
const momentMs = 30;

export class Crew implements Helpers {
  readonly #network: Network;
  readonly #exchange: Exchange;
  readonly #threads: readonly HelperThread[];
  readonly #split: Split;
  readonly #addGradients: (row: Float32Array) => void;
  /** Lanes that have something to do. */
  #busy: readonly Lane[] = [];
  #finish: () => void = () => undefined;

  /** Starts so many helpers; they need not be ready when work is given to them. */
  constructor(work: CrewWork, helpers: number, split: Split, start: StartHelper) {
    const { network, model, backend, maxBytes } = work;
    const files = shareFiles(work.dataset.files);
    this.#network = network;
    this.#split = split;
    this.#addGradients = createGradientSum(network);
    this.#exchange = openExchange(network, samplesOf(work), helpers);
    const options = { backend, batchSize: network.batchSize, seed: model.training.seed, maxBytes };
    this.#threads = this.#exchange.lanes.map((_, lane) =>
      start({ lane, exchange: this.#exchange, model, network: options, files }),
    );
  }

  get size(): number {
    return this.#threads.length + 1;
  }

  threadsForBatch(n: number): number {
    return Math.min(this.#split.threadsForBatch(n), this.size, n);
  }

  threadsForTests(n: number): number {
    return Math.min(this.#split.threadsForTests(n), this.size, n);
  }

  beginBatch(shares: readonly Uint32Array[], of: number): void {
    const { batch } = this.#exchange;
    let to = 0;
    const ranges = shares.map((share) => {
      const from = to;
      batch.set(share, from);
      to += share.length;
      return { from, to };
    });
    this.#finish = () => {
      for (const { gradients } of this.#busy) this.#addGradients(gradients);
    };
    this.#begin(ranges, tasks.batch, of);
  }

  beginTests(ranges: readonly Range[], into: Predictions): void {
    const { predictions, confidences } = this.#exchange;
    this.#finish = () => {
      for (const { from, to } of ranges) {
        into.predictions.set(predictions.subarray(from, to), from);
        into.confidences.set(confidences.subarray(from, to), from);
      }
    };
    this.#begin(ranges, tasks.tests, 0);
  }

  results(): readonly ShareResult[] | undefined {
    if (!this.#busy.every((lane, index) => this.#isDone(lane, index))) return undefined;
    this.#finish();
    return this.#busy.map(resultOf);
  }

  /** Lets the helpers end, at the latest after the part of a batch that they are at; they are not waited for. */
  close(): void {
    for (const lane of this.#exchange.lanes) ask(lane, { task: tasks.end, of: 0, from: 0, to: 0 });
  }

  /** All lanes are done with what they had before, so that they may be written to. */
  #begin(ranges: readonly Range[], task: number, of: number): void {
    copyWeightsOut(this.#network, this.#exchange.weights);
    this.#busy = this.#exchange.lanes.slice(0, ranges.length);
    for (const [index, range] of ranges.entries()) ask(this.#busy[index] as Lane, { task, of, ...range });
  }

  #isDone({ state }: Lane, index: number): boolean {
    if (waitFor(state, place.done, state[place.asked] as number, momentMs)) return true;
    const lost = this.#threads[index]?.lost;
    if (lost === undefined) return false;
    throw new EngineError(
      `A thread that helps to compute was lost (${lost}). The weights are those of the last whole step. ` +
        "Train again to go on from them, if need be with 1 thread.",
    );
  }
}

function ask({ state }: Lane, { task, of, from, to }: Range & { readonly task: number; readonly of: number }): void {
  state[place.task] = task;
  state[place.of] = of;
  state[place.from] = from;
  state[place.to] = to;
  tell(state, place.asked, (state[place.asked] as number) + 1);
}

function resultOf({ state, loss }: Lane): ShareResult {
  const broken = state[place.broken] as number;
  return {
    loss: loss[0] as number,
    correct: state[place.correct] as number,
    broken: broken < 0 ? undefined : broken,
  };
}
