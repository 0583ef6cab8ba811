/** Training from given weights against PyTorch, step by step. See training/README.md. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildNetwork, type Network } from "../../src/engine/network.ts";
import { optimizerSlots } from "../../src/engine/optimizer.ts";
import { type TrainEvent, train } from "../../src/engine/train.ts";
import { readCnnJson } from "../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../src/formats/model-document.ts";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import { toPortable } from "../../src/graph/portable.ts";
import { chooseBackend, expectWidening } from "../../src/kernels/choose-backend.ts";
import type { BackendName } from "../../src/tensor/backend.ts";
import { crewOf, mnist as data } from "../support/crew.ts";

interface Epoch {
  readonly meanLoss: number;
  readonly testAccuracy: number;
  readonly testPredictions: readonly number[];
  readonly stepLosses?: readonly number[];
}

interface Job {
  readonly input: readonly number[];
  readonly layers: readonly object[];
  readonly optimizer: object;
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly float64: readonly Epoch[];
}

const folder = new URL("training/", import.meta.url);

function readJob(name: string): Job {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
}

function documentOf(job: Job): ModelDocument {
  const { input, layers, optimizer, epochs, batchSize } = job;
  const training = {
    samples: job.trainExamples,
    testSamples: job.testExamples,
    epochs,
    batchSize,
    shuffle: false,
    optimizer,
  };
  return readCnnJson(JSON.stringify({ input, layers, training }), "job.cnn.json");
}

// Its tiles are right without V8's flags too, only slow.
expectWidening();

interface Way {
  readonly backend: BackendName;
  /** Samples that go through the network at once; the batch goes in such parts. */
  readonly part: number;
  /** With the output alone observed, layers are computed as one. */
  readonly observed: "everything" | "output";
  /** Threads that share each batch, worth while or not. */
  readonly threads: number;
}

function networkOf(
  { graph, analysis, training }: ModelDocument,
  weights: string,
  { backend, part, observed }: Way,
): Network {
  const network = buildNetwork(graph, analysis, {
    backend: chooseBackend(backend),
    precision: "float32",
    batchSize: Math.min(part, training.batchSize),
    seed: 1,
    gradients: true,
    optimizerSlots: optimizerSlots(training.optimizer),
    maxBytes: 2 ** 28,
    observed,
  });
  const report = network.loadWeights(readSafetensors(readFileSync(new URL(weights, folder))));
  expect(report).toMatchObject({ missing: [], mismatched: [], unused: [] });
  return network;
}

function relativeError(found: number | undefined, expected: number): number {
  return Math.abs((found ?? Number.NaN) - expected) / expected;
}

type EpochEvent = Extract<TrainEvent, { kind: "epoch" }>;

const ways: Way[] = [
  { backend: "reference", part: 32, observed: "everything", threads: 1 },
  { backend: "simd", part: 5, observed: "everything", threads: 1 },
  { backend: "relaxed", part: 32, observed: "everything", threads: 1 },
  { backend: "simd", part: 32, observed: "output", threads: 1 },
  { backend: "relaxed", part: 3, observed: "output", threads: 1 },
  { backend: "wide", part: 32, observed: "output", threads: 1 },
  { backend: "reference", part: 32, observed: "output", threads: 2 },
  { backend: "simd", part: 32, observed: "output", threads: 3 },
  { backend: "relaxed", part: 5, observed: "everything", threads: 2 },
  { backend: "relaxed", part: 32, observed: "output", threads: 3 },
];
const jobs = ["article-job", "lenet-momentum", "lenet-adam"];

describe.each(jobs.flatMap((name) => ways.map((way) => ({ name, ...way }))))(
  "$name, $backend, $observed observed, $threads threads",
  ({ name, ...way }) => {
    const job = readJob(name);
    const document = documentOf(job);
    const network = networkOf(document, `${name}.init.safetensors`, way);
    const { training } = document;
    const helpers = crewOf({ network, model: toPortable(document.graph, training), ...way });
    const events = [...train(network, data, training, { dialect: "torch", helpers })];
    helpers?.close();
    const epochs = events.filter((event): event is EpochEvent => event.kind === "epoch");

    test("is a model without mistakes", () => {
      expect(document.issues).toEqual([]);
    });

    test("has PyTorch's mean loss in every epoch", () => {
      expect(epochs).toHaveLength(job.epochs);
      job.float64.forEach(({ meanLoss }, index) => {
        expect(relativeError(epochs[index]?.loss, meanLoss)).toBeLessThan(1e-3);
      });
    });

    test("predicts PyTorch's class for every test image after every epoch", () => {
      job.float64.forEach(({ testPredictions, testAccuracy }, index) => {
        expect([...(epochs[index]?.test?.predictions ?? [])]).toEqual(testPredictions);
        expect(epochs[index]?.test?.accuracy).toBe(testAccuracy);
      });
    });

    const stepLosses = job.float64.flatMap(({ stepLosses = [] }) => stepLosses);
    if (stepLosses.length > 0) {
      test("has PyTorch's loss in every step", () => {
        const found = events.flatMap((event) => (event.kind === "step" ? [event.loss] : []));
        expect(found).toHaveLength(stepLosses.length);
        stepLosses.forEach((loss, index) => {
          expect(relativeError(found[index], loss)).toBeLessThan(1e-5);
        });
      });
    }

    const finalWeights = new URL(`${name}.final.safetensors`, folder);
    if (existsSync(finalWeights)) {
      test("ends with the weights that PyTorch ends with", () => {
        const expected = readSafetensors(readFileSync(finalWeights));
        for (const { name, value } of network.weights) {
          const numbers = expected.get(name)?.data ?? new Float32Array(0);
          expect(value).toHaveLength(numbers.length);
          const difference = Math.hypot(...value.map((number, index) => number - (numbers[index] ?? Number.NaN)));
          expect(difference / Math.hypot(...numbers)).toBeLessThan(1e-2);
        }
      });
    }
  },
);
