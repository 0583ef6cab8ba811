import { describe, expect, it } from "vitest";
import { erf } from "../../../src/kernels/reference/erf.ts";

/** 2 / sqrt(pi) exp(-x²) times the sum of 2^n x^(2n + 1) / (1 · 3 ··· (2n + 1)): all terms positive, so nothing cancels. */
function erfBySeries(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; term > sum * 1e-18; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

describe("erf", () => {
  it("is its power series to 2e-15, both roundings included, in and between all three of its ranges", () => {
    for (let x = 0.001; x < 6; x += 0.0173) expect(Math.abs(erf(x) - erfBySeries(x))).toBeLessThan(2e-15);
    for (const x of [0.46875, 0.468750001, 4, 4.000001]) expect(Math.abs(erf(x) - erfBySeries(x))).toBeLessThan(2e-15);
  });

  it("is odd, 0 at 0 and ±1 far out", () => {
    for (const x of [0.2, 1.3, 3, 5]) expect(erf(-x)).toBe(-erf(x));
    expect(erf(0)).toBe(0);
    expect([erf(30), erf(Number.POSITIVE_INFINITY), erf(Number.NEGATIVE_INFINITY)]).toEqual([1, 1, -1]);
  });

  it("lets a NaN through", () => {
    expect(erf(Number.NaN)).toBeNaN();
  });
});
