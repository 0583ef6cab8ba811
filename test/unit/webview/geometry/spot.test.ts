import { expect, test } from "vitest";
import { placeWithin } from "../../../../webview/choices.ts";
import { middle, spotOf } from "../../../../webview/geometry/spot.ts";

function image(h: number, w: number, bright: readonly (readonly [number, number])[]): Float32Array {
  const data = new Float32Array(h * w);
  for (const [row, column] of bright) data[row * w + column] = 1;
  return data;
}

test("of a stroke beside the middle the spot is where it comes nearest", () => {
  const stroke = Array.from({ length: 12 }, (_, row) => [row, 9] as const);
  const { y, x } = spotOf([12, 12, 1], image(12, 12, stroke));
  expect([Math.floor(y * 12), Math.floor(x * 12)]).toEqual([6, 8]);
  expect(placeWithin(undefined, 24, 24, { y, x })).toEqual({ row: 13, column: 17 });
});

test("bright cells do not shine over the image's edge", () => {
  const { y, x } = spotOf(
    [4, 4, 1],
    image(4, 4, [
      [1, 3],
      [2, 3],
    ]),
  );
  expect([Math.floor(y * 4), Math.floor(x * 4)]).toEqual([2, 2]);
});

test("of a dark image, of one that is not there and of a vector it is the middle", () => {
  expect(spotOf([4, 4, 1], new Float32Array(16))).toEqual(middle);
  expect(spotOf([4, 4, 1], new Float32Array())).toEqual(middle);
  expect(spotOf([4], Float32Array.of(1, 2, 3, 4))).toEqual(middle);
});

test("what is chosen stays where it is", () => {
  expect(placeWithin({ row: 1, column: 99 }, 4, 4, { y: 0, x: 0 })).toEqual({ row: 1, column: 3 });
});
