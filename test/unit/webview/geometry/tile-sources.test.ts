import { describe, expect, test } from "vitest";
import {
  channelTiles,
  kernelIndex,
  kernelTiles,
  mapTiles,
  matrixIndex,
  matrixTiles,
  orderedTiles,
  planKernel,
  wrappedTile,
} from "../../../../webview/geometry/tile-sources.ts";

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe("channels as tiles", () => {
  test("take every value of their channel", () => {
    const tiles = channelTiles([2, 3, 4], count(24));
    expect([tiles.count, tiles.rows, tiles.columns]).toEqual([4, 2, 3]);
    expect(tiles.at(3, 1, 2)).toBe(23);
    expect(tiles.at(1, 0, 2)).toBe(9);
  });

  test("are one matrix where there are two axes", () => {
    const tiles = channelTiles([2, 5], count(10));
    expect([tiles.count, tiles.rows, tiles.columns]).toEqual([1, 2, 5]);
    expect(tiles.at(0, 1, 0)).toBe(5);
  });
});

test("a wrapped vector's last line may be short", () => {
  const tile = wrappedTile(count(7), 3);
  expect(tile.rows).toBe(3);
  expect(tile.at(0, 2, 0)).toBe(6);
  expect(tile.at(0, 2, 1)).toBeUndefined();
});

describe("a kernel", () => {
  test("has a tile for each filter and a choice of input channels", () => {
    expect(planKernel([3, 2, 4, 5])).toMatchObject({ rows: 3, columns: 2, tiles: 5, choices: 4, tilesAre: "filters" });
  });

  test("has a tile for each input channel where there is one filter for each, as in a depthwise convolution", () => {
    expect(planKernel([3, 3, 8, 1])).toMatchObject({ tiles: 8, choices: 1, tilesAre: "inputChannels" });
  });

  test("may be a bias for each place", () => {
    expect(planKernel([5, 6, 8])).toMatchObject({ rows: 5, columns: 6, tiles: 8, choices: 1 });
  });

  test("is no kernel as a matrix or a vector", () => {
    expect(planKernel([4, 5])).toBeUndefined();
    expect(planKernel([4])).toBeUndefined();
  });

  test("is read where a row-major array [kh, kw, in, out] has it", () => {
    const [kh, kw, inputs, outputs] = [2, 3, 4, 5];
    const plan = planKernel([kh, kw, inputs, outputs]);
    if (!plan) throw new Error("expected a plan");
    let place = 0;
    for (let row = 0; row < kh; row++) {
      for (let column = 0; column < kw; column++) {
        for (let input = 0; input < inputs; input++) {
          for (let output = 0; output < outputs; output++) {
            expect(kernelIndex(plan, input, output, row, column)).toBe(place++);
          }
        }
      }
    }
  });

  test("is read where a transposed convolution's array [kh, kw, out, in] has it", () => {
    const plan = planKernel([2, 2, 3, 4], true);
    if (!plan) throw new Error("expected a plan");
    expect(plan).toMatchObject({ tiles: 3, choices: 4, tilesAre: "filters" });
    expect(kernelIndex(plan, 2, 1, 1, 0)).toBe(((1 * 2 + 0) * 3 + 1) * 4 + 2);
  });

  test("alternates with its gradient, filter by filter in the order that is asked for", () => {
    const plan = planKernel([1, 1, 1, 6]);
    if (!plan) throw new Error("expected a plan");
    const value = count(6);
    const gradient = value.map((v) => v / 10);
    const tiles = kernelTiles(plan, [value, gradient], 0, [5, 2]);
    expect(count(tiles.count).map((tile) => tiles.at(tile, 0, 0))).toEqual([5, 0.5, 2, 0.2]);
    const alone = kernelTiles(plan, [value], 0, [4, 5]);
    expect(count(alone.count).map((tile) => alone.at(tile, 0, 0))).toEqual([4, 5]);
  });
});

test("a part of a matrix [in, out] has a row for each output", () => {
  const part = { firstInput: 1, inputs: 2, outputs: [2, 0] };
  const tiles = matrixTiles([count(12)], 3, part);
  expect([tiles.rows, tiles.columns]).toEqual([2, 2]);
  expect([tiles.at(0, 0, 0), tiles.at(0, 0, 1)]).toEqual([5, 8]);
  expect([tiles.at(0, 1, 0), tiles.at(0, 1, 1)]).toEqual([3, 6]);
  expect(matrixIndex(3, part, 0, 1)).toBe(8);
});

test("maps in an order, each beside that of another image", () => {
  const [first, second] = [
    [1, 2, 3, 4],
    [10, 20, 30, 40],
  ];
  const tiles = orderedTiles([channelTiles([2, 1, 2], first), channelTiles([2, 1, 2], second)], [1, 0]);
  expect([tiles.count, tiles.rows, tiles.columns]).toEqual([4, 2, 1]);
  expect([0, 1, 2, 3].map((tile) => [tiles.at(tile, 0, 0), tiles.at(tile, 1, 0)])).toEqual([
    [2, 4],
    [20, 40],
    [1, 3],
    [10, 30],
  ]);
});

test("maps of which some have not come", () => {
  const tiles = mapTiles([1, 2, 3], new Map([[2, [5, 6]]]));
  expect([tiles.count, tiles.rows, tiles.columns]).toEqual([3, 1, 2]);
  expect([tiles.at(2, 0, 1), tiles.at(1, 0, 1)]).toEqual([6, undefined]);
});
