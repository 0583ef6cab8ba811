import { expect, test } from "vitest";
import { canBeEqual, canBroadcast } from "../../../src/tensor/dim/agree.ts";
import { floorDivideDims } from "../../../src/tensor/dim/divide.ts";
import { addDims, letter, scaleDim } from "../../../src/tensor/dim/sum.ts";
import type { Dim } from "../../../src/tensor/dim.ts";

const h = letter("H");
const half = (dim: Dim): Dim => floorDivideDims(dim, 2) as Dim;

test("a side and its half are equal for no image", () => {
  expect(canBeEqual(h, half(addDims(h, 1)))).toBe(false);
  expect(canBroadcast(h, half(addDims(h, 1)))).toBe(false);
});

test("what is equal for some sides may be", () => {
  expect(canBeEqual(h, scaleDim(half(h), 2))).toBe(true);
  expect(canBeEqual(half(h), half(addDims(h, 1)))).toBe(true);
  expect(canBeEqual(half(h), 7)).toBe(true);
});

test("of two letters nothing is known, unless they only grow", () => {
  expect(canBeEqual(h, half(letter("W")))).toBe(true);
  expect(canBeEqual(h, addDims(h, 1))).toBe(false);
});

test("a size that may be 1 fits to any other", () => {
  expect(canBroadcast(letter("C"), addDims(letter("C"), letter("D")))).toBe(true);
  expect(canBroadcast(addDims(h, 1), addDims(h, 2))).toBe(false);
});

test("a window over all of a small map makes one that fits to any other", () => {
  expect(canBroadcast(h, addDims(h, -6))).toBe(true);
  expect(canBeEqual(h, addDims(h, -6))).toBe(false);
});

test("what is no side of an image may be of any size", () => {
  const length = letter("L");
  expect(canBeEqual(length, half(addDims(length, 1)))).toBe(true);
});
