/** `convlens train`: trains a model file and saves its weights. */
import { dirname, resolve } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { EngineError } from "../engine/engine-error.ts";
import { type Evaluation, evaluate } from "../engine/evaluate.ts";
import { createLoss } from "../engine/loss.ts";
import type { Network } from "../engine/network.ts";
import { optimizerSlots } from "../engine/optimizer.ts";
import { partSize } from "../engine/part-size.ts";
import { stepsPerEpoch } from "../engine/train.ts";
import { toPortable } from "../graph/portable.ts";
import type { TrainingOptions } from "../graph/training.ts";
import type { Backend } from "../tensor/backend.ts";
import { firstSamples } from "../tensor/samples.ts";
import { hireHelpers } from "../threads/hire.ts";
import { startNodeHelper } from "../threads/node-threads.ts";
import { backendOf, threadsOf } from "./compute-options.ts";
import { readBundledMnist, readDatasetFolder } from "./dataset-folder.ts";
import { tellDiagnostics } from "./diagnostics.ts";
import { type ExitCode, exit } from "./exit.ts";
import { loadNetwork, maxBytes, requireWeights } from "./load-network.ts";
import { hasErrors, type ModelFile } from "./model-file.ts";
import { openModelFile } from "./open-model.ts";
import { type Options, onlyFile, parseOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { createTrainingReport } from "./training-report.ts";
import { runTraining, type TrainingRun } from "./training-run.ts";
import { checkSavable, loadWeightsFile, saveTrained } from "./weights-file.ts";

const texts = [
  "epochs",
  "samples",
  "test-samples",
  "batch-size",
  "learning-rate",
  "seed",
  "data",
  "weights",
  "save",
  "threads",
  "kernels",
];

export async function train(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = parseOptions(args, { texts, flags: ["json", "no-shuffle"] });
  const [backend, threads] = [backendOf(options), threadsOf(options)];
  const model = await openModelFile(onlyFile("train", options));
  const training = overrideTraining(model.document.training, options);
  if (hasErrors(model.document)) {
    tellDiagnostics(model, terminal);
    return exit.modelHasErrors;
  }
  requireWeights(model, options.text("weights"));
  const save = options.text("save");
  if (save !== undefined) checkSavable(save);
  const data = readData(model, training, options.text("data"));
  const network = networkFor(model, training, { data, backend });
  const weights = options.text("weights");
  if (weights !== undefined) loadWeightsFile(network, weights, terminal);
  const portable = toPortable(model.document.graph, training);
  const work = { network, backend: backend.name, model: portable, maxBytes, dataset: data };
  const helpers = hireHelpers(work, { most: threads, start: startNodeHelper });
  const report = createTrainingReport(terminal, {
    asJson: options.flag("json"),
    epochs: training.epochs,
    stepsPerEpoch: stepsPerEpoch(data, training),
    computedBy: `${backend.name} kernels, ${helpers ? `${helpers.size} threads` : "1 thread"}`,
  });
  const running = runTraining(network, data, training, { terminal, report, helpers });
  const run = await running.finally(() => helpers?.close());
  if (save !== undefined && run.steps > 0) saveTrained(save, network.namedWeights());
  tellEnding(run, save, terminal);
  if (run.failed) throw new EngineError(run.failed);
  report.done(run.test ?? evaluateTests(network, data, training), run);
  return exit.done;
}

/** What the command line says wins over the file. Throws a `CliError` for a value that cannot be. */
function overrideTraining(training: TrainingOptions, options: Options): TrainingOptions {
  const learningRate = options.decimal("learning-rate") ?? training.optimizer.learningRate;
  return {
    ...training,
    epochs: options.wholeNumber("epochs", 1) ?? training.epochs,
    samples: options.wholeNumber("samples", 1) ?? training.samples,
    testSamples: options.wholeNumber("test-samples", 0) ?? training.testSamples,
    batchSize: options.wholeNumber("batch-size", 1) ?? training.batchSize,
    seed: options.wholeNumber("seed", 0) ?? training.seed,
    shuffle: training.shuffle && !options.flag("no-shuffle"),
    optimizer: { ...training.optimizer, learningRate },
  };
}

/** The folder of `--data`, else the file's own data set, which lies beside the model. */
function readData(model: ModelFile, { dataset }: TrainingOptions, folder: string | undefined): Dataset {
  if (folder !== undefined) return readDatasetFolder(folder);
  return dataset === "mnist" ? readBundledMnist() : readDatasetFolder(resolve(dirname(model.path), dataset));
}

interface Means {
  readonly data: Dataset;
  readonly backend: Backend;
}

function networkFor(model: ModelFile, training: TrainingOptions, { data, backend }: Means): Network {
  const { graph, analysis } = model.document;
  const batchSize = Math.min(training.batchSize, firstSamples(data.train, training.samples).count);
  return loadNetwork(model, training, {
    backend,
    batchSize: partSize(graph, analysis, batchSize),
    observed: "output",
    gradients: true,
    optimizerSlots: optimizerSlots(training.optimizer),
  });
}

function evaluateTests(network: Network, data: Dataset, training: TrainingOptions): Evaluation | undefined {
  const tests = firstSamples(data.test, training.testSamples);
  if (tests.count === 0) return undefined;
  return evaluate(network, createLoss(network, training.loss, data.train.classes), tests);
}

function tellEnding(run: TrainingRun, save: string | undefined, terminal: Terminal): void {
  const saved = save === undefined ? "nothing was saved, for want of --save" : `the weights are saved in ${save}`;
  if (run.stopped)
    terminal.tell(`Stopped after step ${run.steps}: ${run.steps > 0 ? saved : "nothing was trained"}.\n`);
  else if (save !== undefined && run.steps > 0) terminal.tell(`${run.failed ? "Failed" : "Done"}: ${saved}.\n`);
}
