/** Convolution and dense layers computed together with bias, ReLU and pool, beside the plain kernels one after the other. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseBackend, expectWidening } from "../../../src/kernels/choose-backend.ts";
import { referenceKernels as plain } from "../../../src/kernels/reference/kernels.ts";
import { slideWindow } from "../../../src/layers/window-rule.ts";
import type { BlockArrays, ConvolutionBlock, DenseBlock } from "../../../src/tensor/blocks.ts";
import { Random } from "../../../src/tensor/random.ts";
import type { Window } from "../../../src/tensor/window.ts";
import { relativeError } from "../../support/run-layer.ts";

// Its tiles are right without V8's flags too, only slow.
expectWidening();

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

const kernelWindow = fc
  .record({
    size: pair(1, 13),
    kernel: pair(1, 6),
    strides: pair(1, 3),
    dilation: pair(1, 2),
    padding: fc.oneof(
      fc.constantFrom("same" as const, "valid" as const),
      fc.record({ top: fc.nat(3), right: fc.nat(3), bottom: fc.nat(3), left: fc.nat(3) }),
    ),
  })
  .map(({ size, ...rest }) => slideWindow([...size, 1], { ...rest, ceilMode: false, kernelName: "kernelSize" }))
  .filter((result): result is { window: Window; steps: [] } => "window" in result)
  .map(({ window }) => window);

const blockCase = fc.record({
  window: kernelWindow,
  n: fc.integer({ min: 1, max: 3 }),
  ci: fc.integer({ min: 1, max: 20 }),
  co: fc.integer({ min: 1, max: 19 }),
  relu: fc.boolean(),
  bias: fc.boolean(),
  pool: fc.option(fc.record({ kernel: pair(1, 3), strides: pair(1, 3), ceilMode: fc.boolean() })),
  accumulate: fc.boolean(),
  intoWeights: fc.boolean(),
  /** Rows and columns of zeros around each sample. */
  margin: fc.nat(5),
  seed: fc.nat(),
});

type Case = typeof blockCase extends fc.Arbitrary<infer T> ? T : never;

function poolWindow({ window: { oh, ow, rw }, co, pool }: Case): Window | undefined {
  if (!pool || rw !== 1) return undefined;
  const result = slideWindow([oh, ow, co], {
    ...pool,
    dilation: [1, 1],
    padding: "valid",
    kernelName: "poolSize",
  });
  return "window" in result ? result.window : undefined;
}

/** Random numbers, away from equality: which of two equal ones wins a pool is rounding's business. */
function filler(seed: number): <A extends Float32Array>(array: A) => A {
  const random = new Random(seed);
  return (array) => {
    for (let i = 0; i < array.length; i++) array[i] = random.uniform() - 0.5;
    return array;
  };
}

function clearMargins(x: Float32Array, { window: { h, w }, ci, margin }: Case): Float32Array {
  return x.map((value, i) => {
    const [row, column] = [Math.floor(i / (w * ci)) % h, Math.floor(i / ci) % w];
    return Math.min(row, h - 1 - row, column, w - 1 - column) < margin ? 0 : value;
  });
}

interface Numbers {
  readonly x: Float32Array;
  readonly k: Float32Array;
  readonly b: Float32Array;
  readonly dy: Float32Array;
  readonly dx: Float32Array;
  readonly dk: Float32Array;
  readonly db: Float32Array;
}

interface Result {
  readonly y: Float32Array;
  readonly dx: Float32Array;
  readonly dk: Float32Array;
  readonly db: Float32Array;
}

interface Shape {
  readonly relu: boolean;
  readonly bias: boolean;
  readonly accumulate: boolean;
}

