/** How many samples go through a network at once while it trains. */
import type { Analysis } from "../graph/analysis.ts";
import type { Graph } from "../graph/graph.ts";
import { allFusions } from "./group.ts";
import { mapNumbers } from "./plan.ts";

/** About twice a core's second cache: what a part's maps and their gradients should fit into (measured: docs/performance.md). */
const cacheNumbers = 256 * 1024;
/** A dense layer streams all its weights for each part, so that single samples would pay too much for it. */
const leastPart = 4;

/** The batch size, or less where the samples do not mix and fewer of them keep their maps in the cache. */
export function partSize(graph: Graph, analysis: Analysis, batchSize: number): number {
  if (graph.nodes.some(({ definition }) => definition?.mixesBatch)) return batchSize;
  const numbers = mapNumbers(graph, analysis, allFusions);
  const fitting = Math.max(leastPart, Math.floor(cacheNumbers / Math.max(numbers, 1)));
  return Math.min(batchSize, fitting);
}
