import { expect, test } from "vitest";
import { describeGradientTimesInput } from "../../../../webview/words/saliency.ts";

test("a place speaks for the class, against it, or not at all", () => {
  expect(describeGradientTimesInput(0.5, 7)).toBe("has 0.5, for 7");
  expect(describeGradientTimesInput(-0.5, 7)).toBe("has −0.5, against 7");
  expect(describeGradientTimesInput(0, 7)).toBe("has 0");
  expect(describeGradientTimesInput(Number.NaN, 7)).toBe("has NaN");
});
