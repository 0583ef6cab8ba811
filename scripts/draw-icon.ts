// Draws media/icon.png: a handwritten seven on a grid, and a 3x3 kernel that looks at a part of it.
//
//     node scripts/draw-icon.ts

import { mkdirSync, writeFileSync } from "node:fs";
import { encode } from "fast-png";
import { inRoot } from "./root.ts";

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

interface Box {
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly radius: number;
}

const SIZE_PX = 128;
const SAMPLES = 4; // per axis and pixel, against jagged edges
const CELL_PX = 17;
const GAP_PX = 2;
const EDGE_PX = 8;

const BACKGROUND: Colour = [20, 35, 60, 255];
const DARK: Colour = [38, 64, 104, 255];
const BRIGHT: Colour = [150, 205, 255, 255];
const KERNEL: Colour = [255, 160, 60, 255];
const NOTHING: Colour = [0, 0, 0, 0];

// How bright each pixel of the seven is, in tenths.
const SEVEN = ["000000", "069980", "013972", "000940", "004900", "008400"];
const KERNEL_AT = { row: 2, column: 2, cells: 3 };

/** The colour at a point of the icon, in pixels from its top left. */
function colourAt(x: number, y: number): Colour {
  if (!inBox(x, y, { left: 0, top: 0, size: SIZE_PX, radius: 22 })) return NOTHING;
  const frame = cellBox(KERNEL_AT.row, KERNEL_AT.column, KERNEL_AT.cells);
  const inKernel = inBox(x, y, grow(frame, 3));
  if (inKernel && !inBox(x, y, grow(frame, -1))) return KERNEL;
  const colour = cellColour(x, y);
  return inKernel ? mix(colour, KERNEL, 0.12) : colour;
}

function cellColour(x: number, y: number): Colour {
  for (const [row, line] of SEVEN.entries()) {
    for (const [column, tenths] of [...line].entries()) {
      if (inBox(x, y, cellBox(row, column, 1))) return mix(DARK, BRIGHT, Number(tenths) / 9);
    }
  }
  return BACKGROUND;
}

/** The square that `cells` x `cells` cells of the grid fill, from the given cell on. */
function cellBox(row: number, column: number, cells: number): Box {
  const step = CELL_PX + GAP_PX;
  return { left: EDGE_PX + column * step, top: EDGE_PX + row * step, size: cells * step - GAP_PX, radius: 3 };
}

function grow(box: Box, byPx: number): Box {
  return { left: box.left - byPx, top: box.top - byPx, size: box.size + 2 * byPx, radius: box.radius + byPx };
}

function inBox(x: number, y: number, { left, top, size, radius }: Box): boolean {
  const dx = Math.max(left + radius - x, x - (left + size - radius), 0);
  const dy = Math.max(top + radius - y, y - (top + size - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const channel = (index: 0 | 1 | 2 | 3): number => from[index] + (to[index] - from[index]) * share;
  return [channel(0), channel(1), channel(2), channel(3)];
}

/** One pixel, RGBA: the mean over its samples, colours weighted with their alpha. */
function pixelAt(column: number, row: number): number[] {
  const sum = [0, 0, 0, 0];
  for (let index = 0; index < SAMPLES * SAMPLES; index++) {
    const x = column + ((index % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(index / SAMPLES) + 0.5) / SAMPLES;
    const [red, green, blue, alpha] = colourAt(x, y);
    for (const [channel, value] of [red, green, blue].entries()) sum[channel]! += value * alpha;
    sum[3]! += alpha;
  }
  const alpha = sum[3]!;
  return [...sum.slice(0, 3).map((value) => (alpha === 0 ? 0 : value / alpha)), alpha / SAMPLES ** 2].map(Math.round);
}

const data = new Uint8Array(4 * SIZE_PX * SIZE_PX);
for (let index = 0; 4 * index < data.length; index++) {
  data.set(pixelAt(index % SIZE_PX, Math.floor(index / SIZE_PX)), 4 * index);
}
mkdirSync(inRoot("media"), { recursive: true });
writeFileSync(inRoot("media", "icon.png"), encode({ width: SIZE_PX, height: SIZE_PX, data, channels: 4 }));
