/** Pooling: who wins, who is counted, and who gets the gradient. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceKernels as kernels } from "../../../src/kernels/reference/kernels.ts";
import type { PoolSizes } from "../../../src/tensor/kernels.ts";
import type { Window } from "../../../src/tensor/window.ts";
import { relativeError } from "../../support/run-layer.ts";
import { dot, scattered, windows } from "./geometries.ts";

/** One row of cells under a window of one row. */
function row(w: number, kw: number, rest: Partial<Window> = {}): Window {
  const ow = Math.floor((w + (rest.left ?? 0) + (rest.right ?? 0) - kw) / (rest.sw ?? 1)) + 1;
  return {
    ...{ h: 1, w, kh: 1, kw, sh: 1, sw: 1, rh: 1, rw: 1, top: 0, right: 0, bottom: 0, left: 0, oh: 1, ow },
    ...rest,
  };
}

function maxPool(x: readonly number[], sizes: PoolSizes): { y: number[]; argmax: number[] } {
  const length = sizes.n * sizes.window.oh * sizes.window.ow * sizes.c;
  const [y, argmax] = [new Float64Array(length), new Int32Array(length)];
  kernels.maxPool2d(Float64Array.from(x), y, argmax, sizes);
  return { y: [...y], argmax: [...argmax] };
}

function maxPoolRow(x: readonly number[], window: Window): { y: number[]; argmax: number[] } {
  return maxPool(x, { n: 1, c: 1, window });
}

function avgPoolRow(x: readonly number[], window: Window, countPadding: boolean): number[] {
  const y = new Float64Array(window.ow);
  kernels.avgPool2d(Float64Array.from(x), y, { n: 1, c: 1, window }, countPadding);
  return [...y];
}

describe("max pooling", () => {
  it("never lets padding win, even where every value is negative", () => {
    expect(maxPoolRow([-3, -5, -4], row(3, 3, { left: 1, right: 1 })).y).toEqual([-3, -3, -4]);
  });

  it("lets the first of equal values win, in the order of rows", () => {
    const square: Window = { ...row(2, 2), h: 2, kh: 2 };
    expect(maxPoolRow([1, 7, 7, 7], square)).toEqual({ y: [7], argmax: [1] });
  });

  it("lets a NaN win, wherever it stands", () => {
    expect(maxPoolRow([Number.NaN, 1, 2], row(3, 3)).y).toEqual([Number.NaN]);
    expect(maxPoolRow([9, Number.NaN, 2], row(3, 3))).toEqual({ y: [Number.NaN], argmax: [1] });
  });

  it("finds a winner among values that are all -Infinity", () => {
    const lowest = Number.NEGATIVE_INFINITY;
    expect(maxPoolRow([lowest, lowest], row(2, 2))).toEqual({ y: [lowest], argmax: [0] });
  });

  it("counts the winner's place within its own sample, channels last", () => {
    const sizes = { n: 2, c: 2, window: row(2, 2) };
    expect(maxPool([1, 8, 3, 4, 7, 5, 6, 9], sizes)).toEqual({ y: [3, 8, 7, 9], argmax: [2, 1, 0, 3] });
  });

  it("gives the winner the whole gradient, and the sum where it won several windows", () => {
    const window = row(4, 3);
    const { argmax } = maxPoolRow([0, 9, 1, 2], window);
    const dx = new Float64Array(4);
    kernels.maxPool2dInputGradient(Float64Array.of(10, 100), Int32Array.from(argmax), dx, { n: 1, c: 1, window });
    expect([...dx]).toEqual([0, 110, 0, 0]);
  });

  it("has no winner and no gradient where the window's cells all miss the input", () => {
    // Cells four apart, two of them, around an image of one: they lie at -2 and 2.
    const window = row(1, 2, { rw: 4, left: 2, right: 2, ow: 1 });
    const sizes = { n: 2, c: 1, window };
    const { y, argmax } = maxPool([3, 4], sizes);
    expect(y).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const dx = new Float64Array(2);
    kernels.maxPool2dInputGradient(Float64Array.of(1, 1), Int32Array.from(argmax), dx, sizes);
    expect([...dx]).toEqual([0, 0]);
  });
});

