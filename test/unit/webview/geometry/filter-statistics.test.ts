import { describe, expect, test } from "vitest";
import {
  chooseFilters,
  type FilterStatistics,
  filterStatistics,
  normOf,
} from "../../../../webview/geometry/filter-statistics.ts";
import { type KernelPlan, planKernel } from "../../../../webview/geometry/tile-sources.ts";

/** 1 x 2 weights, two input channels, three filters: [column, input, filter]. */
const plan = planKernel([1, 2, 2, 3]) as KernelPlan;
const value = [3, 0, 1, 0, 0, 1, 4, 0, 1, 0, 0, 1];
const none = { gradient: undefined, change: undefined, update: undefined };

describe("the statistics of filters", () => {
  test("are norms over all of a filter's weights, input channels included", () => {
    expect(filterStatistics(plan, { value, ...none }).map(({ norm }) => norm)).toEqual([5, 0, 2]);
  });

  test("have the update by the weights' own norm, and none for a filter that is all zero", () => {
    const update = value.map((x) => (x === 0 ? 1 : 0.1 * x));
    const ratios = filterStatistics(plan, { value, ...none, update: value.map((x) => x / 10) });
    expect(ratios.map(({ updateRatio }) => updateRatio && Number(updateRatio.toFixed(6)))).toEqual([
      0.1,
      undefined,
      0.1,
    ]);
    expect(filterStatistics(plan, { value, ...none, update })[1]?.updateRatio).toBeUndefined();
  });

  test("know neither gradient nor change where there is none", () => {
    const [first] = filterStatistics(plan, { value, ...none });
    expect(first).toEqual({ norm: 5, gradient: undefined, change: undefined, updateRatio: undefined, notFinite: 0 });
  });

  test("count NaN and infinities of weights and gradients, and leave them out of the norms", () => {
    const bad = [...value];
    bad[0] = Number.NaN;
    const gradient = value.map(() => Number.POSITIVE_INFINITY);
    const [first] = filterStatistics(plan, { value: bad, ...none, gradient });
    expect(first).toMatchObject({ norm: 4, gradient: 0, notFinite: 5 });
  });

  test("a whole array's norm leaves out what is not finite", () => {
    expect(normOf([3, Number.NaN, 4])).toBe(5);
  });
});

describe("filters are chosen and sorted", () => {
  const filter = (more: Partial<FilterStatistics>): FilterStatistics => ({
    norm: 1,
    gradient: undefined,
    change: undefined,
    updateRatio: undefined,
    notFinite: 0,
    ...more,
  });

  test("by any figure, the largest first, those without it last", () => {
    const filters = [filter({ updateRatio: 0.1 }), filter({}), filter({ updateRatio: 0.5 }), filter({})];
    expect(chooseFilters(filters, "all", "updateRatio")).toEqual([2, 0, 1, 3]);
    expect(chooseFilters(filters, "all", "norm")).toEqual([0, 1, 2, 3]);
    expect(chooseFilters(filters, "all", "number")).toEqual([0, 1, 2, 3]);
  });

  test("those without gradient, unchanged or not finite alone; an unknown gradient is not none", () => {
    const filters = [
      filter({ gradient: 0, change: 0.5 }),
      filter({ change: 0 }),
      filter({ notFinite: 2, gradient: 1 }),
    ];
    expect(chooseFilters(filters, "withoutGradient", "number")).toEqual([0]);
    expect(chooseFilters(filters, "unchanged", "number")).toEqual([1]);
    expect(chooseFilters(filters, "notFinite", "number")).toEqual([2]);
  });
});
