/**
 * The memory that the threads of one training share: what is asked for, the weights, and of each helper its gradients and
 * results. Each thread computes in an arena of its own, so that kernels need no locks and no other binary; what crosses
 * is copied (docs/performance.md says what that costs). Whose turn it is says who may write: the helper's from `asked` until
 * `done` says the same, else the leader's.
 */
import type { Network } from "../engine/network.ts";

export const tasks = { end: 0, batch: 1, tests: 2 } as const;

/** Places in a lane's `state`: rounds that were asked for and done, what is to do, and what came of it. */
export const place = { asked: 0, done: 1, task: 2, of: 3, from: 4, to: 5, correct: 6, broken: 7 } as const;

/** Between the leader and one helper. */
export interface Lane {
  readonly state: Int32Array;
  readonly loss: Float64Array;
  /** All weights' gradients, one after the other. */
  readonly gradients: Float32Array;
}

export interface Exchange {
  /** All weights, one after the other. */
  readonly weights: Float32Array;
  /** Indices of the batch's samples, of which every lane has a range. */
  readonly batch: Uint32Array;
  /** Of the test samples. */
  readonly predictions: Uint32Array;
  readonly confidences: Float32Array;
  readonly lanes: readonly Lane[];
}

/** Room for batches of all training samples and for all test samples. */
export function openExchange(network: Network, samples: { train: number; test: number }, helpers: number): Exchange {
  const numbers = network.weights.reduce((sum, { value }) => sum + value.length, 0);
  return {
    weights: new Float32Array(shared(4 * numbers)),
    batch: new Uint32Array(shared(4 * samples.train)),
    predictions: new Uint32Array(shared(4 * samples.test)),
    confidences: new Float32Array(shared(4 * samples.test)),
    lanes: Array.from({ length: helpers }, () => ({
      state: new Int32Array(shared(4 * Object.keys(place).length)),
      loss: new Float64Array(shared(8)),
      gradients: new Float32Array(shared(4 * numbers)),
    })),
  };
}

export function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

/** Whether this world lets threads share memory. Browsers do only on pages that are isolated from others. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer === "function";
}

/** Loads before a thread goes to sleep: some 20 us, about what waking up would cost. */
const spins = 20_000;

/** Waits for a place to hold what is wanted, for at most `ms` and the time of the spins; whether it does. */
export function waitFor(array: Int32Array, place: number, wanted: number, ms: number): boolean {
  for (let i = 0; i < spins; i++) if (Atomics.load(array, place) === wanted) return true;
  const found = Atomics.load(array, place);
  if (found !== wanted) Atomics.wait(array, place, found, ms);
  return Atomics.load(array, place) === wanted;
}

/** Writes a value that another thread may wait for. */
export function tell(array: Int32Array, place: number, value: number): void {
  Atomics.store(array, place, value);
  Atomics.notify(array, place);
}
