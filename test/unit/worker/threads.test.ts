import { afterEach, expect, test } from "vitest";
import { readBundledMnist } from "../../../src/cli/dataset-folder.ts";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import type { EngineSettings } from "../../../src/protocol/worker-contract.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import type { Platform } from "../../../src/worker/platform.ts";
import { type Harness, startWorker } from "./worker-harness.ts";

/** By the plain kernels a batch of this takes long enough to be shared, and there are more epochs than any test waits for. */
const model = JSON.stringify({
  input: [28, 28, 1],
  layers: [
    { type: "conv2d", filters: 8, kernelSize: 3, strides: 2, activation: "relu" },
    { type: "flatten" },
    { type: "dense", units: 10, activation: "softmax" },
  ],
  training: { samples: 192, testSamples: 50, epochs: 100000, batchSize: 64, seed: 1 },
});

const running: Harness[] = [];

afterEach(async () => {
  for (const { worker } of running.splice(0)) await worker.call("stop", undefined);
});

async function begin(engine: EngineSettings, platform: Platform = nodePlatform) {
  const harness = startWorker(platform);
  running.push(harness);
  await harness.worker.call("loadDataset", readBundledMnist().files);
  await harness.open(model, undefined, engine);
  const ended = harness.worker.call("train", { paused: true });
  await harness.worker.call("step", undefined);
  return { ...harness, ended };
}

async function weightsOf({ worker }: Harness): Promise<number[]> {
  const bytes = await worker.call("weights", undefined);
  return [...readSafetensors(bytes).values()].flatMap(({ data }) => [...data]);
}

test("two threads take a batch, and the training says so", async () => {
  const one = await begin({ kernels: "reference", threads: 1 });
  const two = await begin({ kernels: "reference", threads: 2 });
  expect(one.heard.statuses.at(-1)?.engine).toEqual({ kernels: "reference", threads: 1, shares: true });
  expect(two.heard.statuses.at(-1)).toMatchObject({
    state: "paused",
    step: 1,
    engine: { kernels: "reference", threads: 2, shares: true },
  });
  const [expected, found] = [await weightsOf(one), await weightsOf(two)];
  found.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5);
  });
});

test("a training on two threads is looked at, changed, paused, resumed and stopped", async () => {
  const { worker, heard, ended } = await begin({ kernels: "reference", threads: 2 });
  const look = () => worker.call("inspect", { layer: 0, sample: { set: "train", index: 0 } });
  const before = await look();
  await worker.call("adjust", { learningRate: 0.5, batchSize: 3 });
  await worker.call("step", undefined);
  expect((await look()).weights[0]?.value).not.toEqual(before.weights[0]?.value);
  await worker.call("resume", undefined);
  await worker.call("pause", undefined);
  expect(heard.statuses.at(-1)?.state).toBe("paused");
  await worker.call("stop", undefined);
  expect((await ended).ended).toMatch(/^Stopped at epoch \d+, step \d+\.$/);
});

test("where threads cannot share memory one does all and says so", async () => {
  const { heard } = await begin({ kernels: "auto", threads: 4 }, { ...nodePlatform, helpers: undefined });
  expect(heard.statuses.at(-1)?.engine).toMatchObject({ threads: 1, shares: false });
});

test("a helper that is lost ends the training with the reason, and the weights stay", async () => {
  const lost = { lost: undefined as string | undefined };
  const helpers = { most: 2, start: () => lost };
  const harness = startWorker({ ...nodePlatform, helpers });
  await harness.worker.call("loadDataset", readBundledMnist().files);
  await harness.open(model, undefined, { kernels: "reference", threads: 0 });
  const training = harness.worker.call("train", { paused: false });
  lost.lost = "it ran out of memory";
  await expect(training).rejects.toThrow(/A thread that helps to compute was lost \(it ran out of memory\)/);
  expect((await weightsOf(harness)).every(Number.isFinite)).toBe(true);
});
