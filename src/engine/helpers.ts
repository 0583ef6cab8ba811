/** Threads that compute shares of the same work at the same time. How they are started and spoken to is not the engine's business. */
import type { Predictions } from "./evaluate.ts";
import type { ShareResult } from "./share.ts";

/** Samples from one index to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Helpers {
  /** Threads that are worth while for a batch of n samples, the caller's own included. */
  threadsForBatch(n: number): number;
  /** Likewise for n samples that are only looked at. */
  threadsForTests(n: number): number;
  /** Gives each its share of a batch, whose loss is a mean over `of`. */
  beginBatch(shares: readonly Uint32Array[], of: number): void;
  /** Gives each its share of the test samples, to be predicted into the given arrays. */
  beginTests(ranges: readonly Range[], into: Predictions): void;
  /**
   * What became of what was begun, in the order in which it was given, once the gradients or predictions are there too.
   * Waits a moment; `undefined` if that was not enough. Throws an `EngineError` if a thread was lost.
   */
  results(): readonly ShareResult[] | undefined;
}

/** Cuts `length` things into nearly equal ranges. */
export function splitRange(length: number, shares: number): Range[] {
  const bound = (share: number): number => Math.floor((length * share) / shares);
  return Array.from({ length: shares }, (_, share) => ({ from: bound(share), to: bound(share + 1) }));
}
