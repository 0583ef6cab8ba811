import { describe, expect, test } from "vitest";
import { clampIndex, clampSample, placeWithin, readChoices } from "../../../webview/choices.ts";

describe("kept choices", () => {
  test("come back as they were", () => {
    const choices = {
      tab: "training",
      sample: { set: "train", index: 7 },
      own: {
        source: "file",
        strokes: [[{ x: 0.5, y: 0.25 }]],
        centre: false,
        file: { name: "seven.png", width: 1, height: 1, rgba: btoa("\u0001\u0002\u0003\u00ff") },
        crop: false,
        invert: true,
        normalization: "imagenet" as const,
        label: 7,
      },
      place: { row: 3, column: 4 },
      cell: { row: 5, column: 6 },
      weight: { row: 1, column: 2 },
      backward: "input",
      inputChannel: 1,
      channel: 2,
      shown: "gradient",
      sharedScale: false,
      folded: ["window"],
      kernelSort: "gradient",
      kernelChoice: "unchanged",
      mapSort: "variance",
      mapZoom: 4,
      compared: { set: "train", index: 2 },
      saliency: { target: 3, layer: "conv1", opacity: 0.25 },
      unfolded: ["block1"],
    };
    expect(readChoices(JSON.parse(JSON.stringify(choices)))).toEqual(choices);
  });

  test("are the defaults where nothing was kept", () => {
    for (const kept of [undefined, null, 3, "x", [], {}]) {
      expect(readChoices(kept)).toMatchObject({
        tab: "layer",
        sample: { set: "test", index: 0 },
        sharedScale: true,
        folded: [],
      });
    }
  });

  test("that are wrong do not spoil the others", () => {
    const kept = {
      tab: "other",
      sample: { set: "validation", index: -1 },
      place: 3,
      channel: 1.5,
      sharedScale: false,
      folded: [1],
    };
    expect(readChoices(kept)).toMatchObject({
      tab: "layer",
      sample: { set: "test", index: 0 },
      place: undefined,
      channel: 0,
      sharedScale: false,
      folded: [],
    });
  });
});

test("a place is brought into its grid, and is the middle of it until one is chosen", () => {
  expect(placeWithin({ row: 3, column: 40 }, 10, 20)).toEqual({ row: 3, column: 19 });
  expect(placeWithin(undefined, 13, 28)).toEqual({ row: 6, column: 14 });
  expect(placeWithin(undefined, 1, 1)).toEqual({ row: 0, column: 0 });
});

test("an index is brought into its bounds", () => {
  expect([clampIndex(-3, 5), clampIndex(9, 5), clampIndex(2, 5), clampIndex(Number.NaN, 5), clampIndex(1, 0)]).toEqual([
    0, 4, 2, 0, 0,
  ]);
});

test("a sample is looked for in the other set where its own is empty", () => {
  expect(clampSample({ set: "test", index: 8 }, { train: 5, test: 0 })).toEqual({ set: "train", index: 4 });
  expect(clampSample({ set: "test", index: 8 }, { train: 0, test: 0 })).toEqual({ set: "test", index: 0 });
});
