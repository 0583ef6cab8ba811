/**
 * Room that fast kernels may ask for beside a network's own arrays: framed samples, a map before its pool, turned and
 * transformed weights, lists of places, tables. Layers share a room for each purpose, so that the largest counts.
 */
import { purposes, type Scratch } from "../tensor/backend.ts";
import { channelsOf } from "../tensor/shape.ts";
import type { Window } from "../tensor/window.ts";
import type { Group } from "./group.ts";
import type { NodePlan } from "./plan.ts";

const nothing = Object.fromEntries(purposes.map((purpose) => [purpose, 0])) as Scratch;

/** Numbers of a kernel's gradient in planes, beyond which it is computed without them. */
const mostGradients = 2 ** 20;

/** The most that any group asks for. */
export function planScratch(groups: readonly Group<NodePlan>[]): Scratch {
  const needs = groups.map(scratchOf);
  const most = purposes.map((purpose) => [purpose, Math.max(0, ...needs.map((need) => need[purpose]))]);
  return Object.fromEntries(most) as Scratch;
}

/** Numbers of all rooms together, and of the tables that each block keeps for itself. */
export function scratchNumbers(scratch: Scratch, groups: readonly Group<NodePlan>[]): number {
  const rooms = purposes.reduce((sum, purpose) => sum + scratch[purpose], 0);
  const tables = groups.reduce((sum, group) => sum + (group.kind === "block" ? scratchOf(group).table : 0), 0);
  return rooms + tables + 1024;
}

function scratchOf(group: Group<NodePlan>): Scratch {
  const [{ inputs, shape, parameters }] = group.nodes;
  // Convolutions and dense layers alone ask for room, and these have weights.
  if (parameters === 0) return nothing;
  const [ci, co] = [channelsOf(inputs[0]), channelsOf(shape.output)];
  if (shape.window) return windowScratch(group, shape.window, { ci, co, parameters });
  return { ...nothing, lists: 2 * co + 4, ramp: ci };
}

interface Channels {
  readonly ci: number;
  readonly co: number;
  readonly parameters: number;
}

/** A transposed convolution swaps input and output, so that the larger of both counts everywhere. */
function windowScratch({ nodes: [head], pool }: Group<NodePlan>, window: Window, channels: Channels): Scratch {
  const { h, w, kh, kw, rh, rw, oh, ow } = window;
  const { ci, co, parameters } = channels;
  const [height, width] = [Math.max(h, oh) + 2 * kh * rh, Math.max(w, ow) + 2 * kw * rw];
  const isPointwise = head.part?.kind === "convolution" && h === oh && w === ow && kh === 1 && kw === 1;
  const most = Math.max(ci, co);
  const pooled = pool ? co * kh * (kw * ci + 16) : 0;
  const places = pool ? pool.oh * pool.ow : 0;
  const frame = height * width;
  const isThree = kh === 3 && kw === 3;
  return {
    sample: isPointwise ? 0 : frame * (head.part === undefined ? most : ci),
    gradient: isPointwise && !pool ? 0 : frame * most + 16,
    map: pool ? oh * ow * (co + 3) : 0,
    turned: Math.max(parameters, pooled),
    kernelGradient: pooled > 0 || !isThree ? pooled : Math.min(16 * ci * co, mostGradients) + 256,
    lists: Math.max((2 * places + 3) * (co + 3), 2 * most, 4 * Math.max(oh * ow, h * w)),
    table: 3 * kh * kw * (ci + co) + 64,
    panel: 16 * kh * kw * most,
    ramp: most,
    ...(isThree ? winogradScratch(window, channels) : { transformed: 0, tiles: 0 }),
  };
}

/**
 * Forward and back: the kernel in planes, or a panel of it, and the tiles that are multiplied at once; and the kernel's own
 * gradient in planes, where these are not too many (src/kernels/wasm/winograd.ts, winograd-gradient.ts).
 */
function winogradScratch({ h, w, oh, ow }: Window, { ci, co }: Channels): Pick<Scratch, "transformed" | "tiles"> {
  const across = Math.ceil(Math.max(w, ow) / 2);
  const tiles = Math.min(across + 112, across * Math.ceil(Math.max(h, oh) / 2));
  const filters = (from: number, to: number) => Math.min(to + 16, 2 ** 14 / from + 16);
  const [there, back] = [filters(ci, co), filters(co, ci)];
  const sum = 16 * ci * co <= mostGradients ? ci + co : 0;
  return {
    transformed: 16 * Math.ceil(Math.max(ci * there, co * back) + 16),
    tiles: 16 * Math.ceil(tiles * Math.max(ci + there, co + back, sum) + 32),
  };
}
