/** A model's graph, laid out for a width, with what each of its nodes says. */
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { costOf, type GraphItem, type GraphItems } from "../../geometry/graph-items.ts";
import { type GraphLayout, layOutGraph } from "../../geometry/graph-layout.ts";
import { describeNode, type NodeWords, nodeWords } from "../../words/graph.ts";
import { formatSizes } from "../../words/numbers.ts";
import { heightOf, type NodeMetrics, slim, wide } from "./node-metrics.ts";

export interface DrawnNode {
  readonly item: GraphItem;
  readonly words: NodeWords;
  /** All of it as a sentence. */
  readonly label: string;
  /** Of the model's MACs, from 0 to 1. */
  readonly share: number;
}

export interface DrawnGraph {
  readonly items: GraphItems;
  readonly nodes: readonly DrawnNode[];
  readonly layout: GraphLayout;
  readonly metrics: NodeMetrics;
}

/** Slim nodes where the wide ones do not fit beside each other. */
export function drawGraph(model: ModelSnapshot, items: GraphItems, width: number): DrawnGraph {
  const nodes = nodesOf(model, items);
  const feeders = items.items.map((item) => item.feeders);
  const lay = (metrics: NodeMetrics): DrawnGraph => {
    const heights = nodes.map(({ words, item }) => heightOf(words, item, metrics));
    return { items, nodes, layout: layOutGraph(feeders, heights, metrics), metrics };
  };
  const drawn = lay(wide);
  return drawn.layout.width <= width || width === 0 ? drawn : lay(slim);
}

/** The node that stands for a layer, or for the input at -1. */
export function nodeOf({ itemOf }: GraphItems, layer: number): number {
  return layer < 0 ? 0 : (itemOf[layer] ?? 0);
}

function nodesOf(model: ModelSnapshot, { items }: GraphItems): DrawnNode[] {
  const { layers } = model;
  const total = costOf({ first: 0, end: layers.length }, layers).macs ?? 0;
  const nameOf = (node: number): string => layers[(items[node]?.end ?? 0) - 1]?.name ?? "input";
  return items.map((item) => {
    const share = total === 0 ? 0 : (costOf(item, layers).macs ?? 0) / total;
    const words = item.first < 0 ? inputWords(model) : nodeWords(item, layers, share);
    return { item, words, share, label: describeNode(words, item, item.feeders.map(nameOf)) };
  });
}

function inputWords({ input }: ModelSnapshot): NodeWords {
  return {
    name: "input",
    shape: input ? formatSizes(input) : "unknown",
    kind: "one image",
    parameters: "",
    macs: "",
    share: "",
    problem: input ? undefined : "The model does not say its input's shape.",
  };
}
