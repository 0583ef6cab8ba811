/** Drives a training to its end, or to the first Ctrl+C. */
import { EngineError } from "../engine/engine-error.ts";
import type { Evaluation } from "../engine/evaluate.ts";
import type { Helpers } from "../engine/helpers.ts";
import type { Network } from "../engine/network.ts";
import { type TrainEvent, type TrainingData, train } from "../engine/train.ts";
import type { TrainingOptions } from "../graph/training.ts";
import type { Terminal } from "./terminal.ts";
import type { TrainingReport } from "./training-report.ts";

export interface TrainingRun {
  /** Batches that were trained. */
  readonly steps: number;
  /** Whether Ctrl+C ended it. */
  readonly stopped: boolean;
  /** Why it could not go on; the weights are the last good ones then. */
  readonly failed: string | undefined;
  /** Of the weights as they are now; `undefined` if they changed since, or without test samples. */
  readonly test: Evaluation | undefined;
  readonly seconds: number;
}

export interface TrainingSurroundings {
  readonly terminal: Terminal;
  readonly report: TrainingReport;
  readonly helpers: Helpers | undefined;
}

/** Rejects only for a training that cannot begin: whatever happens later, the weights can still be saved. */
export async function runTraining(
  network: Network,
  data: TrainingData,
  training: TrainingOptions,
  { terminal, report, helpers }: TrainingSurroundings,
): Promise<TrainingRun> {
  let stopped = false;
  const release = terminal.onInterrupt(() => {
    stopped = true;
  });
  const log = new TrainingLog(report);
  const breathe = createPauses();
  let failed: string | undefined;
  try {
    for (const event of train(network, data, training, { helpers })) {
      log.note(event);
      await breathe();
      if (stopped) break;
    }
  } catch (error) {
    if (!(error instanceof EngineError) || log.steps === 0) throw error;
    failed = error.message;
  } finally {
    release();
  }
  return { steps: log.steps, stopped, failed, test: log.test, seconds: log.seconds };
}

/** Signals are heard only between turns of the event loop. */
const longestTurnMs = 50;

/** Gives a function that ends the turn of the event loop when it has been long. */
export function createPauses(): () => Promise<void> {
  let begin = performance.now();
  return async () => {
    if (performance.now() - begin < longestTurnMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    begin = performance.now();
  };
}

/** What has happened so far, passed on to the report with its times. */
class TrainingLog {
  steps = 0;
  test: Evaluation | undefined;
  readonly #report: TrainingReport;
  readonly #begin = performance.now();
  #epochBegin = this.#begin;

  constructor(report: TrainingReport) {
    this.#report = report;
  }

  get seconds(): number {
    return (performance.now() - this.#begin) / 1000;
  }

  note(event: TrainEvent): void {
    if (event.kind === "step") {
      this.steps = event.step;
      this.test = undefined;
      this.#report.step(event);
    } else if (event.kind === "epoch") {
      this.test = event.test;
      this.#report.epoch(event, (performance.now() - this.#epochBegin) / 1000);
      this.#epochBegin = performance.now();
    }
  }
}
