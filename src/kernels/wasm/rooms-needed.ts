/**
 * How much room the compiled kernels ask for beside a network's arrays: framed samples, a map before its pool, turned and
 * transformed weights, lists of places, tables.
 */
import { noRoom, purposes, type RoomSizes, type Scratch, type Work } from "../../tensor/backend.ts";
import type { Window } from "../../tensor/window.ts";
import { passRooms, stridedRooms } from "./winograd.ts";
import { gradientRooms } from "./winograd-gradient.ts";

export function roomsNeeded(works: readonly Work[]): Scratch {
  const needs = works.map(roomsOf);
  const tables = works.reduce((sum, { inBlock }, i) => sum + (inBlock ? (needs[i]?.table ?? 0) : 0), 0);
  return { rooms: largest(needs), kept: tables + 1024 };
}

function largest(needs: readonly Partial<RoomSizes>[]): RoomSizes {
  const most = purposes.map((purpose) => [purpose, Math.max(0, ...needs.map((need) => need[purpose] ?? 0))]);
  return Object.fromEntries(most) as RoomSizes;
}

function roomsOf(work: Work): RoomSizes {
  const { window, ci, co } = work;
  if (!window) return { ...noRoom, lists: 2 * co + 4, ramp: ci };
  const isThree = window.kh === 3 && window.kw === 3;
  return largest([windowRooms(work, window), ...(isThree ? tileRooms(work, window) : [])]);
}

/** A transposed convolution swaps input and output, so that the larger of both counts everywhere. */
function windowRooms({ isConvolution, ci, co, parameters, pool }: Work, window: Window): Partial<RoomSizes> {
  const { h, w, kh, kw, rh, rw, oh, ow } = window;
  const frame = (Math.max(h, oh) + 2 * kh * rh) * (Math.max(w, ow) + 2 * kw * rw);
  const isPointwise = isConvolution && h === oh && w === ow && kh === 1 && kw === 1;
  const most = Math.max(ci, co);
  const pooled = pool ? co * kh * (kw * ci + 16) : 0;
  const places = pool ? pool.oh * pool.ow : 0;
  return {
    sample: isPointwise ? 0 : frame * (isConvolution ? ci : most),
    gradient: isPointwise && !pool ? 0 : frame * most + 16,
    map: pool ? oh * ow * (co + 3) : 0,
    turned: Math.max(parameters, pooled),
    kernelGradient: pooled,
    lists: Math.max((2 * places + 3) * (co + 3), 2 * most, 4 * Math.max(oh * ow, h * w)),
    table: 3 * kh * kw * (ci + co) + 64,
    panel: 16 * kh * kw * most,
    ramp: most,
  };
}

/** Winograd's, there and back. */
function tileRooms({ isConvolution, ci, co, pool }: Work, { h, w, sh, oh, ow }: Window): Partial<RoomSizes>[] {
  const [there, back] = [
    { ci, co, oh, ow },
    { ci: co, co: ci, oh: h, ow: w },
  ];
  if (sh === 2) return [stridedRooms(there), stridedRooms({ ...there, ci: co, co: ci })];
  const gradients = pool ? [] : [gradientRooms(there), ...(isConvolution ? [] : [gradientRooms(back)])];
  return [passRooms(there), passRooms(back), ...gradients];
}
