/** A dense layer is a product of matrices: y = x k, dx = dy k^T, dk = x^T dy. Sums are taken in double precision. */
import type { Floats } from "../../tensor/floats.ts";
import type { DenseSizes } from "../../tensor/kernels.ts";

/** x [n, i], k [i, o]; y [n, o]. */
export function dense(x: Floats, k: Floats, y: Floats, { n, i, o }: DenseSizes): void {
  const sums = new Float64Array(o);
  for (let row = 0; row < n; row++) {
    sums.fill(0);
    for (let feature = 0; feature < i; feature++) {
      const value = x[row * i + feature]!;
      const weights = feature * o;
      for (let unit = 0; unit < o; unit++) sums[unit]! += value * k[weights + unit]!;
    }
    y.set(sums, row * o);
  }
}

/** dy [n, o], k [i, o]; dx [n, i]. */
export function denseInputGradient(dy: Floats, k: Floats, dx: Floats, { n, i, o }: DenseSizes): void {
  for (let row = 0; row < n; row++) {
    for (let feature = 0; feature < i; feature++) {
      let sum = 0;
      for (let unit = 0; unit < o; unit++) sum += dy[row * o + unit]! * k[feature * o + unit]!;
      dx[row * i + feature]! += sum;
    }
  }
}

/** x [n, i], dy [n, o]; dk [i, o]. */
export function denseKernelGradient(x: Floats, dy: Floats, dk: Floats, { n, i, o }: DenseSizes): void {
  const sums = new Float64Array(o);
  for (let feature = 0; feature < i; feature++) {
    sums.fill(0);
    for (let row = 0; row < n; row++) {
      const value = x[row * i + feature]!;
      for (let unit = 0; unit < o; unit++) sums[unit]! += value * dy[row * o + unit]!;
    }
    for (let unit = 0; unit < o; unit++) dk[feature * o + unit]! += sums[unit]!;
  }
}
