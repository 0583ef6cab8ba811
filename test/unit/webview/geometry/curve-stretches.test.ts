import { expect, test } from "vitest";
import { stretchesOf } from "../../../../webview/geometry/curve-stretches.ts";

const curve = (losses: readonly number[]) => losses.map((loss, at) => ({ step: at + 1, loss }));

test("a short curve has a line for each step", () => {
  expect(stretchesOf(curve([3, 1]), 20)).toEqual([
    { from: 1, to: 1, mean: 3, low: 3, high: 3 },
    { from: 2, to: 2, mean: 1, low: 1, high: 1 },
  ]);
});

test("a long one has stretches of equally many steps, the last of those that are left", () => {
  expect(stretchesOf(curve([4, 2, 3, 1, 5]), 3)).toEqual([
    { from: 1, to: 2, mean: 3, low: 2, high: 4 },
    { from: 3, to: 4, mean: 2, low: 1, high: 3 },
    { from: 5, to: 5, mean: 5, low: 5, high: 5 },
  ]);
});

test("losses that are not finite are left out, and nothing is said where there are no others", () => {
  const stretches = stretchesOf(curve([Number.NaN, 2, Number.NaN, Number.POSITIVE_INFINITY]), 2);
  expect(stretches.map(({ mean, high }) => [mean, high])).toEqual([
    [2, 2],
    [undefined, undefined],
  ]);
});
