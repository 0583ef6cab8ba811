/** Convolution against its definition, and its gradients against what docs/derivation.md says of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceKernels as kernels } from "../../../src/kernels/reference/kernels.ts";
import type { ConvSizes } from "../../../src/tensor/kernels.ts";
import { kernelExtent, type Window } from "../../../src/tensor/window.ts";
import { relativeError } from "../../support/run-layer.ts";
import { dot, scattered, windows } from "./geometries.ts";

const convolutions: fc.Arbitrary<ConvSizes> = fc
  .record({
    n: fc.integer({ min: 1, max: 2 }),
    groups: fc.integer({ min: 1, max: 3 }),
    cig: fc.integer({ min: 1, max: 2 }),
    cog: fc.integer({ min: 1, max: 2 }),
    window: windows,
  })
  .map(({ n, groups, cig, cog, window }) => ({ n, groups, ci: groups * cig, co: groups * cog, window }));

interface Arrays {
  readonly x: Float64Array;
  readonly k: Float64Array;
  readonly y: Float64Array;
}

/** All values scattered. */
function arraysFor({ n, ci, co, groups, window }: ConvSizes, seed: number): Arrays {
  const { h, w, kh, kw, oh, ow } = window;
  return {
    x: scattered(n * h * w * ci, seed),
    k: scattered((kh * kw * ci * co) / groups, seed + 1),
    y: scattered(n * oh * ow * co, seed + 2),
  };
}

/** x in its pads: [n, top + h + bottom, left + w + right, c]. */
function padded(x: Float64Array, n: number, c: number, window: Window): Float64Array {
  const { h, w, top, right, bottom, left } = window;
  const y = new Float64Array(n * (top + h + bottom) * (left + w + right) * c);
  kernels.padImage(x, y, { n, h, w, c, padding: { top, right, bottom, left } });
  return y;
}

/** The definition, with real zeros around the image and no case left out. */
function convolveByDefinition(x: Float64Array, k: Float64Array, { n, ci, co, groups, window }: ConvSizes): number[] {
  const { h, w, kh, kw, sh, sw, rh, rw, top, right, bottom, left, oh, ow } = window;
  const [height, width, cig, cog] = [top + h + bottom, left + w + right, ci / groups, co / groups];
  const image = padded(x, n, ci, window);
  const y: number[] = [];
  for (let sample = 0; sample < n; sample++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++)
        for (let o = 0; o < co; o++) {
          let sum = 0;
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++)
              for (let c = 0; c < cig; c++) {
                const channel = Math.floor(o / cog) * cig + c;
                const cell = ((sample * height + oy * sh + i * rh) * width + ox * sw + j * rw) * ci + channel;
                sum += (image[cell] ?? Number.NaN) * (k[((i * kw + j) * cig + c) * co + o] ?? Number.NaN);
              }
          y.push(sum);
        }
  return y;
}

/** dy with zeros between its places, so that one step in it is one cell of the padded input: [n, height, width, co]. */
function spread(dy: Float64Array, { n, co, window }: ConvSizes): { values: Float64Array; h: number; w: number } {
  const { sh, sw, oh, ow } = window;
  const [h, w] = [(oh - 1) * sh + 1, (ow - 1) * sw + 1];
  const values = new Float64Array(n * h * w * co);
  for (let place = 0; place < n * oh * ow; place++) {
    const [ox, oy, sample] = [place % ow, Math.floor(place / ow) % oh, Math.floor(place / (ow * oh))];
    values.set(dy.subarray(place * co, (place + 1) * co), ((sample * h + oy * sh) * w + ox * sw) * co);
  }
  return { values, h, w };
}

/** [kh, kw, ci, co] -> [kh, kw, co, ci], both axes of the image backwards. */
function turned(k: Float64Array, { ci, co, window: { kh, kw } }: ConvSizes): Float64Array {
  const result = new Float64Array(k.length);
  for (let cell = 0; cell < kh * kw; cell++)
    for (let c = 0; c < ci; c++)
      for (let o = 0; o < co; o++) {
        result[(cell * co + o) * ci + c] = k[((kh * kw - 1 - cell) * ci + c) * co + o] ?? Number.NaN;
      }
  return result;
}

const anySeed = fc.nat(1e6);

