/** What a training says while it runs: a JSON line for each epoch, or lines for people. */
import type { Evaluation } from "../engine/evaluate.ts";
import type { TrainEvent } from "../engine/train.ts";
import type { Terminal } from "./terminal.ts";
import type { TrainingRun } from "./training-run.ts";

type StepEvent = Extract<TrainEvent, { kind: "step" }>;
type EpochEvent = Extract<TrainEvent, { kind: "epoch" }>;

export interface TrainingReport {
  step(event: StepEvent): void;
  epoch(event: EpochEvent, seconds: number): void;
  done(test: Evaluation | undefined, run: TrainingRun): void;
}

interface ReportOptions {
  readonly asJson: boolean;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** `relaxed kernels, 2 threads`. */
  readonly computedBy: string;
}

export function createTrainingReport(terminal: Terminal, options: ReportOptions): TrainingReport {
  const progress = createProgressLine(terminal, options);
  const lines = options.asJson ? jsonLines : readableLines(options);
  return {
    step: progress.step,
    epoch(event, seconds) {
      progress.clear();
      terminal.print(lines.epoch(event, seconds));
    },
    done(test, run) {
      progress.clear();
      terminal.print(lines.done(test, run));
    },
  };
}

interface Lines {
  epoch(event: EpochEvent, seconds: number): string;
  done(test: Evaluation | undefined, run: TrainingRun): string;
}

const jsonLines: Lines = {
  epoch({ epoch, loss, accuracy, test }, seconds) {
    const result = { epoch, loss, accuracy, valLoss: test?.loss ?? null, valAccuracy: test?.accuracy ?? null };
    return `${JSON.stringify({ ...result, seconds: rounded(seconds) })}\n`;
  },
  done(test, { stopped, seconds }) {
    const result = { done: true, testAccuracy: test?.accuracy ?? null, confusion: test?.confusion ?? null };
    return `${JSON.stringify({ ...result, seconds: rounded(seconds), ...(stopped && { stopped }) })}\n`;
  },
};

function rounded(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4;
}

function readableLines({ epochs, computedBy }: ReportOptions): Lines {
  return {
    epoch({ epoch, loss, accuracy, test }, seconds) {
      const tested = test ? `  test loss ${test.loss.toFixed(4)}  test accuracy ${percent(test.accuracy)}` : "";
      const trained = `loss ${loss.toFixed(4)}  accuracy ${percent(accuracy)}`;
      return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  ${trained}${tested}  ${seconds.toFixed(2)} s\n`;
    },
    done(test, { seconds }) {
      const result = test ? `Test accuracy ${percent(test.accuracy)}` : "There were no test samples";
      return `${result} after ${seconds.toFixed(2)} s (${computedBy}).\n`;
    },
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`;
}

const eraseLine = "\r\u001b[K";
const updateMs = 100;

/** A line about the current step that is written over; nothing where nobody watches. */
function createProgressLine(terminal: Terminal, { epochs, stepsPerEpoch }: ReportOptions) {
  let shownAt = 0;
  return {
    step({ epoch, step, loss }: StepEvent): void {
      if (!terminal.isWatched || performance.now() - shownAt < updateMs) return;
      shownAt = performance.now();
      const within = step - (epoch - 1) * stepsPerEpoch;
      terminal.tell(`${eraseLine}epoch ${epoch}/${epochs}  step ${within}/${stepsPerEpoch}  loss ${loss.toFixed(4)}`);
    },
    clear(): void {
      if (shownAt > 0) terminal.tell(eraseLine);
      shownAt = 0;
    },
  };
}
