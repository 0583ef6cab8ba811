/** What the host may ask of the worker that computes, and what the worker tells while it trains. */
import type { PortableModel } from "../graph/portable.ts";
import type { TrainingSettings } from "../graph/training.ts";
import type { BackendChoice } from "../tensor/backend.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Images, ImagesRequest, SearchRequest, TestReport } from "./evaluation.ts";
import type { Flow, FlowRequest } from "./flow.ts";
import type { GradientCheck, GradientCheckRequest } from "./gradient-check.ts";
import type { Inspection, InspectionRequest } from "./inspection.ts";
import type { Saliency, SaliencyRequest } from "./saliency.ts";
import type { CurvePoint, EpochResult, SettingsChange, TrainingBegin, TrainingStatus } from "./training.ts";

/** A model as the worker needs it: read already, whatever its file is, with the weights to start from. */
export interface WorkerModel {
  readonly revision: number;
  readonly model: PortableModel;
  /** The first error of its file; `undefined` if there is none. */
  readonly mistake: string | undefined;
  /** `.safetensors` bytes, as a checkpoint gave them; `undefined`: those that the worker has, if it has any. */
  readonly weights: Uint8Array | undefined;
  /** The most that one network may take, in MiB. */
  readonly maxMemoryMB: number;
  /** Without the word the fastest kernels, and as many threads as are worth while. */
  readonly engine?: EngineSettings | undefined;
}

/** What people may decide about the computing. */
export interface EngineSettings {
  readonly kernels: BackendChoice;
  /** The most threads; 0: as many as there are cores. */
  readonly threads: number;
}

/** IDX files, as they lie in the data set's folder (plain or gzip); read by the host, because the worker knows no folders. */
export interface DatasetBytes {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Uint8Array;
  readonly testImages: Uint8Array;
  readonly testLabels: Uint8Array;
}

export interface DatasetSummary {
  readonly train: number;
  readonly test: number;
  /** Of one sample. */
  readonly shape: Shape;
  readonly classes: number;
}

/** What became of a weights file: every list holds full names, `conv2d_1.kernel`. */
export interface WeightsReport {
  readonly loaded: readonly string[];
  /** Weights of the model that the file does not have: they stay as they were. */
  readonly missing: readonly string[];
  /** Tensors of the file that the model does not have. */
  readonly unused: readonly string[];
}

/** A copy of the weights to keep, with the place in the training that they belong to. */
export interface Checkpoint {
  /** As people read it: `epoch 3, step 120`. */
  readonly place: string;
  /** `.safetensors` bytes; they also keep weights of layers that the model once had, under `NAME.kernel@3x3x1x8`. */
  readonly weights: Uint8Array;
}

export interface WorkerContract {
  readonly calls: {
    /** Gives the data set that later trainings and inspections use. Fails with a message for people if it is not one. */
    readonly loadDataset: (bytes: DatasetBytes) => DatasetSummary;
    /**
     * Makes this the open model. A training that runs goes on with its own; inspections take from it the weights that
     * match. Answers what is wrong with the given weights, which are then left aside; `undefined` if nothing is.
     */
    readonly openModel: (model: WorkerModel) => string | undefined;
    /** Trains the open model; settles when the training has ended in whatever way. Fails with a message for people if it cannot begin. */
    readonly train: (begin: TrainingBegin | undefined) => TrainingStatus;
    /** Does one batch of the training that there is, and leaves it paused; with an epoch's last batch go its tests. Answers then. */
    readonly step: (nothing: undefined) => void;
    /** Changes what the training goes by, for itself alone. Fails with a message for people if it cannot be, or if none runs. */
    readonly adjust: (change: SettingsChange) => TrainingSettings;
    /** Answers when the training stands still. */
    readonly pause: (nothing: undefined) => void;
    readonly resume: (nothing: undefined) => void;
    readonly stop: (nothing: undefined) => void;
    /** Drops the weights: the next use of the model initializes them by its seed. Fails while a training runs. */
    readonly resetWeights: (nothing: undefined) => void;
    /** Takes a `.safetensors` file's weights into the open model: all that match, or none if one has another shape. Fails while a training runs. */
    readonly loadWeights: (bytes: Uint8Array) => WeightsReport;
    readonly inspect: (request: InspectionRequest) => Inspection;
    readonly flow: (request: FlowRequest) => Flow;
    /** Fails with a message for people if the model has no scores, or the layer no maps. */
    readonly saliency: (request: SaliencyRequest) => Saliency;
    /** The last evaluation; `undefined` if there is none of these weights or of this training. */
    readonly evaluation: (nothing: undefined) => TestReport | undefined;
    /** Looks at the test images with the weights of this moment. Fails with a message for people if that cannot be. */
    readonly evaluate: (nothing: undefined) => TestReport;
    readonly images: (request: ImagesRequest) => Images;
    /** `undefined` if there is no other image of the class. */
    readonly search: (request: SearchRequest) => number | undefined;
    /** Fails with a message for people if there is no such gradient. */
    readonly checkGradient: (request: GradientCheckRequest) => GradientCheck;
    /** The open model's weights as `.safetensors` bytes, nothing else beside them. */
    readonly weights: (nothing: undefined) => Uint8Array;
    /** Everything worth keeping, as in a checkpoint. */
    readonly keep: (nothing: undefined) => Uint8Array;
  };
  readonly events: {
    /** At most ten times a second. */
    readonly progress: TrainingReport;
    /** After each epoch and at least every two seconds, so that a lost worker loses no more than that. */
    readonly checkpoint: Checkpoint;
  };
}

/** How a training stands, and what has come since the last report: short epochs come in hundreds a second. */
export interface TrainingReport {
  readonly status: TrainingStatus;
  readonly points: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
}

/** The worker asks nothing of the host. */
export interface WorkerHostContract {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
