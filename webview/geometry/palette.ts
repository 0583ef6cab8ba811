/**
 * Colour maps: 256 colours between stops, and one more for what is not a finite number. Viridis is Matplotlib's (Stéfan
 * van der Walt, Nathaniel Smith and Eric Firing, CC0), here by its ten usual stops; the diverging maps run from blue to
 * orange, which people of every colour vision can tell apart.
 */
import type { Range } from "./values.ts";

export interface Palette {
  /** 256 colours, packed as a little-endian pixel: 0xAABBGGRR. */
  readonly colours: Uint32Array;
  /** The colour of a map whose values are all the same. */
  readonly flat: number;
  readonly notFinite: number;
}

type Rgb = readonly [red: number, green: number, blue: number];

const NOT_FINITE = pack([255, 0, 170]);

export const viridis = sequential("#440154 #482878 #3e4989 #31688e #26828e #1f9e89 #35b779 #6ece58 #b5de2b #fde725");
export const greys = sequential("#000000 #ffffff");
/** Zero is near the page's own colour, so that what is strong stands out on it. */
export const divergingOnLight = diverging("#0b4f9e #6aa5dc #f1f1f1 #eda05a #a84f00");
export const divergingOnDark = diverging("#6cb6ff #2a6cb0 #2e2e2e #a8651c #ffa94d");

function sequential(stops: string): Palette {
  const colours = between(stops);
  return { colours, flat: colours[0] as number, notFinite: NOT_FINITE };
}

function diverging(stops: string): Palette {
  const colours = between(stops);
  return { colours, flat: colours[128] as number, notFinite: NOT_FINITE };
}

function between(stops: string): Uint32Array {
  const parsed = stops.split(" ").map(parseColour);
  return Uint32Array.from({ length: 256 }, (_, index) => {
    const place = (index / 255) * (parsed.length - 1);
    const left = Math.min(parsed.length - 2, Math.floor(place));
    return pack(mix(parsed[left] as Rgb, parsed[left + 1] as Rgb, place - left));
  });
}

function parseColour(hex: string): Rgb {
  const bits = Number.parseInt(hex.slice(1), 16);
  return [bits >> 16, (bits >> 8) & 255, bits & 255];
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => Math.round((a[i] as number) * (1 - share) + (b[i] as number) * share)) as unknown as Rgb;
}

function pack([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The pixel for a value; values outside the range get the colour at its end. */
export function colourOf(palette: Palette, value: number, { low, high }: Range): number {
  // Only of what is not finite the difference with itself is not zero.
  if (value - value !== 0) return palette.notFinite;
  if (high <= low) return palette.flat;
  // Rounded by what follows: many maps at a time are drawn, and this is most of it.
  const index = ((value - low) / (high - low)) * 255 + 0.5;
  return palette.colours[index < 0 ? 0 : index > 255 ? 255 : index | 0] as number;
}

/** A packed pixel as a CSS colour. */
export function cssColour(pixel: number): string {
  return `rgb(${pixel & 255} ${(pixel >>> 8) & 255} ${(pixel >>> 16) & 255})`;
}
