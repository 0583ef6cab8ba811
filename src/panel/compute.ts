/**
 * The worker of one model: started when it is first needed, brought up to date before it is asked something, and started
 * again after it was lost.
 */
import { type Channel, openChannel } from "../protocol/channel.ts";
import type {
  DatasetBytes,
  DatasetSummary,
  WorkerContract,
  WorkerHostContract,
  WorkerModel,
} from "../protocol/worker-contract.ts";
import type { StartWorker, WorkerConnection } from "./worker-connection.ts";

export type WorkerChannel = Channel<WorkerHostContract, WorkerContract>;

/** What the worker must have before it is asked something. `weights` are for a worker that has none yet. */
export interface ComputeSource extends WorkerModel {
  /** As the model's `training.dataset` names it. */
  readonly dataset: string;
}

export interface ComputeWorld {
  readonly start: StartWorker;
  /** Rejects with a message for people. */
  readDataset(name: string): Promise<DatasetBytes>;
  /** Listens to the events of a new worker. */
  attach(channel: WorkerChannel): void;
  lost(reason: string): void;
  /** The weights that the worker was given are damaged; it goes on without. */
  weightsRefused(why: string): void;
}

interface Running {
  readonly connection: WorkerConnection;
  readonly channel: WorkerChannel;
  dataset: string | undefined;
  /** The model that it has open, by its revision and what it was opened with. */
  opened: string | undefined;
}

export class Compute {
  readonly #world: ComputeWorld;
  #running: Running | undefined;
  #summary: DatasetSummary | undefined;
  #datasetTrouble: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(world: ComputeWorld) {
    this.#world = world;
  }

  /** Of the data set that the worker has, or had. */
  get dataset(): DatasetSummary | undefined {
    return this.#summary;
  }

  /** Why there is none, if the last attempt to have it failed. */
  get datasetTrouble(): string | undefined {
    return this.#datasetTrouble;
  }

  /** The worker that runs now, if one does, whatever it has open. */
  get channel(): WorkerChannel | undefined {
    return this.#running?.channel;
  }

  /** A worker that has this data set and this model open. `source` is asked when it is this call's turn. */
  open(source: () => ComputeSource): Promise<WorkerChannel> {
    const turn = this.#last.then(() => this.#bringUp(source()));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the worker. Calls that are open fail with the reason. */
  close(reason: string): void {
    this.#running?.connection.terminate();
    this.#drop(reason);
  }

  async #bringUp(source: ComputeSource): Promise<WorkerChannel> {
    this.#running ??= this.#start();
    const running = this.#running;
    const { channel } = running;
    if (running.dataset !== source.dataset) await this.#loadDataset(running, source.dataset);
    const { revision, model, mistake, maxMemoryMB, engine } = source;
    const opened = JSON.stringify([revision, maxMemoryMB, engine]);
    if (running.opened !== opened) {
      const weights = running.opened === undefined ? source.weights : undefined;
      const refused = await channel.call("openModel", { revision, model, mistake, maxMemoryMB, engine, weights });
      running.opened = opened;
      if (refused !== undefined) this.#world.weightsRefused(refused);
    }
    return channel;
  }

  async #loadDataset(running: Running, name: string): Promise<void> {
    this.#datasetTrouble = undefined;
    try {
      this.#summary = await running.channel.call("loadDataset", await this.#world.readDataset(name));
      running.dataset = name;
    } catch (error) {
      this.#summary = undefined;
      this.#datasetTrouble = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  #start(): Running {
    const connection = this.#world.start((reason) => {
      this.#world.lost(reason);
      this.#drop("The worker that computes was lost. The next action starts it again.");
    });
    const channel = openChannel<WorkerHostContract, WorkerContract>(connection.port, {});
    this.#world.attach(channel);
    return { connection, channel, dataset: undefined, opened: undefined };
  }

  #drop(reason: string): void {
    const { channel } = this.#running ?? {};
    this.#running = undefined;
    channel?.close(reason);
  }
}
