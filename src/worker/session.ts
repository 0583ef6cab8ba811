/** One model in the worker: serves the host's calls, between them trains. */
import type { Dataset } from "../data/dataset.ts";
import type { Evaluation } from "../engine/evaluate.ts";
import type { Network } from "../engine/network.ts";
import { readSafetensors, SafetensorsError, writeSafetensors } from "../formats/safetensors.ts";
import type { TrainingSettings } from "../graph/training.ts";
import { type Handlers, openChannel, type Port } from "../protocol/channel.ts";
import type { Images, ImagesRequest, SearchRequest, TestReport } from "../protocol/evaluation.ts";
import type { Flow, FlowRequest } from "../protocol/flow.ts";
import type { GradientCheck, GradientCheckRequest } from "../protocol/gradient-check.ts";
import type { Inspection, InspectionRequest } from "../protocol/inspection.ts";
import type { Saliency, SaliencyRequest } from "../protocol/saliency.ts";
import type { SettingsChange, TrainingBegin, TrainingStatus } from "../protocol/training.ts";
import type {
  DatasetBytes,
  DatasetSummary,
  WeightsReport,
  WorkerContract,
  WorkerHostContract,
  WorkerModel,
} from "../protocol/worker-contract.ts";
import { checkGradient } from "./check-gradient.ts";
import { summarize, unpackDataset } from "./dataset.ts";
import { findImage, imagesOf } from "./images.ts";
import { Inspector } from "./inspector.ts";
import { KeptWeights } from "./kept-weights.ts";
import { LookBudget } from "./look-budget.ts";
import { buildForOneSample, type OpenModel, openModel, refuseBeginning } from "./open-model.ts";
import type { Platform } from "./platform.ts";
import { renewWeights } from "./renew-weights.ts";
import { evaluateModel, reportOf, testSamples } from "./test-report.ts";
import { Training, type TrainingListener } from "./training.ts";
import type { WeightTrace } from "./weight-trace.ts";
import { takeWeightsFile } from "./weights-file.ts";

/** Answers on this port until its peer is gone. */
export function serveModel(port: Port, platform: Platform): void {
  const handlers: Handlers<WorkerContract> = {
    loadDataset: (bytes) => session.loadDataset(bytes),
    openModel: (model) => session.openModel(model),
    train: (begin) => session.train(begin),
    step: () => session.training?.step(),
    adjust: (change) => session.adjust(change),
    pause: () => session.training?.pause(),
    resume: () => session.training?.resume(),
    stop: () => session.stop(),
    resetWeights: () => session.resetWeights(),
    loadWeights: (bytes) => session.loadWeights(bytes),
    evaluation: () => session.evaluation,
    evaluate: () => session.evaluate(),
    images: (request) => session.images(request),
    search: (request) => session.search(request),
    inspect: (request) => session.inspect(request),
    flow: (request) => session.flow(request),
    saliency: (request) => session.saliency(request),
    checkGradient: (request) => session.checkGradient(request),
    weights: () => session.weights(),
    keep: () => session.keep(),
  };
  // Copying what was seen into a message may take longer than looking.
  const answering = (post: () => void): void => session.budget.count(post);
  const channel = openChannel<WorkerContract, WorkerHostContract>(port, handlers, answering);
  const session = new WorkerSession(platform, {
    progress: (value) => channel.emit("progress", value),
    checkpoint: (checkpoint) => channel.emit("checkpoint", checkpoint),
  });
}

class WorkerSession {
  readonly #platform: Platform;
  readonly #listener: TrainingListener;
  readonly #kept = new KeptWeights();
  /** The version of them that the network has. */
  #renewed: number | undefined;
  #dataset: Dataset | undefined;
  #model: OpenModel | undefined;
  /** For one sample of the open model; built when it is asked for. */
  #network: Network | undefined;
  #inspector: Inspector | undefined;
  /** The last one of the model before it was edited. */
  #before: Inspector | undefined;
  training: Training | undefined;
  readonly budget: LookBudget;
  /** Of the training that runs, or of the last one, as long as the weights come from it. */
  #trace: WeightTrace | undefined;
  /** The last one of the weights as they are, or of a training that goes on. */
  evaluation: TestReport | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(platform: Platform, listener: TrainingListener) {
    this.#platform = platform;
    this.#listener = listener;
    this.budget = new LookBudget(platform, () => this.training?.isRunning ?? false);
  }

