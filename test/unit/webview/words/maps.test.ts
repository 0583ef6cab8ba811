import { describe, expect, test } from "vitest";
import { mapStatistics } from "../../../../src/tensor/map-statistics.ts";
import {
  describeField,
  describeMarks,
  describeStatistics,
  formatRange,
  mapMark,
} from "../../../../webview/words/maps.ts";

// Channels: dead, saturated, ordinary, with a NaN.
const maps = mapStatistics([0, 1, 0.2, Number.NaN, 0, 1, 0.4, 1], 4, "sigmoid");

describe("maps in words", () => {
  test("say which are dead, saturated or not finite", () => {
    expect(maps.map((map) => mapMark(map, "output"))).toEqual(["dead", "saturated", undefined, "1 not finite"]);
    expect(describeMarks(maps, "output")).toBe("Of 4 maps, 1 is dead, 1 is saturated for this sample.");
  });

  test("say of a gradient that is zero that there is none, and of its values never that they are saturated", () => {
    expect(maps.map((map) => mapMark(map, "gradient"))).toEqual(["no gradient", undefined, undefined, "1 not finite"]);
    expect(describeMarks(maps, "gradient")).toBe("Of 4 maps, 1 has no gradient for this sample.");
  });

  test("say nothing where nothing stands out", () => {
    expect(describeMarks(maps.slice(2, 3), "output")).toBeUndefined();
  });

  test("give a map's range and statistics briefly", () => {
    expect(formatRange({ low: -0.1234, high: 5.678 })).toBe("−0.12 to 5.7");
    expect(formatRange({ low: 2, high: 2 })).toBe("all 2");
    expect(describeStatistics(mapStatistics([1, 2, 4], 1)[0]!)).toBe("mean 2.33, variance 1.56");
  });

  test("say what of the image a value sees", () => {
    const cells = { top: 3, left: 0, rows: 5, columns: 1, beyond: false };
    expect(describeField(cells)).toBe("Receptive field: rows 3–7, column 0 of the image");
    expect(describeField({ ...cells, beyond: true })).toContain(", and the padding beyond it");
    expect(describeField({ ...cells, rows: 0, beyond: true })).toBe(
      "Receptive field: nothing of the image, only the padding",
    );
  });
});
