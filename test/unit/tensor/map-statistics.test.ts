import { describe, expect, test } from "vitest";
import {
  isSaturated,
  isZero,
  mapStatistics,
  notFinite,
  packStatistics,
  sortMaps,
  unpackStatistics,
} from "../../../src/tensor/map-statistics.ts";

describe("the statistics of maps", () => {
  test("are the same after they have travelled", () => {
    const maps = mapStatistics([1, 0, 3, Number.NaN, 0.5, 0.25], 3, "sigmoid");
    expect(unpackStatistics(packStatistics(maps))).toEqual(maps);
  });

  test("are each channel's own: mean, variance and range", () => {
    const [first, second] = mapStatistics([1, 10, 3, 10, 5, 10, 7, 10], 2);
    expect(first).toMatchObject({ mean: 4, variance: 5, low: 1, high: 7, count: 4 });
    expect(second).toMatchObject({ mean: 10, variance: 0, low: 10, high: 10 });
  });

  test("keep a small variance beside a large mean, and beside a first value that is far from the others", () => {
    const near = Array.from({ length: 400 }, (_, i) => 4096 + (i % 2) / 256);
    expect(mapStatistics(near, 1)[0]?.variance).toBeCloseTo(1 / 512 ** 2, 12);
    const [far] = mapStatistics([1e6, ...near], 1);
    const mean = (1e6 + near.reduce((sum, x) => sum + x)) / 401;
    const expected = [1e6, ...near].reduce((sum, x) => sum + (x - mean) ** 2, 0) / 401;
    expect((far?.variance ?? 0) / expected).toBeCloseTo(1, 12);
  });

  test("leave out what is not finite, and count it", () => {
    const [map] = mapStatistics([1, Number.NaN, 3, Number.NEGATIVE_INFINITY], 1);
    expect(map).toMatchObject({ mean: 2, variance: 1, low: 1, high: 3, nan: 1, infinite: 1, count: 4 });
    expect(map && notFinite(map)).toBe(2);
    const [first, second] = mapStatistics([Number.POSITIVE_INFINITY, 4, 0, 4, 2, 4], 2);
    expect(first).toMatchObject({ mean: 1, variance: 1, low: 0, high: 2, infinite: 1, zeros: 1, count: 3 });
    expect(second).toMatchObject({ mean: 4, variance: 0, nan: 0, infinite: 0 });
  });

  test("of a map without a finite value are zero, and it is not a dead one", () => {
    const [map] = mapStatistics([Number.NaN, Number.NaN], 1);
    expect(map).toMatchObject({ mean: 0, variance: 0, low: 0, high: 0 });
    expect(map && isZero(map)).toBe(false);
  });

  test("call a map dead whose every value is zero, minus zero included", () => {
    const maps = mapStatistics([0, 0, -0, 1], 2);
    expect(maps.map(isZero)).toEqual([true, false]);
  });

  test("call a map saturated where the activation is flat at nine values of ten", () => {
    const flat = [...Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? 0.999 : 0.001)), 0.5];
    expect(mapStatistics(flat, 1, "sigmoid").map(isSaturated)).toEqual([true]);
    expect(mapStatistics([...flat, 0.5], 1, "sigmoid").map(isSaturated)).toEqual([false]);
    expect(mapStatistics([-1, 1], 1, "tanh").map(isSaturated)).toEqual([true]);
    expect(mapStatistics([6, 6], 1, "relu6").map(isSaturated)).toEqual([true]);
  });

  test("never call a map of an unbounded activation saturated", () => {
    expect(mapStatistics([1e9, 0], 1, "relu").map(isSaturated)).toEqual([false]);
    expect(mapStatistics([1e9, -1e9], 1).map(isSaturated)).toEqual([false]);
  });
});

describe("maps are sorted", () => {
  const maps = mapStatistics([1, 5, 2, 9, 5, 2], 3); // channels [1, 9], [5, 5], [2, 2]

  test("by channel, mean, maximum or variance, the largest first, equal ones as they are numbered", () => {
    expect(sortMaps(maps, "channel")).toEqual([0, 1, 2]);
    expect(sortMaps(maps, "mean")).toEqual([0, 1, 2]);
    expect(sortMaps(mapStatistics([1, 5, 2, 3, 5, 2], 3), "mean")).toEqual([1, 0, 2]);
    expect(sortMaps(mapStatistics([1, 5, 7, 1, 5, 0], 3), "maximum")).toEqual([2, 1, 0]);
    expect(sortMaps(maps, "variance")).toEqual([0, 1, 2]);
  });
});
