import { describe, expect, test } from "vitest";
import { logScaleOf, shareOf } from "../../../../webview/geometry/log-scale.ts";

describe("a logarithmic scale", () => {
  test("ends at the powers of ten around the values", () => {
    expect(logScaleOf([0.02, 3, 0.5])).toEqual({ low: -2, high: 1 });
  });

  test("spans a decade at least, also of values that are all one power of ten", () => {
    expect(logScaleOf([1, 1])).toEqual({ low: -1, high: 0 });
  });

  test("leaves out zeros, NaN and infinities, and exists without any value", () => {
    expect(logScaleOf([0, Number.NaN, Number.POSITIVE_INFINITY, 50])).toEqual({ low: 1, high: 2 });
    expect(logScaleOf([0])).toEqual({ low: -1, high: 0 });
  });

  test("reaches twelve decades down from the largest value, however small the smallest is", () => {
    expect(logScaleOf([1e-40, 1])).toEqual({ low: -12, high: 0 });
  });

  test("places values by their logarithm; zero has no place above the bottom, and anything else shows", () => {
    const scale = { low: -4, high: 0 };
    expect(shareOf(scale, 1)).toBe(1);
    expect(shareOf(scale, 0.01)).toBeCloseTo(0.5);
    expect(shareOf(scale, 0)).toBe(0);
    expect(shareOf(scale, 1e-30)).toBe(0.01);
  });
});