describe("average pooling", () => {
  it("counts the cells of the padding as zeros, or leaves them out", () => {
    const window = row(2, 2, { left: 1, right: 1 });
    expect(avgPoolRow([4, 8], window, true)).toEqual([2, 6, 4]);
    expect(avgPoolRow([4, 8], window, false)).toEqual([4, 6, 8]);
  });

  it("never counts cells beyond the pads, where the size was rounded up", () => {
    // The second window begins at the cell 8 and sticks out by one beyond the pad.
    const window = row(3, 3, { sw: 3, left: 1, right: 1, ow: 2 });
    expect(avgPoolRow([4, 5, 8], window, true)).toEqual([3, 4]);
    expect(avgPoolRow([4, 5, 8], window, false)).toEqual([4.5, 8]);
  });

  it("gives each counted cell an equal share of the gradient", () => {
    const window = row(3, 2, { left: 1, sw: 2, ow: 2 });
    const dx = new Float64Array(3);
    kernels.avgPool2dInputGradient(Float64Array.of(6, 10), dx, { n: 1, c: 1, window }, false);
    expect([...dx]).toEqual([6, 5, 5]);
  });
});

/** Those that a pool may have: at most half a window of padding, and cells side by side. */
const poolWindows = windows.filter(
  ({ kh, kw, rh, rw, top, right, bottom, left }) =>
    rh === 1 && rw === 1 && Math.max(top, bottom) <= kh / 2 && Math.max(left, right) <= kw / 2,
);

describe("pooling over random windows", () => {
  it("averages as a convolution with equal weights does, where padding counts", () => {
    fc.assert(
      fc.property(poolWindows, fc.nat(1e6), (window, seed) => {
        const { h, w, kh, kw, oh, ow } = window;
        const x = scattered(h * w, seed);
        const [y, expected] = [new Float64Array(oh * ow), new Float64Array(oh * ow)];
        kernels.avgPool2d(x, y, { n: 1, c: 1, window }, true);
        const equal = new Float64Array(kh * kw).fill(1 / (kh * kw));
        kernels.conv2d(x, equal, expected, { n: 1, ci: 1, co: 1, groups: 1, window });
        expect(relativeError(y, expected)).toBeLessThan(1e-14);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it("sends back what it read: x·dx = y·dy, for the mean and for the maximum", () => {
    fc.assert(
      fc.property(poolWindows, fc.boolean(), fc.nat(1e6), (window, countPadding, seed) => {
        const { h, w, oh, ow } = window;
        const sizes = { n: 2, c: 3, window };
        const x = scattered(2 * h * w * 3, seed);
        const dy = scattered(2 * oh * ow * 3, seed + 1);
        const [mean, most] = [new Float64Array(dy.length), new Float64Array(dy.length)];
        const argmax = new Int32Array(dy.length);
        const [dMean, dMost] = [new Float64Array(x.length), new Float64Array(x.length)];
        kernels.avgPool2d(x, mean, sizes, countPadding);
        kernels.avgPool2dInputGradient(dy, dMean, sizes, countPadding);
        kernels.maxPool2d(x, most, argmax, sizes);
        kernels.maxPool2dInputGradient(dy, argmax, dMost, sizes);
        expect(dot(x, dMean)).toBeCloseTo(dot(mean, dy), 12);
        expect(dot(x, dMost)).toBeCloseTo(dot(most, dy), 12);
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});

describe("the maximum over a whole map", () => {
  it("shares the gradient among equal maxima, and lets a NaN win", () => {
    const sizes = { n: 1, places: 3, c: 2 };
    const x = Float64Array.of(5, 1, 5, Number.NaN, 2, 3);
    const [y, dx] = [new Float64Array(2), new Float64Array(6)];
    kernels.globalMax(x, y, sizes);
    expect([...y]).toEqual([5, Number.NaN]);
    kernels.globalMaxInputGradient(x, y, Float64Array.of(8, 0), dx, sizes);
    expect([...dx]).toEqual([4, 0, 4, 0, 0, 0]);
  });
});
