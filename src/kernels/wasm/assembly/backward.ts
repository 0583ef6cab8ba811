/**
 * The gradients of a convolution, tap by tap: for one tap of the kernel the places whose window reaches the input are a
 * rectangle, so that no border needs a case of its own.
 */
import { addLanes, madd } from "./vector";
import { endPlace, firstPlace, h, kh, kw, left, oh, ow, rh, rw, sh, sw, top, w } from "./window";

/**
 * turned [kh, kw, cog, cig]: each tap's matrix of k [kh, kw, cig, kc] turned over, for the filters from `o0` on. With
 * `flip` the taps come in reverse order, which turns the kernel by 180 degrees.
 */
export function transposeTaps(k: usize, turned: usize, taps: i32, cig: i32, kc: i32, o0: i32, cog: i32, flip: bool): void {
  for (let tap = 0; tap < taps; tap++) {
    const target = flip ? taps - 1 - tap : tap;
    for (let c = 0; c < cig; c++) {
      const from = k + ((<usize>((tap * cig + c) * kc + o0)) << 2);
      const to = turned + ((<usize>(target * cog * cig + c)) << 2);
      for (let o = 0; o < cog; o++) {
        f32.store(to + ((<usize>(o * cig)) << 2), f32.load(from + ((<usize>o) << 2)));
      }
    }
  }
}

/**
 * dy [n, oh, ow, yc] from channel `o0`, turned [kh, kw, cog, cig]; dx [n, h, w, xc] from channel `ci0`, accumulated. Four
 * places x eight channels: for one tap, four neighbouring places spread over four input cells.
 */
export function spreadGradient(
  dy: usize,
  turned: usize,
  dx: usize,
  n: i32,
  xc: i32,
  ci0: i32,
  cig: i32,
  yc: i32,
  o0: i32,
  cog: i32,
): void {
  const nextPlace = (<usize>yc) << 2;
  const nextCell = (<usize>(sw * xc)) << 2;
  const step = (<usize>cig) << 2;
  for (let sample = 0; sample < n; sample++) {
    for (let i = 0; i < kh; i++) {
      const oyFrom = firstPlace(i * rh - top, sh);
      const oyTo = endPlace(i * rh - top, sh, h, oh);
      for (let oy = oyFrom; oy < oyTo; oy++) {
        const iy = oy * sh - top + i * rh;
        for (let j = 0; j < kw; j++) {
          const oxFrom = firstPlace(j * rw - left, sw);
          const oxTo = endPlace(j * rw - left, sw, w, ow);
          const tap = turned + ((<usize>((i * kw + j) * cog * cig)) << 2);
          for (let c = 0; c < cig; c += 8) {
            const lanes = min(8, cig - c);
            const weights = tap + ((<usize>c) << 2);
            let ox = oxFrom;
            let place = dy + ((<usize>(((sample * oh + oy) * ow + ox) * yc + o0)) << 2);
            let cell = dx + ((<usize>(((sample * h + iy) * w + ox * sw - left + j * rw) * xc + ci0 + c)) << 2);
            for (; ox + 4 <= oxTo; ox += 4) {
              fourSpread(place, weights, cell, cog, step, nextPlace, nextCell, lanes);
              place += 4 * nextPlace;
              cell += 4 * nextCell;
            }
            for (; ox < oxTo; ox++) {
              oneSpread(place, weights, cell, cog, step, lanes);
              place += nextPlace;
              cell += nextCell;
            }
          }
        }
      }
    }
  }
}

function oneSpread(place: usize, weights: usize, cell: usize, cog: i32, step: usize, lanes: i32): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let row = weights;
  for (let o = 0; o < cog; o++) {
    const g = v128.load32_splat(place + ((<usize>o) << 2));
    a = madd(g, v128.load(row), a);
    b = madd(g, v128.load(row, 16), b);
    row += step;
  }
  add(cell, a, b, lanes);
}

