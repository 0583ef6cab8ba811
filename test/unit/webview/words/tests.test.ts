import { expect, test } from "vitest";
import type { TestReport } from "../../../../src/protocol/evaluation.ts";
import { describeCell, describeReport, describeStretch, thumbnailOf } from "../../../../webview/words/tests.ts";

const report: TestReport = {
  revision: 3,
  place: "epoch 2, step 40",
  classes: 10,
  loss: 0.25,
  accuracy: 0.75,
  labels: Uint8Array.of(7, 2, 4, 1),
  predictions: Uint8Array.of(7, 2, 9, 1),
  confidences: Float32Array.of(0.5, 0.75, 0.875, 0.25),
};

test("a report says whose weights it is of, and how many are right", () => {
  expect(describeReport(report, 3)).toBe(
    "After epoch 2, step 40: 3 of 4 test images right (75.0\u00a0%), loss 0.2500.",
  );
  expect(describeReport({ ...report, place: "these weights" }, 3)).toMatch(/^With these weights: 3 of 4/);
});

test("a report says that it is of another text, and where the model gave no numbers", () => {
  expect(describeReport(report, 4)).toMatch(/ The text has been edited since\.$/);
  const odd = { ...report, confidences: Float32Array.of(Number.NaN, 1, 1, 1) };
  expect(describeReport(odd, 3)).toMatch(/ For 1 image the model's output is not a finite number\.$/);
});

test("a stretch of a list is counted from 1", () => {
  expect(describeStretch(24, 24, 1200, "image")).toBe("25–48 of 1,200 images");
});

test("a cell is told in a sentence", () => {
  expect(describeCell(4, 9, 12)).toBe("12 test images of 4 were predicted as 9.");
  expect(describeCell(4, 4, 1)).toBe("1 test image of 4 was predicted right.");
});

test("a thumbnail says in words what its arrow says", () => {
  expect(thumbnailOf(report, 2)).toEqual({
    index: 2,
    captions: ["4 → 9", "87.5\u00a0%"],
    label: "Test image 2: a 4, predicted as 9 with 87.5\u00a0%",
  });
});
