/** What the host knows of a model's training: where it stands, its curve, and the weights it must not lose. */
import type { CurvePoint, EpochResult, TrainingStatus } from "../protocol/training.ts";
import type { Checkpoint } from "../protocol/worker-contract.ts";
import { CurveHistory } from "./curve-history.ts";
import type { KeptState } from "./kept-state.ts";

const MAX_EPOCHS = 5_000;

export const untrained: TrainingStatus = {
  state: "idle",
  epoch: 0,
  epochs: 0,
  step: 0,
  stepInEpoch: 0,
  stepsPerEpoch: 0,
  loss: undefined,
  accuracy: undefined,
  ended: undefined,
  settings: undefined,
};

export class TrainingHistory {
  readonly #curve = new CurveHistory();
  #epochs: readonly EpochResult[] = [];
  status: TrainingStatus = untrained;
  /** As a checkpoint gave them; `undefined`: the model's seed makes them. */
  weights: Uint8Array | undefined;
  /** Of which step the weights are, in words; `undefined` while a training has kept none of its own. */
  #keptPlace: string | undefined;

  get curve(): readonly CurvePoint[] {
    return this.#curve.points;
  }

  get epochs(): readonly EpochResult[] {
    return this.#epochs;
  }

  begin(epochs: number, state: "running" | "paused" = "running"): void {
    this.#forgetCurve();
    this.#keptPlace = undefined;
    this.status = { ...untrained, state, epoch: 1, epochs };
  }

  addPoints(points: readonly CurvePoint[]): void {
    this.#curve.add(points);
  }

  addEpochs(results: readonly EpochResult[]): void {
    // Most reports have none.
    if (results.length > 0) this.#epochs = [...this.#epochs, ...results].slice(-MAX_EPOCHS);
  }

  keep({ place, weights }: Checkpoint): void {
    this.weights = weights;
    this.#keptPlace = place;
  }

  /** The training is over in a way that the worker did not report. */
  end(ended: string): void {
    this.status = { ...this.status, state: "idle", ended, settings: undefined };
  }

  endLost(what: string): void {
    const { epoch, stepInEpoch } = this.status;
    const place = `epoch ${epoch}, step ${stepInEpoch}`;
    const kept = this.#keptPlace === undefined ? "from before the training" : `of ${this.#keptPlace}`;
    this.end(`${what} at ${place}. The weights ${kept} are kept.`);
  }

  /** Weights of a file take the place of those that a training made, and of what is known of it. */
  load(weights: Uint8Array, loadedFrom: string): void {
    this.reset();
    this.weights = weights;
    this.status = { ...untrained, loadedFrom };
  }

  reset(): void {
    this.#forgetCurve();
    this.status = untrained;
    this.weights = undefined;
  }

  /** What is worth keeping on disk; `undefined` for a model that was never trained. */
  toKeep(): KeptState | undefined {
    const { status, weights, curve, epochs } = this;
    return weights && { weights, status, curve, epochs };
  }

  restore(kept: KeptState): void {
    this.reset();
    this.weights = kept.weights;
    this.#curve.add(kept.curve);
    this.#epochs = kept.epochs;
    this.status = kept.status;
    if (kept.status.state === "idle") return;
    this.end(`The window was closed at epoch ${kept.status.epoch}. The weights of its last checkpoint are kept.`);
  }

  #forgetCurve(): void {
    this.#curve.clear();
    this.#epochs = [];
  }
}
