/**
 * A kernel's gradient by Winograd's F(2 x 2, 3 x 3), for 3 x 3 kernels with stride 1 (assembly/winograd-gradient.ts): summed up
 * in the transformed planes over all tiles of all samples, and led back to the kernel once.
 */
import type { RoomSizes } from "../../tensor/backend.ts";
import type { ConvSizes } from "../../tensor/kernels.ts";
import type { Instance } from "./instance-parts.ts";
import type { KernelPass } from "./passes.ts";
import { type Extent, gap, smallTilesPay, tiledFrame } from "./winograd.ts";

/** Numbers of the transformed gradient that the cache holds. */
const mostNumbers = 1 << 20;
/** Tiles that are multiplied at once. */
const tilesAtOnce = 112;

function fitsPlanes({ ci, co }: Extent): boolean {
  return 16 * ci * co <= mostNumbers;
}

export function gradientTilesPay(sizes: ConvSizes): boolean {
  return smallTilesPay(sizes) && fitsPlanes({ ...sizes, ...sizes.window });
}

/** Rows of tiles that are multiplied at once, and bytes from a plane to the next of the sums and of both kinds of tiles. */
function tileSizes({ ci, co, oh, ow }: Extent) {
  const across = Math.ceil(ow / 2);
  const rows = Math.min(Math.ceil(oh / 2), Math.ceil(tilesAtOnce / across));
  const plane = (numbers: number) => 4 * (numbers + gap);
  const [inputPlane, gradientPlane] = [plane(rows * across * ci), plane(rows * across * co)];
  return { across, rows, sumPlane: plane(ci * co), inputPlane, gradientPlane };
}

/** Numbers that it asks for: of the sums in planes, and of the tiles. */
export function gradientRooms(extent: Extent): Pick<RoomSizes, "kernelGradient" | "tiles"> {
  if (!fitsPlanes(extent)) return { kernelGradient: 0, tiles: 0 };
  const { sumPlane, inputPlane, gradientPlane } = tileSizes(extent);
  return { kernelGradient: 4 * sumPlane, tiles: 4 * (inputPlane + gradientPlane) };
}

/** dk [3, 3, ci, co] += the gradient; `dk`: its address. */
export function openTiledGradient({ wasm, rooms }: Instance, sizes: ConvSizes, dk: number): KernelPass {
  const { ci, co, window } = sizes;
  const { oh, ow } = window;
  const { frame, from, pitch } = tiledFrame(window, { size: 2, stride: 1 }, ci);
  const { across, rows, sumPlane, inputPlane, gradientPlane } = tileSizes({ ci, co, oh, ow });
  const down = Math.ceil(oh / 2);
  const sum = rooms.kernelGradient(4 * sumPlane);
  const inputs = rooms.tiles(4 * (inputPlane + gradientPlane));
  const gradients = inputs + 16 * inputPlane;
  const channels = rooms.ramp(ci);
  const [dyRow, dyNext] = [4 * ow * co, 4 * co];
  wasm.clear(sum, 4 * sumPlane);
  return {
    frame,
    add(x, dy) {
      for (let row = 0; row < down; row += rows) {
        const taken = Math.min(rows, down - row);
        const tiles = taken * across;
        wasm.transformInput(x + from + 2 * row * pitch, inputs, taken, across, pitch, ci, inputPlane);
        const place = dy + 2 * row * dyRow;
        // biome-ignore format: from and to, how many, how far apart, what is there
        wasm.transformGradient(
          place, gradients,
          taken, across, co,
          gradientPlane, dyRow, dyNext,
          oh - 2 * row, ow,
        );
        for (let plane = 0; plane < 16; plane++) {
          // biome-ignore format: from and to, how many, how far apart, which rows
          wasm.matrixGradient(
            inputs + plane * inputPlane, gradients + plane * gradientPlane, sum + plane * sumPlane,
            1, tiles,
            0, 0, 4 * ci, 4 * co,
            channels, ci, 4 * co, co, 1,
          );
        }
      }
    },
    finish: () => wasm.addTransformed(sum, dk, ci, co, sumPlane),
  };
}
