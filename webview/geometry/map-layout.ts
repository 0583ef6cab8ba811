/** How large feature maps are drawn: as many as fit beside each other, each value with whole pixels, or larger by a zoom. */
import { type Atlas, layOutAtlas, type TileSource } from "./atlas.ts";

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
/** What a canvas can be. */
const MOST_PIXELS = 24e6;
const LONGEST_PX = 16_000;

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
