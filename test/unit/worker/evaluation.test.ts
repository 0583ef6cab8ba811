import { describe, expect, test } from "vitest";
import type { TestReport } from "../../../src/protocol/evaluation.ts";
import { startTiny } from "./worker-harness.ts";

/** The share of the report's samples that were predicted right. */
function shareRight({ labels, predictions }: TestReport): number {
  return labels.filter((label, index) => label === predictions[index]).length / labels.length;
}

describe("an evaluation", () => {
  test("follows each epoch of a training, with the same numbers", async () => {
    const { worker, heard } = await startTiny({ training: { epochs: 30 } });
    expect(await worker.call("evaluation", undefined)).toBeUndefined();
    await worker.call("train", undefined);
    const report = (await worker.call("evaluation", undefined)) as TestReport;
    expect(report).toMatchObject({ revision: 1, place: "epoch 30, step 6", classes: 2 });
    expect(report.loss).toBe(heard.epochs.at(-1)?.valLoss);
    expect(report.accuracy).toBe(heard.epochs.at(-1)?.valAccuracy);
    expect([...report.labels]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(shareRight(report)).toBe(report.accuracy);
  });

  test("on request is of the weights of that moment, and gives each sample what an inspection gives it", async () => {
    const { worker } = await startTiny();
    await worker.call("train", undefined);
    const trained = await worker.call("evaluation", undefined);
    const report = await worker.call("evaluate", undefined);
    expect(report).toEqual({ ...trained, place: "these weights", loss: expect.closeTo(trained?.loss ?? 0, 6) });
    const { prediction } = await worker.call("inspect", { layer: 0, sample: { set: "test", index: 3 } });
    expect(report.confidences[3]).toBeCloseTo(Math.max(...(prediction ?? [])), 6);
    expect(prediction?.indexOf(Math.max(...prediction))).toBe(report.predictions[3]);
  });

  test("looks at as many test images as the file says", async () => {
    const { worker } = await startTiny({ training: { testSamples: 3 } });
    expect((await worker.call("evaluate", undefined)).labels).toHaveLength(3);
  });

  test("is forgotten with the weights that it was of", async () => {
    const { worker } = await startTiny();
    await worker.call("evaluate", undefined);
    await worker.call("resetWeights", undefined);
    expect(await worker.call("evaluation", undefined)).toBeUndefined();
  });

  test("of a model whose output does not fit the classes says what to change", async () => {
    const { worker } = await startTiny({ units: 5 });
    await expect(worker.call("evaluate", undefined)).rejects.toThrow(/out gives \[5\], but the data has 2 classes/);
  });
});

describe("images", () => {
  test("are the bytes of the data set", async () => {
    const { worker } = await startTiny();
    const { shape, pixels } = await worker.call("images", { set: "test", indices: [5, 0] });
    expect(shape).toEqual([6, 6, 1]);
    expect(pixels).toHaveLength(72);
    const { image } = await worker.call("inspect", { layer: 0, sample: { set: "test", index: 5 } });
    expect(pixels.slice(0, 36)).toEqual(Uint8Array.from(image.data, (value) => Math.round(value * 255)));
  });

  test("that are not there are refused", async () => {
    const { worker } = await startTiny();
    await expect(worker.call("images", { set: "test", indices: [8] })).rejects.toThrow(/no sample 8.*has 8/);
  });

  test("are found by their class, around the end of the set", async () => {
    const { worker } = await startTiny();
    const find = (from: number, label: number, backwards = false) =>
      worker.call("search", { set: "test", from, label, backwards });
    expect([
      await find(0, 1),
      await find(1, 1),
      await find(7, 1),
      await find(0, 1, true),
      await find(4, 0, true),
    ]).toEqual([1, 3, 1, 7, 2]);
    expect(await find(0, 9)).toBeUndefined();
  });
});
