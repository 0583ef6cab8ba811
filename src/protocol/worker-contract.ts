/** What the host may ask of the worker that computes, and what the worker tells while it trains. */
import type { Inspection, InspectionRequest } from "./inspection.ts";
import type { CurvePoint, EpochResult, TrainingStatus } from "./training.ts";

/** A model as the worker needs it: the text it reads itself, and the weights to start from. */
export interface WorkerModel {
  readonly revision: number;
  readonly text: string;
  /** `.safetensors` bytes; layers whose names and shapes match start from them, others are initialized. */
  readonly weights: Uint8Array | undefined;
}

/** IDX files, as they lie in the data set's folder (plain or gzip); read by the host, because the worker knows no folders. */
export interface DatasetBytes {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Uint8Array;
  readonly testImages: Uint8Array;
  readonly testLabels: Uint8Array;
}

export interface WorkerContract {
  readonly calls: {
    /** Gives the data set that trainings and inspections use; once, before them. Answers with how many samples there are. */
    readonly loadDataset: (bytes: DatasetBytes) => { train: number; test: number };
    /** Makes this the open model. While a training runs it goes on with its own model; inspections then look at that one. */
    readonly openModel: (model: WorkerModel) => void;
    /** Trains the open model; settles when the training has ended in whatever way. Fails with a message for people if it cannot begin. */
    readonly train: (options: { readonly maxMemoryMB: number }) => TrainingStatus;
    /** Answers when the training stands still. */
    readonly pause: (nothing: undefined) => void;
    readonly resume: (nothing: undefined) => void;
    readonly stop: (nothing: undefined) => void;
    /** Drops the weights: the next use of the model initializes them by its seed. */
    readonly resetWeights: (nothing: undefined) => void;
    readonly inspect: (request: InspectionRequest) => Inspection;
    /** The current weights as `.safetensors` bytes. */
    readonly weights: (nothing: undefined) => Uint8Array;
  };
  readonly events: {
    /** At most ten times a second. */
    readonly progress: { readonly status: TrainingStatus; readonly points: readonly CurvePoint[] };
    readonly epoch: EpochResult;
    /** A copy to keep, after each epoch and at least every two seconds, so that a lost worker loses no more than that. */
    readonly checkpoint: { readonly revision: number; readonly weights: Uint8Array };
  };
}

/** The worker asks nothing of the host. */
export interface WorkerHostContract {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
