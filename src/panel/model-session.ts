/**
 * One open model: its text as it stands, its weights, its training. Weights belong here and survive the worker, the
 * inspector, edits and the window.
 */

import type { Images, ImagesRequest, SearchRequest, TestReport } from "../protocol/evaluation.ts";
import type { Flow, FlowRequest } from "../protocol/flow.ts";
import type { GradientCheck, GradientCheckRequest } from "../protocol/gradient-check.ts";
import type { Inspection, InspectionRequest } from "../protocol/inspection.ts";
import type { Saliency, SaliencyRequest } from "../protocol/saliency.ts";
import type { SettingsChange, TrainingBegin, TrainingStatus } from "../protocol/training.ts";
import type { ModelSnapshot, Revised } from "../protocol/view-contract.ts";
import type { DatasetBytes, EngineSettings, WeightsReport } from "../protocol/worker-contract.ts";
import { Compute, type ComputeSource, type WorkerChannel } from "./compute.ts";
import { ModelText, type ReadModel } from "./model-text.ts";
import { buildSnapshot } from "./snapshot.ts";
import type { StateKeeper } from "./state-keeper.ts";
import { toWorker } from "./to-worker.ts";
import { TrainingControl, type TrainingNews } from "./training-control.ts";
import { TrainingHistory } from "./training-history.ts";
import type { StartWorker } from "./worker-connection.ts";

export interface SessionWorld {
  readonly startWorker: StartWorker;
  readonly keeper: StateKeeper;
  /** The data set that the model at this address names. Rejects with a message for people. */
  readDataset(uri: string, name: string): Promise<DatasetBytes>;
  maxMemoryMB(): number;
  engine(): EngineSettings;
  /** Tells the user something that no action of theirs has asked for. */
  warn(message: string): void;
  /** Milliseconds from any fixed moment. */
  now(): number;
}

/** `model`: a new snapshot is due. `selection`: only another layer is selected. `progress`: what is new since the last event. */
export type SessionChange =
  | { readonly kind: "model" }
  | { readonly kind: "selection" }
  | ({ readonly kind: "progress" } & TrainingNews);

/** Views that ask for maps anew after every step would slow the training down. */
const WEIGHTS_VERSION_MS = 250;

const firstSample = { set: "test", index: 0 } as const;

/** VS Code gives an extension few seconds to end. */
const PAUSE_MS = 1_000;

export class ModelSession {
  /** Requests for the weights that are not answered yet. */
  #asked = 0;
  readonly #world: SessionWorld;
  readonly #notify: (change: SessionChange) => void;
  readonly #compute: Compute;
  readonly #history = new TrainingHistory();
  readonly #control: TrainingControl;
  readonly #text: ModelText;
  #uri: string;
  #weightsVersion = 1;
  #weightsVersionAt = 0;
  /** Settles when what an earlier window kept of this model is there again. */
  readonly ready: Promise<void>;

