import { describe, expect, test } from "vitest";
import type { Saliency } from "../../../src/protocol/saliency.ts";
import { type Harness, startTiny } from "./worker-harness.ts";

const sample = { set: "train", index: 1 } as const;
const CONV = 0;

function ask({ worker }: Harness, target?: number): Promise<Saliency> {
  return worker.call("saliency", { sample, target, layer: CONV });
}

describe("the saliency of a sample", () => {
  test("is of the class with the largest score, or of the one that is asked for", async () => {
    const harness = await startTiny();
    const { target, predicted, scores, gradCam } = await ask(harness);
    expect(target).toBe(predicted);
    expect(scores[predicted]).toBe(Math.max(...scores));
    expect(gradCam?.alphas.length).toBe(4);
    expect((await ask(harness, 1 - predicted)).target).toBe(1 - predicted);
  });

  test("of a model of two classes speaks for one class where it speaks against the other, as their gradients differ", async () => {
    const harness = await startTiny();
    const [zero, one] = [await ask(harness, 0), await ask(harness, 1)];
    expect(zero.gradientTimesInput.data).not.toEqual(one.gradientTimesInput.data);
    expect(zero.scores).toEqual(one.scores);
  });

  test("leaves the loss's gradients as they are for who inspects afterwards", async () => {
    const harness = await startTiny();
    const look = () => harness.worker.call("inspect", { layer: CONV, sample });
    const before = await look();
    await ask(harness, 0);
    expect(await look()).toEqual(before);
    await ask(harness, 0);
    const flow = () => harness.worker.call("flow", { sample });
    const flowed = await flow();
    await ask(harness, 1);
    expect(await flow()).toEqual(flowed);
  });

  test("needs no label, and is another one after a training", async () => {
    const harness = await startTiny();
    const pixels = Float32Array.from({ length: 36 }, (_, i) => i / 36);
    const own = { set: "own", pixels, label: undefined } as const;
    const look = () => harness.worker.call("saliency", { sample: own, target: 0, layer: CONV });
    const before = await look();
    expect(before.gradientTimesInput.data.some((value) => value !== 0)).toBe(true);
    await harness.worker.call("train", undefined);
    expect((await look()).gradientTimesInput.data).not.toEqual(before.gradientTimesInput.data);
  });

  test("without a layer has no Grad-CAM", async () => {
    const { worker } = await startTiny();
    expect((await worker.call("saliency", { sample, target: 0, layer: undefined })).gradCam).toBeUndefined();
  });

  test("of a layer without maps is refused in words", async () => {
    const { worker } = await startTiny();
    await expect(worker.call("saliency", { sample, target: 0, layer: 3 })).rejects.toThrow("Choose another.");
  });
});
