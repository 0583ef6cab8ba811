// ConvLens itself, through the same calls that its command line and its worker make.

import { setImmediate } from "node:timers/promises";
import { readBundledMnist } from "../../src/cli/dataset-folder.ts";
import { fillBatch } from "../../src/engine/batch.ts";
import { createLoss } from "../../src/engine/loss.ts";
import { buildNetwork, type Network } from "../../src/engine/network.ts";
import { optimizerSlots } from "../../src/engine/optimizer.ts";
import { partSize } from "../../src/engine/part-size.ts";
import { train } from "../../src/engine/train.ts";
import type { ModelDocument } from "../../src/formats/model-document.ts";
import { toPortable } from "../../src/graph/portable.ts";
import type { OptimizerOptions, TrainingOptions } from "../../src/graph/training.ts";
import { chooseBackend } from "../../src/kernels/choose-backend.ts";
import type { Backend, BackendName } from "../../src/tensor/backend.ts";
import type { ConvSizes } from "../../src/tensor/kernels.ts";
import type { Samples } from "../../src/tensor/samples.ts";
import { windowOf } from "../../src/tensor/window.ts";
import type { Crew } from "../../src/threads/crew.ts";
import { hireHelpers } from "../../src/threads/hire.ts";
import { startNodeHelper } from "../../src/threads/node-threads.ts";
import { type Contender, meanMagnitude, type Prepared, type Spent, spend, Unable } from "../contender.ts";
import { convolutionData, inferenceInput, readModel, seed, trainingSamples } from "../models.ts";
import type { ConvolutionWorkload, InferenceWorkload, TrainingWorkload, Workload } from "../workloads.ts";

export interface ConvLensOptions {
  readonly tier: BackendName;
  readonly threads: number;
  /** Whether a batch goes through the network in parts, as it does for users. */
  readonly inParts: boolean;
}

interface Use {
  readonly optimizer?: OptimizerOptions;
  readonly observed: "everything" | "output";
}

type Job = Prepared & { readonly once: () => void };

export class ConvLens implements Contender {
  readonly #options: ConvLensOptions;
  #once: () => void = () => {};

  constructor(options: ConvLensOptions) {
    this.#options = options;
  }

  get name(): string {
    return `ConvLens, ${this.#options.tier}${this.#options.inParts ? "" : ", whole batches"}`;
  }

  async load(): Promise<void> {}

  async prepare(workload: Workload): Promise<Prepared> {
    const { once, ...prepared } = await this.#jobOf(workload);
    this.#once = once;
    return prepared;
  }

  async run(times: number): Promise<Spent> {
    return spend(async () => {
      for (let i = 0; i < times; i++) {
        this.#once();
        // A helper's end is heard of between turns.
        if (this.#options.threads > 1) await setImmediate();
      }
    });
  }

  #jobOf(workload: Workload): Job | Promise<Job> {
    switch (workload.kind) {
      case "train":
        return this.#training(workload);
      case "infer":
        return this.#inference(workload);
      case "convolution":
        return convolution(this.#backend(), workload);
    }
  }

  #backend(): Backend {
    const backend = chooseBackend(this.#options.tier);
    if (backend.name !== this.#options.tier) throw new Unable(`${this.#options.tier} does not run here`);
    return backend;
  }

  #network({ graph, analysis }: ModelDocument, batch: number, use: Use): Network {
    const { optimizer, observed } = use;
    return buildNetwork(graph, analysis, {
      backend: this.#backend(),
      precision: "float32",
      batchSize: this.#options.inParts ? partSize(graph, analysis, batch) : batch,
      seed,
      gradients: optimizer !== undefined,
      optimizerSlots: optimizer ? optimizerSlots(optimizer) : 0,
      maxBytes: Number.POSITIVE_INFINITY,
      observed,
    });
  }

  async #training(workload: TrainingWorkload): Promise<Job> {
    const document = readModel(workload.model);
    const samples = trainingSamples(workload);
    const options = trainingOptions(document, workload);
    const built: Network[] = [];
    const setup = await spend(() =>
      built.push(this.#network(document, workload.batch, { optimizer: options.optimizer, observed: "output" })),
    );
    const network = built[0] as Network;
    const initial = new Map(
      [...network.namedWeights()].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
    );
    const helpers = this.#hire(network, document, options);
    const events = train(network, { train: samples, test: samples }, options, { helpers });
    const once = () => {
      for (let event = events.next().value; event?.kind !== "step"; event = events.next().value) {
        if (event?.kind === "epoch") network.loadWeights(initial);
      }
    };
    return { once, setup, check: firstLoss(network, samples, workload.batch) };
  }

  #hire(network: Network, { graph }: ModelDocument, training: TrainingOptions): Crew | undefined {
    const { threads, tier } = this.#options;
    if (threads === 1) return undefined;
    const model = toPortable(graph, training);
    const work = { network, backend: tier, model, maxBytes: Number.POSITIVE_INFINITY, dataset: readBundledMnist() };
    const crew = hireHelpers(work, { most: threads, start: startNodeHelper });
    if (crew?.size !== threads) throw new Unable(`takes ${crew?.size ?? 1} threads for this, not ${threads}`);
    return crew;
  }