function fourSpread(
  place: usize,
  weights: usize,
  cell: usize,
  cog: i32,
  step: usize,
  nextPlace: usize,
  nextCell: usize,
  lanes: i32,
): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  let row = weights;
  let p0 = place;
  let p1 = p0 + nextPlace;
  let p2 = p1 + nextPlace;
  let p3 = p2 + nextPlace;
  for (let o = 0; o < cog; o++) {
    const wa = v128.load(row);
    const wb = v128.load(row, 16);
    const v0 = v128.load32_splat(p0);
    a0 = madd(v0, wa, a0);
    b0 = madd(v0, wb, b0);
    const v1 = v128.load32_splat(p1);
    a1 = madd(v1, wa, a1);
    b1 = madd(v1, wb, b1);
    const v2 = v128.load32_splat(p2);
    a2 = madd(v2, wa, a2);
    b2 = madd(v2, wb, b2);
    const v3 = v128.load32_splat(p3);
    a3 = madd(v3, wa, a3);
    b3 = madd(v3, wb, b3);
    p0 += 4;
    p1 += 4;
    p2 += 4;
    p3 += 4;
    row += step;
  }
  add(cell, a0, b0, lanes);
  add(cell + nextCell, a1, b1, lanes);
  add(cell + 2 * nextCell, a2, b2, lanes);
  add(cell + 3 * nextCell, a3, b3, lanes);
}

/**
 * x [n, h, w, xc] from channel `ci0`, dy [n, oh, ow, yc] from channel `o0`; dk [kh, kw, cig, yc] from column `o0`,
 * accumulated. Four rows of the kernel's matrix x eight filters stay in registers over all places of a sample; their sums are
 * added up block by block, which keeps them precise. Without dilation and groups the taps of a kernel row and
 * their channels are one run of rows, for the places whose whole row of taps lies within the input; the places at the
 * border follow tap by tap.
 */
export function kernelGradient(
  x: usize,
  dy: usize,
  dk: usize,
  n: i32,
  xc: i32,
  ci0: i32,
  cig: i32,
  yc: i32,
  o0: i32,
  cog: i32,
): void {
  const joined = rw == 1 && cig == xc;
  const insideFrom = joined ? min(firstPlace(-left, sw), ow) : 0;
  const insideTo = joined ? max(insideFrom, endPlace(kw - 1 - left, sw, w, ow)) : 0;
  // Blocks of rows whose values stay in the first cache while the kernel's matrix goes by.
  const block = max(1, 256 / ow);
  for (let sample = 0; sample < n; sample++) {
    const image = x + ((<usize>(sample * h * w * xc + ci0)) << 2);
    const gradient = dy + ((<usize>(sample * oh * ow * yc + o0)) << 2);
    for (blockFrom = 0; blockFrom < oh; blockFrom += block) {
      blockTo = min(oh, blockFrom + block);
      for (let i = 0; i < kh; i++) {
        const row = dk + ((<usize>(i * kw * cig * yc + o0)) << 2);
        if (insideTo > insideFrom) kernelRows(image, gradient, row, i, -left, insideFrom, insideTo, kw * cig, xc, yc, cog);
        for (let j = 0; j < kw; j++) {
          const tap = row + ((<usize>(j * cig * yc)) << 2);
          const shift = j * rw - left;
          const from = firstPlace(shift, sw);
          const to = endPlace(shift, sw, w, ow);
          if (insideTo <= insideFrom) {
            if (to > from) kernelRows(image, gradient, tap, i, shift, from, to, cig, xc, yc, cog);
            continue;
          }
          if (from < insideFrom) kernelRows(image, gradient, tap, i, shift, from, insideFrom, cig, xc, yc, cog);
          if (insideTo < to) kernelRows(image, gradient, tap, i, shift, insideTo, to, cig, xc, yc, cog);
        }
      }
    }
  }
}

/** The rows of the output that `kernelGradient` is at. */
let blockFrom: i32 = 0;
let blockTo: i32 = 0;

