/** Starts, pauses and ends a model's training in its worker, and writes down how it goes. */
import type { CurvePoint, EpochResult, SettingsChange, TrainingBegin, TrainingStatus } from "../protocol/training.ts";
import type { Compute, WorkerChannel } from "./compute.ts";
import type { TrainingHistory } from "./training-history.ts";

export interface TrainingNews {
  readonly points: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
}

export interface ControlWorld {
  readonly compute: Compute;
  readonly history: TrainingHistory;
  /** A worker that has data set and model open. Rejects with a message for people. */
  open(): Promise<WorkerChannel>;
  /** The training went on, or its state changed. */
  progress(news: TrainingNews): void;
  /** There is something new to keep: at checkpoints, and when the training has ended. */
  keep(): void;
}

/** A worker that has not stopped by then is in a step that may take minutes. */
const STOP_MS = 5_000;

export class TrainingControl {
  readonly #world: ControlWorld;
  #run: Promise<unknown> = Promise.resolve();
  /** Settles when the worker was told to train: only then it can be told to pause. */
  #begun: Promise<void> = Promise.resolve();
  /** What happened to the worker during the training, if something did. */
  #lost: string | undefined;

  constructor(world: ControlWorld) {
    this.#world = world;
  }

  get status(): TrainingStatus {
    return this.#world.history.status;
  }

  /** Writes down what a new worker tells. */
  attach(channel: WorkerChannel): void {
    const { history, keep, progress } = this.#world;
    channel.on("progress", ({ status, points, epochs }) => {
      // The answer to the training itself says that it has ended, when everything is in place.
      if (status.state !== "idle") history.status = status;
      history.addPoints(points);
      history.addEpochs(epochs);
      progress({ points, epochs });
    });
    channel.on("checkpoint", (checkpoint) => {
      history.keep(checkpoint);
      keep();
    });
  }

  /** Settles when the training has ended. Rejects with a message for people if it could not begin. */
  train(epochs: number, begin: TrainingBegin): Promise<TrainingStatus> {
    this.#lost = undefined;
    this.#world.history.begin(epochs, begin.paused ? "paused" : "running");
    let begun: () => void = () => undefined;
    this.#begun = new Promise((resolve) => {
      begun = resolve;
    });
    const run = this.#train(begin, begun).finally(begun);
    this.#run = run.catch(() => undefined);
    return run;
  }

  async #train(begin: TrainingBegin, begun: () => void): Promise<TrainingStatus> {
    const { history, keep, open } = this.#world;
    try {
      const channel = await open();
      const run = channel.call("train", begin);
      begun();
      history.status = await run;
    } catch (error) {
      if (this.#lost === undefined) {
        history.end(error instanceof Error ? error.message : String(error));
        throw error;
      }
      history.endLost(this.#lost);
    } finally {
      keep();
    }
    return history.status;
  }

  async pause(): Promise<void> {
    await this.#begun;
    if (this.status.state === "running") await this.#world.compute.channel?.call("pause", undefined);
  }

  /** Does one batch, and leaves the training paused. */
  async step(): Promise<void> {
    await this.#begun;
    if (this.status.state !== "idle") await this.#world.compute.channel?.call("step", undefined);
  }

  /** Rejects with a message for people if the change cannot be, or if there is no training. */
  async adjust(change: SettingsChange): Promise<void> {
    await this.#begun;
    const { channel } = this.#world.compute;
    if (this.status.state === "idle" || channel === undefined) {
      throw new Error("No training runs. Begin one, or change the file.");
    }
    await channel.call("adjust", change);
  }

  async resume(): Promise<void> {
    if (this.status.state === "paused") await this.#world.compute.channel?.call("resume", undefined);
  }

  /** Settles when the training has ended. */
  async stop(): Promise<void> {
    await this.#begun;
    const { channel } = this.#world.compute;
    if (this.status.state === "idle" || channel === undefined) return;
    const impatience = setTimeout(() => this.cut("Stopped in the middle of a step"), STOP_MS);
    await channel.call("stop", undefined).catch(() => undefined);
    clearTimeout(impatience);
    await this.#run;
  }

  /** The worker is gone: a training that ran has ended for this reason. */
  lose(what: string): void {
    this.#lost = what;
  }

  /** Ends worker and training at once. Settles when the training is written down as ended. */
  async cut(what: string): Promise<void> {
    this.#lost = what;
    this.#world.compute.close(what);
    await this.#run;
  }
}
