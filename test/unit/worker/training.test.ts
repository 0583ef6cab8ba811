import { describe, expect, test } from "vitest";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { tinyData, tinyModel } from "./tiny-data.ts";
import { startTiny, startWorker } from "./worker-harness.ts";

const endless = { training: { epochs: 100_000 } };

describe("a training in the worker", () => {
  test("runs to its end and tells every step, epoch and checkpoint", async () => {
    const { worker, heard } = await startTiny();
    const status = await worker.call("train", undefined);
    expect(status).toMatchObject({ state: "idle", epoch: 3, epochs: 3, step: 18, stepsPerEpoch: 6, ended: undefined });
    expect(heard.points.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect(heard.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(heard.checkpoints.at(-1)?.place).toBe("epoch 3, step 6");
    expect(heard.statuses.at(-1)).toEqual(status);
  });

  test("learns", async () => {
    const { worker, heard } = await startTiny({ training: { epochs: 30 } });
    await worker.call("train", undefined);
    const [first, last] = [heard.epochs[0], heard.epochs.at(-1)];
    expect(last?.loss).toBeLessThan((first?.loss ?? 0) / 2);
    expect(last?.valAccuracy).toBe(1);
  });

  test("gives the same run for the same file and seed", async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const { worker, heard } = await startTiny();
        await worker.call("train", undefined);
        return heard.points;
      }),
    );
    expect(runs[0]).toEqual(runs[1]);
  });

  test("tells of epochs that are shorter than a report in one report", async () => {
    const { worker, heard } = await startTiny({ training: { epochs: 300 } });
    await worker.call("train", undefined);
    expect(heard.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(heard.statuses.length).toBeLessThan(150);
  });

  test("stands still while it is paused, and goes on where it was", async () => {
    const { worker, heard } = await startTiny(endless);
    const run = worker.call("train", undefined);
    await expect.poll(() => heard.points.length).toBeGreaterThan(0);
    await worker.call("pause", undefined);
    const paused = heard.statuses.at(-1);
    expect(paused?.state).toBe("paused");
    const points = heard.points.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(heard.points.length).toBe(points);
    await worker.call("resume", undefined);
    await expect.poll(() => heard.points.length).toBeGreaterThan(points);
    await worker.call("stop", undefined);
    await run;
    expect(heard.points.map(({ step }) => step)).toEqual(heard.points.map((_, i) => i + 1));
  });

  test("is stopped between two steps, and says where", async () => {
    const { worker, heard } = await startTiny(endless);
    const run = worker.call("train", undefined);
    await expect.poll(() => heard.points.length).toBeGreaterThan(0);
    await worker.call("stop", undefined);
    const status = await run;
    expect(status.state).toBe("idle");
    expect(status.ended).toMatch(/^Stopped at epoch \d+, step \d+\.$/);
    expect(heard.checkpoints.length).toBeGreaterThan(0);
  });

  test("is stopped while it is paused", async () => {
    const { worker, heard } = await startTiny(endless);
    const run = worker.call("train", undefined);
    await expect.poll(() => heard.points.length).toBeGreaterThan(0);
    await worker.call("pause", undefined);
    await worker.call("stop", undefined);
    expect((await run).ended).toMatch(/^Stopped at/);
  });

  test("can be begun again at once after it was stopped", async () => {
    const { worker, heard, open } = await startTiny(endless);
    const run = worker.call("train", undefined);
    await expect.poll(() => heard.points.length).toBeGreaterThan(0);
    await worker.call("stop", undefined);
    await run;
    await open(tinyModel());
    expect((await worker.call("train", undefined)).ended).toBeUndefined();
  });

  test("goes on from the weights that the last one left", async () => {
    const { worker, heard } = await startTiny({ training: { epochs: 20 } });
    await worker.call("train", undefined);
    const [firstLoss, lastLoss] = [heard.epochs[0]?.loss ?? 0, heard.epochs.at(-1)?.loss ?? 0];
    heard.epochs.length = 0;
    await worker.call("train", undefined);
    expect(heard.epochs[0]?.loss).toBeLessThan(firstLoss / 2);
    expect(heard.epochs[0]?.loss).toBeLessThan(lastLoss * 2);
  });

  test("goes on from a checkpoint in another worker", async () => {
    const before = await startTiny({ training: { epochs: 20 } });
    await before.worker.call("train", undefined);
    const after = startWorker();
    await after.worker.call("loadDataset", tinyData());
    await after.open(tinyModel(), before.heard.checkpoints.at(-1)?.weights);
    expect(readSafetensors(await after.worker.call("weights", undefined))).toEqual(
      readSafetensors(await before.worker.call("weights", undefined)),
    );
  });

  test("starts anew by the seed after its weights were reset", async () => {
    const { worker } = await startTiny();
    const initial = await worker.call("weights", undefined);
    await worker.call("train", undefined);
    expect(await worker.call("weights", undefined)).not.toEqual(initial);
    await worker.call("resetWeights", undefined);
    expect(await worker.call("weights", undefined)).toEqual(initial);
  });

  test("ends when the loss is no number any more, and keeps weights that are", async () => {
    const { worker, heard } = await startTiny({
      training: { epochs: 50, loss: "meanSquaredError", optimizer: { type: "sgd", learningRate: 1e30 } },
    });
    const { state, ended } = await worker.call("train", undefined);
    expect(state).toBe("idle");
    expect(ended).toMatch(/loss is no longer a finite number/);
    expect(heard.checkpoints.length).toBeGreaterThan(0);
    for (const { weights } of heard.checkpoints) {
      for (const { data } of readSafetensors(weights).values()) expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  test("takes a batch larger than the data set as the whole of it", async () => {
    const { worker } = await startTiny({ training: { batchSize: 1_000_000 } });
    expect(await worker.call("train", undefined)).toMatchObject({ step: 3, stepsPerEpoch: 1 });
  });
});

describe("a training that cannot begin says why", () => {
  test.each([
    ["without a model", async () => startWorker(), /No model is open/],
    [
      "without a data set",
      async () => {
        const harness = startWorker();
        await harness.open(tinyModel());
        return harness;
      },
      /No data set/,
    ],
    ["for images of another size", () => startTiny({ input: [7, 7, 1] }), /\[7, 7, 1\].*\[6, 6, 1\]/],
    [
      "for images of another size, before it asks for memory",
      () => startTiny({ input: [70, 70, 1], filters: 200_000 }),
      /\[70, 70, 1\].*\[6, 6, 1\]/,
    ],
    ["for an output that does not fit the classes", () => startTiny({ units: 3 }), /out gives \[3\].*2 classes/],
    ["for a model with a mistake", () => startTiny({ filters: 0 }), /filters/],
    ["for a model that needs too much memory", () => startTiny({ filters: 4_000_000 }), /MB/],
  ])("%s", async (_, start, message) => {
    const { worker } = await start();
    await expect(worker.call("train", undefined)).rejects.toThrow(message);
  });

  test("while another one runs", async () => {
    const { worker, heard } = await startTiny(endless);
    const run = worker.call("train", undefined);
    await expect.poll(() => heard.points.length).toBeGreaterThan(0);
    await expect(worker.call("train", undefined)).rejects.toThrow(/being trained/);
    await expect(worker.call("resetWeights", undefined)).rejects.toThrow(/being trained/);
    await worker.call("stop", undefined);
    await run;
  });
});
