/**
 * Many small pictures of one size as tiles of one large one. All lengths are in picture pixels; the page enlarges the
 * whole by `scale`.
 */

/** What is drawn: tiles of equal size. `at` gives `undefined` where a tile has no value, which stays transparent. */
export interface TileSource {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  at(tile: number, row: number, column: number): number | undefined;
}

export interface AtlasOptions {
  /** CSS pixels that there are from left to right. */
  readonly width: number;
  /** CSS pixels that a tile should have along its longer side, at least. */
  readonly tile: number;
  /** CSS pixels between tiles. */
  readonly gap: number;
  /** CSS pixels below each line of tiles, for a caption. */
  readonly caption?: number;
  /** So many tiles belong together and are not broken over lines. */
  readonly group?: number;
  /** CSS pixels between groups, beside the gap. */
  readonly groupGap?: number;
}

export interface Atlas {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** Picture pixels along each side of a value: more than one where values are drawn large, so that gaps can be small. */
  readonly dots: number;
  readonly perLine: number;
  readonly group: number;
  readonly gap: number;
  readonly groupGap: number;
  readonly lineGap: number;
  readonly width: number;
  readonly height: number;
  /** CSS pixels for each picture pixel. */
  readonly scale: number;
}

/** One value of one tile. */
export interface Cell {
  readonly tile: number;
  readonly row: number;
  readonly column: number;
}

type Tiles = Pick<TileSource, "count" | "rows" | "columns">;

/** A picture pixel becomes no more CSS pixels than this. */
const MOST_SCALE = 4;

/** At least one group stands in each line, however narrow the page is: then the whole is made smaller. */
export function layOutAtlas(tiles: Tiles, options: AtlasOptions): Atlas {
  const group = options.group ?? 1;
  const cssPerValue = Math.max(1, Math.ceil(options.tile / Math.max(tiles.rows, tiles.columns)));
  const dots = Math.ceil(cssPerValue / MOST_SCALE);
  const enlarged = cssPerValue / dots;
  const pixels = (px: number): number => (px === 0 ? 0 : Math.max(1, Math.round(px / enlarged)));
  const [gap, groupGap] = [pixels(options.gap), pixels(options.groupGap ?? 0)];
  const groupWidth = group * (tiles.columns * dots + gap) + groupGap;
  const room = Math.floor(options.width / enlarged) + gap + groupGap;
  const groups = Math.max(1, Math.min(Math.ceil(tiles.count / group), Math.floor(room / groupWidth)));
  const width = groups * groupWidth - gap - groupGap;
  const lines = Math.ceil(tiles.count / (groups * group));
  const lineGap = gap + Math.ceil((options.caption ?? 0) / enlarged);
  return {
    count: tiles.count,
    rows: tiles.rows,
    columns: tiles.columns,
    dots,
    perLine: groups * group,
    group,
    gap,
    groupGap,
    lineGap,
    width,
    height: Math.max(0, lines * (tiles.rows * dots + lineGap) - gap),
    scale: Math.min(enlarged, options.width / width),
  };
}

/** Some lines of tiles, one below the other. */
export interface Lines {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Where they begin in the whole, and how high they are, in picture pixels. */
  readonly y: number;
  readonly height: number;
}

export function wholeAtlas(atlas: Atlas): Lines {
  return linesOf(atlas, 0, Number.POSITIVE_INFINITY);
}

/** Those that are seen between two heights, in CSS pixels from the upper edge. */
export function linesSeen(atlas: Atlas, top: number, bottom: number): Lines {
  const lineHeight = (atlas.rows * atlas.dots + atlas.lineGap) * atlas.scale;
  return linesOf(atlas, Math.floor(top / lineHeight), Math.ceil(bottom / lineHeight));
}

function linesOf(atlas: Atlas, first: number, end: number): Lines {
  const lineHeight = atlas.rows * atlas.dots + atlas.lineGap;
  const count = Math.ceil(atlas.count / atlas.perLine);
  const from = Math.max(0, Math.min(count, first));
  const to = Math.max(from, Math.min(count, end));
  const y = from * lineHeight;
  return { from, to, y, height: Math.max(0, Math.min(atlas.height, to * lineHeight) - y) };
}

/** The upper left picture pixel of a tile. */
export function tileOrigin(atlas: Atlas, tile: number): { x: number; y: number } {
  const place = tile % atlas.perLine;
  const line = Math.floor(tile / atlas.perLine);
  return {
    x: place * (atlas.columns * atlas.dots + atlas.gap) + Math.floor(place / atlas.group) * atlas.groupGap,
    y: line * (atlas.rows * atlas.dots + atlas.lineGap),
  };
}

/** The cell at a picture pixel, or `undefined` between tiles. */
export function locateCell(atlas: Atlas, x: number, y: number): Cell | undefined {
  const tileWidth = atlas.columns * atlas.dots + atlas.gap;
  const groupWidth = atlas.group * tileWidth + atlas.groupGap;
  const groupIndex = Math.floor(x / groupWidth);
  const inGroup = Math.floor((x - groupIndex * groupWidth) / tileWidth);
  const place = groupIndex * atlas.group + inGroup;
  if (x < 0 || y < 0 || inGroup >= atlas.group || place >= atlas.perLine) return undefined;
  const tile = Math.floor(y / (atlas.rows * atlas.dots + atlas.lineGap)) * atlas.perLine + place;
  const origin = tileOrigin(atlas, tile);
  const row = Math.floor((y - origin.y) / atlas.dots);
  const column = Math.floor((x - origin.x) / atlas.dots);
  if (tile >= atlas.count || row >= atlas.rows || column >= atlas.columns) return undefined;
  return { tile, row, column };
}

/** The neighbouring cell, across the border of a tile into the next; the same cell at the edge of the whole. */
export function moveCell(atlas: Atlas, cell: Cell, down: number, right: number): Cell {
  const row = cell.row + down;
  const column = cell.column + right;
  const place = cell.tile % atlas.perLine;
  const lines = Math.floor(row / atlas.rows);
  const places = Math.floor(column / atlas.columns);
  if (place + places < 0 || place + places >= atlas.perLine) return cell;
  const tile = cell.tile + places + lines * atlas.perLine;
  if (tile < 0 || tile >= atlas.count) return cell;
  return { tile, row: row - lines * atlas.rows, column: column - places * atlas.columns };
}

/** The same cell in another tile, `by` tiles further; in the first or last one at the ends. */
export function moveTile(atlas: Atlas, cell: Cell, by: number): Cell {
  return { ...cell, tile: Math.max(0, Math.min(atlas.count - 1, cell.tile + by)) };
}
