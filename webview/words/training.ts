/** Where a training stands, in words and as a share. */
import type { EngineUse, EpochResult, TrainingStatus } from "../../src/protocol/training.ts";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { formatCount, formatLoss, formatPercent } from "./numbers.ts";

const titles = { idle: "Not training", running: "Training", paused: "Paused" } as const;

/** The state in one or two words: `Training`, `Paused`, `Trained`, `Not trained`, `Weights loaded`. */
export function titleOf(status: TrainingStatus): string {
  if (status.state !== "idle") return titles[status.state];
  if (status.step === 0) return status.loadedFrom === undefined ? "Not trained" : "Weights loaded";
  return isFinished(status) ? "Trained" : "Stopped";
}

function isFinished({ epoch, epochs, stepInEpoch, stepsPerEpoch, ended }: TrainingStatus): boolean {
  return ended === undefined && epoch >= epochs && stepInEpoch === stepsPerEpoch;
}

/** Why there is nothing to train with; `undefined` if there is. */
export function whyNotTrained({ broken, unfit }: Pick<ModelSnapshot, "broken" | "unfit">): string | undefined {
  return broken ?? unfit;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Epoch, step, loss and accuracy; before the first step only where the weights are from. */
export function factsOf(status: TrainingStatus): Fact[] {
  if (status.step === 0 && status.state === "idle")
    return status.loadedFrom === undefined ? [] : [{ name: "from", value: status.loadedFrom }];
  const { epoch, epochs, stepsPerEpoch, loss, accuracy } = status;
  const facts = [
    { name: "epoch", value: `${formatCount(epoch)} of ${formatCount(epochs)}` },
    { name: "step", value: `${formatCount(status.stepInEpoch)} of ${formatCount(stepsPerEpoch)}` },
  ];
  if (loss !== undefined) facts.push({ name: "loss", value: formatLoss(loss) });
  if (accuracy !== undefined) facts.push({ name: "accuracy", value: formatPercent(accuracy) });
  if (status.engine) facts.push({ name: "computed by", value: engineInWords(status.engine) });
  return facts;
}

/** `2 threads, relaxed kernels`. */
function engineInWords({ kernels, threads, shares }: EngineUse): string {
  const count = threads === 1 ? "1 thread" : `${threads} threads`;
  return `${count}${shares ? "" : " (no shared memory here)"}, ${kernels} kernels`;
}

/** The done share of the whole training, from 0 to 1; `undefined` before it has begun. */
export function shareDone({ step, epoch, epochs, stepInEpoch, stepsPerEpoch }: TrainingStatus): number | undefined {
  if (step === 0 || epochs === 0 || stepsPerEpoch === 0) return undefined;
  return Math.min(1, (epoch - 1 + stepInEpoch / stepsPerEpoch) / epochs);
}

/** `Epoch 3: loss 0.2031, accuracy 93.9 %; on the test images loss 0.2214, accuracy 93.1 %.` */
export function describeEpoch({ epoch, loss, accuracy, valLoss, valAccuracy }: EpochResult): string {
  const trained = `Epoch ${formatCount(epoch)}: loss ${formatLoss(loss)}, accuracy ${formatPercent(accuracy)}`;
  if (valLoss === undefined || valAccuracy === undefined) return `${trained}.`;
  return `${trained}; on the test images loss ${formatLoss(valLoss)}, accuracy ${formatPercent(valAccuracy)}.`;
}
