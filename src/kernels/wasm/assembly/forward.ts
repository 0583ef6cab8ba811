/**
 * Forward convolution. Tiles of 4 places x 8 filters stay in registers while the kernel's taps and channels stream by:
 * a row of weights is loaded once, each input value is splatted over the lanes. NHWC makes the taps of one kernel row and
 * their channels one contiguous run, so that there is no im2col and SAME costs nothing but the shorter runs at the border.
 */
import { addLanes, madd, storeLanes } from "./vector";
import { endPlace, firstPlace, h, kh, kw, left, oh, ow, rh, rw, sh, sw, top, w } from "./window";

/**
 * x [n, h, w, xc] from channel `ci0`, k [kh, kw, cig, kc] from column `o0`, y [n, oh, ow, kc] from channel `o0`; `cog`
 * filters. With `accumulate` y += instead of y =. Pointers are to the tensors' first bytes.
 */
export function conv2d(
  x: usize,
  k: usize,
  y: usize,
  n: i32,
  xc: i32,
  ci0: i32,
  cig: i32,
  kc: i32,
  o0: i32,
  cog: i32,
  accumulate: bool,
): void {
  // Places whose whole window lies within the row: tiles of four run over them.
  const insideFrom = min(firstPlace(-left, sw), ow);
  const insideTo = max(insideFrom, endPlace((kw - 1) * rw - left, sw, w, ow));
  for (let sample = 0; sample < n; sample++) {
    const image = x + ((<usize>(sample * h * w * xc + ci0)) << 2);
    for (let oy = 0; oy < oh; oy++) {
      const iy0 = oy * sh - top;
      const out = y + ((<usize>((sample * oh + oy) * ow * kc)) << 2);
      for (let o = o0; o < o0 + cog; o += 8) {
        const lanes = min(8, o0 + cog - o);
        const at = out + ((<usize>o) << 2);
        const weights = k + ((<usize>o) << 2);
        // With fewer than four places inside, all are done one by one.
        const tiled = insideTo - insideFrom >= 4;
        const from = tiled ? insideFrom : ow;
        for (let ox = 0; ox < from; ox++) {
          onePlace(image, weights, at + ((<usize>(ox * kc)) << 2), iy0, ox * sw - left, xc, cig, kc, lanes, accumulate);
        }
        if (!tiled) continue;
        for (let ox = insideFrom; ox < insideTo; ox += 4) {
          // The last tile steps back over places that are done: the same sums once more cost less than single places.
          const place = min(ox, insideTo - 4);
          const done = ox - place;
          const to = at + ((<usize>(place * kc)) << 2);
          fourPlaces(image, weights, to, iy0, place * sw - left, xc, cig, kc, lanes, accumulate, done);
        }
        for (let ox = insideTo; ox < ow; ox++) {
          onePlace(image, weights, at + ((<usize>(ox * kc)) << 2), iy0, ox * sw - left, xc, cig, kc, lanes, accumulate);
        }
      }
    }
  }
}

/** y [height, width, c]: x [h, w, c] with its first cell at (down, right), in zeros. */
export function padSample(x: usize, y: usize, h: i32, w: i32, c: i32, down: i32, right: i32, height: i32, width: i32): void {
  memory.fill(y, 0, (<usize>(height * width * c)) << 2);
  for (let row = 0; row < h; row++) {
    const to = y + ((<usize>(((row + down) * width + right) * c)) << 2);
    memory.copy(to, x + ((<usize>(row * w * c)) << 2), (<usize>(w * c)) << 2);
  }
}

/** One place at the border, or of too few for a tile: 1 x 8, its taps cut to the input. */
function onePlace(
  image: usize,
  weights: usize,
  at: usize,
  iy0: i32,
  ix0: i32,
  xc: i32,
  cig: i32,
  kc: i32,
  lanes: i32,
  accumulate: bool,
): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  const step = (<usize>kc) << 2;
  for (let i = 0; i < kh; i++) {
    const iy = iy0 + i * rh;
    if (iy < 0 || iy >= h) continue;
    for (let j = 0; j < kw; j++) {
      const ix = ix0 + j * rw;
      if (ix < 0 || ix >= w) continue;
      let cell = image + ((<usize>((iy * w + ix) * xc)) << 2);
      let row = weights + ((<usize>((i * kw + j) * cig * kc)) << 2);
      for (let c = 0; c < cig; c++) {
        const value = v128.load32_splat(cell);
        a = madd(value, v128.load(row), a);
        b = madd(value, v128.load(row, 16), b);
        cell += 4;
        row += step;
      }
    }
  }
  put(at, a, b, lanes, accumulate);
}

/** Four neighbouring places whose windows lie within their rows: 4 x 8, eight accumulators. The first `done` are not written. */
function fourPlaces(
  image: usize,
  weights: usize,
  at: usize,
  iy0: i32,
  ix0: i32,
  xc: i32,
  cig: i32,
  kc: i32,
  lanes: i32,
  accumulate: bool,
  done: i32,
): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const step = (<usize>kc) << 2;
  const next = (<usize>(sw * xc)) << 2;
  // Without dilation and groups the taps of a kernel row and their channels lie one behind the other.
  const joined = rw == 1 && cig == xc;
  const runs = joined ? 1 : kw;
  const length = joined ? kw * cig : cig;
  for (let i = 0; i < kh; i++) {
    const iy = iy0 + i * rh;
    if (iy < 0 || iy >= h) continue;
    for (let run = 0; run < runs; run++) {
      let cell0 = image + ((<usize>((iy * w + ix0 + run * rw) * xc)) << 2);
      let cell1 = cell0 + next;
      let cell2 = cell1 + next;
      let cell3 = cell2 + next;
      let row = weights + ((<usize>((i * kw + run) * cig * kc)) << 2);
      for (let t = 0; t < length; t++) {
        const wa = v128.load(row);
        const wb = v128.load(row, 16);
        const v0 = v128.load32_splat(cell0);
        a0 = madd(v0, wa, a0);
        b0 = madd(v0, wb, b0);
        const v1 = v128.load32_splat(cell1);
        a1 = madd(v1, wa, a1);
        b1 = madd(v1, wb, b1);
        const v2 = v128.load32_splat(cell2);
        a2 = madd(v2, wa, a2);
        b2 = madd(v2, wb, b2);
        const v3 = v128.load32_splat(cell3);
        a3 = madd(v3, wa, a3);
        b3 = madd(v3, wb, b3);
        cell0 += 4;
        cell1 += 4;
        cell2 += 4;
        cell3 += 4;
        row += step;
      }
    }
  }
  if (done < 1) put(at, a0, b0, lanes, accumulate);
  if (done < 2) put(at + step, a1, b1, lanes, accumulate);
  if (done < 3) put(at + 2 * step, a2, b2, lanes, accumulate);
  put(at + 3 * step, a3, b3, lanes, accumulate);
}

// @ts-ignore: decorator
@inline
function put(at: usize, a: v128, b: v128, lanes: i32, accumulate: bool): void {
  if (accumulate) {
    addLanes(at, a, lanes);
    if (lanes > 4) addLanes(at + 16, b, lanes - 4);
    return;
  }
  storeLanes(at, a, lanes);
  if (lanes > 4) storeLanes(at + 16, b, lanes - 4);
}
