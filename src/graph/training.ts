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
  readonly loss: "crossEntropy" | "meanSquaredError";
}
