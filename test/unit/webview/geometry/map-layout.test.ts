import { describe, expect, test } from "vitest";
import { layOutAllMaps, layOutForPicture, layOutMaps } from "../../../../webview/geometry/map-layout.ts";

const plain = { width: 560, zoom: 1, group: 1, caption: 17 };
const maps = { count: 16, rows: 13, columns: 13 };

describe("the layout of maps", () => {
  test("draws few maps as large as fit beside each other", () => {
    expect(layOutMaps({ count: 4, rows: 28, columns: 28 }, plain).perLine).toBe(4);
  });

  test("doubles the size of a value with the zoom, beyond the page's width if need be", () => {
    const cell = (zoom: number): number => {
      const { dots, scale } = layOutMaps(maps, { ...plain, zoom });
      return dots * scale;
    };
    expect(cell(2)).toBe(2 * cell(1));
    const huge = layOutMaps({ count: 2, rows: 224, columns: 224 }, { ...plain, zoom: 8 });
    expect(huge.width * huge.scale).toBeGreaterThan(560);
  });

  test("keeps a map and the one that it is compared with on one line", () => {
    expect(layOutMaps({ ...maps, count: 32 }, { ...plain, group: 2, width: 100 }).perLine).toBe(2);
  });

  test("makes of a long strip of maps a picture that is about as wide as high, and leaves others as they stand", () => {
    const choices = { mapZoom: 1, sharedScale: true, each: 1 };
    const large = { count: 512, rows: 224, columns: 224 };
    const strip = layOutAllMaps(large, 560, choices);
    expect(strip.height / strip.width).toBeGreaterThan(100);
    const { width, height } = layOutForPicture(large, strip, choices);
    expect(Math.abs(Math.log2(width / height))).toBeLessThan(0.5);
    const few = layOutAllMaps(maps, 560, choices);
    expect(layOutForPicture(maps, few, choices)).toBe(few);
  });

  test("zooms many maps only as far as a canvas can be", () => {
    const { width, height } = layOutMaps({ count: 512, rows: 28, columns: 28 }, { ...plain, zoom: 8 });
    expect(width * height).toBeLessThanOrEqual(24e6);
    expect(height).toBeLessThanOrEqual(16_000);
  });
});
