/** Values to pixels: what is put on a canvas, as arrays. */
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";
import { type Atlas, type Lines, type TileSource, tileOrigin, wholeAtlas } from "./atlas.ts";
import { colourOf, type Palette } from "./palette.ts";
import { type Range, summarize } from "./values.ts";

/** Channels lie beside each other in memory: so many of them at a time share what the processor fetches. */
const BLOCK = 16;

/** All tiles of some lines, of all without the word, as one picture `atlas.width` pixels wide, transparent between them. */
export function paintAtlas(
  atlas: Atlas,
  source: TileSource,
  palette: Palette,
  rangeOf: (tile: number) => Range,
  lines: Lines = wholeAtlas(atlas),
): Uint32Array<ArrayBuffer> {
  const { width, dots, perLine } = atlas;
  const pixels = new Uint32Array(width * lines.height);
  const end = Math.min(source.count, lines.to * perLine);
  for (let first = lines.from * perLine; first < end; first += BLOCK) {
    const tiles = Array.from({ length: Math.min(BLOCK, end - first) }, (_, at) => {
      const { x, y } = tileOrigin(atlas, first + at);
      return { tile: first + at, corner: (y - lines.y) * width + x, ...rangeOf(first + at) };
    });
    for (let row = 0; row < source.rows; row++) {
      const line = row * dots * width;
      for (let column = 0; column < source.columns; column++) {
        for (const place of tiles) {
          const value = source.at(place.tile, row, column);
          if (value === undefined) continue;
          const colour = colourOf(palette, value, place);
          const at = place.corner + line + column * dots;
          for (let dot = 0; dot < dots; dot++) pixels[at + dot] = colour;
        }
      }
      for (const { corner } of tiles) repeatLine(pixels, corner + line, source.columns * dots, atlas);
    }
  }
  return pixels;
}

/** A row of values is `dots` lines high. */
function repeatLine(pixels: Uint32Array, from: number, length: number, { width, dots }: Atlas): void {
  for (let dot = 1; dot < dots; dot++) pixels.copyWithin(from + dot * width, from, from + length);
}

/** The colour map itself as a picture of 256 x 1 pixels, low to high. */
export function paintScale(palette: Palette): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(palette.colours);
}

/**
 * A sample as it looks: three channels as red, green and blue, one as grey, and of any others the first. Black is 0 and white
 * 1, or what goes beyond, as in a normalized image.
 */
export function paintImage(
  shape: Shape,
  data: ArrayLike<number>,
): { readonly pixels: Uint32Array<ArrayBuffer>; readonly width: number; readonly height: number } {
  const { h, w, c } = imageSizes(shape) ?? { h: 1, w: data.length, c: 1 };
  const pixels = new Uint32Array(h * w);
  const { low, high } = summarize(data);
  const [black, white] = [Math.min(0, low), Math.max(1, high)];
  const level = (at: number): number => {
    const share = ((data[at] ?? 0) - black) / (white - black);
    return Math.round(Math.max(0, Math.min(1, share)) * 255);
  };
  for (let i = 0; i < pixels.length; i++) {
    const [red, green, blue] = c === 3 ? [level(3 * i), level(3 * i + 1), level(3 * i + 2)] : repeat(level(i * c));
    pixels[i] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return { pixels, width: w, height: h };
}

function repeat(level: number): [number, number, number] {
  return [level, level, level];
}
