/** Max pooling, four channels at a time. The first maximum in the order of rows wins, a NaN wins over all, padding never. */
import { storeLanes } from "./vector";
import { h, kh, kw, left, oh, ow, rh, rw, sh, sw, top, w } from "./window";

/** x [n, h, w, c]; y [n, oh, ow, c]; argmax the same in whole numbers: the place within the sample's [h, w, c]. */
export function maxPool2d(x: usize, y: usize, argmax: usize, n: i32, c: i32): void {
  const lanesInOrder = i32x4(0, 1, 2, 3);
  for (let sample = 0; sample < n; sample++) {
    const image = x + ((<usize>(sample * h * w * c)) << 2);
    for (let oy = 0; oy < oh; oy++) {
      for (let ox = 0; ox < ow; ox++) {
        const place = (<usize>(((sample * oh + oy) * ow + ox) * c)) << 2;
        for (let channel = 0; channel < c; channel += 4) {
          let most = f32x4.splat(-Infinity);
          let winner = i32x4.splat(-1);
          for (let i = 0; i < kh; i++) {
            const iy = oy * sh - top + i * rh;
            if (iy < 0 || iy >= h) continue;
            for (let j = 0; j < kw; j++) {
              const ix = ox * sw - left + j * rw;
              if (ix < 0 || ix >= w) continue;
              const cell = (iy * w + ix) * c + channel;
              const value = v128.load(image + ((<usize>cell) << 2));
              const notANumber = v128.andnot(f32x4.ne(value, value), f32x4.ne(most, most));
              const first = i32x4.lt_s(winner, i32x4.splat(0));
              const better = v128.or(v128.or(f32x4.gt(value, most), notANumber), first);
              most = v128.bitselect(value, most, better);
              winner = v128.bitselect(i32x4.add(i32x4.splat(cell), lanesInOrder), winner, better);
            }
          }
          const offset = place + ((<usize>channel) << 2);
          storeLanes(y + offset, most, c - channel);
          storeLanes(argmax + offset, winner, c - channel);
        }
      }
    }
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
