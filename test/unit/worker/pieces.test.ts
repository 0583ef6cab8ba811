import { describe, expect, test } from "vitest";
import type { Inspection, InspectionRequest } from "../../../src/protocol/inspection.ts";
import type { Look, MapsWanted } from "../../../src/protocol/pieces.ts";
import { cellsOf, mapsOf } from "../../../src/tensor/image-pieces.ts";
import { mapStatistics, sortMaps, unpackStatistics } from "../../../src/tensor/map-statistics.ts";
import { type Harness, startTiny } from "./worker-harness.ts";

const sample = { set: "train", index: 0 } as const;
const [CONV, POOL] = [0, 1];
/** Over 4 x 4 places more values than are sent whole. */
const filters = 4200;
const none = { channels: [], cells: undefined };

function ask({ worker }: Harness, layer: number, rest: Partial<InspectionRequest> = {}): Promise<Inspection> {
  return worker.call("inspect", { layer, sample, ...rest });
}

function looking(changes: Partial<Look>): Look {
  return { maps: undefined, input: none, output: none, ...changes };
}

function mapsWanted(changes: Partial<MapsWanted> = {}): MapsWanted {
  return { of: "output", order: "channel", from: 0, to: 8, ...changes };
}

test("of a kernel come the weights that one output channel reads, with the bias, and no others", async () => {
  const harness = await startTiny({ filters: 6 });
  const { weights } = await ask(harness, CONV);
  const [kernel, bias] = weights;
  const [kh = 0, kw = 0, inputs = 0] = kernel?.shape ?? [];
  const filter = { perCell: inputs * 6, start: 4, step: 6, count: inputs };
  const seen = await ask(harness, CONV, { parts: ["values"], filter });
  expect(seen.weights.map(({ value }) => value.length)).toEqual([0, 0]);
  const own = (kernel?.value ?? new Float32Array()).filter((_, at) => at % 6 === 4);
  expect(own).toHaveLength(kh * kw * inputs);
  expect(seen.filter).toEqual({ ...filter, value: own, bias: bias?.value });
  // As after an edit that makes the kernel smaller.
  const late = await ask(harness, CONV, { parts: ["values"], filter: { ...filter, start: inputs * 6 } });
  expect(late.filter).toBeUndefined();
});

describe("of a tensor that is too large to be sent", () => {
  test("come the channels and cells that are asked for, as they are in the whole", async () => {
    const harness = await startTiny({ filters });
    const { output, outputGradient } = await ask(harness, CONV);
    const cells = { row: 1, column: 2, rows: 2, columns: 2 };
    const seen = await ask(harness, CONV, { look: looking({ output: { channels: [7, 4199], cells } }) });
    expect([seen.output.data.length, seen.outputGradient?.length]).toEqual([0, 0]);
    for (const [piece, whole] of [
      [seen.pieces.output, output.data],
      [seen.pieces.outputGradient, outputGradient],
    ] as const) {
      expect(piece?.channels).toEqual([7, 4199]);
      expect(piece?.maps).toEqual(mapsOf(whole as Float32Array, output.shape, [7, 4199]));
      expect(piece?.cells).toEqual(cellsOf(whole as Float32Array, output.shape, cells));
    }
    expect(seen.pieces.output?.maps.some((value) => value !== 0)).toBe(true);
  });

  test("come the maps that stand in an order from one place to another, with the figures of all", async () => {
    const harness = await startTiny({ filters });
    const { output } = await ask(harness, CONV);
    const all = mapStatistics(output.data, filters, "relu");
    const maps = mapsWanted({ order: "variance", from: 3, to: 6 });
    const { pieces, statistics } = await ask(harness, CONV, { look: looking({ maps }) });
    expect(pieces.output?.channels).toEqual(sortMaps(all, "variance").slice(3, 6));
    expect(unpackStatistics(statistics.output as Float64Array)).toEqual(all);
    expect(statistics.beforeActivation).toBeUndefined();
  });

  test("come maps in the order of another image's", async () => {
    const harness = await startTiny({ filters });
    const maps = mapsWanted({ of: "beforeActivation", order: [9, 3, 4000, 1], from: 1, to: 3 });
    const { pieces } = await ask(harness, CONV, { look: looking({ maps }) });
    expect(pieces.beforeActivation?.channels).toEqual([3, 4000]);
    expect(pieces.output?.channels).toEqual([]);
  });

  test("come no maps again that are known of the run, and all of them if that is over", async () => {
    const harness = await startTiny({ filters });
    const { run, parts } = await ask(harness, CONV, { look: looking({ maps: mapsWanted() }) });
    const look = looking({ maps: mapsWanted({ to: 10 }) });
    const known = { run, parts, maps: { output: [0, 1, 2, 3, 4, 5, 6, 7] }, statistics: ["output"] } as const;
    const more = await ask(harness, CONV, { look, known });
    expect(more.pieces.output).toMatchObject({ channels: [8, 9], wanted: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
    expect(more.statistics.output).toBeUndefined();
    const anew = await ask(harness, CONV, { look, known: { ...known, run: run - 1 } });
    expect(anew.pieces.output?.channels).toHaveLength(10);
    expect(anew.statistics.output).toBeDefined();
  });

  test("comes what the next layer reads of it, and that layer's small output whole", async () => {
    const harness = await startTiny({ filters });
    const { inputs, output } = await ask(harness, POOL);
    const seen = await ask(harness, POOL, { look: looking({ input: { channels: [5], cells: undefined } }) });
    expect(seen.pieces.input?.maps).toEqual(mapsOf(inputs[0]?.data as Float32Array, inputs[0]?.shape ?? [], [5]));
    expect(seen.output.data).toEqual(output.data);
  });
});

test("of a small tensor the figures of its maps come beside the whole", async () => {
  const { output, statistics, pieces } = await ask(await startTiny(), CONV, { look: looking({ maps: mapsWanted() }) });
  expect(unpackStatistics(statistics.output as Float64Array)).toEqual(mapStatistics(output.data, 4, "relu"));
  expect(Object.keys(statistics)).toEqual(["output", "beforeActivation", "gradient"]);
  expect(pieces).toEqual({});
});
