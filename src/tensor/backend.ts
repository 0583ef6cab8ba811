import type { Blocks } from "./blocks.ts";
import type { Floats, Precision } from "./floats.ts";
import type { Kernels } from "./kernels.ts";

/** Room for one network's arrays, and the kernels that work on them. All arrays begin zeroed. */
export interface Arena {
  readonly kernels: Kernels;
  floats(length: number): Floats;
  indices(length: number): Int32Array;
  /** Layers as one, where the backend can. */
  readonly blocks?: Blocks;
}

/** A way to compute: plain TypeScript, or WebAssembly of some tier. */
export interface Backend {
  readonly name: BackendName;
  /** Whether its arenas in float32 offer blocks, as a rule. */
  readonly fuses: boolean;
  /** An arena that can hold `bytes` in all. `arrays` says in how many pieces, for what is lost between them. */
  open(precision: Precision, bytes: number, arrays: number): Arena;
}

/** `relaxed`: WebAssembly with fused multiply-add; `simd`: with plain 128-bit SIMD; `reference`: plain TypeScript. */
export const backendNames = ["relaxed", "simd", "reference"] as const;

export type BackendName = (typeof backendNames)[number];

/** What may be asked for: a tier, or the fastest. */
export const backendChoices = ["auto", ...backendNames] as const;

export type BackendChoice = (typeof backendChoices)[number];
