/** The window's arithmetic against a walk from place to place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceKernels } from "../../../src/kernels/reference/kernels.ts";
import type { PaddingValue } from "../../../src/layers/attribute.ts";
import { calculate } from "../../../src/layers/formula.ts";
import { slideWindow, type WindowAttributes } from "../../../src/layers/window-rule.ts";
import {
  horizontalAxis,
  kernelExtent,
  unusedCells,
  verticalAxis,
  type Window,
  type WindowAxis,
} from "../../../src/tensor/window.ts";

const plain: WindowAttributes = {
  kernel: [1, 1],
  strides: [1, 1],
  dilation: [1, 1],
  padding: "valid",
  ceilMode: false,
  kernelName: "kernelSize",
};

/** The window over a row of `w` cells, under a kernel of one row. */
function slideRow(w: number, kernel: number, rest: { stride?: number; dilation?: number; padding?: PaddingValue }) {
  const { stride = 1, dilation = 1, padding = "valid" } = rest;
  const attributes = { ...plain, kernel: [1, kernel], strides: [1, stride], dilation: [1, dilation], padding } as const;
  return windowOf([1, w, 1], attributes);
}

function windowOf(input: readonly number[], attributes: WindowAttributes): Window {
  const result = slideWindow(input, attributes);
  if ("issue" in result) throw new Error(result.issue.message);
  return result.window;
}

const both = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

const geometries = fc.record({
  input: both(1, 12),
  kernel: both(1, 5),
  strides: both(1, 4),
  dilation: both(1, 3),
  padding: fc.oneof(
    fc.constantFrom("same" as const, "valid" as const),
    fc.record({ top: fc.nat(4), right: fc.nat(4), bottom: fc.nat(4), left: fc.nat(4) }),
  ),
});

type Geometry = typeof geometries extends fc.Arbitrary<infer G> ? G : never;

function attributesOf({ input: _, ...rest }: Geometry, ceilMode = false): WindowAttributes {
  return { ...plain, ...rest, ceilMode };
}

interface Walk {
  readonly input: number;
  readonly extent: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
}

/** Both axes of a geometry whose pads are known before the walk. */
function walksOf({ input, kernel, strides, dilation, padding }: Geometry): Walk[] {
  const pads = typeof padding === "object" ? padding : { top: 0, right: 0, bottom: 0, left: 0 };
  return ([0, 1] as const).map((axis) => ({
    input: input[axis],
    extent: kernelExtent(kernel[axis], dilation[axis]),
    stride: strides[axis],
    before: axis === 0 ? pads.top : pads.left,
    after: axis === 0 ? pads.bottom : pads.right,
  }));
}

/** Walks until the window sticks out of the padded input. */
function countPlaces({ input, extent, stride, before, after }: Walk): number {
  let places = 0;
  while (places * stride + extent <= before + input + after) places++;
  return places;
}

/**
 * The same, and one window more if something of the padded input is left behind the last one and the next one would
 * begin within the input or the pad before it.
 */
function countPartialPlaces(walk: Walk): number {
  const { input, extent, stride, before, after } = walk;
  const whole = countPlaces(walk);
  const isSomethingLeft = (whole - 1) * stride + extent < before + input + after;
  return isSomethingLeft && whole * stride < before + input ? whole + 1 : whole;
}

/** The sizes, or an issue if one of them is 0. */
function expectSizes(geometry: Geometry, ceilMode: boolean, sizes: number[]): void {
  const result = slideWindow([...geometry.input, 3], attributesOf(geometry, ceilMode));
  if (sizes.includes(0)) expect(result).toHaveProperty("issue.code", "shape/kernel-larger-than-input");
  else expect(result).toMatchObject({ window: { oh: sizes[0], ow: sizes[1] } });
}

