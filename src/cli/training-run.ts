/** Drives a training to its end, or to the first Ctrl+C. */
import { EngineError } from "../engine/engine-error.ts";
import type { Evaluation } from "../engine/evaluate.ts";
import type { Network } from "../engine/network.ts";
import { type TrainingData, train } from "../engine/train.ts";
import type { TrainingOptions } from "../graph/training.ts";
import type { Terminal } from "./terminal.ts";
import type { TrainingReport } from "./training-report.ts";

export interface TrainingRun {
  /** Batches that were trained. */
  readonly steps: number;
  /** Whether Ctrl+C ended it. */
  readonly stopped: boolean;
  /** Why it could not go on; the weights are those of the step before. */
  readonly failed: string | undefined;
  /** Of the weights as they are now; `undefined` if they changed since, or without test samples. */
  readonly test: Evaluation | undefined;
  readonly seconds: number;
}

/** Signals are heard only between turns of the event loop. */
const longestTurnMs = 50;

/** Never rejects for what goes wrong while training, so that the weights can be saved. */
export async function runTraining(
  network: Network,
  data: TrainingData,
  training: TrainingOptions,
  { terminal, report }: { readonly terminal: Terminal; readonly report: TrainingReport },
): Promise<TrainingRun> {
  let isStopped = false;
  const release = terminal.onInterrupt(() => {
    isStopped = true;
  });
  const begin = performance.now();
  const secondsSince = (from: number): number => (performance.now() - from) / 1000;
  let steps = 0;
  let test: Evaluation | undefined;
  let failed: string | undefined;
  let turn = begin;
  let epochBegin = begin;
  try {
    for (const event of train(network, data, training)) {
      if (event.kind === "step") {
        steps = event.step;
        test = undefined;
        report.step(event);
      } else if (event.kind === "epoch") {
        test = event.test;
        report.epoch(event, secondsSince(epochBegin));
        epochBegin = performance.now();
      }
      if (performance.now() - turn > longestTurnMs) {
        await new Promise((resolve) => setImmediate(resolve));
        turn = performance.now();
      }
      if (isStopped) break;
    }
  } catch (error) {
    if (!(error instanceof EngineError) || steps === 0) throw error;
    failed = error.message;
  } finally {
    release();
  }
  return { steps, stopped: isStopped, failed, test, seconds: secondsSince(begin) };
}
