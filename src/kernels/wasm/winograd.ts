/**
 * A forward pass by Winograd's F(2 x 2, 3 x 3), for 3 x 3 kernels with stride 1 (assembly/winograd.ts). Some rows of tiles at a
 * time, so that what is between the transforms stays in the cache.
 */
import type { ConvSizes } from "../../tensor/kernels.ts";
import type { Instance } from "./instance-parts.ts";
import type { Forward, Given, Target } from "./passes.ts";
import { forwardPass, relu } from "./passes.ts";

/** Channels and filters from which the multiplications saved outweigh the transforms (measured: docs/performance.md). */
const leastChannels = 16;
const leastFilters = 16;
/** Tiles, over all samples of a call, from which the kernel's transform pays. */
const leastTiles = 24;
/** Tiles that are multiplied at once: enough for the weights that go by, few enough for the second cache. */
const tilesAtOnce = 28;
/** A tile may read a row and a bit behind its sample: no further than the memory's last page reaches. */
const longestRow = 1 << 14;

export function winogradFits({ window, ci, co, groups }: ConvSizes, width: number): boolean {
  const { kh, kw, sh, sw, rh, rw } = window;
  const plain = kh === 3 && kw === 3 && sh === 1 && sw === 1 && rh === 1 && rw === 1 && groups === 1;
  return plain && ci >= leastChannels && co >= leastFilters && 4 * width * ci <= longestRow;
}

export function winogradPays({ window: { oh, ow } }: ConvSizes, n: number): boolean {
  return n * Math.ceil(oh / 2) * Math.ceil(ow / 2) >= leastTiles;
}

/** Numbers that the transformed kernel takes. */
export function transformedLength({ ci, co }: ConvSizes): number {
  return 16 * ci * co;
}

/** What runs a forward pass, and the address of the kernel that it takes. */
interface Chosen {
  readonly pass: typeof forwardPass;
  readonly kernel: number;
}

/** Tiles where there is `room` for the transformed kernel and `n` samples pay for it; transforms the kernel then. */
export function choosePass({ wasm }: Instance, sizes: ConvSizes, k: number, room: number, n: number): Chosen {
  if (room === 0 || !winogradPays(sizes, n)) return { pass: forwardPass, kernel: k };
  wasm.transformKernel(k, room, sizes.ci, sizes.co);
  return { pass: winogradPass, kernel: room };
}

/** Like `forwardPass`, with `k` the address of the transformed kernel. */
function winogradPass(
  { wasm, rooms }: Instance,
  { walk, sizes }: Forward,
  { x, k, bias }: Given,
  { y, channels, how }: Target,
): void {
  const { ci, co, window } = sizes;
  const { oh, ow } = window;
  const across = Math.ceil(ow / 2);
  const down = Math.ceil(oh / 2);
  const rows = Math.min(down, Math.ceil(tilesAtOnce / across));
  const inputs = rooms.tiles(16 * rows * across * (ci + co));
  const products = inputs + 4 * 16 * rows * across * ci;
  const one = rooms.ramp(1);
  for (let row = 0; row < down; row += rows) {
    const taken = Math.min(rows, down - row);
    const tiles = taken * across;
    wasm.transformInput(x + walk.from + 2 * row * walk.xRow, inputs, taken, across, walk.xRow, ci);
    for (let plane = 0; plane < 16; plane++) {
      const [from, weights, to] = [4 * plane * tiles * ci, 4 * plane * ci * co, 4 * plane * tiles * co];
      // biome-ignore format: what, how many, how far apart, which runs
      wasm.convolve(
        inputs + from, k + weights, 0, products + to,
        1, tiles,
        0, 4 * ci, 0, 4 * co, 4 * co,
        co, one, 1, ci, 0,
      );
    }
    const place = y + 8 * row * ow * channels;
    const [yRow, yNext] = [4 * ow * channels, 4 * channels];
    const isRelu = how === relu ? 1 : 0;
    wasm.transformOutput(products, bias, place, taken, across, co, yRow, yNext, oh - 2 * row, ow, isRelu);
  }
}
