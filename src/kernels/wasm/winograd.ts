/**
 * A pass by Winograd's tiles, for 3 x 3 kernels: with stride 2 forward (assembly/winograd-strided.ts), with stride 1 F(2 x 2, 3 x 3) (assembly/winograd.ts), or on larger maps
 * F(4 x 4, 3 x 3) (assembly/winograd-large.ts), forward or on an input's way back. Some rows of tiles at a time, and of many
 * weights some filters at a time, so that what is between the transforms stays in the cache.
 */
import type { RoomSizes } from "../../tensor/backend.ts";
import type { ConvSizes } from "../../tensor/kernels.ts";
import type { Window } from "../../tensor/window.ts";
import type { Instance } from "./instance-parts.ts";
import type { Forward, Target } from "./passes.ts";
import { accumulate, relu } from "./passes.ts";
import type { Frame, Phase } from "./walk.ts";

/** A tile may read a row and a bit behind its sample: no further than the memory's last page reaches. */
const longestRow = 5 << 13;
/** Numbers of a transformed kernel that the second cache holds beside the tiles. Larger ones are taken in panels of filters. */
const wholeKernel = 1 << 18;
const panelNumbers = 1 << 17;
const leastPanel = 8;
/** Tiles that are multiplied at once: enough for the weights that go by, few enough for the second cache, or for the third. */
const tilesAtOnce = 28;
const tilesOfPanels = 64;
/** Vectors of a tile that the larger ones put down between columns and rows. */
const tileNumbers = 4 * 36;
/** Numbers between the planes, so that they do not lie a power of two apart. */
export const gap = 16;

interface Channels {
  readonly ci: number;
  readonly co: number;
}

/** Channels, filters, and places of the output. */
export interface Extent extends Channels {
  readonly oh: number;
  readonly ow: number;
}

export interface Tile {
  readonly stride: 1 | 2;
  /** Outputs on a side. */
  readonly size: 2 | 4;
  /** Numbers of a transform: a tile's multiplications for each pair of channel and filter. */
  readonly planes: 16 | 25 | 36;
  /** Numbers of a transformed kernel. */
  readonly weights: 16 | 36;
  /** Channels and filters from which the multiplications saved outweigh the transforms (measured: docs/performance.md). */
  readonly least: number;
  /** As many multiplications take as long as the transform of such a pair's kernel (measured). */
  readonly transform: number;
  readonly kernel: "transformKernel" | "transformKernelLarge" | "transformKernelStrided";
  readonly input: "transformInput" | "transformInputLarge" | "transformInputStrided";
  readonly multiply: "multiplyPlanes" | "multiplyPlanesStrided";
  readonly output: "transformOutput" | "transformOutputLarge" | "transformOutputStrided";
}

const small: Tile = {
  stride: 1,
  size: 2,
  planes: 16,
  weights: 16,
  least: 16,
  transform: 50,
  kernel: "transformKernel",
  input: "transformInput",
  multiply: "multiplyPlanes",
  output: "transformOutput",
};
const large: Tile = {
  stride: 1,
  size: 4,
  planes: 36,
  weights: 36,
  least: 8,
  transform: 130,
  kernel: "transformKernelLarge",
  input: "transformInputLarge",
  multiply: "multiplyPlanes",
  output: "transformOutputLarge",
};
const strided: Tile = {
  stride: 2,
  size: 2,
  planes: 25,
  weights: 16,
  least: 32,
  transform: 50,
  kernel: "transformKernelStrided",
  input: "transformInputStrided",
  multiply: "multiplyPlanesStrided",
  output: "transformOutputStrided",
};

/** A convolution's pass over one sample in its frame: y [oh, ow, co] from cells [_, _, ci]. */
export interface Tiling extends Extent {
  readonly tile: Tile;
  readonly frame: Frame;
  /** Bytes from the frame's begin to the first tile, and from a row of cells to the next. */
  readonly from: number;
  readonly pitch: number;
}

/** What a sample costs by such tiles, for each pair of channel and filter. */
function costOf({ size, planes, transform }: Tile, { oh, ow }: Pick<Extent, "oh" | "ow">): number {
  return Math.ceil(oh / size) * Math.ceil(ow / size) * planes + transform;
}

function cheaperTile(map: Pick<Extent, "oh" | "ow">): Tile {
  return costOf(large, map) < costOf(small, map) ? large : small;
}

