import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classFigures, confusionOf, meanOf, mistakesOf, samplesAt } from "../../../../webview/geometry/confusion.ts";

function report(labels: readonly number[], predictions: readonly number[], confidences: readonly number[] = []) {
  return {
    classes: 3,
    labels: Uint8Array.from(labels),
    predictions: Uint8Array.from(predictions),
    confidences: Float32Array.from(labels, (_, at) => confidences[at] ?? 0.5),
  };
}

//                     label: 0  0  0  1  1  2
const few = report([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0], [0.9, 0.8, 0.7, 0.6, 0.99, 0.7]);

describe("a confusion matrix", () => {
  test("counts which class was taken for which", () => {
    const { at, most, total } = confusionOf(few);
    expect([0, 1, 2].map((label) => [0, 1, 2].map((guess) => at(label, guess)))).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [1, 0, 0],
    ]);
    expect({ most, total }).toEqual({ most: { right: 2, wrong: 1 }, total: 6 });
  });

  test("holds exactly the samples that are listed for its cells", () => {
    const answers = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 40 });
    fc.assert(
      fc.property(answers, (pairs) => {
        const all = report(
          pairs.map(([label]) => label),
          pairs.map(([, guess]) => guess),
        );
        const { at } = confusionOf(all);
        const listed: number[] = [];
        for (const label of [0, 1, 2]) {
          for (const guess of [0, 1, 2]) {
            const samples = samplesAt(all, label, guess);
            expect(samples).toHaveLength(at(label, guess));
            listed.push(...samples);
          }
        }
        expect(listed.sort((a, b) => a - b)).toEqual(pairs.map((_, index) => index));
      }),
    );
  });
});

describe("a class's figures", () => {
  test("are precision, recall and their harmonic mean", () => {
    const [zero, one] = classFigures(confusionOf(few));
    expect(zero).toEqual({ label: 0, count: 3, precision: 2 / 4, recall: 2 / 3, f1: expect.closeTo(4 / 7) });
    expect(one).toEqual({ label: 1, count: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
  });

  test("are unknown where nothing was taken for the class, or nothing is of it", () => {
    const figures = classFigures(confusionOf(report([0, 2], [0, 0])));
    expect(figures[1]).toEqual({ label: 1, count: 0, precision: undefined, recall: undefined, f1: undefined });
    expect(figures[2]).toEqual({ label: 2, count: 1, precision: undefined, recall: 0, f1: 0 });
    expect(meanOf(figures, "precision")).toBe(0.5);
    expect(meanOf([], "f1")).toBeUndefined();
  });
});

describe("mistakes", () => {
  test("come with the surest first, and none of them is right", () => {
    expect(mistakesOf(few)).toEqual([4, 2, 5]);
  });

  test("whose confidence is no number come last", () => {
    expect(mistakesOf(report([0, 0, 0], [1, 1, 1], [Number.NaN, 0.2, 0.4]))).toEqual([2, 1, 0]);
  });
});
