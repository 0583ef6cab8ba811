import { describe, expect, test } from "vitest";
import { decodeFile, encodeFile, readOwnChoice } from "../../../webview/own-choice.ts";

const image = { width: 2, height: 1, channels: 4, data: Uint8ClampedArray.of(1, 2, 3, 255, 250, 128, 0, 7) };

describe("an opened image that is kept", () => {
  test("comes back byte by byte", () => {
    const kept = JSON.parse(JSON.stringify(encodeFile("seven.png", image)));
    expect(decodeFile(kept)).toEqual(image);
    expect(readOwnChoice({ file: kept }).file).toEqual(kept);
  });

  test.each([
    ["has not the pixels that its size needs", { ...encodeFile("a", image), width: 3 }],
    ["is not base64", { ...encodeFile("a", image), rgba: "§§§" }],
    ["is larger than any that is kept", { ...encodeFile("a", image), width: 100_000 }],
    ["is none", "seven.png"],
  ])("is forgotten if it %s", (_, file) => {
    expect(readOwnChoice({ file }).file).toBeUndefined();
  });
});

test("what is wrong in a kept choice does not spoil the rest", () => {
  const kept = { source: "camera", strokes: [[{ x: "0", y: 1 }]], centre: false, label: -1 };
  expect(readOwnChoice(kept)).toEqual({
    source: "dataset",
    strokes: [],
    centre: false,
    file: undefined,
    crop: true,
    invert: false,
    normalization: "unit",
    label: undefined,
  });
});
