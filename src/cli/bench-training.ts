/** What `convlens bench` trains: a small network image by image, LeNet-5 in batches, and that on several threads. */
import { buildNetwork } from "../engine/network.ts";
import { optimizerSlots } from "../engine/optimizer.ts";
import { partSize } from "../engine/part-size.ts";
import { type TrainEvent, train } from "../engine/train.ts";
import { readCnnJson } from "../formats/cnn-json/read.ts";
import { toPortable } from "../graph/portable.ts";
import type { Backend } from "../tensor/backend.ts";
import type { Crew } from "../threads/crew.ts";
import { hireHelpers } from "../threads/hire.ts";
import { startNodeHelper } from "../threads/node-threads.ts";
import { readBundledMnist } from "./dataset-folder.ts";
import { maxBytes } from "./load-network.ts";
import { createPauses } from "./training-run.ts";

export interface BenchResult {
  readonly name: string;
  readonly title: string;
  readonly unit: "steps/s" | "GFLOP/s";
  readonly value: number;
}

/** Two convolutions and a dense layer, trained on single images: the smallest network that is worth the name. */
const smallText = `{ "input": [28, 28, 1], "layers": [
  { "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "activation": "relu" },
  { "type": "conv2d", "filters": 16, "kernelSize": 3, "strides": 2, "activation": "relu" },
  { "type": "flatten" },
  { "type": "dense", "units": 10, "activation": "softmax" } ],
  "training": { "samples": 200, "batchSize": 1, "optimizer": { "type": "sgd", "learningRate": 0.03 }, "seed": 1 } }`;

const lenetText = (batchSize: number): string => `{ "input": [28, 28, 1], "layers": [
  { "type": "conv2d", "filters": 6, "kernelSize": 5, "padding": "same", "activation": "relu" },
  { "type": "maxPool2d", "poolSize": 2 },
  { "type": "conv2d", "filters": 16, "kernelSize": 5, "activation": "relu" },
  { "type": "maxPool2d", "poolSize": 2 },
  { "type": "flatten" },
  { "type": "dense", "units": 120, "activation": "relu" },
  { "type": "dense", "units": 84, "activation": "relu" },
  { "type": "dense", "units": 10 } ],
  "training": { "batchSize": ${batchSize}, "optimizer": { "type": "sgd", "learningRate": 0.01 }, "seed": 1 } }`;

/** `perSecond` measures how often something is done. */
export function benchTraining(backend: Backend, perSecond: (run: () => void) => number): BenchResult[] {
  return [
    {
      name: "small-batch-1",
      title: "A step of the small network, 1 image",
      unit: "steps/s",
      value: perSecond(openTraining(smallText, backend, 1).step),
    },
    {
      name: "lenet-batch-32",
      title: "A step of LeNet-5, 32 images",
      unit: "steps/s",
      value: perSecond(openTraining(lenetText(32), backend, 1).step),
    },
  ];
}

/** By the clock, because the processor's time is that of all threads together. */
export async function benchThreads(backend: Backend, threads: number, seconds: number): Promise<BenchResult[]> {
  const counts = threads > 1 ? [1, threads] : [1];
  const results: BenchResult[] = [];
  for (const count of counts) {
    const training = openTraining(lenetText(128), backend, count);
    const title = `A step of LeNet-5, 128 images, on ${training.threads} thread${training.threads > 1 ? "s" : ""}`;
    const value = await stepsPerSecond(training, seconds);
    training.crew?.close();
    results.push({ name: `lenet-batch-128-threads-${count}`, title, unit: "steps/s", value });
  }
  return results;
}

interface OpenTraining {
  readonly threads: number;
  readonly crew: Crew | undefined;
  next(): TrainEvent | undefined;
  /** Trains one batch. */
  step(): void;
}

function openTraining(text: string, backend: Backend, most: number): OpenTraining {
  const { graph, analysis, training: inFile } = readCnnJson(text, "bench.cnn.json");
  const training = { ...inFile, epochs: Number.POSITIVE_INFINITY, testSamples: 0 };
  const data = readBundledMnist();
  const network = buildNetwork(graph, analysis, {
    backend,
    precision: "float32",
    seed: training.seed,
    maxBytes,
    batchSize: partSize(graph, analysis, training.batchSize),
    observed: "output",
    gradients: true,
    optimizerSlots: optimizerSlots(training.optimizer),
  });
  const work = { network, backend: backend.name, model: toPortable(graph, training), maxBytes, dataset: data };
  const crew = hireHelpers(work, { most, start: startNodeHelper });
  const steps = train(network, data, training, { helpers: crew });
  const next = (): TrainEvent | undefined => steps.next().value ?? undefined;
  const step = (): void => {
    while (next()?.kind !== "step");
  };
  return { threads: crew?.size ?? 1, crew, next, step };
}

/** After a few steps that start the threads and let the compilers do their work. */
async function stepsPerSecond(training: OpenTraining, seconds: number): Promise<number> {
  await stepFor(training, 0.3 * seconds);
  const begin = performance.now();
  const steps = await stepFor(training, seconds);
  return (1000 * steps) / (performance.now() - begin);
}

/** Trains for so long, one batch at least, and counts the batches. */
async function stepFor({ next }: OpenTraining, seconds: number): Promise<number> {
  const end = performance.now() + 1000 * seconds;
  // A thread that is lost is heard of between turns of the event loop.
  const breathe = createPauses();
  for (let count = 0; ; await breathe()) {
    if (next()?.kind === "step") count++;
    if (count > 0 && performance.now() >= end) return count;
  }
}
