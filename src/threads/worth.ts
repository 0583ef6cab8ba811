/**
 * How many threads are worth while: a rule by what was measured (docs/performance.md), not a measurement of its own, so
 * that the same model, batch and threads always give the same split and with it the same numbers.
 */
import type { Plan } from "../engine/plan.ts";
import type { BackendName } from "../tensor/backend.ts";
import { sizeOf } from "../tensor/shape.ts";

export interface Costs {
  /** Of one sample, forward and backward. */
  readonly sampleUs: number;
  /** Of one sample, forward alone. */
  readonly testUs: number;
  /** Of each helper in each batch: its weights and its gradients are copied, and the gradients added. */
  readonly exchangeUs: number;
}

/** Waking a helper and waiting for it, where both are awake mostly: the rest is for cores that are busy otherwise. */
const joinUs = 25;
/** A share of the work that splitting must save: less is not worth a second core. */
const leastGain = 0.1;
/** Starting a thread, reading model and data there, and its first, slow passes. */
const startUs = 150_000;

const usPerMac = 0.035e-3;
const usPerNumber = 0.4e-3;
const usPerWeight = 1.6e-3;
/** The times of the others, in steps of training, beside that of relaxed SIMD. */
const slowness: Readonly<Record<BackendName, number>> = { wide: 0.78, relaxed: 1, simd: 1.3, reference: 20 };

export function costsOf(plan: Plan, backend: BackendName): Costs {
  let testUs = 0;
  let parameters = 0;
  for (const node of plan.nodes) {
    testUs += usPerMac * (node.macs?.value ?? 0) + usPerNumber * sizeOf(node.shape.output);
    parameters += node.parameters;
  }
  testUs *= slowness[backend];
  return { sampleUs: 3 * testUs, testUs, exchangeUs: usPerWeight * parameters };
}

/** The number of threads, at most `most`, that takes the least time for n samples of so many microseconds each. */
export function bestThreads(n: number, us: number, { exchangeUs }: Costs, most: number): number {
  let best = 1;
  let least = n * us * (1 - leastGain);
  for (let threads = 2; threads <= Math.min(most, n); threads++) {
    const time = Math.ceil(n / threads) * us + joinUs + (threads - 1) * exchangeUs;
    if (time < least) [best, least] = [threads, time];
  }
  return best;
}

/** Whether a training is long enough for helpers to be started at all. */
export function isWorthStarting(samples: number, { sampleUs }: Costs): boolean {
  return samples * sampleUs > 2 * startUs;
}
