import { describe, expect, test } from "vitest";
import {
  countOf,
  formatCells,
  formatCount,
  formatLargeCount,
  formatLoss,
  formatPercent,
  formatSizes,
  formatValue,
} from "../../../../webview/words/numbers.ts";

test.each([
  [0, "0"],
  [0.3125, "0.3125"],
  [-0.312512, "−0.3125"],
  [12345.678, "12350"],
  [1e-7, "1e−7"],
  [-0.0000123, "−1.23e−5"],
  [1234567, "1.23e6"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
])("the value %s is written %s", (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test("counts have thousands separators", () => {
  expect(formatCount(118013952)).toBe("118,013,952");
  expect(countOf(1, "parameter")).toBe("1 parameter");
  expect(countOf(2000, "parameter")).toBe("2,000 parameters");
  expect(formatSizes([13, 13, 64])).toBe("13 × 13 × 64");
  expect(formatSizes([59904])).toBe("59,904");
});

test("counts are short from a million on", () => {
  expect(formatLargeCount(999_999)).toBe("999,999");
  expect(formatLargeCount(118_013_952)).toBe("118.0\u00a0M");
  expect(formatLargeCount(2_500_000_000)).toBe("2.5\u00a0G");
});

test("a loss always has as many decimals", () => {
  expect(formatLoss(0.5)).toBe("0.5000");
  expect(formatLoss(12.3)).toBe("12.30");
  expect(formatLoss(0.0000123)).toBe("1.23e−5");
  expect(formatLoss(Number.NaN)).toBe("NaN");
  expect(formatLoss(3.52e26)).toBe("3.52e26");
});

test("a share is written in percent", () => {
  expect(formatPercent(0.9312)).toBe("93.1\u00a0%");
  expect(formatPercent(Number.NaN)).toBe("NaN");
});

describe("cells in words", () => {
  test.each([
    [[5], "5"],
    [[5, 6, 7], "5–7"],
    [[-1, 0, 1], "−1 to 1"],
    [[5, 7, 9], "5, 7, 9"],
    [[], "none"],
    [[3, 7, 11, 15, 19, 23, 27], "3, 7, … 27"],
  ])("%j is %s", (cells, text) => {
    expect(formatCells(cells)).toBe(text);
  });
});
