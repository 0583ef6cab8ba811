/** Random windows and numbers for the kernels' tests. */
import fc from "fast-check";
import { Random } from "../../../src/tensor/random.ts";
import { kernelExtent, type Window, type WindowAxis, windowOf } from "../../../src/tensor/window.ts";

/** One axis with a window that fits at least once. */
const axis: fc.Arbitrary<WindowAxis> = fc
  .record({
    input: fc.integer({ min: 1, max: 6 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.nat(3),
    after: fc.nat(3),
  })
  .map((bare) => {
    const room = bare.input + bare.before + bare.after - kernelExtent(bare.kernel, bare.dilation);
    return { ...bare, output: Math.floor(room / bare.stride) + 1 };
  })
  .filter(({ output }) => output >= 1);

export const windows: fc.Arbitrary<Window> = fc
  .tuple(axis, axis)
  .map(([vertical, horizontal]) => windowOf(vertical, horizontal));

/** `length` numbers from -1 to 1. */
export function scattered(length: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length }, () => 2 * random.uniform() - 1);
}

/** The sum of the products of a and b. */
export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);
}