  constructor(uri: string, read: ReadModel, world: SessionWorld, notify: (change: SessionChange) => void) {
    this.#uri = uri;
    this.#text = new ModelText(read);
    this.#world = world;
    this.#notify = notify;
    this.#compute = new Compute({
      start: world.startWorker,
      readDataset: (name) => world.readDataset(this.#uri, name),
      attach: (channel) => this.#control.attach(channel),
      lost: (reason) => this.#control.lose(`The training's worker was lost (${reason})`),
      weightsRefused: (why) => this.#dropWeights(why),
    });
    this.#control = new TrainingControl({
      compute: this.#compute,
      history: this.#history,
      open: () => this.#open(),
      progress: (news) => this.#tell(news),
      keep: () => this.#keep(),
    });
    this.ready = this.#restore();
  }

  get uri(): string {
    return this.#uri;
  }

  get read(): ReadModel {
    return this.#text.read;
  }

  get status(): TrainingStatus {
    return this.#history.status;
  }

  get weightsVersion(): number {
    return this.#weightsVersion;
  }

  get selected(): number {
    return this.#text.selected;
  }

  snapshot(): ModelSnapshot {
    const { status, curve, epochs } = this.#history;
    const { read, revision, selected, trouble } = this.#text;
    return buildSnapshot({
      ...read,
      ...{ revision, selected, trouble, curve, epochs },
      dataset: this.#compute.dataset,
      training: status,
      weightsVersion: this.#weightsVersion,
    });
  }

  /** The text was edited. A training that runs goes on with the model it began with. */
  update(read: ReadModel): void {
    if (this.#text.update(read)) this.#notify({ kind: "model" });
  }

  select(layer: number): void {
    if (this.#text.select(layer)) this.#notify({ kind: "selection" });
  }

  /** The file is not there any more; the model is shown as it was, until the file comes back: `undefined`. */
  markGone(message: string | undefined): void {
    if (this.#text.markGone(message)) this.#notify({ kind: "model" });
  }

  /** The file has another name now: what is kept follows it. */
  move(uri: string, fileName: string): void {
    this.#world.keeper.remove(this.#uri);
    this.#uri = uri;
    this.#text.update({ ...this.#text.read, fileName });
    this.#keep();
    this.#notify({ kind: "model" });
  }

  /** Starts the worker and reads the data set, so that views know the samples. What goes wrong stands in the snapshot. */
  async prepare(): Promise<void> {
    if (this.#text.trouble === undefined) await this.#open().catch(() => undefined);
  }

  /** The same, and runs the sample that a new view begins with, so that its values are there when the view asks for them. */
  async lookAhead(): Promise<void> {
    if (this.#text.trouble !== undefined) return;
    const request = { layer: this.#text.selected, sample: firstSample, parts: [] };
    // What goes wrong is told when it is asked for.
    await this.#open()
      .then((channel) => channel.call("inspect", request))
      .catch(() => undefined);
  }

  // Questions about the model as the view knows it. They reject with a message for people; also if its text has changed since.

  async inspect({ revision, ...request }: Revised<InspectionRequest>): Promise<Inspection> {
    return (await this.#openAt(revision)).call("inspect", request);
  }

  async flow({ revision, ...request }: Revised<FlowRequest>): Promise<Flow> {
    return (await this.#openAt(revision)).call("flow", request);
  }

  async saliency({ revision, ...request }: Revised<SaliencyRequest>): Promise<Saliency> {
    return (await this.#openAt(revision)).call("saliency", request);
  }

  async checkGradient({ revision, ...request }: Revised<GradientCheckRequest>): Promise<GradientCheck> {
    return (await this.#openAt(revision)).call("checkGradient", request);
  }

  async evaluate(revision: number): Promise<TestReport> {
    return (await this.#openAt(revision)).call("evaluate", undefined);
  }

  /**
   * Trains until the training has ended in whatever way; a paused one goes on. Rejects with a message for people if it
   * cannot begin.
   */
  train(begin: TrainingBegin = { paused: false }): Promise<TrainingStatus> {
    if (this.status.state !== "idle") return this.resume().then(() => this.status);
    const run = this.#control.train(this.#text.read.document.training.epochs, begin);
    this.#notify({ kind: "model" });
    return run.finally(() => {
      this.#weightsChanged();
      void this.#world.keeper.flush(this.#uri);
    });
  }

  /** Trains with one batch and pauses; begins a training if none runs. Why it could not begin stands in the status. */
  async step(): Promise<void> {
    if (this.status.state === "idle") void this.train({ paused: true }).catch(() => undefined);
    await this.#control.step();
  }

  /** Changes what the training that runs goes by. Rejects with a message for people if that cannot be. */
  adjust(change: SettingsChange): Promise<void> {
    return this.#control.adjust(change);
  }

  /** The last look at the test images; starts no worker to find that there was none. */
  async evaluation(): Promise<TestReport | undefined> {
    return this.#compute.channel?.call("evaluation", undefined);
  }

  async images(request: ImagesRequest): Promise<Images> {
    return (await this.#open()).call("images", request);
  }

  async search(request: SearchRequest): Promise<number | undefined> {
    return (await this.#open()).call("search", request);
  }

  async pause(): Promise<void> {
    await this.#control.pause();
    void this.#world.keeper.flush(this.#uri);
  }

  resume(): Promise<void> {
    return this.#control.resume();
  }

  /** Settles when the training has ended. */
  stop(): Promise<void> {
    return this.#control.stop();
  }

  /** Ends a training that runs, and forgets the weights. */
  async resetWeights(): Promise<void> {
    await this.ready;
    await this.stop();
    await this.#compute.channel?.call("resetWeights", undefined);
    this.#history.reset();
    this.#world.keeper.remove(this.#uri);
    this.#weightsChanged();
  }

  /** The model's weights as the bytes of a `.safetensors` file. */
  async weightsFile(): Promise<Uint8Array> {
    this.#asked++;
    try {
      const channel = await this.#open();
      return await channel.call("weights", undefined);
    } finally {
      this.#asked--;
    }
  }

  /** Takes a weights file's tensors into the model. Rejects with a message for people, the weights as they were. */
  async loadWeightsFile(bytes: Uint8Array, fileName: string): Promise<WeightsReport> {
    const channel = await this.#open();
    const report = await channel.call("loadWeights", bytes);
    this.#history.load(await channel.call("keep", undefined), fileName);
    this.#keep();
    this.#weightsChanged();
    return report;
  }

  /** Ends the worker of a model that nobody looks at; the next action starts it again. */
  release(): void {
    // Weights that are on their way out are waited for; the worker then stays until the session's end.
    if (this.status.state === "idle" && this.#asked === 0) this.#compute.close("The model was closed.");
  }

  /** Hands what must survive to the keeper, and ends the worker. */
  async close(): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await Promise.race([this.#control.pause(), late]).catch(() => undefined);
    await this.#control.cut("The window was closed");
    this.#keep();
  }

  #openAt(revision: number): Promise<WorkerChannel> {
    if (revision === this.#text.revision) return this.#open();
    return Promise.reject(new Error("The model has changed since this was asked."));
  }

  async #open(): Promise<WorkerChannel> {
    await this.ready;
    const { dataset: before } = this.#compute;
    const troubleBefore = this.#text.datasetTrouble;
    try {
      return await this.#compute.open(() => this.#source());
    } finally {
      this.#text.datasetTrouble = this.#compute.datasetTrouble;
      const isNew = this.#compute.dataset !== before || this.#text.datasetTrouble !== troubleBefore;
      if (isNew) this.#notify({ kind: "model" });
    }
  }

  #source(): ComputeSource {
    const { read, revision } = this.#text;
    return {
      revision,
      ...toWorker(read.document),
      dataset: read.document.training.dataset,
      weights: this.#history.weights,
      maxMemoryMB: this.#world.maxMemoryMB(),
      engine: this.#world.engine(),
    };
  }

  async #restore(): Promise<void> {
    const kept = await this.#world.keeper.read(this.#uri);
    if (kept === undefined) return;
    // A training that was asked for in the meantime waits for the weights alone.
    if (this.status.state === "idle") this.#history.restore(kept);
    else this.#history.weights = kept.weights;
    this.#weightsChanged();
  }

  #dropWeights(why: string): void {
    this.#history.weights = undefined;
    this.#world.warn(`The kept weights of ${this.read.fileName} cannot be used, so the model starts anew. ${why}`);
  }

  #keep(): void {
    const state = this.#history.toKeep();
    if (state) this.#world.keeper.keep(this.#uri, state);
  }

  #tell(news: TrainingNews): void {
    const now = this.#world.now();
    if (this.status.state !== "running" || now - this.#weightsVersionAt >= WEIGHTS_VERSION_MS) {
      this.#weightsVersion++;
      this.#weightsVersionAt = now;
    }
    this.#notify({ kind: "progress", ...news });
  }

  #weightsChanged(): void {
    this.#weightsVersion++;
    this.#notify({ kind: "model" });
  }
}
