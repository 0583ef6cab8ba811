import { expect, test } from "vitest";
import { boxWithin, cellsOf, isInPieces, mapsOf } from "../../../src/tensor/image-pieces.ts";

const shape = [2, 3, 2];
const values = Float32Array.from({ length: 12 }, (_, i) => i);

test("maps of an image stand one behind the other", () => {
  expect([...mapsOf(values, shape, [1, 0])]).toEqual([1, 3, 5, 7, 9, 11, 0, 2, 4, 6, 8, 10]);
});

test("cells of an image have all channels", () => {
  expect([...cellsOf(values, shape, { row: 0, column: 1, rows: 2, columns: 2 })]).toEqual([2, 3, 4, 5, 8, 9, 10, 11]);
});

test("a box is what of it lies on the image", () => {
  expect(boxWithin({ row: -1, column: 2, rows: 3, columns: 4 }, shape)).toEqual({
    row: 0,
    column: 2,
    rows: 2,
    columns: 1,
  });
  expect(boxWithin({ row: 2, column: 0, rows: 1, columns: 1 }, shape)).toBeUndefined();
});

test("only large images of several channels are sent in pieces", () => {
  expect([[28, 28, 512], [28, 28, 32], [1000, 1000, 1], [100_000]].map(isInPieces)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
