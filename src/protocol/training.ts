/** What is said about a running training, by the worker to the host and by the host to the webview. */

import type { TrainingSettings } from "../graph/training.ts";
import type { BackendName } from "../tensor/backend.ts";

/** One finished step; the loss is the batch's mean before its update. */
export interface CurvePoint {
  /** Counted from 1 through all epochs of this training. */
  readonly step: number;
  readonly loss: number;
}

/** One finished epoch: means over its samples before each update, then over the test samples. */
export interface EpochResult {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  /** The last step of the epoch. */
  readonly step: number;
  /** `undefined` without test samples. */
  readonly valLoss: number | undefined;
  readonly valAccuracy: number | undefined;
  readonly seconds: number;
}

/** With what a training is computed. */
export interface EngineUse {
  readonly kernels: BackendName;
  readonly threads: number;
  /** Whether threads can share memory here; if not, there is one. */
  readonly shares: boolean;
}

export type TrainingState = "idle" | "running" | "paused";

/** Where a training stands; the panel's whole knowledge of it. */
export interface TrainingStatus {
  readonly state: TrainingState;
  readonly epoch: number;
  readonly epochs: number;
  /** Counted from 1 through all epochs; 0 before the first. */
  readonly step: number;
  /** The same, counted from 1 in each epoch. */
  readonly stepInEpoch: number;
  /** Of this epoch: the batch size may change with the next. */
  readonly stepsPerEpoch: number;
  /** Moving means over about the last 100 steps; `undefined` before the first. */
  readonly loss: number | undefined;
  readonly accuracy: number | undefined;
  /** Why it ended, if it did not end by itself: stopped, non-finite loss, worker lost. */
  readonly ended: string | undefined;
  /** What the training goes by now; `undefined` while there is none. A new batch size is in force from the next epoch on. */
  readonly settings: TrainingSettings | undefined;
  /** Of the training that runs, or of the last one; absent before the first. */
  readonly engine?: EngineUse | undefined;
  /** The file that the weights were loaded from; absent if the model's seed or its training made them. */
  readonly loadedFrom?: string | undefined;
}

/** How a training begins: at once, or paused, to be taken batch by batch. */
export interface TrainingBegin {
  readonly paused: boolean;
}

/** What is to be other than it is; the rest stays. */
export interface SettingsChange {
  readonly learningRate?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly optimizer?: TrainingSettings["optimizer"] | undefined;
}
