import { expect, test } from "vitest";
import { tickEvery } from "../../../../webview/geometry/ticks.ts";
import { centred, summarize } from "../../../../webview/geometry/values.ts";

test("a summary's range leaves out what is not finite, and counts it", () => {
  const values = [3, Number.NaN, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(summarize(values)).toEqual({ low: -2, high: 3, count: 5, nan: 1, infinite: 2 });
});

test("a summary can be of one channel", () => {
  expect(summarize([1, 10, 2, 20, 3, 30], 1, 2)).toEqual({ low: 10, high: 30, count: 3, nan: 0, infinite: 0 });
});

test("values of which none is finite have the range zero", () => {
  expect(summarize([Number.NaN])).toMatchObject({ low: 0, high: 0, nan: 1 });
});

test("a centred range has zero in its middle and holds both ends", () => {
  expect(centred({ low: -1, high: 3 })).toEqual({ low: -3, high: 3 });
});

test("ticks stand at round distances with room for their numbers", () => {
  expect([4, 10, 26].map((cell) => tickEvery(cell, 20))).toEqual([5, 2, 1]);
  expect(tickEvery(1, 20)).toBe(20);
});
