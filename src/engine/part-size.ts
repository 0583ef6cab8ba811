/** How many samples go through a network at once while it trains, so that caches hold their maps and nobody waits long. */
import type { Analysis } from "../graph/analysis.ts";
import type { Graph } from "../graph/graph.ts";
import { allFusions } from "./group.ts";
import { mapNumbers, type NodePlan } from "./plan.ts";

/** About twice a core's second cache: what a part's maps and their gradients should fit into (measured: docs/performance.md). */
const cacheNumbers = 256 * 1024;
/** A dense layer streams all its weights for each part, so that single samples would pay too much for it. */
const leastPart = 4;

/**
 * Multiply-accumulates that a layer may do for a part before others are heard: some 10 ms forward and 20 backward, so that
 * a training that is told to stop does so within a tenth of a second on a machine of half the speed too.
 */
const layerMacs = 300e6;
/** A pass of fewer ends before anybody notices, and asking after each layer would cost a small network more than it gives. */
const passMacs = 50e6;

/** The batch size, or less where the samples do not mix and fewer of them keep their maps in the cache, or others waiting. */
export function partSize(graph: Graph, analysis: Analysis, batchSize: number): number {
  if (graph.nodes.some(({ definition }) => definition?.mixesBatch)) return batchSize;
  const numbers = mapNumbers(graph, analysis, allFusions);
  const fitting = Math.max(leastPart, Math.floor(cacheNumbers / Math.max(numbers, 1)));
  const heaviest = Math.max(1, ...analysis.nodes.map((node) => (node.known ? (node.macs?.value ?? 0) : 0)));
  return Math.min(batchSize, fitting, Math.max(1, Math.floor(layerMacs / heaviest)));
}

/** Whether n samples take long to go forward. */
export function isLongPass(nodes: readonly Pick<NodePlan, "macs">[], n: number): boolean {
  return n * nodes.reduce((sum, { macs }) => sum + (macs?.value ?? 0), 0) > passMacs;
}