describe("conv2d", () => {
  it("is the definition: in every group, the padded image's cells times the kernel's", () => {
    fc.assert(
      fc.property(convolutions, anySeed, (sizes, seed) => {
        const { x, k, y } = arraysFor(sizes, seed);
        kernels.conv2d(x, k, y, sizes);
        expect(relativeError(y, convolveByDefinition(x, k, sizes))).toBeLessThan(1e-14);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("sums float32 values in double precision", () => {
    const sizes = { n: 1, ci: 3, co: 1, groups: 1, window: point };
    const y = new Float32Array(1);
    kernels.conv2d(Float32Array.of(2 ** 24, 1, -(2 ** 24)), Float32Array.of(1, 1, 1), y, sizes);
    expect([...y]).toEqual([1]);
  });

  it("lets a NaN through, even under a weight of zero", () => {
    const y = new Float64Array(1);
    kernels.conv2d(Float64Array.of(Number.NaN), Float64Array.of(0), y, {
      n: 1,
      ci: 1,
      co: 1,
      groups: 1,
      window: point,
    });
    expect([...y]).toEqual([Number.NaN]);
  });
});

/** One cell under a kernel of one cell. */
const point: Window = {
  h: 1,
  w: 1,
  kh: 1,
  kw: 1,
  sh: 1,
  sw: 1,
  rh: 1,
  rw: 1,
  top: 0,
  right: 0,
  bottom: 0,
  left: 0,
  oh: 1,
  ow: 1,
};

describe("the gradients of conv2d", () => {
  it("are its adjoints: y·dy = x·dx = k·dk, for y is linear in x and in k", () => {
    fc.assert(
      fc.property(convolutions, anySeed, (sizes, seed) => {
        const { x, k, y: dy } = arraysFor(sizes, seed);
        const y = new Float64Array(dy.length);
        const dx = new Float64Array(x.length);
        const dk = new Float64Array(k.length);
        kernels.conv2d(x, k, y, sizes);
        kernels.conv2dInputGradient(dy, k, dx, sizes);
        kernels.conv2dKernelGradient(x, dy, dk, sizes);
        expect(dot(x, dx)).toBeCloseTo(dot(y, dy), 12);
        expect(dot(k, dk)).toBeCloseTo(dot(y, dy), 12);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it("give the input dy spread by the stride, padded by the kernel less one, under the kernel turned by 180°", () => {
    const ungrouped = convolutions.map((sizes) => ({ ...sizes, groups: 1 }));
    fc.assert(
      fc.property(ungrouped, anySeed, (sizes, seed) => {
        const { x, k, y: dy } = arraysFor(sizes, seed);
        const dx = new Float64Array(x.length);
        kernels.conv2dInputGradient(dy, k, dx, sizes);

        const { n, ci, co, window } = sizes;
        const { h, w, kh, kw, rh, rw, top, right, bottom, left } = window;
        const upstream = spread(dy, sizes);
        const [above, beside] = [kernelExtent(kh, rh) - 1, kernelExtent(kw, rw) - 1];
        // Rows and columns behind the last window are read by nobody; the sum over them is the sum over zeros.
        const [height, width] = [top + h + bottom, left + w + right];
        const full: Window = {
          ...{ h: upstream.h, w: upstream.w, kh, kw, sh: 1, sw: 1, rh, rw, oh: height, ow: width },
          ...{ top: above, left: beside, bottom: height - upstream.h, right: width - upstream.w },
        };
        const around = new Float64Array(n * height * width * ci);
        kernels.conv2d(upstream.values, turned(k, sizes), around, { n, ci: co, co: ci, groups: 1, window: full });
        const inside = new Float64Array(x.length);
        kernels.padImageInputGradient(around, inside, { n, h, w, c: ci, padding: { top, right, bottom, left } });
        expect(relativeError(dx, inside)).toBeLessThan(1e-14);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("give a weight the sum, over the places, of the cell it lay on times dy", () => {
    // A kernel [1, 2] over the row 1 2 3 4 5 in steps of two lies on (1, 2) and (3, 4).
    const window = { ...point, w: 5, kw: 2, sw: 2, ow: 2 };
    const dk = new Float64Array(2);
    kernels.conv2dKernelGradient(Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(10, 100), dk, {
      n: 1,
      ci: 1,
      co: 1,
      groups: 1,
      window,
    });
    expect([...dk]).toEqual([1 * 10 + 3 * 100, 2 * 10 + 4 * 100]);
  });

  it("sum over the filters, they do not average", () => {
    const dx = new Float64Array(1);
    const sizes = { n: 1, ci: 1, co: 3, groups: 1, window: point };
    kernels.conv2dInputGradient(Float64Array.of(1, 10, 100), Float64Array.of(2, 3, 4), dx, sizes);
    expect([...dx]).toEqual([432]);
  });

  it("are added to what is there", () => {
    const sizes = { n: 1, ci: 1, co: 1, groups: 1, window: point };
    const [dx, dk] = [Float64Array.of(5), Float64Array.of(7)];
    kernels.conv2dInputGradient(Float64Array.of(2), Float64Array.of(3), dx, sizes);
    kernels.conv2dKernelGradient(Float64Array.of(4), Float64Array.of(2), dk, sizes);
    expect([...dx, ...dk]).toEqual([11, 15]);
  });

  it("are zero where the stride jumps over cells", () => {
    const window = { ...point, w: 5, kw: 1, sw: 2, ow: 3 };
    const dx = new Float64Array(5);
    kernels.conv2dInputGradient(Float64Array.of(1, 1, 1), Float64Array.of(2), dx, {
      n: 1,
      ci: 1,
      co: 1,
      groups: 1,
      window,
    });
    expect([...dx]).toEqual([2, 0, 2, 0, 2]);
  });
});
