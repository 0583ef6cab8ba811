/** Where a training stands, gathered from the engine's events. */
import type { TrainEvent } from "../engine/train.ts";
import type { TrainingSettings } from "../graph/training.ts";
import type { CurvePoint, EpochResult, TrainingState, TrainingStatus } from "../protocol/training.ts";
import type { TrainingReport } from "../protocol/worker-contract.ts";

/** Steps that the moving means look back. */
const WINDOW_STEPS = 100;

export class TrainingProgress {
  readonly #epochs: number;
  #stepsPerEpoch: number;
  #epoch = 1;
  #steps = 0;
  #stepInEpoch = 0;
  #loss: number | undefined;
  #accuracy: number | undefined;
  #points: CurvePoint[] = [];
  #finished: EpochResult[] = [];

  constructor(epochs: number, stepsPerEpoch: number) {
    this.#epochs = epochs;
    this.#stepsPerEpoch = stepsPerEpoch;
  }

  take(event: TrainEvent): void {
    this.#epoch = event.epoch;
    if (event.kind !== "step") return;
    this.#steps = event.step;
    this.#stepInEpoch = event.batch;
    this.#stepsPerEpoch = event.batches;
    this.#points.push({ step: event.step, loss: event.loss });
    this.#loss = this.#average(this.#loss, event.loss);
    this.#accuracy = this.#average(this.#accuracy, event.accuracy);
  }

  get hasBegun(): boolean {
    return this.#steps > 0;
  }

  get step(): number {
    return this.#steps;
  }

  /** As people read it: the step within its epoch. */
  get place(): string {
    return `epoch ${this.#epoch}, step ${this.#stepInEpoch}`;
  }

  /** Whether the last step was the last one of its epoch, whose tests come next. */
  get atEpochEnd(): boolean {
    return this.#stepInEpoch === this.#stepsPerEpoch;
  }

  get atLastEpoch(): boolean {
    return this.#epoch === this.#epochs;
  }

  status(state: TrainingState, ended: string | undefined, settings: TrainingSettings | undefined): TrainingStatus {
    return {
      state,
      epoch: this.#epoch,
      epochs: this.#epochs,
      step: this.#steps,
      stepInEpoch: this.#stepInEpoch,
      stepsPerEpoch: this.#stepsPerEpoch,
      loss: this.#loss,
      accuracy: this.#accuracy,
      ended,
      settings,
    };
  }

  addEpoch(result: EpochResult): void {
    this.#finished.push(result);
  }

  /** The curve and the epochs finished since the last call. */
  takeNews(): Pick<TrainingReport, "points" | "epochs"> {
    const news = { points: this.#points, epochs: this.#finished };
    this.#points = [];
    this.#finished = [];
    return news;
  }

  #average(mean: number | undefined, value: number): number {
    if (mean === undefined) return value;
    return mean + (value - mean) / Math.min(this.#steps, WINDOW_STEPS);
  }
}
