import { describe, expect, test } from "vitest";
import { formatAlike } from "../../../../webview/words/sums.ts";

describe("numbers of one sum", () => {
  test.each([
    ["have the decimals of the largest", [12.3456, -0.5, 0], ["12.346", "−0.500", "0.000"]],
    ["have four decimals around one", [0.25, 1, -3.21987], ["0.2500", "1.0000", "−3.2199"]],
    ["have more decimals while small", [0.00123456, 0.0001], ["0.001235", "0.000100"]],
    ["share a power of ten where all are tiny", [4.3123e-7, -2e-9], ["431.23e−9", "−2.00e−9"]],
    ["share a power of ten where one is huge", [2.5e7, 1], ["25.000e6", "0.000e6"]],
    ["have no minus before a zero", [1, -1e-9], ["1.0000", "0.0000"]],
    ["are all zero without a fuss", [0, -0], ["0.0000", "0.0000"]],
    ["leave what is no number in words", [1, Number.NaN, Number.NEGATIVE_INFINITY], ["1.0000", "NaN", "−∞"]],
  ])("%s", (_, values, texts) => {
    expect(values.map(formatAlike(values))).toEqual(texts);
  });
});
