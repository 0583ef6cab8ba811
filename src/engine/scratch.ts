/**
 * Room that fast kernels may ask for beside a network's own arrays: framed samples, a map before its pool, turned weights,
 * lists of places, tables. Layers share a room for each purpose, so that the largest counts; what a layer keeps is summed up.
 */
import { channelsOf, sizeOf } from "../tensor/shape.ts";
import type { Window } from "../tensor/window.ts";
import type { Group } from "./group.ts";
import type { NodePlan } from "./plan.ts";

interface Scratch {
  readonly sample: number;
  readonly gradient: number;
  readonly map: number;
  readonly weights: number;
  readonly lists: number;
  readonly tables: number;
  readonly tiles: number;
  readonly panel: number;
}

/** A room that has become too small is left behind for one of at least twice its size. */
const outgrown = 4;

export function scratchNumbers(groups: readonly Group<NodePlan>[]): number {
  const needs = groups.map(scratchOf);
  const most = (purpose: keyof Scratch): number => Math.max(0, ...needs.map((need) => need[purpose]));
  const shared =
    most("sample") + most("gradient") + most("map") + most("weights") + most("lists") + most("tiles") + most("panel");
  const tables = needs.reduce((sum, need) => sum + need.tables, 0);
  const kept = groups.reduce(
    (sum, { kind, nodes: [{ shape, parameters }] }) =>
      sum + (kind === "block" && shape.window ? transformedNumbers(shape.window, parameters) : 0),
    0,
  );
  return outgrown * (shared + most("tables")) + tables + kept + 1024;
}

const nothing: Scratch = { sample: 0, gradient: 0, map: 0, weights: 0, lists: 0, tables: 0, tiles: 0, panel: 0 };

function scratchOf(group: Group<NodePlan>): Scratch {
  const [{ inputs, shape, parameters }] = group.nodes;
  // Convolutions and dense layers alone ask for room, and these have weights.
  if (parameters === 0) return nothing;
  const [ci, co] = [channelsOf(inputs[0]), channelsOf(shape.output)];
  if (shape.window) return windowScratch(group, shape.window, { ci, co, parameters });
  const features = Math.max(sizeOf(inputs[0]), sizeOf(shape.output));
  return { ...nothing, weights: parameters, lists: features + 4, tables: features + 4 };
}

interface Channels {
  readonly ci: number;
  readonly co: number;
  readonly parameters: number;
}

/** A transposed convolution swaps input and output, so that for a layer by itself the larger of both counts. */
function windowScratch({ nodes: [head], kind, pool }: Group<NodePlan>, window: Window, channels: Channels): Scratch {
  const { h, w, kh, kw, rh, rw, oh, ow } = window;
  const { ci, co, parameters } = channels;
  const swapped = head.part === undefined;
  const wide = swapped ? Math.max(ci, co) : ci;
  const [height, width] = [Math.max(h, oh) + 2 * kh * rh, Math.max(w, ow) + 2 * kw * rw];
  const isPointwise = head.part?.kind === "convolution" && h === oh && w === ow && kh === 1 && kw === 1;
  const pooled = pool ? 2 * co * kh * (kw * ci + 16) : 0;
  const places = pool ? pool.oh * pool.ow : 0;
  const transformed = transformedNumbers(window, parameters);
  const across = Math.ceil((swapped ? w : ow) / 2);
  return {
    sample: isPointwise ? 0 : height * width * wide,
    gradient: isPointwise && !pool ? 0 : height * width * Math.max(ci, co) + 16,
    map: pool ? oh * ow * (co + 3) : 0,
    weights: Math.max(parameters, pooled, kind === "layer" ? transformed : 0),
    lists: Math.max((2 * places + 3) * (co + 3), 2 * Math.max(ci, co), 4 * Math.max(oh * ow, h * w)),
    tables: 3 * kh * kw * (ci + co) + 64,
    tiles: transformed > 0 ? 16 * (32 + across) * (ci + co) : 0,
    panel: 16 * kh * kw * Math.max(ci, co),
  };
}

/**
 * Winograd's kernel, 16 numbers for each 9: a block keeps its own, layers by themselves share the room of their turned weights. A
 * transposed convolution's way back is a convolution and takes it too.
 */
function transformedNumbers({ kh, kw }: Window, parameters: number): number {
  return kh === 3 && kw === 3 ? Math.ceil((16 * parameters) / 9) : 0;
}
