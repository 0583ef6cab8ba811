/** The WebAssembly kernels, tier by tier, beside the plain ones: every operation on random sizes, odd ones above all. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseBackend, expectWidening } from "../../../src/kernels/choose-backend.ts";
import { referenceBackend } from "../../../src/kernels/reference/backend.ts";
import { slideWindow, type WindowAttributes } from "../../../src/layers/window-rule.ts";
import type { Activation } from "../../../src/tensor/activation.ts";
import type { Arena } from "../../../src/tensor/backend.ts";
import type { Floats } from "../../../src/tensor/floats.ts";
import type { ConvSizes, Kernels } from "../../../src/tensor/kernels.ts";
import { Random } from "../../../src/tensor/random.ts";
import type { Window } from "../../../src/tensor/window.ts";
import { relativeError } from "../../support/run-layer.ts";

// Its tiles are right without V8's flags too, only slow.
expectWidening();

type Arrays = readonly Floats[];
type Tier = "simd" | "relaxed" | "wide";

/** Runs `work` on the same random arrays in both and compares what is left in all of them. */
function expectSame(
  tier: Tier,
  lengths: readonly number[],
  work: (kernels: Kernels, arrays: Arrays, arena: Arena) => void,
  seed = 1,
  room = 1 << 16,
  tolerance = 1e-5,
) {
  const bytes = lengths.reduce((sum, length) => sum + 8 * length, room);
  const [fast, plain] = [chooseBackend(tier), referenceBackend].map((backend) => {
    const arena = backend.open("float32", bytes, 2 * lengths.length + 8);
    const random = new Random(seed);
    const arrays = lengths.map((length) => {
      const array = arena.floats(length);
      for (let i = 0; i < length; i++) array[i] = random.uniform() - 0.5;
      // What lies behind an array must stay as it is.
      arena.floats(1).fill(7);
      return array;
    });
    work(arena.kernels, arrays, arena);
    return arrays;
  });
  for (const i of lengths.keys()) {
    expect(relativeError(fast?.[i] ?? [], plain?.[i] ?? []), `array ${i}`).toBeLessThan(tolerance);
  }
}

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

const geometry = fc
  .record({
    size: pair(1, 12),
    kernel: pair(1, 5),
    strides: pair(1, 3),
    dilation: pair(1, 3),
    padding: fc.oneof(
      fc.constantFrom("same" as const, "valid" as const),
      fc.record({ top: fc.nat(4), right: fc.nat(4), bottom: fc.nat(4), left: fc.nat(4) }),
    ),
  })
  .map(({ size, ...attributes }) =>
    slideWindow([...size, 1], { ...attributes, ceilMode: false, kernelName: "kernelSize" }),
  )
  .filter((result): result is { window: Window; steps: [] } => "window" in result)
  .map(({ window }) => window);

/** A window that fits. */
function slide(size: readonly [number, number], sliding: Omit<WindowAttributes, "ceilMode" | "kernelName">): Window {
  const slid = slideWindow([...size, 1], { ...sliding, ceilMode: false, kernelName: "kernelSize" });
  if (!("window" in slid)) throw new Error("The kernel does not fit.");
  return slid.window;
}

const convolution = fc
  .record({
    window: geometry,
    n: fc.integer({ min: 1, max: 3 }),
    groups: fc.integer({ min: 1, max: 5 }),
    cig: fc.integer({ min: 1, max: 9 }),
    cog: fc.integer({ min: 1, max: 19 }),
    seed: fc.nat(),
    sparse: fc.boolean(),
  })
  .map(({ cig, cog, ...rest }) => ({ ...rest, ci: rest.groups * cig, co: rest.groups * cog }));

