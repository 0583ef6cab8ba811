import { describe, expect, test } from "vitest";
import {
  chooseFilters,
  type FilterStatistics,
  filterStatistics,
  wholeStatistics,
} from "../../../../webview/geometry/filter-statistics.ts";
import { type KernelPlan, planKernel, planMatrix } from "../../../../webview/geometry/tile-sources.ts";

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

  test("know whether the weights began at zero", () => {
    const began = (change: readonly number[]) =>
      filterStatistics(plan, { value, ...none, change }).map(({ fromZero }) => fromZero);
    expect(began([...value])).toEqual([true, false, true]);
    expect(began(value.map((x) => x / 2))).toEqual([false, false, false]);
    expect(began(value.map((x) => -x))).toEqual([false, false, false]);
  });

  test("know neither gradient nor change where there is none", () => {
    const [first] = filterStatistics(plan, { value, ...none });
    expect(first).toEqual({
      norm: 5,
      mean: 1.75,
      gradient: undefined,
      change: undefined,
      updateRatio: undefined,
      fromZero: false,
      notFinite: 0,
    });
  });

  test("count NaN and infinities of weights and gradients, and leave them out of the norms", () => {
    const bad = [...value];
    bad[0] = Number.NaN;
    const gradient = value.map(() => Number.POSITIVE_INFINITY);
    const [first] = filterStatistics(plan, { value: bad, ...none, gradient });
    expect(first).toMatchObject({ norm: 4, gradient: 0, notFinite: 5 });
  });

  test("of a whole array leave out what is not finite, too", () => {
    expect(wholeStatistics({ value: [3, Number.NaN, 4], ...none })).toMatchObject({ norm: 5, mean: 3.5, notFinite: 1 });
  });

  test("of a matrix [in, out] are its outputs', each over all inputs", () => {
    const matrix = { value: [3, -1, 0, 4, 1, 0], ...none };
    const units = filterStatistics(planMatrix([2, 3]), { ...matrix, gradient: [0, 2, 0, 0, 0, 1] });
    expect(units.map(({ norm }) => norm)).toEqual([5, Math.sqrt(2), 0]);
    expect(units.map(({ mean }) => mean)).toEqual([3.5, 0, 0]);
    expect(units.map(({ gradient }) => gradient)).toEqual([0, 2, 1]);
    expect(chooseFilters(units, "all", "gradient")).toEqual([1, 2, 0]);
    expect(chooseFilters(units, "withoutGradient", "number")).toEqual([0]);
  });

  test("know a transposed convolution's filters, which stand before the input channels", () => {
    const reversed = planKernel([1, 1, 2, 3], true) as KernelPlan;
    const norms = filterStatistics(reversed, { value: [2, 0, 0, 0, 3, 4], ...none }).map(({ norm }) => norm);
    expect(norms).toEqual([2, 5]);
  });
});

describe("filters are chosen and sorted", () => {
  const filter = (more: Partial<FilterStatistics>): FilterStatistics => ({
    norm: 1,
    mean: 0,
    gradient: undefined,
    change: undefined,
    updateRatio: undefined,
    fromZero: false,
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
