/** How a model is to be trained; every field has a default, so that a file without a word about it trains. */
export interface SgdOptions {
  readonly type: "sgd";
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

export interface AdamOptions {
  readonly type: "adam";
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export type OptimizerOptions = SgdOptions | AdamOptions;

/** How the learning rate changes: not at all, by a factor after every so many epochs, or along half a cosine to a share of itself. */
export type Schedule =
  | { readonly type: "constant" }
  | { readonly type: "step"; readonly epochs: number; readonly factor: number }
  | { readonly type: "cosine"; readonly end: number };

/** What may be changed while a training runs, without a change of the file. */
export interface TrainingSettings {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerOptions["type"];
}

export function settingsOf({
  optimizer,
  batchSize,
}: Pick<TrainingOptions, "optimizer" | "batchSize">): TrainingSettings {
  return { learningRate: optimizer.learningRate, batchSize, optimizer: optimizer.type };
}

export interface TrainingOptions {
  /** `mnist` (bundled), or a folder with IDX files beside the model. */
  readonly dataset: string;
  /** How many from the front; `undefined`: all that are there. */
  readonly samples: number | undefined;
  readonly testSamples: number | undefined;
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly optimizer: OptimizerOptions;
  readonly schedule: Schedule;
  /** Gradients are scaled down so that their norm over all weights is at most this; `undefined`: never. */
  readonly clipNorm: number | undefined;
  readonly loss: "crossEntropy" | "meanSquaredError";
}
