import { expect, test } from "vitest";
import { CurveHistory } from "../../../src/panel/curve-history.ts";

function run(steps: number, loss: (step: number) => number = (step) => step): CurveHistory {
  const curve = new CurveHistory();
  for (let step = 1; step <= steps; step++) curve.add([{ step, loss: loss(step) }]);
  return curve;
}

test("a short curve keeps every point", () => {
  expect(run(3).points).toEqual([
    { step: 1, loss: 1 },
    { step: 2, loss: 2 },
    { step: 3, loss: 3 },
  ]);
});

test("a curve of a million steps stays within 20,000 points, in order, from its beginning to its end", () => {
  const { points } = run(1_000_000);
  expect(points.length).toBeLessThanOrEqual(20_000);
  expect(points.length).toBeGreaterThan(9_000);
  expect(points.every(({ step }, i) => i === 0 || step > (points[i - 1]?.step ?? 0))).toBe(true);
  expect(points[0]?.step).toBeLessThan(200);
  expect(points.at(-1)?.step).toBeGreaterThan(999_800);
});

test("a point that stands for many has their mean", () => {
  const { points } = run(100_000, (step) => (step % 2 === 0 ? 3 : 1));
  expect(points.every(({ loss }) => loss === 2)).toBe(true);
});

test("a cleared curve begins anew with every point", () => {
  const curve = run(100_000);
  curve.clear();
  curve.add([{ step: 1, loss: 5 }]);
  expect(curve.points).toEqual([{ step: 1, loss: 5 }]);
});
