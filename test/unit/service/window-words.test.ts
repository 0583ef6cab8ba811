import { describe, expect, test } from "vitest";
import { paddingInWords, unusedInWords } from "../../../src/service/window-words.ts";
import { type Window, windowOf } from "../../../src/tensor/window.ts";

/** A square window: `before` and `after` are the pads of both axes. */
function square(input: number, kernel: number, stride: number, output: number, options: Partial<Window> = {}): Window {
  const axis = { input, kernel, stride, dilation: 1, before: 0, after: 0, output };
  return { ...windowOf(axis, axis), ...options };
}

describe("padding in words", () => {
  test("four zeros are none", () => {
    expect(paddingInWords({ top: 0, right: 0, bottom: 0, left: 0 })).toBe("top 0, right 0, bottom 0, left 0");
  });

  test("any other names all four sides", () => {
    expect(paddingInWords({ top: 0, right: 1, bottom: 2, left: 0 })).toBe("top 0, right 1, bottom 2, left 0");
  });
});

const unused: readonly [claim: string, window: Window, words: string | undefined][] = [
  ["a window that reads every cell has nothing to say", square(28, 3, 1, 26), undefined],
  [
    "stride 2 over 28 leaves the last row and column",
    square(28, 3, 2, 13),
    "The last row and the last column are read by no window.",
  ],
  ["one axis alone is named alone", square(28, 3, 2, 13, { w: 27 }), "The last row is read by no window."],
  [
    "several cells at the end are counted",
    square(10, 2, 4, 2, { sw: 2, kw: 2, ow: 5, h: 9, sh: 3, kh: 3 }),
    "The last 3 rows are read by no window.",
  ],
  [
    "short gaps are listed, counted from 0 as in the data",
    square(8, 2, 3, 3),
    "Rows 2 and 5 and columns 2 and 5, counted from 0, are read by no window: the stride is larger than the kernel.",
  ],
  [
    "a single gap is singular",
    square(5, 2, 3, 2, { w: 1, kw: 1, ow: 1 }),
    "Row 2, counted from 0, is read by no window: the stride is larger than the kernel.",
  ],
  [
    "long lists are summarised",
    square(28, 2, 3, 9, { w: 1, kw: 1, ow: 1 }),
    "10 of 28 rows (2, 5, 8, … 27), counted from 0, are read by no window: the stride is larger than the kernel.",
  ],
  [
    "a dilated kernel closes no gap between its cells",
    square(5, 2, 1, 1, { rh: 4, rw: 4 }),
    "Rows 1, 2 and 3 and columns 1, 2 and 3, counted from 0, are read by no window.",
  ],
  [
    "a window that begins in the padding can leave the first row",
    square(2, 1, 2, 2, { top: 1, bottom: 1, left: 1, right: 1 }),
    "The first row and the first column are read by no window: the stride is larger than the kernel.",
  ],
  [
    "an input of which nothing is read says so",
    square(1, 1, 3, 1, { top: 1, bottom: 1, left: 1, right: 1 }),
    "The only row and the only column are read by no window.",
  ],
];

describe("cells that no window reads", () => {
  test.each(unused)("%s", (_claim, window, words) => {
    expect(unusedInWords(window)).toBe(words);
  });

  test("a size with too many zeros is not counted out", () => {
    expect(unusedInWords(square(1e9, 5e8, 1, 5e8 + 1))).toBeUndefined();
  });
});
