/** What is said about a running training, by the worker to the host and by the host to the webview. */

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
  /** `undefined` without test samples. */
  readonly valLoss: number | undefined;
  readonly valAccuracy: number | undefined;
  readonly seconds: number;
}

export type TrainingState = "idle" | "running" | "paused";

/** Where a training stands; the panel's whole knowledge of it. */
export interface TrainingStatus {
  readonly state: TrainingState;
  readonly epoch: number;
  readonly epochs: number;
  /** Counted from 1 through all epochs; 0 before the first. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Moving means over about the last 100 steps; `undefined` before the first. */
  readonly loss: number | undefined;
  readonly accuracy: number | undefined;
  /** Why it ended, if it did not end by itself: stopped, non-finite loss, worker lost. */
  readonly ended: string | undefined;
}
