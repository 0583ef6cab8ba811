/** Dense layers and biases, on numbers that one can follow. */
import { describe, expect, it } from "vitest";
import { referenceKernels as kernels } from "../../../src/kernels/reference/kernels.ts";

const sizes = { n: 2, i: 3, o: 2 };
const x = Float64Array.of(1, 2, 3, 4, 5, 6);
const k = Float64Array.of(1, 10, 2, 20, 3, 30);
const dy = Float64Array.of(1, 0, 0, 1);

describe("a dense layer", () => {
  it("is x times k", () => {
    const y = new Float64Array(4).fill(Number.NaN);
    kernels.dense(x, k, y, sizes);
    expect([...y]).toEqual([14, 140, 32, 320]);
  });

  it("gives its input dy times k transposed", () => {
    const dx = new Float64Array(6);
    kernels.denseInputGradient(dy, k, dx, sizes);
    expect([...dx]).toEqual([1, 2, 3, 10, 20, 30]);
  });

  it("gives its weights x transposed times dy, summed over the batch and added to what is there", () => {
    const dk = Float64Array.of(100, 0, 0, 0, 0, 0);
    kernels.denseKernelGradient(x, dy, dk, sizes);
    expect([...dk]).toEqual([101, 4, 2, 5, 3, 6]);
  });

  it("sums float32 values in double precision", () => {
    const y = new Float32Array(1);
    kernels.dense(Float32Array.of(2 ** 24, 1, -(2 ** 24)), Float32Array.of(1, 1, 1), y, { n: 1, i: 3, o: 1 });
    expect([...y]).toEqual([1]);
  });
});

describe("a bias", () => {
  it("is added to every row, and its gradient is the sum of the rows, added to what is there", () => {
    const y = Float64Array.of(1, 2, 3, 4);
    kernels.addBias(y, Float64Array.of(10, 20), { rows: 2, columns: 2 });
    expect([...y]).toEqual([11, 22, 13, 24]);
    const db = Float64Array.of(100, 0);
    kernels.biasGradient(Float64Array.of(1, 2, 3, 4), db, { rows: 2, columns: 2 });
    expect([...db]).toEqual([104, 6]);
  });
});
