import { describe, expect, test } from "vitest";
import type { LayerView } from "../../../../src/protocol/view-contract.ts";
import {
  channelGroups,
  channelsRead,
  channelWithin,
  filterRead,
  groupsAround,
} from "../../../../webview/geometry/layer-geometry.ts";
import { modelOf } from "./layer-views.ts";

/** The layer reads 32 x 32 x 8. */
function layerOf(written: string | Record<string, unknown>): LayerView {
  return modelOf(written)[0] as LayerView;
}

const conv = { type: "conv2d", kernelSize: 3 };

describe("the input channels that an output channel reads", () => {
  test.each([
    ["a pool: the same one", "maxPool2d", 5, { first: 5, count: 1 }],
    ["a convolution: all", { ...conv, filters: 4 }, 3, { first: 0, count: 8 }],
    ["one in groups: its group's", { ...conv, filters: 6, groups: 2 }, 4, { first: 4, count: 4 }],
    [
      "a depthwise one: the one of its multiplier",
      { type: "depthwiseConv2d", kernelSize: 3, depthMultiplier: 2 },
      5,
      { first: 2, count: 1 },
    ],
    ["a separable one: all", { type: "separableConv2d", kernelSize: 3, filters: 4 }, 3, { first: 0, count: 8 }],
    ["a transposed one: all", { type: "conv2dTranspose", kernelSize: 3, filters: 4 }, 3, { first: 0, count: 8 }],
  ] as const)("of %s", (_, written, output, span) => {
    expect(channelsRead(layerOf(written), output)).toEqual(span);
  });
});

test("a channel beside a span is brought to its nearest end", () => {
  expect([0, 4, 9].map((channel) => channelWithin({ first: 3, count: 3 }, channel))).toEqual([3, 4, 5]);
});

describe("of a kernel an output channel reads", () => {
  test("all, where it is small enough to come whole", () => {
    expect(filterRead(layerOf({ ...conv, filters: 6 }), 2)).toBeUndefined();
  });

  test("one number of each input channel of its group in each cell", () => {
    const large = { ...layerOf({ ...conv, filters: 6, groups: 2 }), parameters: 1_000_000 };
    expect(filterRead(large, 4)).toEqual({ perCell: 24, start: 4, step: 6, count: 4 });
  });

  test("in a dense layer a column of the matrix", () => {
    const [, dense] = modelOf("flatten", { type: "dense", units: 100 });
    expect(filterRead(dense as LayerView, 7)).toEqual({ perCell: 819_200, start: 7, step: 100, count: 8192 });
  });
});

test("of many groups those around the chosen one are drawn", () => {
  expect([0, 5, 31].map((chosen) => groupsAround(32, chosen, 8).first)).toEqual([0, 1, 24]);
  expect(groupsAround(3, 2, 8)).toEqual({ first: 0, count: 3 });
});

test("channels are apart in groups where the layer says so, and in a depthwise convolution", () => {
  expect(channelGroups(layerOf({ ...conv, filters: 6, groups: 2 }))).toEqual({ groups: 2, inputs: 4, outputs: 3 });
  expect(channelGroups(layerOf({ type: "depthwiseConv2d", kernelSize: 3, depthMultiplier: 2 }))).toEqual({
    groups: 8,
    inputs: 1,
    outputs: 2,
  });
  for (const written of [
    "maxPool2d",
    { ...conv, filters: 6 },
    { type: "separableConv2d", kernelSize: 3, filters: 4 },
  ]) {
    expect(channelGroups(layerOf(written))).toBeUndefined();
  }
});
