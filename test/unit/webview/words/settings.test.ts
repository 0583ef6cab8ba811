import { describe, expect, test } from "vitest";
import { describeFileSetting, readSetting } from "../../../../webview/words/settings.ts";

describe("a setting that is written", () => {
  test.each([
    ["learningRate", "0.03", { learningRate: 0.03 }],
    ["learningRate", " 1e-4 ", { learningRate: 1e-4 }],
    ["learningRate", "0,5", { learningRate: 0.5 }],
    ["learningRate", "0", { learningRate: 0 }],
    ["batchSize", "64", { batchSize: 64 }],
  ] as const)("%s %j is taken", (name, text, change) => {
    expect(readSetting(name, text)).toEqual({ change });
  });

  test.each([
    ["learningRate", "", "nothing is not"],
    ["learningRate", "-1", "“-1” is not"],
    ["learningRate", "fast", "“fast” is not"],
    ["learningRate", "Infinity", "“Infinity” is not"],
    ["batchSize", "0", "whole number of at least 1"],
    ["batchSize", "1.5", "“1.5” is not"],
  ] as const)("%s %j is refused with the reason", (name, text, words) => {
    expect(readSetting(name, text)).toEqual({ refused: expect.stringContaining(words) });
  });
});

test("the file's value is told only where the run goes by another", () => {
  expect(describeFileSetting(0.1, 0.03)).toBe("The file says 0.03.");
  expect(describeFileSetting("sgd", "adam")).toBe("The file says adam.");
  expect(describeFileSetting(32, 32)).toBe("");
});