  #inference(workload: InferenceWorkload): Job {
    const network = this.#network(readModel(workload.model), workload.batch, {
      observed: workload.keepMaps ? "everything" : "output",
    });
    const { data } = inferenceInput(workload);
    const input = network.inputs[0] as Float32Array;
    const [part, size] = [network.batchSize, input.length / network.batchSize];
    const outputs: number[] = [];
    const forward = (): void => {
      for (let from = 0; from < workload.batch; from += part) {
        const n = Math.min(part, workload.batch - from);
        input.set(data.subarray(from * size, (from + n) * size));
        network.forward(n, { training: false });
        if (outputs.length < workload.batch) outputs.push(meanMagnitude(network.output(network.plan.output.index)) * n);
      }
    };
    forward();
    const check = outputs.reduce((sum, value) => sum + value, 0) / workload.batch;
    outputs.length = workload.batch;
    return { once: forward, check };
  }
}

function trainingOptions({ training }: ModelDocument, workload: TrainingWorkload): TrainingOptions {
  const { learningRate, batch } = workload;
  const adam = { type: "adam", learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 } as const;
  const sgd = { type: "sgd", learningRate, momentum: 0, nesterov: false, weightDecay: 0 } as const;
  const optimizer = workload.optimizer === "adam" ? adam : sgd;
  const epochs = Number.POSITIVE_INFINITY;
  return { ...training, optimizer, epochs, batchSize: batch, shuffle: false, samples: workload.images, testSamples: 0 };
}

/** The mean loss of the first batch, without dropout. */
function firstLoss(network: Network, samples: Samples, batch: number): number {
  const loss = createLoss(network, "crossEntropy", samples.classes);
  let sum = 0;
  for (let from = 0; from < batch; from += network.batchSize) {
    const n = Math.min(network.batchSize, batch - from);
    const labels = fillBatch(
      network,
      samples,
      Array.from({ length: n }, (_, i) => from + i),
    );
    network.forward(n, { training: false });
    sum += loss.measure(labels).loss;
  }
  return sum / batch;
}

function convolution(backend: Backend, workload: ConvolutionWorkload): Job {
  const { size, channels, pass } = workload;
  const axis = { input: size, kernel: 3, stride: 1, dilation: 1, before: 1, after: 1, output: size };
  const sizes: ConvSizes = { n: 1, ci: channels, co: channels, groups: 1, window: windowOf(axis, axis) };
  const data = convolutionData(workload);
  const [map, taps] = [data.x.data.length, data.kernel.data.length];
  // Input, gradient, kernel and result, and room for what a kernel frames, turns over or transforms.
  const { kernels, floats } = backend.open("float32", 4 * (3 * map + 2 * taps) + (1 << 24), 32);
  const [x, k, dy] = [floats(map), floats(taps), floats(map)];
  x.set(data.x.data);
  k.set(data.kernel.data);
  dy.set(data.dy.data);
  const result = floats(pass === "kernelGradient" ? taps : map);
  const runs = {
    forward: () => kernels.conv2d(x, k, result, sizes),
    inputGradient: () => kernels.conv2dInputGradient(dy, k, result, sizes),
    kernelGradient: () => kernels.conv2dKernelGradient(x, dy, result, sizes),
  };
  runs[pass]();
  return { once: runs[pass], check: meanMagnitude(result) };
}