  async loadDataset(bytes: DatasetBytes): Promise<DatasetSummary> {
    this.#dataset = await unpackDataset(bytes, this.#platform);
    this.#inspector = this.#before = this.evaluation = undefined;
    return summarize(this.#dataset);
  }

  openModel(model: WorkerModel): string | undefined {
    this.#model = openModel(model);
    this.#before = keepForEdit(this.#inspector ?? this.#before, this.#model);
    this.#network = this.#inspector = undefined;
    if (model.weights === undefined) return undefined;
    this.#kept.clear();
    this.#trace = undefined;
    try {
      this.#kept.put(readSafetensors(model.weights));
    } catch (error) {
      if (error instanceof SafetensorsError) return error.message;
      throw error;
    }
    return undefined;
  }

  async train(begin: TrainingBegin | undefined): Promise<TrainingStatus> {
    this.#refuseWhileTraining("training it again");
    const { mistake } = this.#open().document;
    if (mistake !== undefined) throw new Error(mistake);
    const [model, dataset] = [this.#open(), this.#data()];
    const surroundings = {
      dataset,
      kept: this.#kept,
      platform: this.#platform,
      listener: this.#listener,
      tested: (evaluation: Evaluation, place: string) => {
        this.evaluation = reportOf(evaluation, model, dataset, place);
      },
    };
    this.training = new Training(model, surroundings, begin?.paused ? "paused" : "running");
    this.#trace = this.training.trace;
    const run = this.training.run().finally(() => {
      this.training = undefined;
    });
    this.#ended = run.catch(() => undefined);
    return run;
  }

  async stop(): Promise<void> {
    this.training?.stop();
    await this.#ended;
  }

  adjust(change: SettingsChange): TrainingSettings {
    if (this.training === undefined) throw new Error("No training runs. Begin one, or change the file.");
    return this.training.adjust(change);
  }

  resetWeights(): void {
    this.#refuseWhileTraining("resetting its weights");
    this.#kept.clear();
    this.#network = this.#inspector = this.#before = this.evaluation = this.#trace = undefined;
  }

  loadWeights(bytes: Uint8Array): WeightsReport {
    this.#refuseWhileTraining("loading weights");
    const { weights, report } = takeWeightsFile(bytes, this.#whole());
    this.#kept.put(weights);
    this.evaluation = this.#trace = undefined;
    return report;
  }

  /** With the weights of this moment. */
  async evaluate(): Promise<TestReport> {
    const [model, dataset] = [this.#open(), this.#data()];
    if (testSamples(model, dataset).count === 0) throw new Error("There are no test images.");
    const place = this.training?.hasBegun ? this.training.place : "these weights";
    const weights = this.#newest().namedWeights();
    const copies = new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
    const evaluation = await evaluateModel(model, dataset, copies, this.#platform);
    this.evaluation = reportOf(evaluation, model, dataset, place);
    return this.evaluation;
  }

  images(request: ImagesRequest): Images {
    return imagesOf(this.#data(), request);
  }

  search(request: SearchRequest): number | undefined {
    return findImage(this.#data(), request);
  }

  inspect(request: InspectionRequest): Promise<Inspection> {
    return this.budget.look(() => this.#look().inspect(request, this.#trace));
  }

  flow(request: FlowRequest): Promise<Flow> {
    return this.budget.look(() => this.#look().flow(request, this.#trace));
  }

  saliency(request: SaliencyRequest): Promise<Saliency> {
    return this.budget.look(() => {
      refuseBeginning(this.#open());
      return this.#look().saliency(request);
    });
  }

  #look(): Inspector {
    const network = this.#newest();
    if (this.#inspector) return this.#inspector;
    this.#inspector = new Inspector(network, this.#open(), this.#data());
    if (this.#before) this.#inspector.takeOver(this.#before);
    this.#before = undefined;
    return this.#inspector;
  }

  checkGradient(request: GradientCheckRequest): GradientCheck {
    return checkGradient(this.#open(), this.#data(), this.#newest().namedWeights(), request);
  }

  weights(): Uint8Array {
    return writeSafetensors(this.#whole().namedWeights());
  }

  keep(): Uint8Array {
    this.training?.keep();
    return writeSafetensors(this.#kept.all());
  }

  /** The open model's network with the newest weights: the running training's, where they match. */
  #newest(): Network {
    if (this.#network === undefined) {
      this.#network = buildForOneSample(this.#open());
      this.#renewed = undefined;
    }
    this.training?.keep();
    if (this.#renewed !== this.#kept.version) {
      const changed = renewWeights(this.#network, this.#kept);
      this.#inspector?.changed(changed);
      this.#renewed = this.#kept.version;
    }
    return this.#network;
  }

  /** Likewise. Throws with a message for people if the model is broken. */
  #whole(): Network {
    refuseBeginning(this.#open());
    return this.#newest();
  }

  #open(): OpenModel {
    if (this.#model === undefined) throw new Error("No model is open.");
    return this.#model;
  }

  #data(): Dataset {
    if (this.#dataset === undefined) throw new Error("No data set was loaded.");
    return this.#dataset;
  }

  #refuseWhileTraining(what: string): void {
    if (this.training) throw new Error(`The model is being trained. Stop the training before ${what}.`);
  }
}

/** Not if two networks of its size would take more memory than one model may. */
function keepForEdit(inspector: Inspector | undefined, { maxBytes }: OpenModel): Inspector | undefined {
  return inspector && 2 * inspector.bytes <= maxBytes ? inspector : undefined;
}
