/**
 * A convolution behind which ReLU and max pooling follow, of one sample. Forward the whole map is in a scratch of this
 * sample only. Backward its gradient is never written out: at most one place of each window carries any, and only if ReLU
 * let it through, so that lists of what is not zero are all there is. Places are the offset in bytes of the convolution's
 * window in the (padded) input. Same sums as without fusion; what is left out is a product with zero.
 */
import { gather12, gather4, gather8, paddedVectors } from "./gather";
import { addLanes, larger, storeLanes } from "./vector";
import { h, kh, kw, oh, ow, sh, sw, w } from "./window";

/**
 * map [h, w, mc], of which the first c channels count; y [oh, ow, c]: the largest of each window, under ReLU if asked. winners
 * the same: where the place that won begins to read, or 0 for none. The first maximum wins, a NaN reaches y.
 */
export function poolMap(map: usize, mc: i32, y: usize, winners: usize, c: i32, relu: bool, down: i32, right: i32): void {
  const cell = (<usize>mc) << 2;
  const line = <usize>w * cell;
  const place = (<usize>c) << 2;
  let to = y;
  let won = winners;
  for (let oy = 0; oy < oh; oy++) {
    const rows = min(kh, h - oy * sh);
    for (let ox = 0; ox < ow; ox++) {
      const columns = min(kw, w - ox * sw);
      const first = map + <usize>(oy * sh) * line + <usize>(ox * sw) * cell;
      const reads = oy * sh * down + ox * sw * right;
      if (rows == 2 && columns == 2) poolFour(first, cell, line, to, won, c, relu, reads, down, right);
      else poolWindow(first, rows, columns, cell, line, to, won, c, relu, reads, down, right);
      to += place;
      if (winners) won += place;
    }
  }
}

/** A window of 2 x 2 at one place of the output. */
function poolFour(
  first: usize,
  cell: usize,
  line: usize,
  y: usize,
  winners: usize,
  c: i32,
  relu: bool,
  reads: i32,
  down: i32,
  right: i32,
): void {
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  const at0 = i32x4.splat(reads);
  const at1 = i32x4.splat(reads + right);
  const at2 = i32x4.splat(reads + down);
  const at3 = i32x4.splat(reads + down + right);
  for (let channel = 0; channel < c; channel += 4) {
    const offset = (<usize>channel) << 2;
    const from = first + offset;
    const v0 = v128.load(from);
    const v1 = v128.load(from + cell);
    const v2 = v128.load(from + line);
    const v3 = v128.load(from + line + cell);
    const upper = larger(v0, v1);
    const lower = larger(v2, v3);
    storeLanes(y + offset, f32x4.pmax(larger(upper, lower), floor), c - channel);
    if (!winners) continue;
    const above = v128.bitselect(at1, at0, f32x4.gt(v1, v0));
    const below = v128.bitselect(at3, at2, f32x4.gt(v3, v2));
    storeLanes(winners + offset, v128.bitselect(below, above, f32x4.gt(lower, upper)), c - channel);
  }
}

function poolWindow(
  first: usize,
  rows: i32,
  columns: i32,
  cell: usize,
  line: usize,
  y: usize,
  winners: usize,
  c: i32,
  relu: bool,
  reads: i32,
  down: i32,
  right: i32,
): void {
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let channel = 0; channel < c; channel += 4) {
    const offset = (<usize>channel) << 2;
    let most = v128.load(first + offset);
    let winner = i32x4.splat(reads);
    for (let i = 0; i < rows; i++) {
      let from = first + offset + <usize>i * line;
      let at = reads + i * down;
      for (let j = 0; j < columns; j++) {
        const value = v128.load(from);
        winner = v128.bitselect(i32x4.splat(at), winner, f32x4.gt(value, most));
        most = larger(most, value);
        from += cell;
        at += right;
      }
    }
    storeLanes(y + offset, f32x4.pmax(most, floor), c - channel);
    if (winners) storeLanes(winners + offset, winner, c - channel);
  }
}

/** dy = dy where y > 0, else 0. */
export function maskByRelu(y: usize, dy: usize, length: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(dy + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    if (!(f32.load(y + at) > 0)) f32.store(dy + at, 0);
  }
}

/**
 * dy, winners [places, co]. For each channel, `capacity` bytes apart from `lists` on: the offset and gradient of each place
 * with one, 8 bytes each; `ends` [co to fours] takes where each list ends. db [co] += their sums, if not 0.
 */
