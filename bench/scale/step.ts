// What one training step of a model costs: processor time, and memory as the plan has it.

import { buildNetwork, type NetworkOptions, planFor } from "../../src/engine/network.ts";
import { partSize } from "../../src/engine/part-size.ts";
import { train } from "../../src/engine/train.ts";
import type { ModelDocument } from "../../src/formats/model-document.ts";
import { chooseBackend } from "../../src/kernels/choose-backend.ts";
import { Random } from "../../src/tensor/random.ts";
import type { Samples } from "../../src/tensor/samples.ts";
import { type Shape, sizeOf } from "../../src/tensor/shape.ts";

const sgd = { type: "sgd", learningRate: 0.001, momentum: 0, nesterov: false, weightDecay: 0 } as const;

/** With SGD, which keeps nothing beside the weights. */
function optionsFor({ graph, analysis }: ModelDocument, batch: number): NetworkOptions {
  return {
    backend: chooseBackend(),
    precision: "float32",
    batchSize: partSize(graph, analysis, batch),
    seed: 1,
    gradients: true,
    optimizerSlots: 0,
    maxBytes: Number.POSITIVE_INFINITY,
    observed: "output",
  };
}

export function plannedBytes(document: ModelDocument, batch: number): number {
  const { graph, analysis } = document;
  return planFor(graph, analysis, optionsFor(document, batch)).bytes;
}

/** Gives a function that trains on the same batch of noise once more. */
export function stepOf(document: ModelDocument, batch: number): () => void {
  const { graph, analysis, training } = document;
  const network = buildNetwork(graph, analysis, optionsFor(document, batch));
  const samples = noise(batch, graph.inputs[0]?.shape ?? [], sizeOf(network.plan.output.shape.output));
  const epochs = Number.POSITIVE_INFINITY;
  const options = {
    ...training,
    optimizer: sgd,
    epochs,
    batchSize: batch,
    shuffle: false,
    samples: batch,
    testSamples: 0,
  };
  const events = train(network, { train: samples, test: samples }, options);
  return () => {
    while (events.next().value?.kind !== "step");
  };
}

function noise(count: number, shape: Shape, classes: number): Samples {
  const random = new Random(1);
  const image = Float32Array.from({ length: sizeOf(shape) }, () => random.uniform());
  return {
    count,
    shape,
    classes,
    label: (index) => index % classes,
    write: (_, target, offset) => target.set(image, offset),
  };
}

const rounds = 5;
const secondsPerRound = 0.25;

/** Seconds of processor time: the median of a few rounds, after one that warms up. */
export function secondsPerStep(step: () => void): number {
  measure(step);
  const measured = Array.from({ length: rounds }, () => measure(step)).sort((a, b) => a - b);
  return measured[Math.floor(rounds / 2)] ?? Number.NaN;
}

function measure(step: () => void): number {
  const begin = process.cpuUsage();
  for (let count = 1; ; count++) {
    step();
    const { user, system } = process.cpuUsage(begin);
    const passed = (user + system) / 1e6;
    if (passed >= secondsPerRound) return passed / count;
  }
}
