import { describe, expect, test } from "vitest";
import { decades, drawChart } from "../../../bench/scale/chart.ts";
import { largestThat } from "../../../bench/scale/largest.ts";
import { chain, vgg } from "../../../bench/scale/models.ts";
import { plannedBytes } from "../../../bench/scale/step.ts";

describe("a chart", () => {
  const points = [1, 10, 100].map((x) => ({ x, y: 3 * x }));
  const svg = drawChart({ title: "ms a step", xLabel: "samples", points, power: 1 });

  test("has a point for each value, evenly spaced where each is ten times the last", () => {
    const places = [...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(places).toHaveLength(3);
    const [a = [], b = [], c = []] = places;
    expect((b[0] ?? 0) - (a[0] ?? 0)).toBeCloseTo((c[0] ?? 0) - (b[0] ?? 0), 1);
    expect((a[1] ?? 0) - (b[1] ?? 0)).toBeCloseTo((b[1] ?? 0) - (c[1] ?? 0), 0);
  });

  test("draws the proportion through the last point, on the curve where the curve keeps to it", () => {
    const [, curve = ""] = /class="curve" points="([^"]+)"/.exec(svg) ?? [];
    const [, guide = ""] = /class="guide" points="([^"]+)"/.exec(svg) ?? [];
    expect(guide.split(" ")).toEqual([curve.split(" ")[0], curve.split(" ")[2]]);
  });

  test("has the powers of ten around its values, and at least two", () => {
    expect(decades([3, 300])).toEqual([1, 1000]);
    expect(decades([10, 10])).toEqual([10, 100]);
    expect(decades([0.02])).toEqual([0.01, 0.1]);
  });

  test("says its numbers in words", () => {
    expect(svg).toContain('aria-label="ms a step: 1: 3, 10: 30, 100: 300"');
  });
});

test("the largest number that fits is found, also where the first one is it", () => {
  for (const limit of [4, 5, 7, 8, 45, 1000]) expect(largestThat((value) => value <= limit, 4)).toBe(limit);
});

test("the scaled VGG is VGG-16 where its width is 64", () => {
  expect(vgg(64).issues).toEqual([]);
  expect(vgg(64).analysis.parameters).toBe(138_357_544);
});

test("what training takes does not grow with the batch where samples do not mix", () => {
  const model = chain({ size: 28, channels: 16, depth: 4 });
  expect(plannedBytes(model, 512)).toBe(plannedBytes(model, 64));
});