/** `rows` neighbouring rows of the kernel's matrix, over the places from `oxFrom` to before `oxTo` of all rows of the output. */
function kernelRows(
  image: usize,
  gradient: usize,
  at: usize,
  i: i32,
  shift: i32,
  oxFrom: i32,
  oxTo: i32,
  rows: i32,
  xc: i32,
  yc: i32,
  cog: i32,
): void {
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const to = at + ((<usize>(row * yc)) << 2);
    const from = image + ((<usize>row) << 2);
    for (let o = 0; o < cog; o += 8) {
      const offset = (<usize>o) << 2;
      fourRows(from, gradient + offset, to + offset, i, shift, oxFrom, oxTo, xc, yc, min(8, cog - o));
    }
  }
  for (; row < rows; row++) {
    const to = at + ((<usize>(row * yc)) << 2);
    const from = image + ((<usize>row) << 2);
    for (let o = 0; o < cog; o += 8) {
      const offset = (<usize>o) << 2;
      oneRow(from, gradient + offset, to + offset, i, shift, oxFrom, oxTo, xc, yc, min(8, cog - o));
    }
  }
}

function fourRows(
  image: usize,
  gradient: usize,
  at: usize,
  i: i32,
  shift: i32,
  oxFrom: i32,
  oxTo: i32,
  xc: i32,
  yc: i32,
  lanes: i32,
): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const oyTo = min(blockTo, endPlace(i * rh - top, sh, h, oh));
  const nextCell = (<usize>(sw * xc)) << 2;
  const nextPlace = (<usize>yc) << 2;
  for (let oy = max(blockFrom, firstPlace(i * rh - top, sh)); oy < oyTo; oy++) {
    const iy = oy * sh - top + i * rh;
    let cell = image + ((<usize>((iy * w + oxFrom * sw + shift) * xc)) << 2);
    let place = gradient + ((<usize>((oy * ow + oxFrom) * yc)) << 2);
    for (let ox = oxFrom; ox < oxTo; ox++) {
      const ga = v128.load(place);
      const gb = v128.load(place, 16);
      const v0 = v128.load32_splat(cell);
      a0 = madd(v0, ga, a0);
      b0 = madd(v0, gb, b0);
      const v1 = v128.load32_splat(cell, 4);
      a1 = madd(v1, ga, a1);
      b1 = madd(v1, gb, b1);
      const v2 = v128.load32_splat(cell, 8);
      a2 = madd(v2, ga, a2);
      b2 = madd(v2, gb, b2);
      const v3 = v128.load32_splat(cell, 12);
      a3 = madd(v3, ga, a3);
      b3 = madd(v3, gb, b3);
      cell += nextCell;
      place += nextPlace;
    }
  }
  add(at, a0, b0, lanes);
  add(at + nextPlace, a1, b1, lanes);
  add(at + 2 * nextPlace, a2, b2, lanes);
  add(at + 3 * nextPlace, a3, b3, lanes);
}

function oneRow(
  image: usize,
  gradient: usize,
  at: usize,
  i: i32,
  shift: i32,
  oxFrom: i32,
  oxTo: i32,
  xc: i32,
  yc: i32,
  lanes: i32,
): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  const oyTo = min(blockTo, endPlace(i * rh - top, sh, h, oh));
  const nextCell = (<usize>(sw * xc)) << 2;
  const nextPlace = (<usize>yc) << 2;
  for (let oy = max(blockFrom, firstPlace(i * rh - top, sh)); oy < oyTo; oy++) {
    const iy = oy * sh - top + i * rh;
    let cell = image + ((<usize>((iy * w + oxFrom * sw + shift) * xc)) << 2);
    let place = gradient + ((<usize>((oy * ow + oxFrom) * yc)) << 2);
    for (let ox = oxFrom; ox < oxTo; ox++) {
      const value = v128.load32_splat(cell);
      a = madd(value, v128.load(place), a);
      b = madd(value, v128.load(place, 16), b);
      cell += nextCell;
      place += nextPlace;
    }
  }
  add(at, a, b, lanes);
}

// @ts-ignore: decorator
@inline
function add(at: usize, a: v128, b: v128, lanes: i32): void {
  addLanes(at, a, lanes);
  if (lanes > 4) addLanes(at + 16, b, lanes - 4);
}