export function listByChannel(
  dy: usize,
  winners: usize,
  db: usize,
  places: i32,
  co: i32,
  lists: usize,
  capacity: i32,
  ends: usize,
): void {
  const step = (<usize>co) << 2;
  for (let channel = 0; channel < co; channel += 4) {
    const offset = (<usize>channel) << 2;
    let list0 = lists + <usize>(channel * capacity);
    let list1 = list0 + <usize>capacity;
    let list2 = list1 + <usize>capacity;
    let list3 = list2 + <usize>capacity;
    let sums = f32x4.splat(0);
    let from = offset;
    for (let place = 0; place < places; place++) {
      const g = v128.load(dy + from);
      const at = v128.load(winners + from);
      const some = f32x4.ne(g, f32x4.splat(0));
      from += step;
      if (!v128.any_true(some)) continue;
      sums = f32x4.add(sums, g);
      // Written in any case, and counted only if there is a gradient: no branch to mispredict.
      v128.store_lane<i32>(list0, at, 0);
      v128.store_lane<f32>(list0, g, 0, 4);
      list0 += <usize>(i32x4.extract_lane(some, 0) & 8);
      v128.store_lane<i32>(list1, at, 1);
      v128.store_lane<f32>(list1, g, 1, 4);
      list1 += <usize>(i32x4.extract_lane(some, 1) & 8);
      v128.store_lane<i32>(list2, at, 2);
      v128.store_lane<f32>(list2, g, 2, 4);
      list2 += <usize>(i32x4.extract_lane(some, 2) & 8);
      v128.store_lane<i32>(list3, at, 3);
      v128.store_lane<f32>(list3, g, 3, 4);
      list3 += <usize>(i32x4.extract_lane(some, 3) & 8);
    }
    i32.store(ends + offset, <i32>list0);
    i32.store(ends + offset, <i32>list1, 4);
    i32.store(ends + offset, <i32>list2, 8);
    i32.store(ends + offset, <i32>list3, 12);
    if (db) addLanes(db + offset, sums, co - channel);
  }
}

/**
 * dx (padded like x, accumulated) += dy [oh, ow, co] through the kernel, at the places where `winners` says the window
 * read. turned [co, kh, run to whole vectors]. The pooling window is set; `down` and `right` are bytes in dx from one place
 * of the convolution to the next. `list` has room for co entries.
 */
export function spreadPooled(
  dy: usize,
  winners: usize,
  turned: usize,
  dx: usize,
  kernelRows: i32,
  run: i32,
  pitch: usize,
  co: i32,
  down: i32,
  right: i32,
  list: usize,
): void {
  const vectors = paddedVectors(run);
  const rowBytes = (<usize>vectors) << 4;
  const filterBytes = <i32>(<usize>kernelRows * rowBytes);
  for (let oy = 0; oy < oh; oy++) {
    const rows = min(kh, h - oy * sh);
    for (let ox = 0; ox < ow; ox++) {
      const columns = min(kw, w - ox * sw);
      const place = (<usize>((oy * ow + ox) * co)) << 2;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const reads = (oy * sh + i) * down + (ox * sw + j) * right;
          const end = listPlace(dy + place, winners + place, reads, co, filterBytes, list);
          if (end == list) continue;
          for (let row = 0; row < kernelRows; row++) {
            const cell = dx + <usize>reads + <usize>row * pitch;
            const weights = turned + <usize>row * rowBytes;
            let v = 0;
            for (; v + 12 <= vectors; v += 12) gather12(weights + ((<usize>v) << 4), cell + ((<usize>v) << 4), list, end);
            for (; v + 8 <= vectors; v += 8) gather8(weights + ((<usize>v) << 4), cell + ((<usize>v) << 4), list, end);
            for (; v < vectors; v += 4) gather4(weights + ((<usize>v) << 4), cell + ((<usize>v) << 4), list, end);
          }
        }
      }
    }
  }
}

/** The filters whose window's winner reads at `reads` and has a gradient: offset of the turned filter, gradient. */
function listPlace(dy: usize, winners: usize, reads: i32, co: i32, filterBytes: i32, list: usize): usize {
  const wanted = i32x4.splat(reads);
  const zero = f32x4.splat(0);
  let end = list;
  for (let o = 0; o < co; o += 4) {
    const offset = (<usize>o) << 2;
    const hit = v128.and(i32x4.eq(v128.load(winners + offset), wanted), f32x4.ne(v128.load(dy + offset), zero));
    let bits = i32x4.bitmask(hit);
    if (o + 4 > co) bits &= (1 << (co - o)) - 1;
    while (bits) {
      const lane = ctz(bits);
      bits &= bits - 1;
      i32.store(end, (o + lane) * filterBytes);
      f32.store(end, f32.load(dy + offset + ((<usize>lane) << 2)), 4);
      end += 8;
    }
  }
  return end;
}
