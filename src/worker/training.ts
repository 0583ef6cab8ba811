/**
 * One training: drives the engine's generator in slices short enough that a message between two of them is answered at
 * once, and tells a listener what it needs to know, neither too often nor too seldom.
 */

import type { Dataset } from "../data/dataset.ts";
import type { Network } from "../engine/network.ts";
import { stepsPerEpoch, type TrainEvent, train } from "../engine/train.ts";
import { writeSafetensors } from "../formats/safetensors.ts";
import type { CurvePoint, EpochResult, TrainingState, TrainingStatus } from "../protocol/training.ts";
import type { Checkpoint } from "../protocol/worker-contract.ts";
import { firstSamples } from "../tensor/samples.ts";
import type { KeptWeights } from "./kept-weights.ts";
import { buildForTraining, type OpenModel } from "./open-model.ts";
import type { Platform } from "./platform.ts";
import { TrainingProgress } from "./training-progress.ts";

const SLICE_MS = 15;
const PROGRESS_MS = 100;
const CHECKPOINT_MS = 2000;
/** Short epochs would otherwise copy the weights a hundred times a second. */
const EPOCH_CHECKPOINT_MS = 250;

export interface TrainingListener {
  progress(value: { readonly status: TrainingStatus; readonly points: readonly CurvePoint[] }): void;
  epoch(result: EpochResult): void;
  checkpoint(checkpoint: Checkpoint): void;
}

export interface TrainingSurroundings {
  readonly dataset: Dataset;
  /** Gives the weights to start from, and keeps those of every checkpoint. */
  readonly kept: KeptWeights;
  readonly platform: Platform;
  readonly listener: TrainingListener;
}

export class Training {
  readonly #network: Network;
  readonly #around: TrainingSurroundings;
  readonly #steps: Generator<TrainEvent, void>;
  readonly #progress: TrainingProgress;
  #state: TrainingState = "running";
  #stopped = false;
  #wake: () => void = () => undefined;
  #reportedAt = 0;
  #keptAt: number;
  #epochBegan: number;

  /** Throws an `EngineError` if the model cannot be computed in the memory it may use. */
  constructor(model: OpenModel, around: TrainingSurroundings) {
    const { training } = model.document;
    const { count } = firstSamples(around.dataset.train, training.samples);
    this.#around = around;
    this.#network = buildForTraining(model, Math.max(1, Math.min(training.batchSize, count)));
    this.#network.loadWeights(around.kept.matching(this.#network.namedWeights()));
    this.#steps = train(this.#network, around.dataset, training);
    this.#progress = new TrainingProgress(training.epochs, stepsPerEpoch(around.dataset, training));
    this.#keptAt = this.#epochBegan = around.platform.now();
  }

  /** Keeps the weights as they are now, in between two steps. */
  keep(): void {
    if (this.#progress.hasBegun && this.#isFinite()) this.#around.kept.put(this.#network.namedWeights());
  }

  pause(): void {
    if (this.#state !== "running") return;
    this.#state = "paused";
    this.#checkpoint();
    this.#report(undefined);
  }

  resume(): void {
    if (this.#state !== "paused") return;
    this.#state = "running";
    this.#wake();
    this.#report(undefined);
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Trains to the end, whichever that is. Rejects only if the training cannot begin. */
  async run(): Promise<TrainingStatus> {
    let ended: string | undefined;
    try {
      await this.#train();
      if (this.#stopped) ended = `Stopped at ${this.#progress.place}.`;
    } catch (error) {
      // The engine has brought back the last good weights.
      if (!this.#progress.hasBegun) throw error;
      ended = error instanceof Error ? error.message : String(error);
    }
    this.#checkpoint();
    return this.#end(ended);
  }

  async #train(): Promise<void> {
    const { platform } = this.#around;
    let done = false;
    while (!done && !this.#stopped) {
      done = this.#slice();
      const now = platform.now();
      if (now - this.#keptAt >= CHECKPOINT_MS) this.#checkpoint();
      if (now - this.#reportedAt >= PROGRESS_MS) this.#report(undefined);
      await platform.breathe();
      if (this.#state === "paused" && !this.#stopped) await this.#sleep();
    }
  }

  /** Trains for a moment; whether there is nothing more to do. */
  #slice(): boolean {
    const { platform } = this.#around;
    const end = platform.now() + SLICE_MS;
    do {
      const next = this.#steps.next();
      if (next.done) return true;
      this.#progress.take(next.value);
      if (next.value.kind === "epoch") this.#finishEpoch(next.value);
    } while (platform.now() < end);
    return false;
  }

  async #sleep(): Promise<void> {
    const { platform } = this.#around;
    const began = platform.now();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#epochBegan += platform.now() - began;
  }

  #finishEpoch({ epoch, loss, accuracy, test }: Extract<TrainEvent, { kind: "epoch" }>): void {
    const { platform, listener } = this.#around;
    const now = platform.now();
    const seconds = (now - this.#epochBegan) / 1000;
    this.#epochBegan = now;
    listener.epoch({ epoch, loss, accuracy, valLoss: test?.loss, valAccuracy: test?.accuracy, seconds });
    if (now - this.#keptAt >= EPOCH_CHECKPOINT_MS) this.#checkpoint();
  }

  #report(ended: string | undefined): void {
    this.#reportedAt = this.#around.platform.now();
    const status = this.#progress.status(this.#state, ended);
    this.#around.listener.progress({ status, points: this.#progress.takePoints() });
  }

  /** Weights that are no numbers are not worth keeping: the next step's loss will say so. */
  #checkpoint(): void {
    const { kept, listener, platform } = this.#around;
    this.#keptAt = platform.now();
    if (!this.#progress.hasBegun || !this.#isFinite()) return;
    kept.put(this.#network.namedWeights());
    listener.checkpoint({ place: this.#progress.place, weights: writeSafetensors(kept.all()) });
  }

  #isFinite(): boolean {
    return this.#network.weights.every(({ value }) => value.every(Number.isFinite));
  }

  #end(ended: string | undefined): TrainingStatus {
    this.#state = "idle";
    this.#report(ended);
    return this.#progress.status("idle", ended);
  }
}