/** Layer by layer: the product, then ReLU, then the pool, each with the plain kernel. */
function layerByLayer(
  numbers: Numbers,
  { relu, bias, accumulate }: Shape,
  product: {
    readonly columns: number;
    readonly length: number;
    forward(y: Float32Array): void;
    backward(dz: Float32Array, dx: Float32Array, dk: Float32Array): void;
  },
  pool?: { readonly n: number; readonly c: number; readonly window: Window },
): Result {
  const { columns, length } = product;
  const rows = { rows: length / columns, columns };
  const z = new Float32Array(length);
  product.forward(z);
  if (bias) plain.addBias(z, numbers.b, rows);
  const a = relu ? z.map((value) => Math.max(value, 0)) : z;
  const [y, argmax] = [numbers.dy.map(() => 0), new Int32Array(numbers.dy.length)];
  if (pool) plain.maxPool2d(a, y, argmax, pool);
  else y.set(a);
  const da = new Float32Array(length);
  if (pool) plain.maxPool2dInputGradient(numbers.dy, argmax, da, pool);
  else da.set(numbers.dy);
  const dz = relu ? da.map((value, i) => ((z[i] as number) > 0 ? value : 0)) : da;
  const [dx, dk, db] = [numbers.dx.slice(), numbers.dk.slice(), numbers.db.slice()];
  if (!accumulate) dx.fill(0);
  product.backward(dz, dx, dk);
  if (bias) plain.biasGradient(dz, db, rows);
  return { y, dx, dk, db };
}

/** Beside one at least: a sum that cancels to nearly nothing is as precise as what it sums, and no better. */
function expectSame(found: Result, expected: Result): void {
  for (const name of ["y", "dx", "dk", "db"] as const) {
    expect(relativeError([...found[name], 1], [...expected[name], 1]), name).toBeLessThan(1e-5);
  }
}