function forwardTile(window: Pick<Window, "sh" | "oh" | "ow">): Tile {
  return window.sh === strided.stride ? strided : cheaperTile(window);
}

/** Whether tiles are faster than none: a kernel of 3 x 3 cells beside each other that sees enough channels. */
function pays({ least, stride }: Tile, { window, ci, co, groups }: ConvSizes): boolean {
  const { kh, kw, sh, sw, rh, rw, oh, ow } = window;
  const isPlain = kh === 3 && kw === 3 && sh === stride && sw === stride && rh === 1 && rw === 1 && groups === 1;
  return isPlain && ci >= least && co >= least && Math.min(oh, ow) > 1;
}

/** Whether the smaller tiles are the faster way for a kernel's gradient. */
export function smallTilesPay(sizes: ConvSizes): boolean {
  return pays(small, sizes);
}

/** With a stride few multiplications are saved, on small maps none. */
export function tilesPayForward(sizes: ConvSizes): boolean {
  const { window } = sizes;
  const tile = forwardTile(window);
  const saves = tile !== strided || costOf(tile, window) < 9 * window.oh * window.ow;
  return saves && pays(tile, sizes);
}

/** Of an input's gradient, whose places are the input's cells. */
export function tilesPayBackward(sizes: ConvSizes): boolean {
  const { h, w } = sizes.window;
  return pays(cheaperTile({ oh: h, ow: w }), sizes);
}

/** Whether a pass can go over a frame of `width` cells in a row. */
export function rowsFit({ ci, co }: ConvSizes, width: number): boolean {
  return 4 * width * Math.max(ci, co) <= longestRow;
}

export function forwardTiling({ sizes, walk }: Forward): Tiling {
  const { ci, co, window } = sizes;
  const { oh, ow } = window;
  const extent = { ci, co, oh, ow, tile: forwardTile(window) };
  if (extent.tile !== small) return { ...extent, ...tiledFrame(window, extent.tile, ci) };
  return { ...extent, frame: walk.frame, from: walk.from, pitch: walk.xRow };
}

/** The input's gradient is a convolution of the output's under the turned kernel: channels and filters, cells and places change. */
export function backwardTiling({ ci, co, window }: ConvSizes, frame: Frame, { from, runs, xRow }: Phase): Tiling {
  const { h, w, oh, ow, top, left } = window;
  const extent = { ci: co, co: ci, oh: h, ow: w, tile: cheaperTile({ oh: h, ow: w }) };
  const turned = { h: oh, w: ow, oh: h, ow: w, top: 2 - top, left: 2 - left };
  if (extent.tile === large) return { ...extent, ...tiledFrame(turned, large, co) };
  return { ...extent, frame, from: from + (runs[0] ?? 0), pitch: xRow };
}

/** A sample with its border and, where a tile reaches over the edge, zeros. */
export function tiledFrame(
  { h, w, oh, ow, top, left }: Pick<Window, "h" | "w" | "oh" | "ow" | "top" | "left">,
  { size, stride }: Pick<Tile, "size" | "stride">,
  channels: number,
): Pick<Tiling, "frame" | "from" | "pitch"> {
  const cells = (places: number) => size * stride * Math.ceil(places / size) + 3 - stride;
  const [height, width] = [cells(oh), cells(ow)];
  const frame = {
    copied: true,
    top: Math.max(top, 0),
    left: Math.max(left, 0),
    height: Math.max(height, height - top, h + Math.max(top, 0)),
    width: Math.max(width, width - left, w + Math.max(left, 0)),
  };
  const pitch = 4 * frame.width * channels;
  return { frame, pitch, from: (frame.top - top) * pitch + 4 * (frame.left - left) * channels };
}

/** The transformed kernel in panels of filters: all at once, or one after the other in the same room. */
interface Panels {
  readonly width: number;
  /** Bytes from a plane to the next. */
  readonly plane: number;
  readonly tilesAtOnce: number;
  /** Address of those from filter `o` on. */
  at(o: number): number;
}

type TiledChannels = Channels & { readonly tile: Tile };

