import { describe, expect, test } from "vitest";
import { describePrediction } from "../../../../webview/words/prediction.ts";
import { describeNotFinite, describeNotFiniteIn } from "../../../../webview/words/values.ts";
import { describeWithoutWindow } from "../../../../webview/words/without-window.ts";

test("values that are not finite are counted in words", () => {
  const summary = { low: 0, high: 1, count: 784, nan: 3, infinite: 1 };
  expect(describeNotFinite(summary)).toBe("Of 784 values, 3 are NaN and 1 is infinite; they are drawn in pink.");
  expect(describeNotFinite({ ...summary, nan: 0, infinite: 0 })).toBeUndefined();
});

describe("a prediction", () => {
  test("is right or wrong", () => {
    expect(describePrediction(1, [0.1, 0.9])).toEqual({ right: true, words: "Right: 1 with 90.0\u00a0%" });
    expect(describePrediction(0, [0.1, 0.9])).toEqual({ right: false, words: "Wrong: 1 with 90.0\u00a0%" });
  });

  test("of NaN is neither", () => {
    expect(describePrediction(0, [Number.NaN, Number.NaN])).toEqual({
      right: false,
      words: "The model's output is not a number.",
    });
  });

  test("may be missing", () => {
    expect(describePrediction(0, undefined)).toBeUndefined();
  });
});

describe("a layer without a window", () => {
  const of = (
    input: number[],
    output: number[],
    weights: { name: string; shape: number[] }[] = [],
    activation?: string,
    type = "dense",
  ) => describeWithoutWindow({ type, inputShapes: [input], activation }, { output, steps: [] }, weights);

  test("that flattens tells where each value goes", () => {
    expect(of([5, 4, 16], [320])).toEqual([
      "The value at row r, column c and channel k of the 5 × 4 × 16 image goes to place r × 64 + c × 16 + k, out of 320.",
    ]);
  });

  test("with a matrix tells its sums", () => {
    const weights = [
      { name: "kernel", shape: [400, 10] },
      { name: "bias", shape: [10] },
    ];
    expect(of([400], [10], weights, "softmax")).toEqual([
      "Each of the 10 outputs is the sum of all 400 inputs, each times its own weight, plus a bias: a matrix of 400 × 10 weights.",
      "Then softmax is applied.",
    ]);
  });

  test("that changes values alone keeps its shape", () => {
    expect(of([5, 4, 16], [5, 4, 16])).toEqual(["The shape stays 5 × 4 × 16."]);
  });

  test("that is an activation names it, and applies none behind it", () => {
    expect(of([10], [10], [], "softmax", "activation")).toEqual(["The shape stays 10.", "The function is softmax."]);
  });
});

test("numbers that are none are told with their place", () => {
  expect(describeNotFiniteIn("output", { count: 4, nan: 1, infinite: 0 })).toBe(
    "In the output: of 4 values, 1 is NaN; they are drawn in pink.",
  );
  expect(describeNotFiniteIn("output", { count: 4, nan: 0, infinite: 0 })).toBeUndefined();
});
