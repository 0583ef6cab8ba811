/** How large nodes are drawn, in px; as in styles/graph.css. */
import type { GraphItem } from "../../geometry/graph-items.ts";
import type { GraphMetrics } from "../../geometry/graph-layout.ts";
import type { NodeWords } from "../../words/graph.ts";

export interface NodeMetrics extends GraphMetrics {
  /** Every fact has a line of its own. */
  readonly slim: boolean;
}

export const wide: NodeMetrics = { slim: false, nodeWidth: 220, columnGap: 18, rowGap: 32, laneGap: 12, margin: 16 };
export const slim: NodeMetrics = { ...wide, slim: true, nodeWidth: 136, columnGap: 14, laneGap: 10, margin: 12 };

const LINE_PX = 19;
const AROUND_PX = 13;
/** What the bar of its cost adds. */
const BAR_PX = 4;

/** Of a node with this text. */
export function heightOf(words: NodeWords, { block }: Pick<GraphItem, "block">, metrics: NodeMetrics): number {
  const lines = metrics.slim ? slimLines(words, block !== undefined) : wideLines(words, block !== undefined);
  return lines * LINE_PX + AROUND_PX + (words.macs === "" ? 0 : BAR_PX);
}

function wideLines({ problem, macs }: NodeWords, isBlock: boolean): number {
  if (problem !== undefined) return 3;
  return 2 + Number(macs !== "") + Number(isBlock);
}

function slimLines({ problem, parameters, macs }: NodeWords, isBlock: boolean): number {
  if (problem !== undefined) return 7;
  return 3 + Number(parameters !== "") + 2 * Number(macs !== "") + Number(isBlock);
}
