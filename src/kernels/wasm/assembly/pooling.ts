/** Max pooling, four channels at a time. The first maximum in the order of rows wins, a NaN wins over all, padding never. */
import { ceilDivide, storeLanes } from "./vector";
import { h, kh, kw, left, oh, ow, rh, rw, sh, sw, top, w } from "./window";

/** x [n, h, w, c]; y [n, oh, ow, c]; argmax the same in whole numbers: the place within the sample's [h, w, c]. */
export function maxPool2d(x: usize, y: usize, argmax: usize, n: i32, c: i32): void {
  for (let sample = 0; sample < n; sample++) {
    const image = x + ((<usize>(sample * h * w * c)) << 2);
    for (let oy = 0; oy < oh; oy++) {
      const top0 = oy * sh - top;
      const rowsFrom = max(0, ceilDivide(-top0, rh));
      const rows = min(kh, ceilDivide(h - top0, rh)) - rowsFrom;
      for (let ox = 0; ox < ow; ox++) {
        const left0 = ox * sw - left;
        const columnsFrom = max(0, ceilDivide(-left0, rw));
        const columns = min(kw, ceilDivide(w - left0, rw)) - columnsFrom;
        const place = (<usize>(((sample * oh + oy) * ow + ox) * c)) << 2;
        const cell = ((top0 + rowsFrom * rh) * w + left0 + columnsFrom * rw) * c;
        largestOf(image, cell, rows, columns, y + place, argmax + place, c);
      }
    }
  }
}

/** Of `rows` x `columns` cells from number `cell` on, of which there may be none. */
// @ts-ignore: decorator
@inline
function largestOf(image: usize, cell: i32, rows: i32, columns: i32, y: usize, argmax: usize, c: i32): void {
  const isEmpty = rows <= 0 || columns <= 0;
  for (let channel = 0; channel < c; channel += 4) {
    const offset = (<usize>channel) << 2;
    let first = cell + channel;
    let most = isEmpty ? f32x4.splat(-Infinity) : v128.load(image + ((<usize>first) << 2));
    let winner = i32x4.splat(first);
    for (let i = 0; i < rows; i++) {
      let at = first;
      for (let j = 0; j < columns; j++) {
        const value = v128.load(image + ((<usize>at) << 2));
        // Larger, or the first NaN.
        const better = v128.andnot(f32x4.eq(most, most), f32x4.le(value, most));
        most = v128.bitselect(value, most, better);
        winner = v128.bitselect(i32x4.splat(at), winner, better);
        at += rw * c;
      }
      first += rh * w * c;
    }
    winner = isEmpty ? i32x4.splat(-1) : i32x4.add(winner, i32x4(0, 1, 2, 3));
    storeLanes(y + offset, most, c - channel);
    storeLanes(argmax + offset, winner, c - channel);
  }
}

/** dy, argmax [n, places]; dx [n, cells] accumulated. */
export function maxPool2dInputGradient(dy: usize, argmax: usize, dx: usize, n: i32, places: i32, cells: i32): void {
  for (let sample = 0; sample < n; sample++) {
    const image = dx + ((<usize>(sample * cells)) << 2);
    const from = (<usize>(sample * places)) << 2;
    const to = from + ((<usize>places) << 2);
    for (let at = from; at < to; at += 4) {
      const winner = i32.load(argmax + at);
      if (winner < 0) continue;
      const cell = image + ((<usize>winner) << 2);
      f32.store(cell, f32.load(cell) + f32.load(dy + at));
    }
  }
}
