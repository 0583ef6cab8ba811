/**
 * One training: drives the engine's generator in slices short enough that a message between two of them is answered at
 * once, and tells a listener what it needs to know, neither too often nor too seldom.
 */

import type { Dataset } from "../data/dataset.ts";
import { checkInputs } from "../engine/batch.ts";
import type { Evaluation } from "../engine/evaluate.ts";
import type { Network } from "../engine/network.ts";
import { type LiveOptions, stepsPerEpoch, type TrainEvent, train } from "../engine/train.ts";
import { writeSafetensors } from "../formats/safetensors.ts";
import { settingsOf, type TrainingSettings } from "../graph/training.ts";
import type { SettingsChange, TrainingState, TrainingStatus } from "../protocol/training.ts";
import type { Checkpoint, TrainingReport } from "../protocol/worker-contract.ts";
import type { Floats } from "../tensor/floats.ts";
import { firstSamples } from "../tensor/samples.ts";
import type { Crew } from "../threads/crew.ts";
import { hireHelpers } from "../threads/hire.ts";
import type { KeptWeights } from "./kept-weights.ts";
import { changeSettings } from "./live-settings.ts";
import { buildForTraining, type OpenModel } from "./open-model.ts";
import type { Platform } from "./platform.ts";
import { TrainingProgress } from "./training-progress.ts";
import { traceBytes, WeightTrace } from "./weight-trace.ts";

const SLICE_MS = 15;
const PROGRESS_MS = 100;
/** Between two traced steps. */
const TRACE_MS = 100;
const CHECKPOINT_MS = 2000;
/** Short epochs would otherwise copy the weights a hundred times a second. */
const EPOCH_CHECKPOINT_MS = 1000;

export interface TrainingListener {
  progress(value: TrainingReport): void;
  checkpoint(checkpoint: Checkpoint): void;
}

export interface TrainingSurroundings {
  readonly dataset: Dataset;
  /** Gives the weights to start from, and keeps those of every checkpoint. */
  readonly kept: KeptWeights;
  readonly platform: Platform;
  readonly listener: TrainingListener;
  /** Hears of each epoch's test, and where the training stood then. */
  tested(evaluation: Evaluation, place: string): void;
}

export class Training {
  readonly #model: OpenModel;
  readonly #network: Network;
  /** The engine's generator reads it; it alone changes while the training runs. */
  readonly #live: LiveOptions;
  readonly #around: TrainingSurroundings;
  readonly #steps: Generator<TrainEvent, void>;
  readonly #crew: Crew | undefined;
  readonly #progress: TrainingProgress;
  /** `undefined` if its copies would take more memory than the model may use. */
  readonly trace: WeightTrace | undefined;
  #state: TrainingState;
  /** Paused but for one batch, whose end this tells. */
  #single: (() => void) | undefined;
  #stopped = false;
  #wake: () => void = () => undefined;
  #reportedAt = 0;
  #keptAt: number;
  #hasMoved = false;
  #tracedAt = Number.NEGATIVE_INFINITY;
  /** A traced step is under way. */
  #isTracing = false;
  #epochBegan: number;

