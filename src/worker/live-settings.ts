/** Changing what a running training goes by: checked here, because what comes from a view may be anything. */
import type { Network } from "../engine/network.ts";
import { optimizerSlots } from "../engine/optimizer.ts";
import type { LiveOptions } from "../engine/train.ts";
import { readCnnJson } from "../formats/cnn-json/read.ts";
import type { OptimizerOptions } from "../graph/training.ts";
import type { SettingsChange } from "../protocol/training.ts";

export interface SettingsBounds {
  /** The file's own, whose attributes another learning rate leaves alone. */
  readonly optimizer: OptimizerOptions;
  /** Training samples: a batch has no more. */
  readonly samples: number;
  /** Whose memory was planned before the training began. */
  readonly network: Network;
}

/** The options with the change. Throws with a message for people if it cannot be. */
export function changeSettings(live: LiveOptions, change: SettingsChange, bounds: SettingsBounds): LiveOptions {
  const method = change.optimizer ?? live.optimizer.type;
  const base = method === live.optimizer.type ? live.optimizer : usualOptimizer(method, bounds.optimizer);
  const learningRate = change.learningRate ?? base.learningRate;
  const batchSize = change.batchSize ?? live.batchSize;
  checkLearningRate(learningRate);
  if (change.batchSize !== undefined) checkBatchSize(batchSize, bounds);
  const optimizer = { ...base, learningRate };
  checkMemory(optimizer, bounds);
  return { optimizer, batchSize };
}

/** The file's, if it is of this kind, or else one with the defaults that a file would have. */
function usualOptimizer(type: OptimizerOptions["type"], file: OptimizerOptions): OptimizerOptions {
  if (file.type === type) return file;
  return readCnnJson(JSON.stringify({ layers: [], training: { optimizer: { type } } }), "").training.optimizer;
}

function checkLearningRate(learningRate: number): void {
  if (Number.isFinite(learningRate) && learningRate >= 0) return;
  throw new Error(`The learning rate is a number of at least 0, and ${learningRate} is not. Try 0.01.`);
}

function checkBatchSize(batchSize: number, { samples, network }: SettingsBounds): void {
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > samples) {
    throw new Error(
      `The batch size is a whole number from 1 to ${samples}, the training images, and ${batchSize} is not.`,
    );
  }
  const mixing = network.plan.nodes.find(({ definition }) => definition.mixesBatch);
  if (mixing && batchSize > network.batchSize) {
    throw new Error(
      `${mixing.name} needs a batch's images all at once, and this training has room for ${network.batchSize}. ` +
        `For ${batchSize}, stop it and write batchSize into the file.`,
    );
  }
}

function checkMemory(optimizer: OptimizerOptions, { network }: SettingsBounds): void {
  if (optimizerSlots(optimizer) <= network.plan.options.optimizerSlots) return;
  throw new Error(
    `There is no memory for what ${optimizer.type} keeps for each weight. Stop the training, and raise convlens.maxMemoryMB.`,
  );
}
