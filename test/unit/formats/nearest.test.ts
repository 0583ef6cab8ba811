import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance, nearest } from "../../../src/formats/nearest.ts";

const keys = ["filters", "kernelSize", "strides", "padding", "dilation", "groups", "bias", "activation"];

describe("the nearest word", () => {
  test.each([
    ["filter", "filters"],
    ["fliters", "filters"],
    ["Padding", "padding"],
    ["kernel_size", "kernelSize"],
    ["kernel", "kernelSize"],
    ["activaton", "activation"],
    ["stide", "strides"],
  ])("%s was probably meant to be %s", (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  test.each(["colour", "x", "", "__proto__", "k".repeat(1_000_000)])("is none for what is like no key (%#)", (word) => {
    expect(nearest(word, keys)).toBeUndefined();
  });

  test("of two that are near, the nearer is meant", () => {
    expect(nearest("conv2", ["conv2dTranspose", "conv2d"])).toBe("conv2d");
  });

  test("one letter is not another", () => {
    expect(nearest("a", ["b"])).toBeUndefined();
  });
});

describe("the edit distance", () => {
  test.each([
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["ca", "abc", 3],
  ])("between %j and %j is %i", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test("is symmetric, zero only between equals, and at most the longer word", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
