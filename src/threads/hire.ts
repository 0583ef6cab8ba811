/** Decides whether a training gets helpers, and how many. */
import { Crew, type CrewWork, type Split, samplesOf } from "./crew.ts";
import type { StartHelper } from "./helper-thread.ts";
import { bestThreads, costsOf, isWorthStarting } from "./worth.ts";

export interface Hiring {
  /** The most threads, the leader included. */
  readonly most: number;
  readonly start: StartHelper;
}

/** A crew for this training, or `undefined` where one thread alone is as fast. */
export function hireHelpers(work: CrewWork, { most, start }: Hiring): Crew | undefined {
  const { network, backend, maxBytes } = work;
  const { plan } = network;
  const { training } = work.model;
  const samples = samplesOf(work);
  const costs = costsOf(plan, backend);
  if (!isWorthStarting(samples.train * training.epochs, costs)) return undefined;
  const mixes = plan.nodes.some(({ definition }) => definition.mixesBatch);
  const split: Split = {
    // Statistics of a batch need all its samples in one place.
    threadsForBatch: (n) => (mixes ? 1 : bestThreads(n, costs.sampleUs, costs, most)),
    threadsForTests: (n) => bestThreads(n, costs.testUs, costs, most),
  };
  const largest = Math.min(training.batchSize, samples.train);
  const wanted = Math.max(split.threadsForBatch(largest), mixes ? split.threadsForTests(samples.test) : 1);
  const threads = Math.min(wanted, Math.max(1, Math.floor(maxBytes / plan.bytes)));
  return threads > 1 ? new Crew(work, threads - 1, split, start) : undefined;
}
