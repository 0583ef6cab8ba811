import { describe, expect, test, vi } from "vitest";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { toWorker } from "../../../src/panel/to-worker.ts";
import type { Flow } from "../../../src/protocol/flow.ts";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import { unpackDataset } from "../../../src/worker/dataset.ts";
import { Inspector } from "../../../src/worker/inspector.ts";
import { countZeroUnits, measure } from "../../../src/worker/measure-flow.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import { buildForOneSample, openModel } from "../../../src/worker/open-model.ts";
import { tinyData, tinyModel } from "./tiny-data.ts";
import { type Harness, startTiny } from "./worker-harness.ts";

const sample = { set: "train", index: 1 } as const;
const OUT = 3;

const flowOf = ({ worker }: Harness): Promise<Flow> => worker.call("flow", { sample });
const look = ({ worker }: Harness, layer: number): Promise<Inspection> => worker.call("inspect", { layer, sample });

function meanAbs(values: ArrayLike<number> | undefined): number {
  const all = Array.from(values ?? []);
  return all.reduce((sum, x) => sum + Math.abs(x), 0) / all.length;
}

function withoutUpdates(flow: Flow): Flow {
  const layers = flow.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => ({ ...weight, updateNorm: undefined })),
  }));
  return { ...flow, layers };
}

const norm = (values: ArrayLike<number> | undefined): number => Math.hypot(...Array.from(values ?? []));

describe("the flow of a sample", () => {
  test("has every layer's mean output, mean gradient and weights' norms, as an inspection shows them", async () => {
    const harness = await startTiny();
    await harness.worker.call("train", undefined);
    const { layers } = await flowOf(harness);
    expect(layers.map(({ layer }) => layer)).toEqual([0, 1, 2, OUT]);
    for (const { layer, output, gradient, weights } of layers) {
      const seen = await look(harness, layer);
      expect(output.mean).toBeCloseTo(meanAbs(seen.output.data), 6);
      expect(output.norm).toBeCloseTo(norm(seen.output.data), 5);
      const shown = layer === OUT ? seen.beforeActivationGradient : seen.outputGradient;
      expect(gradient?.mean).toBeCloseTo(meanAbs(shown), 6);
      expect(weights.map(({ name }) => name)).toEqual(seen.weights.map(({ name }) => name));
      weights.forEach((weight, i) => {
        expect(weight.norm).toBeCloseTo(norm(seen.weights[i]?.value), 5);
        expect(weight.gradientNorm).toBeCloseTo(norm(seen.weights[i]?.gradient), 5);
      });
    }
  });

  test("without a loss has no gradients, but the outputs", async () => {
    const { layers } = await flowOf(await startTiny({ units: 5 }));
    expect(layers.every(({ output }) => output.mean > 0)).toBe(true);
    expect(layers.every(({ gradient }) => gradient === undefined)).toBe(true);
    expect(layers[0]?.weights[0]?.gradientNorm).toBeUndefined();
  });

  test("is another one after a training, also where the sample is the same", async () => {
    const harness = await startTiny();
    const before = await flowOf(harness);
    await harness.worker.call("train", undefined);
    expect((await flowOf(harness)).layers[0]?.weights).not.toEqual(before.layers[0]?.weights);
  });

  test("is another one after weights were loaded, whose update nobody knows", async () => {
    const harness = await startTiny();
    await harness.worker.call("train", undefined);
    const file = await harness.worker.call("weights", undefined);
    const trained = await flowOf(harness);
    await harness.worker.call("resetWeights", undefined);
    expect(withoutUpdates(await flowOf(harness))).not.toEqual(withoutUpdates(trained));
    await harness.worker.call("loadWeights", file);
    expect(await flowOf(harness)).toEqual(withoutUpdates(trained));
  });

  test("has the norm of what the latest step added to each weight, and none before the first step", async () => {
    const harness = await startTiny({ training: { epochs: 1, samples: 8 } });
    const updates = async () =>
      (await flowOf(harness)).layers.flatMap(({ weights }) => weights.map((w) => w.updateNorm));
    expect(await updates()).toEqual([undefined, undefined, undefined, undefined]);
    const before = (await flowOf(harness)).layers.flatMap(({ weights }) => weights);
    const ended = harness.worker.call("train", { paused: true });
    await harness.worker.call("step", undefined);
    const after = await updates();
    expect(after.every((norm) => norm !== undefined && norm > 0)).toBe(true);
    expect(after[0]).toBeLessThan(before[0]?.norm ?? 0);
    await harness.worker.call("stop", undefined);
    await ended;
    await harness.worker.call("resetWeights", undefined);
    expect(await updates()).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("shares one run of the network with the inspections of its sample", async () => {
    const model = openModel({
      revision: 1,
      ...toWorker(readCnnJson(tinyModel(), "a")),
      weights: undefined,
      maxMemoryMB: 64,
    });
    const network = buildForOneSample(model);
    const forward = vi.spyOn(network, "forward");
    const inspector = new Inspector(network, model, await unpackDataset(tinyData(), nodePlatform));
    inspector.inspect({ layer: 0, sample });
    const flow = inspector.flow({ sample });
    inspector.inspect({ layer: 1, sample });
    expect(forward).toHaveBeenCalledTimes(1);
    expect(inspector.flow({ sample })).toEqual(flow);
    inspector.flow({ sample: { set: "train", index: 2 } });
    expect(forward).toHaveBeenCalledTimes(2);
    const behind = vi.spyOn(network, "forwardBehind");
    inspector.changed(new Set(["conv"]));
    inspector.flow({ sample: { set: "train", index: 2 } });
    expect(behind).toHaveBeenCalledTimes(1);
  });

  test("of an own image is computed anew when a pixel changes, and only the way back when its label does", async () => {
    const model = openModel({
      revision: 1,
      ...toWorker(readCnnJson(tinyModel(), "a")),
      weights: undefined,
      maxMemoryMB: 64,
    });
    const network = buildForOneSample(model);
    const forward = vi.spyOn(network, "forward");
    const inspector = new Inspector(network, model, await unpackDataset(tinyData(), nodePlatform));
    const own = (first: number, label: number) =>
      inspector.flow({
        sample: { set: "own", pixels: Float32Array.from({ length: 36 }, (_, i) => (i === 0 ? first : 1)), label },
      });
    own(0.5, 0);
    own(0.5, 0);
    expect(forward).toHaveBeenCalledTimes(1);
    const before = own(0.25, 0);
    expect(forward).toHaveBeenCalledTimes(2);
    expect(own(0.25, 1)).not.toEqual(before);
    expect(forward).toHaveBeenCalledTimes(2);
  });
});

describe("a measurement", () => {
  test("leaves out what is not finite, and counts it", () => {
    expect(measure([3, Number.NaN, -4, 0, Number.POSITIVE_INFINITY])).toEqual({
      mean: 7 / 3,
      norm: 5,
      zeros: 1,
      notFinite: 2,
      count: 5,
    });
  });

  test("of nothing finite is zero", () => {
    expect(measure([Number.NaN])).toEqual({ mean: 0, norm: 0, zeros: 0, notFinite: 1, count: 1 });
  });

  test("counts the maps that are zero at every place; NaN is not zero", () => {
    expect(countZeroUnits([0, 1, 0, Number.NaN, 0, 0, -0, 0], 4)).toBe(2);
  });
});
