import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Atlas,
  layOutAtlas,
  linesSeen,
  locateCell,
  moveCell,
  moveTile,
  tileOrigin,
  wholeAtlas,
} from "../../../../webview/geometry/atlas.ts";

const maps = { count: 6, rows: 28, columns: 28 };

describe("the atlas", () => {
  test("enlarges tiles by whole pixels to at least the wanted size", () => {
    const atlas = layOutAtlas(maps, { width: 600, tile: 68, gap: 6 });
    expect(atlas.scale).toBe(3);
    expect(atlas.perLine).toBe(6);
  });

  test("keeps gaps small where values are drawn large", () => {
    const { scale, gap, dots } = layOutAtlas({ count: 4, rows: 1, columns: 1 }, { width: 400, tile: 40, gap: 4 });
    expect(scale * dots).toBe(40);
    expect(scale * gap).toBe(4);
  });

  test("does not break groups over lines", () => {
    const atlas = layOutAtlas({ count: 10, rows: 3, columns: 3 }, { width: 330, tile: 42, gap: 4, group: 2 });
    expect(atlas.perLine % 2).toBe(0);
    expect(tileOrigin(atlas, 0).y).toBe(tileOrigin(atlas, 1).y);
  });

  test("is made smaller where not even one group fits", () => {
    const atlas = layOutAtlas({ count: 2, rows: 4, columns: 100 }, { width: 80, tile: 200, gap: 4 });
    expect(atlas.perLine).toBe(1);
    expect(atlas.width * atlas.scale).toBeCloseTo(80);
  });

  test("leaves room for captions below every line", () => {
    const options = { width: 100, tile: 42, gap: 4 };
    const plain = layOutAtlas({ count: 4, rows: 3, columns: 3 }, options);
    const captioned = layOutAtlas({ count: 4, rows: 3, columns: 3 }, { ...options, caption: 30 });
    expect((captioned.height - plain.height) * plain.scale).toBeGreaterThanOrEqual(2 * 30);
  });
});

const atlases = fc
  .record({
    count: fc.integer({ min: 1, max: 40 }),
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    group: fc.integer({ min: 1, max: 3 }),
    width: fc.integer({ min: 20, max: 700 }),
    tile: fc.integer({ min: 1, max: 80 }),
    gap: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ count, rows, columns, group, ...options }) =>
    layOutAtlas({ count: count * group, rows, columns }, { ...options, group, groupGap: 5, caption: 12 }),
  );

function corners(atlas: Atlas): { tile: number; row: number; column: number }[] {
  return Array.from({ length: atlas.count }, (_, tile) => [
    { tile, row: 0, column: 0 },
    { tile, row: atlas.rows - 1, column: atlas.columns - 1 },
  ]).flat();
}

describe("a cell", () => {
  test("is found where it is drawn, and lies within the picture", () => {
    fc.assert(
      fc.property(atlases, (atlas) => {
        for (const cell of corners(atlas)) {
          const { x, y } = tileOrigin(atlas, cell.tile);
          const [right, down] = [(cell.column + 0.5) * atlas.dots, (cell.row + 0.5) * atlas.dots];
          expect(locateCell(atlas, x + right, y + down)).toEqual(cell);
          expect(x + right).toBeLessThan(atlas.width);
          expect(y + down).toBeLessThan(atlas.height);
        }
      }),
    );
  });

  test("is not found between tiles or behind the last one", () => {
    const atlas = layOutAtlas({ count: 3, rows: 2, columns: 2 }, { width: 20, tile: 8, gap: 4 });
    expect(atlas.perLine).toBe(2);
    expect(locateCell(atlas, 2.5, 0)).toBeUndefined();
    expect(locateCell(atlas, 0, 2.5)).toBeUndefined();
    expect(locateCell(atlas, -1, 0)).toBeUndefined();
    expect(locateCell(atlas, tileOrigin(atlas, 3).x, tileOrigin(atlas, 3).y)).toBeUndefined();
  });

  test("moves over the border of its tile into the next", () => {
    const atlas = layOutAtlas({ count: 4, rows: 2, columns: 2 }, { width: 20, tile: 8, gap: 4 });
    expect(moveCell(atlas, { tile: 0, row: 1, column: 1 }, 0, 1)).toEqual({ tile: 1, row: 1, column: 0 });
    expect(moveCell(atlas, { tile: 0, row: 1, column: 1 }, 1, 0)).toEqual({ tile: 2, row: 0, column: 1 });
    expect(moveCell(atlas, { tile: 3, row: 0, column: 0 }, 0, -1)).toEqual({ tile: 2, row: 0, column: 1 });
  });

  test("stays at the edge of the whole", () => {
    const atlas = layOutAtlas({ count: 3, rows: 2, columns: 2 }, { width: 20, tile: 8, gap: 4 });
    for (const [cell, down, right] of [
      [{ tile: 1, row: 0, column: 1 }, 0, 1],
      [{ tile: 0, row: 0, column: 0 }, -1, 0],
      [{ tile: 1, row: 1, column: 0 }, 1, 0],
    ] as const) {
      expect(moveCell(atlas, cell, down, right)).toEqual(cell);
    }
  });

  test("keeps its place when it moves by tiles, up to the last one", () => {
    const atlas = layOutAtlas(maps, { width: 600, tile: 68, gap: 6 });
    expect(moveTile(atlas, { tile: 1, row: 4, column: 5 }, 1)).toEqual({ tile: 2, row: 4, column: 5 });
    expect(moveTile(atlas, { tile: 1, row: 4, column: 5 }, 99)).toEqual({ tile: 5, row: 4, column: 5 });
  });
});

describe("the lines that are seen", () => {
  // Three tiles in a line, nine in all, 4 CSS pixels for each value: a line is 8 + 4 pixels high.
  const atlas = layOutAtlas({ count: 9, rows: 2, columns: 2 }, { width: 36, tile: 8, gap: 4 });
  const seen = (top: number, bottom: number) => {
    const { from, to } = linesSeen(atlas, top, bottom);
    return [from, to];
  };

  test("are all that lie at least partly between the edges", () => {
    expect([atlas.perLine, atlas.scale]).toEqual([3, 4]);
    expect(seen(0, 12)).toEqual([0, 1]);
    expect(seen(11, 13)).toEqual([0, 2]);
    expect(seen(12, 36)).toEqual([1, 3]);
  });

  test("end with the atlas, whose last line has no gap below", () => {
    expect(seen(-50, 1000)).toEqual([0, 3]);
    expect(linesSeen(atlas, -50, 1000)).toEqual(wholeAtlas(atlas));
    expect(wholeAtlas(atlas).height).toBe(atlas.height);
    expect(seen(500, 1000)).toEqual([3, 3]);
  });
});
