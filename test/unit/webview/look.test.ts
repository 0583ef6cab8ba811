import { describe, expect, test } from "vitest";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { Pieces } from "../../../src/protocol/pieces.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { windowOf } from "../../../src/tensor/window.ts";
import { completedPieces, isFilterThere, isLookedAt, type Looking, lookAt, lostParts } from "../../../webview/look.ts";

const axis = { input: 56, kernel: 3, stride: 1, dilation: 1, before: 1, after: 1, output: 56 };
const window = windowOf(axis, axis);
const shape = [56, 56, 64];

function layer(changes: Partial<LayerView> = {}): LayerView {
  return {
    type: "conv2d",
    inputShapes: [shape],
    shape: { output: shape, steps: [], window },
    attributes: {},
    parameters: 36_928,
    ...changes,
  } as unknown as LayerView;
}

const looking: Looking = {
  place: { row: 0, column: 10 },
  cell: { row: 55, column: 20 },
  weight: { row: 2, column: 0 },
  channel: 9,
  inputChannel: 4,
  folded: [],
  backward: "weight",
  spot: { y: 0.5, x: 0.5 },
};

test("a filter is there when it is the one that is read", () => {
  const wanted = { perCell: 6, start: 1, step: 2, count: 3 };
  const filter = { ...wanted, value: new Float32Array(3), bias: undefined };
  expect(isFilterThere({ filter }, wanted)).toBe(true);
  expect(isFilterThere({ filter: { ...filter, start: 2 } }, wanted)).toBe(false);
  expect(isFilterThere({}, wanted)).toBe(false);
  expect(isFilterThere({}, undefined)).toBe(true);
});

describe("what is looked at", () => {
  test("of a convolution is a channel of each side, and all channels under the window, as far as it lies on the image", () => {
    expect(lookAt(layer(), looking, undefined)).toEqual({
      maps: undefined,
      input: { channels: [4], cells: { row: 0, column: 9, rows: 2, columns: 3 } },
      output: { channels: [9], cells: undefined },
    });
  });

  test("while a cell of the input is derived are all gradients that come back to it", () => {
    const found = lookAt(layer(), { ...looking, backward: "input" }, undefined);
    expect(found?.output).toEqual({ channels: [9], cells: { row: 54, column: 19, rows: 2, columns: 3 } });
  });

  test("of folded sections is no cell", () => {
    const found = lookAt(layer(), { ...looking, backward: "input", folded: ["arithmetic", "backward"] }, undefined);
    expect([found?.input.cells, found?.output.cells]).toEqual([undefined, undefined]);
  });

  test("of a convolution in groups is the weight's channel within the filter's group", () => {
    const channelsFor = (inputChannel: number) =>
      lookAt(layer({ attributes: { groups: 16 } }), { ...looking, channel: 63, inputChannel }, undefined)?.input
        .channels;
    expect([61, 1].map(channelsFor)).toEqual([[61], [60]]);
  });

  test("of a pool and of a depthwise convolution is the output's own channel", () => {
    const pool = lookAt(layer({ type: "maxPool2d", parameters: 0 }), looking, undefined);
    expect(pool?.input).toEqual({ channels: [9], cells: undefined });
    expect(lookAt(layer({ type: "depthwiseConv2d" }), looking, undefined)?.input.channels[0]).toBe(9);
  });

  test("of a layer whose tensors are small is nothing apart", () => {
    const small = { output: [8, 8, 4], steps: [], window };
    expect(lookAt(layer({ inputShapes: [[8, 8, 3]], shape: small }), looking, undefined)).toBeUndefined();
  });
});

function piecesOf(channels: readonly number[], changes: Partial<Pieces> = {}): Pieces {
  const maps = Float32Array.from(channels.flatMap((channel) => [channel, -channel]));
  return { wanted: channels, channels, maps, box: undefined, cells: new Float32Array(), ...changes };
}

function answer(output: Pieces | undefined): Inspection {
  return { pieces: output ? { output } : {} } as unknown as Inspection;
}

describe("pieces that came", () => {
  const look = lookAt(layer(), { ...looking, backward: "input" }, undefined);
  const box = { row: 53, column: 18, rows: 3, columns: 5 };

  test("are those that are looked at if they have the channels and the cells", () => {
    expect(isLookedAt(answer(piecesOf([9], { box })), look)).toBe(true);
    expect(isLookedAt(answer(piecesOf([8], { box })), look)).toBe(false);
    expect(isLookedAt(answer(piecesOf([9], { box: { ...box, column: 20 } })), look)).toBe(false);
    expect(isLookedAt(answer(piecesOf([9])), look)).toBe(false);
  });

  test("are completed by the maps that were there, those that are wanted and others", () => {
    const { output } = completedPieces(answer(piecesOf([3], { wanted: [1, 3] })), answer(piecesOf([1, 2])));
    expect(output?.channels).toEqual([1, 2, 3]);
    expect([...(output?.maps ?? [])]).toEqual([1, -1, 2, -2, 3, -3]);
  });

  test("take no more memory than four million values, but for what is wanted", () => {
    const cells = 1 << 21;
    const large = (channels: number[], wanted = channels): Pieces =>
      piecesOf(channels, { wanted, maps: new Float32Array(cells * channels.length) });
    const { output } = completedPieces(answer(large([4, 5], [2, 4, 5])), answer(large([1, 2, 3])));
    expect(output?.channels).toEqual([2, 4, 5]);
  });

  test("of a part that was not asked for again are lost", () => {
    expect(lostParts(answer(undefined), answer(piecesOf([1])))).toEqual(["values"]);
    expect(lostParts(answer(piecesOf([2])), answer(piecesOf([1])))).toEqual([]);
  });
});
