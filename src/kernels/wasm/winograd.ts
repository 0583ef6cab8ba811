/**
 * A pass by Winograd's F(2 x 2, 3 x 3), for 3 x 3 kernels with stride 1 (assembly/winograd.ts), forward or on an input's way
 * back. Some rows of tiles at a time, and of many weights some filters at a time, so that what is between the transforms
 * stays in the cache.
 */
import type { RoomSizes } from "../../tensor/backend.ts";
import type { ConvSizes } from "../../tensor/kernels.ts";
import type { Instance } from "./instance-parts.ts";
import type { Forward, Target } from "./passes.ts";
import { accumulate, relu } from "./passes.ts";
import type { Phase } from "./walk.ts";

/** Channels and filters from which the multiplications saved outweigh the transforms (measured: docs/performance.md). */
const leastChannels = 16;
const leastFilters = 16;
/** A tile may read a row and a bit behind its sample: no further than the memory's last page reaches. */
const longestRow = 5 << 13;
/** Numbers of a transformed kernel that the second cache holds beside the tiles. Larger ones are taken in panels of filters. */
const wholeKernel = 1 << 18;
const panelNumbers = 1 << 17;
const leastPanel = 16;
/** Tiles that are multiplied at once: enough for the weights that go by, few enough for the second cache, or for the third. */
const tilesAtOnce = 28;
const tilesOfPanels = 64;
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

/** A convolution's pass over one sample in its frame: y [oh, ow, co] from cells [_, _, ci]. */
export interface Tiling extends Extent {
  /** Bytes from the frame's begin to the first tile, and from a row of cells to the next. */
  readonly from: number;
  readonly pitch: number;
}

/** Whether tiles are the faster way: a kernel of 3 x 3 cells beside each other, moved by one, that sees enough channels. */
export function tilesPay({ window, ci, co, groups }: ConvSizes): boolean {
  const { kh, kw, sh, sw, rh, rw, oh, ow } = window;
  const isPlain = kh === 3 && kw === 3 && sh === 1 && sw === 1 && rh === 1 && rw === 1 && groups === 1;
  return isPlain && ci >= leastChannels && co >= leastFilters && Math.min(oh, ow) > 1;
}

/** Whether a pass can go over a frame of `width` cells in a row. */
export function rowsFit({ ci, co }: ConvSizes, width: number): boolean {
  return 4 * width * Math.max(ci, co) <= longestRow;
}

export function forwardTiling({ sizes: { ci, co, window }, walk }: Forward): Tiling {
  return { ci, co, oh: window.oh, ow: window.ow, from: walk.from, pitch: walk.xRow };
}

/** The input's gradient is a convolution of the output's under the turned kernel: channels and filters change places. */
export function backwardTiling({ ci, co, window }: ConvSizes, { from, runs, xRow }: Phase): Tiling {
  return { ci: co, co: ci, oh: window.h, ow: window.w, from: from + (runs[0] ?? 0), pitch: xRow };
}

/** Filters of the transformed kernel that are there at once, and where. */
interface Panels {
  readonly width: number;
  /** Bytes from a plane to the next. */
  readonly plane: number;
  readonly tilesAtOnce: number;
  /** Address of those from filter `o` on. */
  at(o: number): number;
}

/** A kernel that fits the cache is transformed at once. */
function panelSizes({ ci, co }: Channels): Pick<Panels, "width" | "plane" | "tilesAtOnce"> & { isWhole: boolean } {
  const isWhole = 16 * ci * co <= wholeKernel;
  const most = isWhole ? co : Math.max(leastPanel, Math.floor(panelNumbers / 16 / ci));
  const width = Math.ceil(Math.min(most, co) / leastPanel) * leastPanel;
  return { isWhole, width, plane: 4 * (ci * width + gap), tilesAtOnce: isWhole ? tilesAtOnce : tilesOfPanels };
}

/** Rows of tiles that are multiplied at once, and bytes from a plane of them to the next. */
function tileSizes({ ci, oh, ow }: Extent, panels: Pick<Panels, "width" | "tilesAtOnce">) {
  const across = Math.ceil(ow / 2);
  const rows = Math.min(Math.ceil(oh / 2), Math.ceil(panels.tilesAtOnce / across));
  const plane = (channels: number) => 4 * (rows * across * channels + gap);
  return { across, rows, inputPlane: plane(ci), outputPlane: plane(panels.width) };
}

/** Numbers that a pass asks for: of the transformed kernel, and of the tiles. */
export function passRooms(extent: Extent): Pick<RoomSizes, "transformed" | "tiles"> {
  const panels = panelSizes(extent);
  const { inputPlane, outputPlane } = tileSizes(extent, panels);
  return { transformed: 4 * panels.plane, tiles: 4 * (inputPlane + outputPlane) };
}

/** Of k [3, 3, ci, co]. */
export function openPanels({ wasm, rooms }: Instance, tiling: Channels, k: number): Panels {
  const { ci, co } = tiling;
  const { isWhole, ...sizes } = panelSizes(tiling);
  const { width, plane } = sizes;
  const room = rooms.transformed(4 * plane);
  const transform = (o: number): number => {
    wasm.transformKernel(k + 4 * o, room, ci, Math.min(width, co - o), 4 * co, 4 * width, plane);
    return room;
  };
  if (!isWhole) return { ...sizes, at: transform };
  transform(0);
  return { ...sizes, at: () => room };
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
  const { ci, co, oh, ow, from, pitch } = tiling;
  const { across, rows, inputPlane, outputPlane } = tileSizes(tiling, panels);
  const down = Math.ceil(oh / 2);
  const inputs = rooms.tiles(4 * (inputPlane + outputPlane));
  const products = inputs + 16 * inputPlane;
  const one = rooms.ramp(1);
  const [yRow, yNext] = [4 * ow * channels, 4 * channels];
  for (let row = 0; row < down; row += rows) {
    const taken = Math.min(rows, down - row);
    const tiles = taken * across;
    wasm.transformInput(x + from + 2 * row * pitch, inputs, taken, across, pitch, ci, inputPlane);
    for (let o = 0; o < co; o += panels.width) {
      const kernel = panels.at(o);
      const filters = Math.min(panels.width, co - o);
      for (let plane = 0; plane < 16; plane++) {
        // biome-ignore format: what, how many, how far apart, which runs
        wasm.convolve(
          inputs + plane * inputPlane, kernel + plane * panels.plane, 0, products + plane * outputPlane,
          1, tiles,
          0, 4 * ci, 0, 4 * filters, 4 * panels.width,
          filters, one, 1, ci, 0,
        );
      }
      // biome-ignore format: from and to, how many, how far apart, what is there, how
      wasm.transformOutput(
        products, bias ? bias + 4 * o : 0, y + 2 * row * yRow + 4 * o,
        taken, across, filters,
        outputPlane, yRow, yNext,
        oh - 2 * row, ow,
        how === relu ? 1 : 0, how === accumulate ? 1 : 0,
      );
    }
  }
}
