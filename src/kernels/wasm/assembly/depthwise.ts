/** Depthwise convolution with one kernel for each channel: four channels at a time, all three passes. */
import { addLanes, madd, storeLanes } from "./vector";
import { endPlace, firstPlace, h, kh, kw, left, oh, ow, rh, rw, sh, sw, top, w } from "./window";

/** x [n, h, w, c], k [kh, kw, c]; y [n, oh, ow, c]. */
export function depthwise(x: usize, k: usize, y: usize, n: i32, c: i32): void {
  for (let sample = 0; sample < n; sample++) {
    const image = x + ((<usize>(sample * h * w * c)) << 2);
    for (let oy = 0; oy < oh; oy++) {
      for (let ox = 0; ox < ow; ox++) {
        const place = y + ((<usize>(((sample * oh + oy) * ow + ox) * c)) << 2);
        for (let channel = 0; channel < c; channel += 4) {
          const offset = (<usize>channel) << 2;
          let sum = f32x4.splat(0);
          for (let i = 0; i < kh; i++) {
            const iy = oy * sh - top + i * rh;
            if (iy < 0 || iy >= h) continue;
            for (let j = 0; j < kw; j++) {
              const ix = ox * sw - left + j * rw;
              if (ix < 0 || ix >= w) continue;
              const cell = image + ((<usize>((iy * w + ix) * c)) << 2);
              sum = madd(v128.load(cell + offset), v128.load(k + ((<usize>((i * kw + j) * c)) << 2) + offset), sum);
            }
          }
          storeLanes(place + offset, sum, c - channel);
        }
      }
    }
  }
}

/** dy [n, oh, ow, c], k [kh, kw, c]; dx [n, h, w, c] accumulated. */
export function depthwiseInputGradient(dy: usize, k: usize, dx: usize, n: i32, c: i32): void {
  for (let i = 0; i < kh; i++) {
    const oyFrom = firstPlace(i * rh - top, sh);
    const oyTo = endPlace(i * rh - top, sh, h, oh);
    for (let j = 0; j < kw; j++) {
      const oxFrom = firstPlace(j * rw - left, sw);
      const oxTo = endPlace(j * rw - left, sw, w, ow);
      const tap = k + ((<usize>((i * kw + j) * c)) << 2);
      for (let sample = 0; sample < n; sample++) {
        for (let oy = oyFrom; oy < oyTo; oy++) {
          const iy = oy * sh - top + i * rh;
          for (let ox = oxFrom; ox < oxTo; ox++) {
            const ix = ox * sw - left + j * rw;
            const cell = dx + ((<usize>(((sample * h + iy) * w + ix) * c)) << 2);
            const place = dy + ((<usize>(((sample * oh + oy) * ow + ox) * c)) << 2);
            for (let channel = 0; channel < c; channel += 4) {
              const offset = (<usize>channel) << 2;
              addLanes(cell + offset, f32x4.mul(v128.load(place + offset), v128.load(tap + offset)), c - channel);
            }
          }
        }
      }
    }
  }
}

/** x [n, h, w, c], dy [n, oh, ow, c]; dk [kh, kw, c] accumulated. */
export function depthwiseKernelGradient(x: usize, dy: usize, dk: usize, n: i32, c: i32): void {
  for (let i = 0; i < kh; i++) {
    const oyFrom = firstPlace(i * rh - top, sh);
    const oyTo = endPlace(i * rh - top, sh, h, oh);
    for (let j = 0; j < kw; j++) {
      const oxFrom = firstPlace(j * rw - left, sw);
      const oxTo = endPlace(j * rw - left, sw, w, ow);
      const tap = dk + ((<usize>((i * kw + j) * c)) << 2);
      for (let channel = 0; channel < c; channel += 4) {
        const offset = (<usize>channel) << 2;
        for (let sample = 0; sample < n; sample++) {
          let sum = f32x4.splat(0);
          for (let oy = oyFrom; oy < oyTo; oy++) {
            const iy = oy * sh - top + i * rh;
            for (let ox = oxFrom; ox < oxTo; ox++) {
              const ix = ox * sw - left + j * rw;
              const cell = x + ((<usize>(((sample * h + iy) * w + ix) * c)) << 2) + offset;
              const place = dy + ((<usize>(((sample * oh + oy) * ow + ox) * c)) << 2) + offset;
              sum = madd(v128.load(cell), v128.load(place), sum);
            }
          }
          addLanes(tap + offset, sum, c - channel);
        }
      }
    }
  }
}
