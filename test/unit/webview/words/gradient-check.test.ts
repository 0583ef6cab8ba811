import { describe, expect, test } from "vitest";
import { describeCheck, formatPrecise } from "../../../../webview/words/gradient-check.ts";

describe("a gradient beside its central difference", () => {
  test.each([
    ["agrees", 0.123456, 0.1234561, /agree: relative to the larger, they differ by 8\.1e−7\.$/],
    ["is the same", -2, -2, /same to the last digit/],
    ["differs", 0.1, 0.2, /differ by 50\.0\u00a0% of the larger\. The step may cross a kink/],
    ["differs in sign", -0.1, 0.1, /differ by 200\.0/],
    ["is nothing", 0, -3e-11, /Both are 0/],
    ["is not a number", Number.NaN, 1, /not a number/],
  ])("%s", (_, gradient, difference, words) => {
    expect(describeCheck(gradient, { difference, step: 1e-5 })).toMatch(words);
  });

  test("says its step", () => {
    expect(describeCheck(1, { difference: 1, step: 1e-6 })).toContain("e is 1e−6");
  });

  test("says what was not moved", () => {
    const check = { difference: 1, step: 1e-6 };
    expect(describeCheck(1, check, "w")).toMatch(/^All other weights and the sample stay as they are;/);
    expect(describeCheck(1, check, "x")).toMatch(/^The weights and all other inputs stay as they are;/);
  });
});

test.each([
  [0.12345678, "0.1234568"],
  [-1.5e-7, "−1.500000e−7"],
  [0, "0"],
  [Number.POSITIVE_INFINITY, "∞"],
])("%d has seven digits: %s", (value, text) => {
  expect(formatPrecise(value)).toBe(text);
});
