import { describe, expect, test } from "vitest";
import type { GradientTarget } from "../../../src/protocol/gradient-check.ts";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import { tinyData } from "./tiny-data.ts";
import { type Harness, startTiny, startWorker } from "./worker-harness.ts";

const sample = { set: "train", index: 1 } as const;
const CONV = 0;

/** Two layers read the same one, so that its output's gradient has two parts. */
const fork = JSON.stringify({
  input: [6, 6, 1],
  layers: [
    { type: "conv2d", name: "stem", filters: 3, kernelSize: 3, activation: "tanh" },
    { type: "conv2d", name: "left", filters: 2, kernelSize: 3, strides: 2, padding: "same", activation: "silu" },
    { type: "avgPool2d", name: "right", inputs: ["stem"] },
    { type: "concat", name: "both", inputs: ["left", "right"] },
    { type: "flatten" },
    { type: "dense", name: "out", units: 2, activation: "softmax" },
  ],
  training: { seed: 3 },
});

async function startFork(): Promise<Harness> {
  const harness = startWorker();
  await harness.worker.call("loadDataset", tinyData());
  await harness.open(fork);
  return harness;
}

function look({ worker }: Harness, layer: number): Promise<Inspection> {
  return worker.call("inspect", { layer, sample });
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]!) > Math.abs(values[best]!)) best = i;
  return best;
}

async function expectAgreement({ worker }: Harness, layer: number, target: GradientTarget, gradient: number) {
  const { difference, step } = await worker.call("checkGradient", { layer, sample, target });
  expect(Math.abs(gradient)).toBeGreaterThan(1e-6);
  expect(difference / gradient).toBeCloseTo(1, 4);
  expect(step).toBeGreaterThan(0);
}

describe("a central difference", () => {
  test.each(["kernel", "bias"])("agrees with the gradient of a number of the %s", async (name) => {
    const harness = await startTiny();
    const gradient = (await look(harness, CONV)).weights.find((weight) => weight.name === name)?.gradient ?? [];
    const index = largest(gradient);
    await expectAgreement(harness, CONV, { kind: "weight", name, index }, gradient[index] as number);
  });

  test.each(["left", "right"])("of an input that feeds two layers is taken through %s alone", async (name) => {
    const harness = await startFork();
    const layer = ["stem", "left", "right"].indexOf(name);
    const gradient = (await look(harness, layer)).inputGradients[0] ?? new Float32Array();
    const index = largest(gradient);
    await expectAgreement(harness, layer, { kind: "input", input: 0, index }, gradient[index] as number);
  });

  test("leaves weights and gradients of later inspections as they were", async () => {
    const harness = await startTiny();
    const before = await look(harness, CONV);
    const target = { kind: "weight", name: "kernel", index: 2 } as const;
    await harness.worker.call("checkGradient", { layer: CONV, sample, target });
    expect(await look(harness, CONV)).toEqual(before);
  });

  test.each<[string, GradientTarget, RegExp]>([
    ["weight", { kind: "weight", name: "gamma", index: 0 }, /conv has no number 0 in its weight gamma/],
    ["number of a weight", { kind: "weight", name: "kernel", index: 36 }, /no number 36/],
    ["number of an input", { kind: "input", input: 0, index: 36 }, /no number 36 in its input 0/],
    ["input", { kind: "input", input: 1, index: 0 }, /input 1/],
  ])("is refused for a %s that is not there", async (_, target, message) => {
    const { worker } = await startTiny();
    await expect(worker.call("checkGradient", { layer: CONV, sample, target })).rejects.toThrow(message);
  });

  test("is refused where the model has no loss", async () => {
    const { worker } = await startTiny({ units: 5 });
    const target = { kind: "weight", name: "kernel", index: 0 } as const;
    await expect(worker.call("checkGradient", { layer: CONV, sample, target })).rejects.toThrow(/2 classes/);
  });
});

describe("an inspection", () => {
  test("gives what each layer sends back alone, which adds up to the gradient of the layer before", async () => {
    const harness = await startFork();
    const [stem, left, right] = await Promise.all([0, 1, 2].map((layer) => look(harness, layer)));
    const sum = left?.inputGradients[0]?.map((dx, i) => dx + (right?.inputGradients[0]?.[i] ?? Number.NaN));
    expect(stem?.outputGradient?.some((dy) => dy !== 0)).toBe(true);
    stem?.outputGradient?.forEach((dy, i) => {
      expect(sum?.[i]).toBeCloseTo(dy, 6);
    });
  });

  test("gives the gradient before the activation: none where ReLU was off, the output's own where it was on", async () => {
    const harness = await startTiny();
    const { beforeActivation, beforeActivationGradient, outputGradient } = await look(harness, CONV);
    expect(beforeActivation?.data.some((x) => x > 0)).toBe(true);
    expect(beforeActivationGradient).toEqual(
      outputGradient?.map((dy, i) => ((beforeActivation?.data[i] ?? 0) > 0 ? dy : 0)),
    );
  });
});
