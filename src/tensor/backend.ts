import type { Blocks } from "./blocks.ts";
import type { Floats, Precision } from "./floats.ts";
import type { Kernels } from "./kernels.ts";
import type { Window } from "./window.ts";

/** Room for one network's arrays, and the kernels that work on them. All arrays begin zeroed. */
export interface Arena {
  readonly kernels: Kernels;
  floats(length: number): Floats;
  indices(length: number): Int32Array;
  /** Layers as one, where the backend can. */
  readonly blocks?: Blocks;
}

/** What fast kernels ask for beside a network's arrays, each for one purpose; all layers share the room for it. */
export const purposes = [
  "sample",
  "gradient",
  "map",
  "turned",
  "transformed",
  "kernelGradient",
  "lists",
  "table",
  "tiles",
  "panel",
  "ramp",
] as const;

export type Purpose = (typeof purposes)[number];

/** Numbers in the room for each purpose. */
export type RoomSizes = Readonly<Record<Purpose, number>>;

export const noRoom = Object.fromEntries(purposes.map((purpose) => [purpose, 0])) as RoomSizes;

/** What kernels ask for: the rooms that layers share, each as large as any of them needs it, and numbers that layers keep. */
export interface Scratch {
  readonly rooms: RoomSizes;
  readonly kept: number;
}

/** A layer with weights, or several that are computed as one, as far as it decides what kernels ask for. */
export interface Work {
  /** Not one that is transposed or separable. */
  readonly isConvolution: boolean;
  readonly ci: number;
  readonly co: number;
  readonly parameters: number;
  readonly window: Window | undefined;
  /** Computed with it. */
  readonly pool: Window | undefined;
  /** Computed by a block, which keeps tables of its own. */
  readonly inBlock: boolean;
}

/** A way to compute: plain TypeScript, or WebAssembly of some tier. */
export interface Backend {
  readonly name: BackendName;
  /** Whether its arenas in float32 offer blocks, as a rule. */
  readonly fuses: boolean;
  /** What its kernels ask for beside the arrays of these layers, forward and backward. */
  scratch(works: readonly Work[]): Scratch;
  /**
   * An arena that can hold `bytes` in all. `arrays` says in how many pieces, for what is lost between them. A room of
   * `rooms` is taken whole when it is first asked for; without it rooms grow, and each leaves smaller ones behind.
   */
  open(precision: Precision, bytes: number, arrays: number, rooms?: RoomSizes): Arena;
}

/**
 * `relaxed`: WebAssembly with fused multiply-add; `simd`: with plain 128-bit SIMD; `reference`: plain TypeScript;
 * `wide`, an experiment: `relaxed` in larger tiles, in a process in which V8 makes 256 bits of pairs of 128.
 */
export const backendNames = ["relaxed", "simd", "reference", "wide"] as const;

export type BackendName = (typeof backendNames)[number];

/** What may be asked for: a tier, or the fastest. */
export const backendChoices = ["auto", ...backendNames] as const;

export type BackendChoice = (typeof backendChoices)[number];

/**
 * What Node must be started with for the `wide` kernels: V8 reads its flags once. Without its quick first compiler,
 * which does not widen, the self-test runs the code that will be used.
 */
export const wideFlags = ["--experimental-wasm-revectorize", "--no-liftoff"] as const;

export function hasWideFlags(execArgv: readonly string[]): boolean {
  return wideFlags.every((flag) => execArgv.includes(flag));
}
