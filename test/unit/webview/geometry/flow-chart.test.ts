import { describe, expect, test } from "vitest";
import {
  columnAt,
  columnCentre,
  decadeTicks,
  flowChart,
  heightOf,
  stretches,
} from "../../../../webview/geometry/flow-chart.ts";

const chart = flowChart({ low: -4, high: 0 }, 10, 546);

describe("the chart of the flow", () => {
  test("shares the width among the layers, and the pointer finds a column by its centre", () => {
    expect(chart.column).toBe(50);
    for (let index = 0; index < 10; index++) expect(columnAt(chart, columnCentre(chart, index))).toBe(index);
  });

  test("has a column for any place, also beside it", () => {
    expect(columnAt(chart, 0)).toBe(0);
    expect(columnAt(chart, 9_999)).toBe(9);
  });

  test("is not wider than few layers need", () => {
    expect(flowChart({ low: -1, high: 0 }, 2, 2_000).width).toBeLessThan(250);
  });

  test("has zero at the bottom, the scale's end at the top, and there too what is not finite", () => {
    expect(heightOf(chart, 0)).toBe(chart.bottom);
    expect(heightOf(chart, 1)).toBe(chart.top);
    expect(heightOf(chart, Number.POSITIVE_INFINITY)).toBe(chart.top);
    expect(heightOf(chart, 0.01)).toBeCloseTo((chart.top + chart.bottom) / 2);
  });

  test("draws a line through layers that have values, and interrupts it where one has none", () => {
    expect(stretches(chart, [1, 1, undefined, 1]).map((points) => points.length)).toEqual([2, 1]);
  });

  test("numbers a decade each, or fewer where there are many", () => {
    expect(decadeTicks({ low: -2, high: 1 })).toEqual([-2, -1, 0, 1]);
    expect(decadeTicks({ low: -11, high: 1 })).toEqual([-10, -8, -6, -4, -2, 0]);
  });
});