describe.each(["simd", "relaxed", "wide"] as const)(
  "the %s blocks equal the plain kernels one after the other",
  (tier) => {
    /** Allocates, binds, runs, and checks that nothing was written beyond an array's end. */
    function inArena(
      numbers: Numbers,
      { bias, accumulate, intoWeights, n }: Shape & { readonly intoWeights: boolean; readonly n: number },
      block: ConvolutionBlock | DenseBlock,
    ): Result {
      const bytes = 4 * Object.values(numbers).reduce((sum: number, { length }) => sum + 40 * length, 1 << 17);
      const arena = chooseBackend(tier).open("float32", bytes, 64);
      const guards: Float32Array[] = [];
      const copy = (from: Float32Array): Float32Array => {
        const array = arena.floats(from.length) as Float32Array;
        array.set(from);
        const guard = arena.floats(1) as Float32Array;
        guard.fill(7);
        guards.push(guard);
        return array;
      };
      const [x, k, b, y] = [copy(numbers.x), copy(numbers.k), copy(numbers.b), copy(numbers.dy)];
      const [dy, dx, dk, db] = [copy(numbers.dy), copy(numbers.dx), copy(numbers.dk), copy(numbers.db)];
      const pooled = "conv" in block && block.pool !== undefined;
      const arrays: BlockArrays = {
        x,
        k,
        bias: bias ? b : undefined,
        y,
        winners: pooled ? arena.indices(y.length) : undefined,
      };
      const gradients = { dy, dx, dk, dbias: bias ? db : undefined };
      const { blocks } = arena;
      if (!blocks) throw new Error(`${tier} has no blocks`);
      const bound =
        "conv" in block ? blocks.convolution(block, arrays, gradients) : blocks.dense(block, arrays, gradients);
      bound.forward(n);
      const output = y.slice();
      bound.backward(n, { accumulate, intoWeights });
      expect(guards.every(([value]) => value === 7)).toBe(true);
      if (!intoWeights) return { y: output, dx, dk, db };
      // What went into the weights is what they have gained.
      const gained = (now: Float32Array, before: Float32Array, begin: Float32Array) =>
        now.map((value, i) => value - (before[i] as number) + (begin[i] as number));
      return { y: output, dx, dk: gained(k, numbers.k, dk), db: bias ? gained(b, numbers.b, db) : db };
    }

    function expectBlock(given: Case): void {
      const { window, n, ci, co, relu, seed } = given;
      const { h, w, kh, kw, oh, ow } = window;
      const pool = poolWindow(given);
      const fill = filler(seed);
      const outputs = n * (pool ? pool.oh * pool.ow : oh * ow) * co;
      const numbers: Numbers = {
        x: clearMargins(fill(new Float32Array(n * h * w * ci)), given),
        k: fill(new Float32Array(kh * kw * ci * co)),
        b: fill(new Float32Array(co)),
        dy: fill(new Float32Array(outputs)),
        dx: fill(new Float32Array(n * h * w * ci)),
        dk: fill(new Float32Array(kh * kw * ci * co)),
        db: fill(new Float32Array(co)),
      };
      const conv = { n, ci, co, groups: 1, window };
      const product = {
        columns: co,
        length: n * oh * ow * co,
        forward: (y: Float32Array) => plain.conv2d(numbers.x, numbers.k, y, conv),
        backward(dz: Float32Array, dx: Float32Array, dk: Float32Array) {
          plain.conv2dInputGradient(dz, numbers.k, dx, conv);
          plain.conv2dKernelGradient(numbers.x, dz, dk, conv);
        },
      };
      const expected = layerByLayer(numbers, given, product, pool && { n, c: co, window: pool });
      expectSame(inArena(numbers, given, { conv, relu, pool, winograd: true }), expected);
    }

    it("for convolutions of any geometry, with and without a pool", () => {
      fc.assert(
        fc.property(blockCase, (given) => expectBlock(given)),
        { numRuns: 1500, seed: 7 },
      );
    });

    it("for 3 x 3 kernels by Winograd's tiles", () => {
      const wide = blockCase.map((given) => {
        const { h, w, top, right, bottom, left } = given.window;
        const size = [h + top + bottom + 2, w + left + right + 2, 1];
        const attributes = { kernel: [3, 3], strides: [1, 1], dilation: [1, 1], padding: "valid" } as const;
        const result = slideWindow(size, { ...attributes, ceilMode: false, kernelName: "kernelSize" });
        if ("issue" in result) throw new Error(result.issue.message);
        // Where nothing but zeros is seen, places differ in rounding alone, which decides who wins a pool.
        return { ...given, margin: 0, window: result.window, ci: 15 + given.ci, co: 15 + given.co };
      });
      fc.assert(
        fc.property(wide, (given) => expectBlock(given)),
        { numRuns: 120, seed: 7 },
      );
    });

    it("for dense layers", () => {
      const denseCase = fc.record({
        n: fc.integer({ min: 1, max: 9 }),
        i: fc.integer({ min: 1, max: 60 }),
        o: fc.integer({ min: 1, max: 50 }),
        relu: fc.boolean(),
        bias: fc.boolean(),
        accumulate: fc.boolean(),
        intoWeights: fc.boolean(),
        seed: fc.nat(),
      });
      fc.assert(
        fc.property(denseCase, (given) => {
          const { n, i, o, relu, seed } = given;
          const fill = filler(seed);
          const numbers: Numbers = {
            x: fill(new Float32Array(n * i)),
            k: fill(new Float32Array(i * o)),
            b: fill(new Float32Array(o)),
            dy: fill(new Float32Array(n * o)),
            dx: fill(new Float32Array(n * i)),
            dk: fill(new Float32Array(i * o)),
            db: fill(new Float32Array(o)),
          };
          const sizes = { n, i, o };
          const product = {
            columns: o,
            length: n * o,
            forward: (y: Float32Array) => plain.dense(numbers.x, numbers.k, y, sizes),
            backward(dz: Float32Array, dx: Float32Array, dk: Float32Array) {
              plain.denseInputGradient(dz, numbers.k, dx, sizes);
              plain.denseKernelGradient(numbers.x, dz, dk, sizes);
            },
          };
          expectSame(inArena(numbers, given, { i, o, relu }), layerByLayer(numbers, given, product));
        }),
        { numRuns: 500, seed: 7 },
      );
    });
  },
);
