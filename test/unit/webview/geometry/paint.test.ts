import { describe, expect, test } from "vitest";
import { layOutAtlas, linesSeen } from "../../../../webview/geometry/atlas.ts";
import { paintAtlas, paintImage } from "../../../../webview/geometry/paint.ts";
import { greys } from "../../../../webview/geometry/palette.ts";
import { channelTiles, wrappedTile } from "../../../../webview/geometry/tile-sources.ts";

const BLACK = 0xff000000;
const WHITE = 0xffffffff;
const range = { low: 0, high: 1 };

describe("painting an atlas", () => {
  test("puts channels side by side with nothing between them", () => {
    const source = channelTiles([1, 2, 2], [0, 1, 1, 0]);
    const atlas = layOutAtlas(source, { width: 5, tile: 2, gap: 1 });
    expect([...paintAtlas(atlas, source, greys, () => range)]).toEqual([BLACK, WHITE, 0, WHITE, BLACK]);
  });

  test("gives each tile its own range", () => {
    const source = channelTiles([1, 1, 2], [0.5, 0.5]);
    const atlas = layOutAtlas(source, { width: 3, tile: 1, gap: 1 });
    const pixels = paintAtlas(atlas, source, greys, (tile) =>
      tile === 0 ? { low: 0.5, high: 1 } : { low: 0, high: 0.5 },
    );
    expect([...pixels]).toEqual([BLACK, 0, WHITE]);
  });

  test("draws large values as squares of dots", () => {
    const source = channelTiles([1, 2, 1], [0, 1]);
    const atlas = layOutAtlas(source, { width: 16, tile: 16, gap: 0 });
    expect(atlas.dots).toBe(2);
    expect([...paintAtlas(atlas, source, greys, () => range)]).toEqual([
      BLACK,
      BLACK,
      WHITE,
      WHITE,
      BLACK,
      BLACK,
      WHITE,
      WHITE,
    ]);
  });

  test("draws some lines of tiles as they are in the whole", () => {
    const source = channelTiles(
      [2, 2, 7],
      Float32Array.from({ length: 28 }, (_, i) => (i % 5) / 4),
    );
    const atlas = layOutAtlas(source, { width: 8, tile: 2, gap: 1, caption: 3 });
    const whole = paintAtlas(atlas, source, greys, () => range);
    for (const [top, bottom] of [
      [0, 1],
      [1, 8],
      [7, 1000],
    ] as const) {
      const lines = linesSeen(atlas, top, bottom);
      const part = paintAtlas(atlas, source, greys, () => range, lines);
      expect(part).toEqual(whole.slice(lines.y * atlas.width, (lines.y + lines.height) * atlas.width));
      expect(part.length).toBeGreaterThan(0);
    }
  });

  test("leaves transparent what a ragged last line does not have", () => {
    const source = wrappedTile([1, 1, 1], 2);
    const atlas = layOutAtlas(source, { width: 2, tile: 2, gap: 0 });
    expect([...paintAtlas(atlas, source, greys, () => range)]).toEqual([WHITE, WHITE, WHITE, 0]);
  });
});

describe("painting an image", () => {
  test("shows one channel as grey", () => {
    expect(paintImage([1, 2, 1], [0, 1])).toEqual({ pixels: Uint32Array.of(BLACK, WHITE), width: 2, height: 1 });
  });

  test("shows three channels as red, green and blue", () => {
    expect([...paintImage([1, 1, 3], [1, 0, 0]).pixels]).toEqual([0xff0000ff]);
  });

  test("shows the first of other channels", () => {
    expect([...paintImage([1, 1, 2], [1, 0]).pixels]).toEqual([WHITE]);
  });

  test("that is normalized is black at its lowest and white at its highest", () => {
    expect([...paintImage([1, 3, 1], [-1, 0, 3]).pixels]).toEqual([BLACK, 0xff404040, WHITE]);
  });
});
