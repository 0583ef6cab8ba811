import { describe, expect, test } from "vitest";
import { chartTop, curveData, trendOf } from "../../../../webview/geometry/curve-data.ts";

function epoch(epoch: number, step: number) {
  return { epoch, step, loss: 1, accuracy: 0.5, valLoss: 0.5, valAccuracy: 0.8, seconds: 1 };
}

describe("the chart's columns", () => {
  test("hold an epoch's result at its last step", () => {
    const curve = [1, 2, 3, 4].map((step) => ({ step, loss: 1 / step }));
    const data = curveData(curve, [epoch(1, 2), epoch(2, 4)]);
    expect(data.steps).toEqual([1, 2, 3, 4]);
    expect(data.testLoss).toEqual([null, 0.5, null, 0.5]);
    expect(data.accuracy).toEqual([null, 0.5, null, 0.5]);
    expect(data.testAccuracy).toEqual([null, 0.8, null, 0.8]);
  });

  test("have a row of their own for an epoch's end that the curve does not have", () => {
    const data = curveData(
      [
        { step: 2, loss: 1 },
        { step: 4, loss: 0.5 },
      ],
      [epoch(1, 3)],
    );
    expect(data.steps).toEqual([2, 3, 4]);
    expect(data.loss).toEqual([1, null, 0.5]);
    expect(data.testLoss).toEqual([null, 0.5, null]);
  });

  test("leave gaps for losses that are no numbers and epochs without tests", () => {
    const untested = { ...epoch(1, 1), valLoss: undefined, valAccuracy: undefined };
    const data = curveData([{ step: 1, loss: Number.NaN }], [untested]);
    expect(data).toMatchObject({ steps: [1], loss: [null], testLoss: [null] });
  });
});

describe("the trend", () => {
  test("is left out while points are few", () => {
    expect(trendOf([{ step: 1, loss: 1 }])).toEqual([undefined]);
  });

  test("begins at the first loss and follows the mean of a noisy one", () => {
    const curve = Array.from({ length: 400 }, (_, i) => ({ step: i + 1, loss: i % 2 === 0 ? 3 : 1 }));
    const trend = trendOf(curve);
    expect(trend[0]).toBe(3);
    expect(trend.at(-1)).toBeCloseTo(2, 0);
  });

  test("goes on behind a loss that is no number", () => {
    const curve = Array.from({ length: 60 }, (_, i) => ({ step: i + 1, loss: i === 30 ? Number.NaN : 2 }));
    const trend = trendOf(curve);
    expect(trend[30]).toBeUndefined();
    expect(trend[31]).toBeCloseTo(2);
  });
});

describe("the loss axis", () => {
  test("ends above every loss while they are few", () => {
    expect(
      chartTop(
        curveData(
          [
            { step: 1, loss: 4 },
            { step: 2, loss: 1 },
          ],
          [],
        ),
      ),
    ).toBeGreaterThanOrEqual(4);
  });

  test("is not stretched by a few wild batches among many", () => {
    const curve = Array.from({ length: 500 }, (_, i) => ({ step: i + 1, loss: i === 200 ? 900 : 1 }));
    expect(chartTop(curveData(curve, []))).toBeLessThan(100);
  });

  test("shows the test losses", () => {
    const curve = Array.from({ length: 100 }, (_, i) => ({ step: i + 1, loss: 0.01 }));
    expect(chartTop(curveData(curve, [epoch(1, 100)]))).toBeGreaterThan(0.5);
  });

  test("ends somewhere where there is no loss", () => {
    expect(chartTop(curveData([], []))).toBe(1);
    expect(chartTop(curveData([{ step: 1, loss: 0 }], []))).toBe(1);
  });
});