  /** Begins at once, or paused. Throws an `EngineError` if the model cannot be computed in the memory it may use. */
  constructor(model: OpenModel, around: TrainingSurroundings, state: "running" | "paused" = "running") {
    const { training } = model.document;
    this.#model = model;
    this.#around = around;
    this.#state = state;
    checkInputs(model.document.graph.inputs, around.dataset.train);
    this.#network = buildForTraining(model, Math.max(1, Math.min(training.batchSize, this.#samples)));
    this.#network.loadWeights(around.kept.matching(this.#network.namedWeights()));
    this.trace = traceFor(this.#network, model.maxBytes);
    this.#live = { optimizer: training.optimizer, batchSize: training.batchSize };
    this.#crew = hireFor(model, this.#network, around);
    this.#steps = train(this.#network, around.dataset, training, { live: this.#live, helpers: this.#crew });
    this.#progress = new TrainingProgress(training.epochs, stepsPerEpoch(around.dataset, training));
    this.#keptAt = this.#epochBegan = around.platform.now();
  }

  get #samples(): number {
    return firstSamples(this.#around.dataset.train, this.#model.document.training.samples).count;
  }

  /** Where it stands, as people read it. */
  get place(): string {
    return this.#progress.place;
  }

  get isRunning(): boolean {
    return this.#state === "running";
  }

  get hasBegun(): boolean {
    return this.#progress.hasBegun;
  }

  /** Changes what the training goes by from now on. Throws with a message for people if it cannot be. */
  adjust(change: SettingsChange): TrainingSettings {
    const { optimizer } = this.#model.document.training;
    const bounds = { optimizer, samples: this.#samples, network: this.#network };
    Object.assign(this.#live, changeSettings(this.#live, change, bounds));
    this.#report(undefined);
    return settingsOf(this.#live);
  }

  /** Keeps the weights as they are now, in between two steps, if there was one since they were kept. */
  keep(): void {
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    if (this.#progress.hasBegun && this.#isFinite()) this.#around.kept.put(this.#network.namedWeights());
  }

  pause(): void {
    if (this.#state !== "running") return;
    this.#state = "paused";
    this.#checkpoint();
    this.#report(undefined);
  }

  /** Does one batch and stands still again; also stands still if it was running. Settles then. */
  async step(): Promise<void> {
    if (this.#single !== undefined) return;
    this.#state = "paused";
    await new Promise<void>((resolve) => {
      this.#single = resolve;
      this.#wake();
    });
  }

  resume(): void {
    if (this.#state !== "paused") return;
    this.#state = "running";
    this.#finishSingle();
    this.#wake();
    this.#report(undefined);
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Trains to the end, whichever that is. Rejects only if the training cannot begin. */
  async run(): Promise<TrainingStatus> {
    return this.#run().finally(() => this.#crew?.close());
  }

  async #run(): Promise<TrainingStatus> {
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
      if (this.#state === "paused" && this.#single === undefined) {
        this.#report(undefined);
        await this.#sleep();
        continue;
      }
      done = this.#slice();
      const now = platform.now();
      if (now - this.#keptAt >= CHECKPOINT_MS) this.#checkpoint();
      if (now - this.#reportedAt >= PROGRESS_MS) this.#report(undefined);
      await platform.breathe();
    }
  }

  /** Trains for a moment; whether there is nothing more to do. */
  #slice(): boolean {
    const { platform } = this.#around;
    const end = platform.now() + SLICE_MS;
    do {
      const next = this.#next();
      if (next.done) return true;
      this.#progress.take(next.value);
      if (next.value.kind === "epoch") this.#finishEpoch(next.value);
      if (this.#single !== undefined && this.#isStepDone(next.value)) {
        this.#checkpoint();
        this.#report(undefined);
        this.#finishSingle();
        return false;
      }
    } while (platform.now() < end);
    return false;
  }

  #next(): IteratorResult<TrainEvent, void> {
    this.#hasMoved = true;
    const now = this.#around.platform.now();
    const isTraced = this.#single !== undefined || now - this.#tracedAt >= TRACE_MS;
    if (this.trace === undefined || !(isTraced || this.#isTracing)) return this.#steps.next();
    // A step comes in parts, which leave the weights as they are but for the last.
    if (!this.#isTracing) this.trace.begin();
    this.#isTracing = true;
    const next = this.#steps.next();
    if (!next.done && next.value.kind === "step") {
      this.trace.end();
      this.#isTracing = false;
      this.#tracedAt = now;
    }
    return next;
  }

  /** The last batch of an epoch goes with the epoch's tests, and the last one of all ends the training. */
  #isStepDone({ kind }: TrainEvent): boolean {
    if (kind === "step") return !this.#progress.atEpochEnd;
    return kind === "epoch" && !this.#progress.atLastEpoch;
  }

  #finishSingle(): void {
    const done = this.#single;
    this.#single = undefined;
    done?.();
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
    const now = this.#around.platform.now();
    const seconds = (now - this.#epochBegan) / 1000;
    this.#epochBegan = now;
    if (test) this.#around.tested(test, this.place);
    const { step } = this.#progress;
    this.#progress.addEpoch({ epoch, step, loss, accuracy, valLoss: test?.loss, valAccuracy: test?.accuracy, seconds });
    if (now - this.#keptAt >= EPOCH_CHECKPOINT_MS) this.#checkpoint();
  }

  #report(ended: string | undefined): void {
    this.#reportedAt = this.#around.platform.now();
    this.#around.listener.progress({ status: this.#status(ended), ...this.#progress.takeNews() });
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
    return this.#network.weights.every(({ value }) => areFinite(value));
  }

  #end(ended: string | undefined): TrainingStatus {
    this.#state = "idle";
    this.#finishSingle();
    this.#report(ended);
    return this.#status(ended);
  }

  #status(ended: string | undefined): TrainingStatus {
    const settings = this.#state === "idle" ? undefined : settingsOf(this.#live);
    const { backend } = this.#model;
    const shares = this.#around.platform.helpers !== undefined;
    const engine = { kernels: backend.name, threads: this.#crew?.size ?? 1, shares };
    return { ...this.#progress.status(this.#state, ended, settings), engine };
  }
}

/** Every look at a training asks, of every weight: a call for each number takes many times as long. */
function areFinite(values: Floats): boolean {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += 0 * (values[i] as number);
  return zero === 0;
}

function hireFor(model: OpenModel, network: Network, { dataset, platform }: TrainingSurroundings): Crew | undefined {
  const { backend, portable, maxBytes, threads } = model;
  if (platform.helpers === undefined) return undefined;
  const { most, start } = platform.helpers;
  const work = { network, backend: backend.name, model: portable, maxBytes, dataset };
  return hireHelpers(work, { most: threads === 0 ? most : threads, start });
}

function traceFor({ weights, plan }: Network, maxBytes: number): WeightTrace | undefined {
  return plan.bytes + traceBytes(weights) <= maxBytes ? new WeightTrace(weights) : undefined;
}
