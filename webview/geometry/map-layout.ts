/** How large feature maps are drawn: as many as fit beside each other, each value with whole pixels, or larger by a zoom. */
import type { Shape } from "../../src/tensor/shape.ts";
import { type Atlas, type Lines, layOutAtlas, linesSeen, type TileSource } from "./atlas.ts";

export interface MapLayout {
  /** CSS pixels that there are from left to right. */
  readonly width: number;
  readonly zoom: number;
  /** So many maps stand together. */
  readonly group: number;
  /** CSS pixels for the words below each line of maps. */
  readonly caption: number;
}

type Tiles = Pick<TileSource, "count" | "rows" | "columns">;

const GAP_PX = 6;
const GROUP_GAP_PX = 14;
const SMALLEST_PX = 68;
const LARGEST_PX = 160;
const ALONE_PX = 224;
/** So many times as high as it is wide may a picture be. */
const MOST_HEIGHTS = 3;
/** What a canvas can be. */
const MOST_PIXELS = 24e6;
const LONGEST_PX = 16_000;

/** As in styles/drawings.css, of both sides. */
const SCROLL_PADDING_PX = 8;
const CAPTION_PX = { one: 17, two: 31 } as const;
export interface AtlasChoices {
  readonly mapZoom: number;
  readonly sharedScale: boolean;
  /** So many images are compared. */
  readonly each: number;
}

/** How the maps of a tensor stand where there are so many CSS pixels from left to right. */
export function layOutAllMaps(tiles: Tiles, width: number, { mapZoom, sharedScale, each }: AtlasChoices): Atlas {
  const maps = tiles.count / each;
  const caption = maps === 1 ? 0 : sharedScale ? CAPTION_PX.one : CAPTION_PX.two;
  return layOutMaps(tiles, { width: Math.max(1, width - SCROLL_PADDING_PX), zoom: mapZoom, group: each, caption });
}

/** The same maps on a picture to take away: as they stand on the page, or wider, where that would be a long strip. */
export function layOutForPicture(tiles: Tiles, onPage: Atlas, choices: AtlasChoices): Atlas {
  const { width, height, scale } = onPage;
  if (height <= MOST_HEIGHTS * width) return onPage;
  return layOutAllMaps(tiles, Math.ceil(Math.sqrt(width * height) * scale) + SCROLL_PADDING_PX, choices);
}

/** The maps that some lines of an atlas show, as places in their order. */
export function mapsOfLines({ perLine, group, count }: Atlas, { from, to }: Pick<Lines, "from" | "to">) {
  return { from: (from * perLine) / group, to: Math.min(count, to * perLine) / group };
}

/** The maps of a tensor [h, w, c] that are seen in a space of CSS pixels before anybody scrolls. */
export function firstMaps(
  [rows = 1, columns = 1, maps = 1]: Shape,
  choices: AtlasChoices,
  { width, height }: { readonly width: number; readonly height: number },
) {
  const atlas = layOutAllMaps({ count: maps * choices.each, rows, columns }, width, choices);
  return mapsOfLines(atlas, linesSeen(atlas, 0, height));
}

/** Zoomed as far as a canvas can be. */
export function layOutMaps(tiles: Tiles, layout: MapLayout): Atlas {
  for (let { zoom } = layout; ; zoom /= 2) {
    const atlas = layOutAt(tiles, layout, zoom);
    if (zoom <= 0.5 || (atlas.width * atlas.height <= MOST_PIXELS && atlas.height <= LONGEST_PX)) return atlas;
  }
}

function layOutAt(tiles: Tiles, { width, group, caption }: MapLayout, zoom: number): Atlas {
  const side = Math.max(tiles.rows, tiles.columns);
  const tile = Math.ceil(tilePx(tiles, width) / side) * zoom * side;
  const widest = zoom > 1 ? group * (tile + GAP_PX + side) + GROUP_GAP_PX : 0;
  const groupGap = group > 1 ? GROUP_GAP_PX : 0;
  return layOutAtlas(tiles, { width: Math.max(width, widest), tile, gap: GAP_PX, group, groupGap, caption });
}

/** Few maps share the width, many are small; each value gets whole pixels. */
function tilePx({ count, rows, columns }: Tiles, width: number): number {
  const longest = count === 1 ? Math.min(ALONE_PX, width) : LARGEST_PX;
  const shared = Math.min(longest, Math.floor((width + GAP_PX) / count) - GAP_PX);
  const side = Math.max(rows, columns);
  return Math.max(count === 1 ? side : SMALLEST_PX, Math.floor(shared / side) * side);
}
