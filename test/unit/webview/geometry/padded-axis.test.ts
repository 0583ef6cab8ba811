import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { slideWindow } from "../../../../src/layers/window-rule.ts";
import { horizontalAxis, kernelExtent, type WindowAxis } from "../../../../src/tensor/window.ts";
import {
  cellsRead,
  isCountable,
  paddedAxis,
  placeNear,
  runsOf,
  windowStart,
} from "../../../../webview/geometry/padded-axis.ts";

function axis(changes: Partial<WindowAxis>): WindowAxis {
  return { input: 5, kernel: 3, stride: 1, dilation: 1, before: 0, after: 0, output: 3, ...changes };
}

describe("the padded axis", () => {
  test("a pad before the input has negative cells", () => {
    expect(paddedAxis(axis({ before: 1, after: 1, output: 5 }))).toEqual({
      first: -1,
      kinds: ["pad", "input", "input", "input", "input", "input", "pad"],
    });
  });

  test("what lies behind the last window is unused", () => {
    expect(paddedAxis(axis({ input: 6, stride: 2, output: 2 })).kinds).toEqual([
      "input",
      "input",
      "input",
      "input",
      "input",
      "unused",
    ]);
  });

  test("what a stride jumps over is unused", () => {
    expect(paddedAxis(axis({ input: 7, kernel: 1, stride: 3, output: 3 })).kinds).toEqual([
      "input",
      "unused",
      "unused",
      "input",
      "unused",
      "unused",
      "input",
    ]);
  });

  test("cells between a lone dilated window's are unused", () => {
    expect(paddedAxis(axis({ dilation: 2, output: 1 })).kinds).toEqual(["input", "unused", "input", "unused", "input"]);
  });

  test("a window of ceilMode reaches beyond the last pad", () => {
    expect(paddedAxis(axis({ input: 3, kernel: 2, stride: 2, output: 2 })).kinds).toEqual([
      "input",
      "input",
      "input",
      "beyond",
    ]);
  });
});

describe("a window at a place", () => {
  test("begins in the pad", () => {
    expect(windowStart(axis({ before: 2 }), 0)).toBe(-2);
  });

  test("reads cells at the distance of its dilation", () => {
    expect(cellsRead(axis({ input: 9, stride: 2, dilation: 3, before: 1 }), 1)).toEqual([1, 4, 7]);
  });

  test("lies around the cell it is looked for at", () => {
    const wide = axis({ input: 28, before: 1, after: 1, output: 28 });
    expect(placeNear(wide, 10)).toBe(10);
    expect(placeNear(wide, -1)).toBe(0);
    expect(placeNear(wide, 28)).toBe(27);
  });

  test("every cell that a real layer's window reads has a place on the axis", () => {
    const sizes = fc.record({
      input: fc.integer({ min: 1, max: 20 }),
      kernel: fc.integer({ min: 1, max: 6 }),
      stride: fc.integer({ min: 1, max: 5 }),
      dilation: fc.integer({ min: 1, max: 4 }),
      padding: fc.constantFrom("same" as const, "valid" as const, { top: 0, right: 3, bottom: 0, left: 1 }),
      ceilMode: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, ({ input, kernel, stride, dilation, padding, ceilMode }) => {
        const result = slideWindow([input, input, 1], {
          kernel: [1, kernel],
          strides: [1, stride],
          dilation: [1, dilation],
          padding,
          ceilMode,
          kernelName: "kernelSize",
        });
        fc.pre(!("issue" in result));
        const across = horizontalAxis(result.window);
        const { first, kinds } = paddedAxis(across);
        for (let place = 0; place < across.output; place++) {
          for (const cell of cellsRead(across, place)) expect(kinds[cell - first]).toMatch(/^(input|pad|beyond)$/);
          expect(windowStart(across, place) + kernelExtent(kernel, dilation)).toBeLessThanOrEqual(first + kinds.length);
        }
      }),
    );
  });
});

test("neighbours of one kind are one run", () => {
  expect(runsOf(["pad", "pad", "input", "unused", "unused"])).toEqual([
    { kind: "pad", from: 0, length: 2 },
    { kind: "input", from: 2, length: 1 },
    { kind: "unused", from: 3, length: 2 },
  ]);
});

test("an axis of a billion cells is not gone through", () => {
  expect(isCountable(axis({ input: 1e9, output: 1e9 }))).toBe(false);
  expect(isCountable(axis({ input: 224, output: 224 }))).toBe(true);
});
