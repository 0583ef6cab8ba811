/**
 * Pooling, each channel for itself. Padding never wins a maximum and is counted in a mean only if told so. A window's
 * cells beyond the pads, where `ceilMode` lets the last one stick out, are never counted (torch.nn.AvgPool2d).
 */
import type { Floats } from "../../tensor/floats.ts";
import type { PoolSizes } from "../../tensor/kernels.ts";
import type { Window } from "../../tensor/window.ts";

/**
 * x [n, h, w, c]; y and argmax [n, oh, ow, c]. Among equals the first wins, in the order of rows; a NaN wins over all. A
 * window whose cells are so far apart that it reads nothing but padding has no winner: -Infinity (torch.nn.MaxPool2d), at -1.
 */
export function maxPool2d(x: Floats, y: Floats, argmax: Int32Array, { n, c, window }: PoolSizes): void {
  const { h, w, oh, ow } = window;
  for (let sample = 0; sample < n; sample++) {
    const image = sample * h * w * c;
    eachPlace(window, (oy, ox, rows, columns) => {
      const place = ((sample * oh + oy) * ow + ox) * c;
      for (let channel = 0; channel < c; channel++) {
        let most = Number.NEGATIVE_INFINITY;
        let winner = -1;
        for (let iy = rows.from; iy < rows.to; iy += window.rh) {
          for (let ix = columns.from; ix < columns.to; ix += window.rw) {
            const cell = (iy * w + ix) * c + channel;
            const value = x[image + cell]!;
            if (winner !== -1 && !(value > most) && !(Number.isNaN(value) && !Number.isNaN(most))) continue;
            most = value;
            winner = cell;
          }
        }
        y[place + channel] = most;
        argmax[place + channel] = winner;
      }
    });
  }
}

/** dy, argmax [n, oh, ow, c]; dx [n, h, w, c]: the winner takes all of dy, and the sum where it won several windows. */
export function maxPool2dInputGradient(dy: Floats, argmax: Int32Array, dx: Floats, { n, c, window }: PoolSizes): void {
  const { h, w, oh, ow } = window;
  const places = oh * ow * c;
  for (let sample = 0; sample < n; sample++) {
    const image = sample * h * w * c;
    for (let i = sample * places; i < (sample + 1) * places; i++) {
      const winner = argmax[i]!;
      if (winner !== -1) dx[image + winner]! += dy[i]!;
    }
  }
}

/** x [n, h, w, c]; y [n, oh, ow, c]. */
export function avgPool2d(x: Floats, y: Floats, { n, c, window }: PoolSizes, countPadding: boolean): void {
  const { h, w, oh, ow } = window;
  for (let sample = 0; sample < n; sample++) {
    eachPlace(window, (oy, ox, rows, columns) => {
      const place = ((sample * oh + oy) * ow + ox) * c;
      const count = countPadding ? rows.padded * columns.padded : rows.count * columns.count;
      for (let channel = 0; channel < c; channel++) {
        let sum = 0;
        for (let iy = rows.from; iy < rows.to; iy += window.rh) {
          for (let ix = columns.from; ix < columns.to; ix += window.rw) {
            sum += x[((sample * h + iy) * w + ix) * c + channel]!;
          }
        }
        y[place + channel] = sum / count;
      }
    });
  }
}

/** dy [n, oh, ow, c]; dx [n, h, w, c]: every cell that was counted gets an equal share. */
export function avgPool2dInputGradient(
  dy: Floats,
  dx: Floats,
  { n, c, window }: PoolSizes,
  countPadding: boolean,
): void {
  const { h, w, oh, ow } = window;
  for (let sample = 0; sample < n; sample++) {
    eachPlace(window, (oy, ox, rows, columns) => {
      const place = ((sample * oh + oy) * ow + ox) * c;
      const count = countPadding ? rows.padded * columns.padded : rows.count * columns.count;
      for (let iy = rows.from; iy < rows.to; iy += window.rh) {
        for (let ix = columns.from; ix < columns.to; ix += window.rw) {
          const cell = ((sample * h + iy) * w + ix) * c;
          for (let channel = 0; channel < c; channel++) dx[cell + channel]! += dy[place + channel]! / count;
        }
      }
    });
  }
}

/** What one window reads along one axis: the input cells from..to (in steps of the dilation), how many, and how many with pads. */
interface Reach {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly padded: number;
}

function eachPlace(window: Window, visit: (oy: number, ox: number, rows: Reach, columns: Reach) => void): void {
  const { h, w, kh, kw, sh, sw, rh, rw, top, bottom, left, right, oh, ow } = window;
  const columns = Array.from({ length: ow }, (_, ox) => reach(ox * sw - left, kw, rw, w, right));
  for (let oy = 0; oy < oh; oy++) {
    const rows = reach(oy * sh - top, kh, rh, h, bottom);
    for (let ox = 0; ox < ow; ox++) visit(oy, ox, rows, columns[ox]!);
  }
}

/** `start` is the window's first cell, negative within the first pad. */
function reach(start: number, kernel: number, dilation: number, input: number, after: number): Reach {
  const end = start + (kernel - 1) * dilation + 1;
  const from = start >= 0 ? start : start + Math.ceil(-start / dilation) * dilation;
  const to = Math.min(end, input);
  const padded = Math.ceil((Math.min(end, input + after) - start) / dilation);
  return { from, to, count: Math.ceil((to - from) / dilation), padded };
}
