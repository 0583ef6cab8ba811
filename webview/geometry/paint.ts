/** Values to pixels: what is put on a canvas, as arrays. */
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";
import { type Atlas, type TileSource, tileOrigin } from "./atlas.ts";
import { colourOf, type Palette } from "./palette.ts";
import type { Range } from "./values.ts";

/** All tiles as one picture of `atlas.width` x `atlas.height` pixels, transparent between them. */
export function paintAtlas(
  atlas: Atlas,
  source: TileSource,
  palette: Palette,
  rangeOf: (tile: number) => Range,
): Uint32Array<ArrayBuffer> {
  const { width, dots } = atlas;
  const pixels = new Uint32Array(width * atlas.height);
  for (let tile = 0; tile < source.count; tile++) {
    const { x, y } = tileOrigin(atlas, tile);
    const range = rangeOf(tile);
    for (let row = 0; row < source.rows; row++) {
      const line = (y + row * dots) * width + x;
      for (let column = 0; column < source.columns; column++) {
        const value = source.at(tile, row, column);
        if (value === undefined) continue;
        const colour = colourOf(palette, value, range);
        for (let dot = 0; dot < dots; dot++) pixels[line + column * dots + dot] = colour;
      }
      for (let dot = 1; dot < dots; dot++) pixels.copyWithin(line + dot * width, line, line + source.columns * dots);
    }
  }
  return pixels;
}

/** The colour map itself as a picture of 256 x 1 pixels, low to high. */
export function paintScale(palette: Palette): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(palette.colours);
}

/** A sample as it looks: three channels from 0 to 1 as red, green and blue, one as grey, and of any others the first. */
export function paintImage(
  shape: Shape,
  data: ArrayLike<number>,
): { readonly pixels: Uint32Array<ArrayBuffer>; readonly width: number; readonly height: number } {
  const { h, w, c } = imageSizes(shape) ?? { h: 1, w: data.length, c: 1 };
  const pixels = new Uint32Array(h * w);
  const level = (at: number): number => Math.round(Math.max(0, Math.min(1, data[at] ?? 0)) * 255);
  for (let i = 0; i < pixels.length; i++) {
    const [red, green, blue] = c === 3 ? [level(3 * i), level(3 * i + 1), level(3 * i + 2)] : repeat(level(i * c));
    pixels[i] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return { pixels, width: w, height: h };
}

function repeat(level: number): [number, number, number] {
  return [level, level, level];
}
