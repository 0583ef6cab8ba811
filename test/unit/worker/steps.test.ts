import { describe, expect, test } from "vitest";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { type Harness, startTiny } from "./worker-harness.ts";

/** A training of the tiny model that stands still before its first batch: six batches make an epoch. */
async function begin(training: Record<string, unknown> = {}): Promise<Harness & { readonly run: Promise<unknown> }> {
  const harness = await startTiny({ training });
  return { ...harness, run: harness.worker.call("train", { paused: true }) };
}

async function step({ worker }: Harness, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await worker.call("step", undefined);
}

describe("a step", () => {
  test("is one batch, after which the training is paused", async () => {
    const harness = await begin();
    await step(harness, 1);
    expect(harness.heard.points).toHaveLength(1);
    expect(harness.heard.statuses.at(-1)).toMatchObject({ state: "paused", step: 1, stepInEpoch: 1, stepsPerEpoch: 6 });
    await step(harness, 2);
    expect(harness.heard.points.map(({ step }) => step)).toEqual([1, 2, 3]);
  });

  test("gives what the whole training gives, step by step", async () => {
    const whole = await startTiny();
    await whole.worker.call("train", undefined);
    const harness = await begin();
    await step(harness, 18);
    await harness.run;
    expect(harness.heard.points).toEqual(whole.heard.points);
    const weights = async ({ worker }: Harness) => readSafetensors(await worker.call("weights", undefined));
    expect(await weights(harness)).toEqual(await weights(whole));
  });

  test("at the end of an epoch brings the epoch's tests with it", async () => {
    const harness = await begin();
    await step(harness, 5);
    expect(harness.heard.epochs).toEqual([]);
    await step(harness, 1);
    expect(harness.heard.epochs.map(({ epoch, step }) => [epoch, step])).toEqual([[1, 6]]);
    expect(harness.heard.statuses.at(-1)).toMatchObject({ state: "paused", epoch: 1 });
  });

  test("that is the last one ends the training", async () => {
    const harness = await begin({ epochs: 1 });
    await step(harness, 6);
    expect(await harness.run).toMatchObject({ state: "idle", step: 6, ended: undefined });
  });

  test("pauses a training that runs", async () => {
    const harness = await startTiny({ training: { epochs: 100_000 } });
    const run = harness.worker.call("train", undefined);
    await expect.poll(() => harness.heard.points.length).toBeGreaterThan(0);
    await step(harness, 1);
    const { length } = harness.heard.points;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(harness.heard.points).toHaveLength(length);
    await harness.worker.call("stop", undefined);
    await run;
  });

  test("is followed by all the others when the training is resumed", async () => {
    const harness = await begin();
    await step(harness, 2);
    await harness.worker.call("resume", undefined);
    expect(await harness.run).toMatchObject({ state: "idle", step: 18 });
  });

  test("of no training does nothing", async () => {
    const { worker, heard } = await startTiny();
    await worker.call("step", undefined);
    expect(heard.points).toEqual([]);
  });
});

describe("settings", () => {
  test("are the file's at first, and told with every status", async () => {
    const { heard, run, worker } = await begin();
    await expect.poll(() => heard.statuses.length).toBeGreaterThan(0);
    expect(heard.statuses.at(-1)?.settings).toEqual({ learningRate: 0.1, batchSize: 4, optimizer: "sgd" });
    await worker.call("stop", undefined);
    await run;
    expect(heard.statuses.at(-1)?.settings).toBeUndefined();
  });

  test("change the steps that come after", async () => {
    const [changed, other] = await Promise.all([begin(), begin({ optimizer: { type: "sgd", learningRate: 0.7 } })]);
    expect(await changed.worker.call("adjust", { learningRate: 0.7 })).toMatchObject({ learningRate: 0.7 });
    await step(changed, 4);
    await step(other, 4);
    expect(changed.heard.points).toEqual(other.heard.points);
  });

  test("change the batch size with the next epoch", async () => {
    const { worker, heard, run } = await begin({ epochs: 2 });
    await worker.call("step", undefined);
    await worker.call("adjust", { batchSize: 12 });
    await worker.call("resume", undefined);
    expect(await run).toMatchObject({ step: 8, stepInEpoch: 2, stepsPerEpoch: 2 });
    expect(heard.epochs.map(({ step }) => step)).toEqual([6, 8]);
  });

  test("give another optimizer its usual learning rate, and the file's when it comes back", async () => {
    const { worker } = await begin();
    expect(await worker.call("adjust", { optimizer: "adam" })).toEqual({
      learningRate: 0.001,
      batchSize: 4,
      optimizer: "adam",
    });
    await worker.call("step", undefined);
    expect(await worker.call("adjust", { optimizer: "sgd" })).toMatchObject({ learningRate: 0.1, optimizer: "sgd" });
    await worker.call("step", undefined);
  });

  test.each([
    ["a learning rate below 0", { learningRate: -1 }, /at least 0, and -1 is not/],
    ["a learning rate that is no number", { learningRate: Number.NaN }, /NaN is not/],
    ["half a batch", { batchSize: 2.5 }, /whole number from 1 to 24.*2\.5 is not/],
    ["a batch larger than the data set", { batchSize: 25 }, /from 1 to 24/],
  ])("refuse %s, and stay as they were", async (_, change, message) => {
    const { worker } = await begin();
    await expect(worker.call("adjust", change)).rejects.toThrow(message);
    expect(await worker.call("adjust", {})).toEqual({ learningRate: 0.1, batchSize: 4, optimizer: "sgd" });
  });

  test("cannot be changed while no training runs", async () => {
    const { worker } = await startTiny();
    await expect(worker.call("adjust", { learningRate: 1 })).rejects.toThrow(/No training runs/);
  });
});
