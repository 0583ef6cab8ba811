import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { LayerDefinition } from "../../../src/layers/layer.ts";
import { layers } from "../../../src/layers/table.ts";
import { IMAGE_FORGOTTEN, type Inspection, type Part } from "../../../src/protocol/inspection.ts";
import { tinyModel } from "./tiny-data.ts";
import { type Harness, startTiny } from "./worker-harness.ts";

const CONV = 0;
const OUT = 3;
const all = ["conv2d", "dense", "flatten", "maxPool2d"];
let spies: Map<string, MockInstance>;

beforeEach(() => {
  spies = new Map(all.map((type) => [type, vi.spyOn(layers.get(type) as LayerDefinition, "forward")]));
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Which layers are computed for a look at the first one. */
async function executed({ worker }: Harness, index = 0): Promise<string[]> {
  for (const spy of spies.values()) spy.mockClear();
  await worker.call("inspect", { layer: CONV, sample: { set: "train", index } });
  return executedSince();
}

function executedSince(): string[] {
  return [...spies].flatMap(([type, { mock }]) => mock.calls.map(() => type)).sort();
}

function look({ worker }: Harness, layer: number): Promise<Inspection> {
  return worker.call("inspect", { layer, sample: { set: "train", index: 0 } });
}

/** The model's weights with the given one doubled. */
async function withDoubled({ worker }: Harness, name: string): Promise<Uint8Array> {
  const tensors = readSafetensors(await worker.call("weights", undefined));
  const data = tensors.get(name)?.data.map((x) => 2 * x + 1) as Float32Array;
  return writeSafetensors(new Map([[name, { shape: tensors.get(name)?.shape ?? [], data }]]));
}

test("a first look computes every layer once, a second one of the same sample none, and another sample all again", async () => {
  const harness = await startTiny();
  expect(await executed(harness)).toEqual(all);
  expect(await executed(harness)).toEqual([]);
  expect(await executed(harness, 1)).toEqual(all);
});

test("after weights of one layer were loaded only it and the layers behind it are computed", async () => {
  const harness = await startTiny();
  await executed(harness);
  await harness.worker.call("loadWeights", await withDoubled(harness, "out.bias"));
  expect(await executed(harness)).toEqual(["dense"]);
  await harness.worker.call("loadWeights", await withDoubled(harness, "conv.bias"));
  expect(await executed(harness)).toEqual(all);
});

test("after an edit of the text the layers before the first changed one keep their values", async () => {
  const harness = await startTiny();
  await executed(harness);
  await harness.open(tinyModel({ units: 3 }));
  expect(await executed(harness)).toEqual(["dense"]);
  await harness.open(tinyModel({ units: 3, training: { epochs: 9 } }));
  expect(await executed(harness)).toEqual([]);
  await harness.open(tinyModel({ filters: 5 }));
  expect(await executed(harness)).toEqual(all);
});

describe("an own image", () => {
  const pixels = (value: number) => new Float32Array(36).fill(value);
  const ask = ({ worker }: Harness, own: Float32Array, label: number | undefined, run?: number) =>
    worker.call("inspect", {
      layer: CONV,
      sample: { set: "own", pixels: own, label },
      known: run === undefined ? undefined : { run, parts: [] },
    });
  const none = new Float32Array();

  test("of which only the class is another is not computed again", async () => {
    const harness = await startTiny();
    await ask(harness, pixels(0.5), 0);
    for (const spy of spies.values()) spy.mockClear();
    const { label } = await ask(harness, pixels(0.5), 1);
    expect(label).toBe(1);
    expect(executedSince()).toEqual([]);
  });

  test("need not be sent again by who knows its run, also after the weights have changed", async () => {
    const harness = await startTiny();
    const { run, output } = await ask(harness, pixels(0.5), 0);
    expect((await ask(harness, none, 0, run)).output).toEqual(output);
    const other = await ask(harness, none, 1, run);
    expect([other.label, other.output]).toEqual([1, output]);
    await harness.worker.call("loadWeights", await withDoubled(harness, "conv.bias"));
    const changed = await ask(harness, none, 0, other.run);
    expect(changed.image.data).toEqual(pixels(0.5));
    expect(changed.output).not.toEqual(output);
  });

  test("is to be sent again by who knows another's run", async () => {
    const harness = await startTiny();
    const { run } = await ask(harness, pixels(0.5), 0);
    await ask(harness, pixels(0.25), 0);
    await expect(ask(harness, none, 0, run)).rejects.toThrow(IMAGE_FORGOTTEN);
  });
});

test("nothing goes back through the network before a gradient is asked for, and then once", async () => {
  const harness = await startTiny();
  const back = vi.spyOn(layers.get("dense") as LayerDefinition, "backward");
  const ask = (parts: readonly Part[]): Promise<Inspection> =>
    harness.worker.call("inspect", { layer: CONV, sample: { set: "train", index: 0 }, parts });
  await ask(["image", "values", "weights", "changes"]);
  expect(back).not.toHaveBeenCalled();
  await ask(["gradients"]);
  await ask(["weightGradients"]);
  expect(back).toHaveBeenCalledTimes(1);
});

test("while the text is broken the values wait for its repair", async () => {
  const harness = await startTiny();
  await executed(harness);
  await harness.open(tinyModel({ input: [2, 2, 1] }));
  await expect(look(harness, OUT)).rejects.toThrow(/conv/);
  await harness.open(tinyModel({ units: 3 }));
  expect(await executed(harness)).toEqual(["dense"]);
});

test("what an edited model shows equals what a worker shows that never saw another, gradients too", async () => {
  const edited = await startTiny();
  await look(edited, OUT);
  await edited.open(tinyModel({ units: 3 }));
  await look(edited, OUT);
  await edited.open(tinyModel());
  const fresh = await startTiny();
  for (const layer of [-1, CONV, 1, 2, OUT]) {
    const { run: _, ...found } = await look(edited, layer);
    const { run: __, ...expected } = await look(fresh, layer);
    expect(found).toEqual(expected);
  }
});
