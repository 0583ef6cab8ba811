/** Where in an image there is something to be seen: what is looked at until somebody chooses a place. */
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";

/** From the upper left corner, as parts of the image's height and width: below 1. */
export interface Spot {
  readonly y: number;
  readonly x: number;
}

export const middle: Spot = { y: 0.5, x: 0.5 };

/** A neighbourhood that is as bright as this part of the brightest is as good as that. */
const BRIGHT = 0.75;

/** The place nearest to the middle whose neighbourhood of 3 x 3 is bright; the middle where all is dark. */
export function spotOf(shape: Shape, data: ArrayLike<number>): Spot {
  const { h, w, c } = imageSizes(shape) ?? { h: 0, w: 0, c: 0 };
  if (h === 0 || w === 0 || data.length < h * w * c) return middle;
  const light = Float32Array.from({ length: h * w }, (_, cell) =>
    sumOver(c, (at) => Math.abs(data[cell * c + at] ?? 0)),
  );
  const around = light.map((_, cell) => sumAround(light, w, cell));
  const most = around.reduce((most, value) => Math.max(most, value), 0);
  if (!(most > 0) || !Number.isFinite(most)) return middle;
  let best = { y: 0, x: 0, distance: Number.POSITIVE_INFINITY };
  around.forEach((value, cell) => {
    const [row, column] = [Math.floor(cell / w), cell % w];
    const distance = (row - (h >> 1)) ** 2 + (column - (w >> 1)) ** 2;
    if (value >= BRIGHT * most && distance < best.distance)
      best = { y: (row + 0.5) / h, x: (column + 0.5) / w, distance };
  });
  return { y: best.y, x: best.x };
}

function sumAround(values: Float32Array, width: number, cell: number): number {
  const column = cell % width;
  return sumOver(9, (at) => {
    const across = (at % 3) - 1;
    const isBeside = column + across < 0 || column + across >= width;
    return isBeside ? 0 : (values[cell + (Math.floor(at / 3) - 1) * width + across] ?? 0);
  });
}

function sumOver(count: number, value: (at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += value(at);
  return sum;
}
