/**
 * Convolution, forward and backward, as docs/derivation.md derives it. All data is channels last: x [n, h, w, ci],
 * k [kh, kw, ci / groups, co], y [n, oh, ow, co]. Sums are taken in double precision and stored once.
 *
 *   y[oy, ox, o]   = sum over i, j, c of  x[oy sh - top + i rh, ox sw - left + j rw, c] k[i, j, c, o]
 *   dk[i, j, c, o] = sum over places of   x[the same cell, c] dy[oy, ox, o]
 *   dx[iy, ix, c]  = sum over i, j, o of  dy[the place whose window puts k[i, j] on the cell, o] k[i, j, c, o]
 */
import type { Floats } from "../../tensor/floats.ts";
import type { ConvSizes } from "../../tensor/kernels.ts";

/** x [n, h, w, ci], k [kh, kw, ci / groups, co]; y [n, oh, ow, co]. */
export function conv2d(x: Floats, k: Floats, y: Floats, { n, ci, co, groups, window }: ConvSizes): void {
  const { h, w, kh, kw, sh, sw, rh, rw, top, left, oh, ow } = window;
  const [cig, cog] = [ci / groups, co / groups];
  const sums = new Float64Array(co);
  for (let place = 0; place < n * oh * ow; place++) {
    const ox = place % ow;
    const oy = Math.floor(place / ow) % oh;
    const sample = Math.floor(place / (ow * oh));
    sums.fill(0);
    for (let i = 0; i < kh; i++) {
      const iy = oy * sh - top + i * rh;
      if (iy < 0 || iy >= h) continue;
      for (let j = 0; j < kw; j++) {
        const ix = ox * sw - left + j * rw;
        if (ix < 0 || ix >= w) continue;
        const cell = ((sample * h + iy) * w + ix) * ci;
        const tap = (i * kw + j) * cig * co;
        for (let group = 0; group < groups; group++) {
          for (let c = 0; c < cig; c++) {
            const value = x[cell + group * cig + c]!;
            const filters = tap + c * co;
            for (let o = group * cog; o < (group + 1) * cog; o++) sums[o]! += value * k[filters + o]!;
          }
        }
      }
    }
    y.set(sums, place * co);
  }
}

/**
 * dy [n, oh, ow, co], k [kh, kw, ci / groups, co]; dx [n, h, w, ci]. Seen from an input cell: dy is spread by the stride
 * (only every sh-th row and sw-th column holds a gradient), padded by the kernel's extent less one, and read under the
 * kernel turned by 180°: going forward through k means going backward through dy. Summed over the filters. It gathers (each
 * cell sums what its places send back) where the article scatters (each place sends back to its cells): the same sum, stored once.
 */
export function conv2dInputGradient(dy: Floats, k: Floats, dx: Floats, { n, ci, co, groups, window }: ConvSizes): void {
  const { h, w, kh, kw, sh, sw, rh, rw, top, left, oh, ow } = window;
  const [cig, cog] = [ci / groups, co / groups];
  const sums = new Float64Array(ci);
  for (let cell = 0; cell < n * h * w; cell++) {
    const ix = cell % w;
    const iy = Math.floor(cell / w) % h;
    const sample = Math.floor(cell / (w * h));
    sums.fill(0);
    for (let i = 0; i < kh; i++) {
      const spreadRow = iy + top - i * rh;
      const oy = spreadRow / sh;
      if (spreadRow % sh !== 0 || oy < 0 || oy >= oh) continue;
      for (let j = 0; j < kw; j++) {
        const spreadColumn = ix + left - j * rw;
        const ox = spreadColumn / sw;
        if (spreadColumn % sw !== 0 || ox < 0 || ox >= ow) continue;
        const place = ((sample * oh + oy) * ow + ox) * co;
        const tap = (i * kw + j) * cig * co;
        for (let group = 0; group < groups; group++) {
          for (let c = 0; c < cig; c++) {
            const filters = tap + c * co;
            let sum = 0;
            for (let o = group * cog; o < (group + 1) * cog; o++) sum += dy[place + o]! * k[filters + o]!;
            sums[group * cig + c]! += sum;
          }
        }
      }
    }
    for (let c = 0; c < ci; c++) dx[cell * ci + c]! += sums[c]!;
  }
}

/** x [n, h, w, ci], dy [n, oh, ow, co]; dk [kh, kw, ci / groups, co]. */
export function conv2dKernelGradient(
  x: Floats,
  dy: Floats,
  dk: Floats,
  { n, ci, co, groups, window }: ConvSizes,
): void {
  const { h, w, kh, kw, sh, sw, rh, rw, top, left, oh, ow } = window;
  const [cig, cog] = [ci / groups, co / groups];
  const sums = new Float64Array(cig * co);
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      sums.fill(0);
      for (let sample = 0; sample < n; sample++) {
        for (let oy = 0; oy < oh; oy++) {
          const iy = oy * sh - top + i * rh;
          if (iy < 0 || iy >= h) continue;
          for (let ox = 0; ox < ow; ox++) {
            const ix = ox * sw - left + j * rw;
            if (ix < 0 || ix >= w) continue;
            const cell = ((sample * h + iy) * w + ix) * ci;
            const place = ((sample * oh + oy) * ow + ox) * co;
            for (let group = 0; group < groups; group++) {
              for (let c = 0; c < cig; c++) {
                const value = x[cell + group * cig + c]!;
                const filters = c * co;
                for (let o = group * cog; o < (group + 1) * cog; o++) sums[filters + o]! += value * dy[place + o]!;
              }
            }
          }
        }
      }
      const at = (i * kw + j) * cig * co;
      for (let s = 0; s < sums.length; s++) dk[at + s]! += sums[s]!;
    }
  }
}