/** A kernel that fits the cache is transformed at once. */
function panelSizes({ ci, co, tile }: TiledChannels): Pick<Panels, "width" | "plane" | "tilesAtOnce"> {
  const { weights } = tile;
  const isWhole = weights * ci * co <= wholeKernel;
  const most = isWhole ? co : Math.max(leastPanel, Math.floor(panelNumbers / weights / ci));
  const width = Math.ceil(Math.min(most, co) / leastPanel) * leastPanel;
  return { width, plane: 4 * (ci * width + gap), tilesAtOnce: isWhole ? tilesAtOnce : tilesOfPanels };
}

/** Rows of tiles that are multiplied at once, and bytes from a plane of them to the next. */
function tileSizes({ ci, oh, ow, tile }: Extent & TiledChannels, panels: Pick<Panels, "width" | "tilesAtOnce">) {
  const across = Math.ceil(ow / tile.size);
  const rows = Math.min(Math.ceil(oh / tile.size), Math.ceil(panels.tilesAtOnce / across));
  const plane = (channels: number) => 4 * (rows * across * channels + gap);
  return { across, rows, inputPlane: plane(ci), outputPlane: plane(panels.width) };
}

function tilesRoom({ planes }: Tile, { inputPlane, outputPlane }: { inputPlane: number; outputPlane: number }): number {
  return (planes * (inputPlane + outputPlane)) / 4 + tileNumbers;
}

/** Numbers that a pass asks for, of the transformed kernel and of the tiles. */
export function passRooms(extent: Extent, tile = cheaperTile(extent)): Pick<RoomSizes, "transformed" | "tiles"> {
  const panels = panelSizes({ ...extent, tile });
  const tiles = tilesRoom(tile, tileSizes({ ...extent, tile }, panels));
  return { transformed: (tile.weights * panels.plane) / 4, tiles };
}

/** The same where the kernel moves by two. */
export function stridedRooms(extent: Extent): Pick<RoomSizes, "transformed" | "tiles"> {
  return passRooms(extent, strided);
}

/** Of k [3, 3, ci, co]. */
export function openPanels({ wasm, rooms }: Instance, tiling: Tiling, k: number): Panels {
  const { ci, co, tile } = tiling;
  const sizes = panelSizes(tiling);
  const { width, plane } = sizes;
  const room = rooms.transformed((tile.weights * plane) / 4);
  let there = -1;
  return {
    ...sizes,
    at(o) {
      if (o !== there) wasm[tile.kernel](k + 4 * o, room, ci, Math.min(width, co - o), 4 * co, 4 * width, plane);
      there = o;
      return room;
    },
  };
}

/** Addresses of the framed sample and of the bias, or 0. */
interface Sample {
  readonly x: number;
  readonly bias: number;
}

export function winogradPass(
  { wasm, rooms }: Instance,
  tiling: Tiling,
  panels: Panels,
  { x, bias }: Sample,
  { y, channels, how }: Target,
): void {
  const { ci, co, oh, ow, from, pitch, tile } = tiling;
  const { size, stride, planes } = tile;
  const sizes = tileSizes(tiling, panels);
  const { across, rows, inputPlane, outputPlane } = sizes;
  const down = Math.ceil(oh / size);
  const inputs = rooms.tiles(tilesRoom(tile, sizes));
  const products = inputs + planes * inputPlane;
  const between = products + planes * outputPlane;
  const one = rooms.ramp(1);
  const [yRow, yNext] = [4 * ow * channels, 4 * channels];
  for (let row = 0; row < down; row += rows) {
    const taken = Math.min(rows, down - row);
    wasm[tile.input](x + from + size * stride * row * pitch, inputs, taken, across, pitch, ci, inputPlane, between);
    for (let o = 0; o < co; o += panels.width) {
      const filters = Math.min(panels.width, co - o);
      // biome-ignore format: from and to, how many, how far apart
      wasm[tile.multiply](
        inputs, panels.at(o), products,
        planes, taken * across, ci, filters,
        inputPlane, panels.plane, outputPlane, 4 * panels.width, one,
      );
      // biome-ignore format: from and to, how many, how far apart, what is there, how
      wasm[tile.output](
        products, bias ? bias + 4 * o : 0, y + size * row * yRow + 4 * o,
        taken, across, filters,
        outputPlane, yRow, yNext,
        oh - size * row, ow,
        how === relu ? 1 : 0, how === accumulate ? 1 : 0, between,
      );
    }
  }
}