describe("the output's size", () => {
  it("is the number of places at which the window fits into the padded input; none is an issue", () => {
    const known = geometries.filter(({ padding }) => padding !== "same");
    fc.assert(
      fc.property(known, (geometry) => {
        expectSizes(geometry, false, walksOf(geometry).map(countPlaces));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it("counts a last, partial window under ceilMode, unless it would begin behind the input", () => {
    const pools = geometries.filter(
      (geometry) =>
        geometry.padding !== "same" &&
        walksOf(geometry).every(({ extent, before, after }) => Math.max(before, after) <= extent / 2),
    );
    fc.assert(
      fc.property(pools, (geometry) => {
        expectSizes(geometry, true, walksOf(geometry).map(countPartialPlaces));
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it.each([
    ["keeps 28 under a kernel of 5 with SAME", 28, 5, 1, "same", 28],
    ["is 14 for 28 in steps of 2 with SAME", 28, 3, 2, "same", 14],
    ["is 13 for 28 in steps of 2 with VALID", 28, 3, 2, "valid", 13],
    ["is 24 for 28 under a kernel of 5 with VALID", 28, 5, 1, "valid", 24],
  ] as const)("%s", (_claim, input, kernel, stride, padding, expected) => {
    expect(slideRow(input, kernel, { stride, padding }).ow).toBe(expected);
  });
});

describe("SAME", () => {
  const same = geometries.map((geometry): Geometry => ({ ...geometry, padding: "same" }));
  const eachAxis = (claim: (axis: WindowAxis) => void) =>
    fc.assert(
      fc.property(same, (geometry) => {
        const window = windowOf([...geometry.input, 1], attributesOf(geometry));
        claim(verticalAxis(window));
        claim(horizontalAxis(window));
      }),
      { numRuns: 500, seed: 3 },
    );

  it("begins a window at every stride-th cell: ceil(h / s) places, whatever the kernel", () => {
    eachAxis(({ input, stride, output }) => {
      const beginnings = Array.from({ length: input }, (_, cell) => cell).filter((cell) => cell % stride === 0);
      expect(output).toBe(beginnings.length);
    });
  });

  it("adds as little as lets these places fit, never less than nothing", () => {
    eachAxis(({ input, kernel, stride, dilation, before, after, output }) => {
      const extent = kernelExtent(kernel, dilation);
      let least = 0;
      while (countPlaces({ input, extent, stride, before: 0, after: least }) < output) least++;
      expect(before + after).toBe(least);
    });
  });

  it("puts the odd zero at the end", () => {
    eachAxis(({ before, after }) => expect(after - before).toBeOneOf([0, 1]));
    expect(slideRow(6, 2, { padding: "same" })).toMatchObject({ left: 0, right: 1 });
    expect(slideRow(6, 3, { stride: 2, padding: "same" })).toMatchObject({ left: 0, right: 1 });
  });

  it("adds nothing where the stride jumps over the rest, and crops nothing", () => {
    expect(slideRow(7, 1, { stride: 3, padding: "same" })).toMatchObject({ left: 0, right: 0, ow: 3 });
  });
});

describe("the calculation that is shown", () => {
  it("names each axis, and its numbers give its value when they are read as a formula again", () => {
    fc.assert(
      fc.property(geometries, fc.boolean(), (geometry, ceilMode) => {
        const result = slideWindow([...geometry.input, 1], attributesOf(geometry, ceilMode));
        if ("issue" in result) return;
        const { window, steps } = result;
        const values: Record<string, number> = {
          ...{ oh: window.oh, ow: window.ow },
          ...{ "top + bottom": window.top + window.bottom, "left + right": window.left + window.right },
        };
        expect(steps.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(["oh", "ow"]));
        for (const { symbol, numbers, value } of steps) {
          expect(value).toBe(values[symbol]);
          expect(calculate(symbol, numbers, {}).value).toBe(value);
        }
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it("speaks of dilation only where there is one", () => {
    const result = slideWindow([9, 9, 1], { ...plain, kernel: [3, 3], dilation: [2, 1] });
    expect(result).toMatchObject({
      steps: [
        { letters: "ceil((h - ((kh - 1)*rh + 1) + 1) / sh)", numbers: "ceil((9 - ((3 - 1)*2 + 1) + 1) / 1)", value: 5 },
        { letters: "ceil((w - kw + 1) / sw)", numbers: "ceil((9 - 3 + 1) / 1)", value: 7 },
      ],
    });
  });
});

describe("an issue", () => {
  it("tells what the window covers and what there is, dilation and padding included", () => {
    const result = slideWindow([4, 4, 1], {
      ...plain,
      kernel: [3, 2],
      dilation: [3, 1],
      padding: { top: 1, right: 0, bottom: 0, left: 0 },
    });
    expect(result).toHaveProperty("issue.message", expect.stringContaining("covers 7 × 2"));
    expect(result).toHaveProperty("issue.message", expect.stringContaining("with its padding is only 5 × 4"));
  });

  it("is given for what is not an image", () => {
    expect(slideWindow([784], plain)).toHaveProperty("issue.code", "shape/not-an-image");
  });
});

describe("unusedCells", () => {
  it.each([
    ["those behind the last window", slideRow(5, 2, { stride: 2 }), [4]],
    ["those the stride jumps over", slideRow(7, 1, { stride: 3 }), [1, 2, 4, 5]],
    ["those between the cells of a dilated kernel", slideRow(5, 2, { dilation: 4 }), [1, 2, 3]],
    ["none under SAME with stride 1", slideRow(5, 3, { padding: "same" }), []],
  ])("finds %s", (_claim, window, expected) => {
    expect(unusedCells(horizontalAxis(window))).toEqual(expected);
  });

  it("finds exactly the rows and columns to which no gradient comes back", () => {
    fc.assert(
      fc.property(geometries, (geometry) => {
        const result = slideWindow([...geometry.input, 1], attributesOf(geometry));
        if ("issue" in result) return;
        const { window } = result;
        const { h, w, kh, kw, oh, ow } = window;
        const ones = (length: number) => new Float64Array(length).fill(1);
        const dx = new Float64Array(h * w);
        const sizes = { n: 1, ci: 1, co: 1, groups: 1, window };
        referenceKernels.conv2dInputGradient(ones(oh * ow), ones(kh * kw), dx, sizes);
        const [rows, columns] = [unusedCells(verticalAxis(window)), unusedCells(horizontalAxis(window))];
        dx.forEach((value, cell) => {
          const isUnused = rows.includes(Math.floor(cell / w)) || columns.includes(cell % w);
          expect(value === 0).toBe(isUnused);
        });
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