/** The three passes of one convolution; the upstream gradient whole, or sparse as behind max pooling and ReLU. */
function expectSamePasses(tier: Tier, sizes: ConvSizes, seed: number, sparse: boolean, room?: number): void {
  const { n, ci, co, groups, window } = sizes;
  const lengths = [
    n * window.h * window.w * ci,
    window.kh * window.kw * (ci / groups) * co,
    n * window.oh * window.ow * co,
  ];
  const passes = (kernels: Kernels, [x, k, y, dx, dk, dy]: Arrays) => {
    if (!x || !k || !y || !dx || !dk || !dy) throw new Error("six arrays");
    if (sparse) for (let i = 0; i < dy.length; i++) if (i % 5 !== 0) dy[i] = 0;
    kernels.conv2d(x, k, y, sizes);
    kernels.conv2dInputGradient(dy, k, dx, sizes);
    kernels.conv2dKernelGradient(x, dy, dk, sizes);
  };
  expectSame(tier, [...lengths, ...lengths], passes, seed, room);
}

describe.each(["simd", "relaxed", "wide"] as const)("the %s kernels equal the plain ones", (tier) => {
  it("is the tier that was asked for", () => {
    expect(chooseBackend(tier).name).toBe(tier);
  });

  it("in all three passes of a convolution of any geometry", () => {
    fc.assert(
      fc.property(convolution, ({ seed, sparse, ...sizes }: ConvSizes & { seed: number; sparse: boolean }) => {
        expectSamePasses(tier, sizes, seed, sparse);
      }),
      { numRuns: 1000, seed: 7 },
    );
  });

  it("in a convolution of any geometry over a sample with margins of zeros, or nothing else", () => {
    const margins = fc.record({ top: fc.nat(6), bottom: fc.nat(6), left: fc.nat(6), right: fc.nat(6) });
    const few = fc.record({ window: geometry, n: fc.integer({ min: 1, max: 2 }), ci: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 19 }), margins, fc.nat(), ({ window, n, ci }, co, around, seed) => {
        const { h, w, kh, kw, oh, ow } = window;
        const lengths = [n * h * w * ci, kh * kw * ci * co, n * oh * ow * co, kh * kw * ci * co];
        const work = (kernels: Kernels, [x, k, y, dk]: Arrays) => {
          if (!x || !k || !y || !dk) throw new Error("four arrays");
          x.forEach((_, i) => {
            const [row, column] = [Math.floor(i / (w * ci)) % h, Math.floor(i / ci) % w];
            const isInside = row >= around.top && row < h - around.bottom;
            if (!isInside || column < around.left || column >= w - around.right) x[i] = 0;
          });
          const sizes = { n, ci, co, groups: 1, window };
          const dy = y.slice();
          kernels.conv2d(x, k, y, sizes);
          const result = y.slice();
          y.set(dy);
          kernels.conv2dKernelGradient(x, y, dk, sizes);
          y.set(result);
        };
        expectSame(tier, lengths, work, seed);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("to the bit with and without margins, which are left out", () => {
    const window = slide([28, 28], { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding: "same" });
    const sizes = { n: 1, ci: 1, co: 8, groups: 1, window };
    const run = (corners: number) => {
      const { floats, kernels } = chooseBackend(tier).open("float32", 1 << 18, 8);
      const random = new Random(1);
      const [x, k, y, dk] = [floats(784), floats(72), floats(784 * 8), floats(72)];
      for (const array of [x, k, y]) random.uniforms(array, 1);
      x.forEach((_, i) => {
        const [row, column] = [Math.floor(i / 28), i % 28];
        if (row < 5 || row >= 25 || column < 7 || column >= 20) x[i] = 0;
      });
      // Only windows without a gradient see the corners.
      [x[0], x[783]] = [corners, corners];
      y.forEach((_, i) => {
        const [row, column] = [Math.floor(i / 224), Math.floor(i / 8) % 28];
        if (Math.max(row, column) < 2 || Math.min(row, column) >= 26) y[i] = 0;
      });
      kernels.conv2dKernelGradient(x, y, dk, sizes);
      kernels.conv2d(x, k, y, sizes);
      return { dk, inner: y.subarray(4 * 224, 24 * 224) };
    };
    expect(run(0)).toEqual(run(1));
  });

  it("in a weight that is no number, which reaches every place, though a sample has margins of zeros", () => {
    const window = slide([12, 12], { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding: "same" });
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const arena = chooseBackend(tier).open("float32", 1 << 16, 8);
      const [x, k, y] = [arena.floats(144), arena.floats(9 * 5), arena.floats(144 * 5)];
      x[70] = 1;
      k[7] = broken;
      arena.kernels.conv2d(x, k, y, { n: 1, ci: 1, co: 5, groups: 1, window });
      const filters = y.filter((_, i) => i % 5 === 2);
      expect(filters.filter(Number.isNaN).length).toBeGreaterThan(140);
    }
  });

  it.each([
    { size: [7, 6], strides: [1, 1], groups: 1, ci: 130, co: 120 },
    { size: [5, 9], strides: [2, 2], groups: 1, ci: 121, co: 123 },
    { size: [21, 19], strides: [2, 2], groups: 1, ci: 121, co: 213 },
    { size: [6, 3], strides: [2, 1], groups: 2, ci: 250, co: 260 },
  ] as const)("in a convolution of more weights than the cache holds: %o", ({ size, strides, ...channels }) => {
    const window = slide(size, { kernel: [3, 3], strides, dilation: [1, 1], padding: "same" });
    expectSamePasses(tier, { n: 1, ...channels, window }, 3, false, 1 << 23);
  });

  it("in all passes of a 3 x 3 convolution that is multiplied in Winograd's tiles", () => {
    const pads = fc.record({ top: fc.nat(2), right: fc.nat(2), bottom: fc.nat(2), left: fc.nat(2) });
    const wide = fc.record({
      n: fc.integer({ min: 1, max: 2 }),
      size: pair(3, 17),
      ci: fc.integer({ min: 16, max: 24 }),
      co: fc.integer({ min: 16, max: 24 }),
      padding: fc.oneof(fc.constantFrom("same" as const, "valid" as const), pads),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(wide, ({ n, size, ci, co, padding, seed }) => {
        const window = slide(size, { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding });
        expectSamePasses(tier, { n, ci, co, groups: 1, window }, seed, false, 1 << 20);
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it("in Winograd's larger tiles, whatever an earlier layer has left where a tile reaches over the edge", () => {
    const given = fc.record({
      size: pair(9, 30),
      ci: fc.integer({ min: 8, max: 40 }),
      co: fc.integer({ min: 8, max: 40 }),
      padding: fc.constantFrom("same" as const, "valid" as const, { top: 1, right: 0, bottom: 2, left: 3 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(given, ({ size, ci, co, padding, seed }) => {
        const window = slide(size, { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding });
        const sizes = { n: 1, ci, co, groups: 1, window };
        const lengths = [window.h * window.w * ci, 9 * ci * co, window.oh * window.ow * co];
        const work = (kernels: Kernels, [x, k, y, other]: Arrays) => {
          if (!x || !k || !y || !other) throw new Error("four arrays");
          kernels.conv2d(other.fill(Number.NaN), k, y, sizes);
          kernels.conv2d(x, k, y, sizes);
          other.fill(0);
        };
        expectSame(tier, [...lengths, window.h * window.w * ci], work, seed, 1 << 22);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  it("in Winograd's tiles for a stride of two", () => {
    const given = fc.record({
      size: pair(16, 33),
      ci: fc.integer({ min: 32, max: 40 }),
      co: fc.integer({ min: 32, max: 40 }),
      padding: fc.constantFrom("same" as const, "valid" as const, { top: 1, right: 1, bottom: 1, left: 1 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(given, ({ size, ci, co, padding, seed }) => {
        const window = slide(size, { kernel: [3, 3], strides: [2, 2], dilation: [1, 1], padding });
        expectSamePasses(tier, { n: 1, ci, co, groups: 1, window }, seed, false, 1 << 22);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("in Winograd's larger tiles as precisely as in a sum in float32, over 256 channels", () => {
    const window = slide([14, 14], { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding: "same" });
    const [c, co] = [256, 16];
    const lengths = [14 * 14 * c, 9 * c * co, 14 * 14 * co];
    const work = (kernels: Kernels, [x, k, y]: Arrays) => {
      if (!x || !k || !y) throw new Error("three arrays");
      kernels.conv2d(x, k, y, { n: 1, ci: c, co, groups: 1, window });
    };
    expectSame(tier, lengths, work, 3, 1 << 22, 4e-6);
  });

  it.each([
    { size: [7, 7], ci: 130, co: 131 },
    { size: [5, 6], ci: 530, co: 35 },
    { size: [19, 15], ci: 34, co: 520 },
  ] as const)("in Winograd's tiles with more weights than the cache holds, $ci to $co channels", (given) => {
    const window = slide(given.size, { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding: "same" });
    expectSamePasses(tier, { n: 1, ci: given.ci, co: given.co, groups: 1, window }, 5, false, 1 << 24);
  });

  it("in a depthwise convolution", () => {
    fc.assert(
      fc.property(geometry, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 2 }), (window, c, n) => {
        const sizes = { n, ci: c, co: c, groups: c, window };
        const lengths = [n * window.h * window.w * c, window.kh * window.kw * c, n * window.oh * window.ow * c];
        expectSame(tier, [...lengths, ...lengths], (kernels, [x, k, y, dx, dk, dy]) => {
          if (!x || !k || !y || !dx || !dk || !dy) throw new Error("six arrays");
          kernels.conv2d(x, k, y, sizes);
          kernels.conv2dInputGradient(dy, k, dx, sizes);
          kernels.conv2dKernelGradient(x, dy, dk, sizes);
        });
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("in all three passes of a dense layer", () => {
    const sizes = fc.record({
      n: fc.integer({ min: 1, max: 9 }),
      i: fc.integer({ min: 1, max: 40 }),
      o: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(sizes, (sizes) => {
        const lengths = [sizes.n * sizes.i, sizes.i * sizes.o, sizes.n * sizes.o];
        expectSame(tier, [...lengths, ...lengths], (kernels, [x, k, y, dx, dk, dy]) => {
          if (!x || !k || !y || !dx || !dk || !dy) throw new Error("six arrays");
          kernels.dense(x, k, y, sizes);
          kernels.denseInputGradient(dy, k, dx, sizes);
          kernels.denseKernelGradient(x, dy, dk, sizes);
        });
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("in max pooling, the places of the maxima too", () => {
    fc.assert(
      fc.property(geometry, fc.integer({ min: 1, max: 9 }), fc.boolean(), (window, c, coarse) => {
        if (
          window.top >= window.kh ||
          window.left >= window.kw ||
          window.bottom >= window.kh ||
          window.right >= window.kw
        )
          return;
        const lengths = [2 * window.h * window.w * c, 2 * window.oh * window.ow * c, 2 * window.h * window.w * c];
        const sizes = { n: 2, c, window };
        const places: Int32Array[] = [];
        expectSame(tier, lengths, (kernels, [x, y, dx], arena) => {
          if (!x || !y || !dx) throw new Error("three arrays");
          // Coarse values are often equal, and the first of them must win.
          if (coarse) for (let i = 0; i < x.length; i++) x[i] = Math.round((x[i] as number) * 2);
          const argmax = arena.indices(y.length);
          kernels.maxPool2d(x, y, argmax, sizes);
          kernels.maxPool2dInputGradient(y, argmax, dx, sizes);
          // A dilated window can miss the input with every tap; its maximum of nothing cannot be compared as a difference.
          for (let i = 0; i < y.length; i++) if (y[i] === Number.NEGATIVE_INFINITY) y[i] = -1;
          places.push(argmax.slice());
        });
        expect(places[0]).toEqual(places[1]);
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  it("in biases, activations, products and updates", () => {
    const relu: Activation = { type: "relu", alpha: 0, approximate: false };
    const relu6: Activation = { ...relu, type: "relu6" };
    const adam = { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, stepSize: 0.01, epsilon: 1e-7 };
    const sgd = { momentum: 0, nesterov: false, weightDecay: 0, gradientScale: 0.1, stepScale: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 13 }), (rows, columns) => {
        const length = rows * columns;
        expectSame(tier, [length, length, length, length, columns, columns], (kernels, [a, b, c, d, bias, db]) => {
          if (!a || !b || !c || !d || !bias || !db) throw new Error("six arrays");
          const sizes = { rows, columns };
          kernels.addBias(a, bias, sizes);
          kernels.biasGradient(b, db, sizes);
          kernels.activate(relu, a, c, sizes);
          kernels.activateGradient(relu, a, c, b, d, sizes);
          kernels.activate(relu6, b, c, sizes);
          kernels.activateGradient(relu6, b, c, a, d, sizes);
          kernels.multiply(a, b, c);
          kernels.multiplyGradient(a, b, c);
          kernels.accumulate(b, c);
          kernels.sgdUpdate(a, b, c, sgd);
          for (let i = 0; i < length; i++) d[i] = Math.abs(d[i] as number);
          kernels.adamUpdate(a, b, c, d, adam);
        });
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("in batch normalization, training and not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 40 }), (rows, columns) => {
        const sizes = { rows, columns };
        const [values, column] = [rows * columns, columns];
        const lengths = [values, values, values, values, column, column, column, column, column, column];
        expectSame(tier, lengths, (kernels, [x, dy, y, dx, mean, variance, gamma, beta, dgamma, dbeta]) => {
          if (!x || !dy || !y || !dx || !mean || !variance || !gamma || !beta || !dgamma || !dbeta)
            throw new Error("ten");
          kernels.channelStatistics(x, mean, variance, sizes);
          const scaling = { mean, variance, gamma, epsilon: 0.01 };
          kernels.normalizeChannels(x, scaling, beta, y, sizes);
          kernels.batchNormGradient(x, dy, scaling, { dx, dgamma, dbeta }, sizes);
          kernels.scaledShiftGradient(x, dy, scaling, { dx, dgamma, dbeta }, sizes);
          kernels.scaledShiftGradient(x, dy, scaling, { dx: undefined, dgamma, dbeta }, sizes);
        });
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it("in letting a NaN through a maximum and a ReLU", () => {
    const relu: Activation = { type: "relu", alpha: 0, approximate: false };
    const { kernels, floats } = chooseBackend(tier).open("float32", 1 << 12, 8);
    const [x, y] = [floats(5), floats(5)];
    x.set([Number.NaN, -1, 2, -3, Number.NaN]);
    kernels.activate(relu, x, y, { rows: 1, columns: 5 });
    expect([...y]).toEqual([Number.NaN, 0, 2, 0, Number.NaN]);
  });
});

it("an array from outside of the arena is refused", () => {
  const { kernels, floats } = chooseBackend("simd").open("float32", 1 << 12, 8);
  expect(() => kernels.accumulate(new Float32Array(4), floats(4))).toThrow(/outside of its arena/);
});

it("an arena that is full says so", () => {
  const { floats } = chooseBackend("simd").open("float32", 1000, 1);
  expect(() => floats(1 << 20)).toThrow(/no room for 1048576 more numbers/);
});

it("what no memory of 32-bit addresses can hold is left to the plain kernels", () => {
  const beyond = chooseBackend("simd").open("float32", 2 ** 32, 1);
  expect(beyond.kernels).toBe(referenceBackend.open("float32", 0, 0).kernels);
  expect(beyond.floats(4)).toEqual(new Float32Array(4));
});
