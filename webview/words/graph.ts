/** What stands at a place of the graph, in words. */
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { costOf, type GraphItem } from "../geometry/graph-items.ts";
import { countOf, formatLargeCount, formatPercent, formatSizes } from "./numbers.ts";

/** What a node of the drawing says, line by line; empty where there is nothing to say. */
export interface NodeWords {
  readonly name: string;
  readonly shape: string;
  readonly kind: string;
  readonly parameters: string;
  readonly macs: string;
  /** Of the model's MACs: `20.3 %`. */
  readonly share: string;
  readonly problem: string | undefined;
}

type Item = Pick<GraphItem, "first" | "end" | "block">;

/** `share` is the item's part of all MACs, from 0 to 1; `undefined` where there are none. */
export function nodeWords(item: Item, layers: readonly LayerView[], share: number | undefined): NodeWords {
  const [first, last] = [layers[item.first], layers[item.end - 1]];
  const { parameters, macs } = costOf(item, layers);
  return {
    name: first === undefined ? "input" : first === last ? first.name : `${first.name} … ${last?.name}`,
    shape: last?.shape ? formatSizes(last.shape.output) : "unknown",
    kind: kindOf(item, first),
    parameters: parameters ? `${formatLargeCount(parameters)} param${parameters === 1 ? "" : "s"}` : "",
    macs: macs ? `${formatLargeCount(macs)} MACs` : "",
    share: macs && share !== undefined ? formatPercent(share) : "",
    problem: item.block === undefined ? (first?.problem ?? first?.unknownBecause) : undefined,
  };
}

function kindOf({ block }: Item, layer: LayerView | undefined): string {
  if (block) return block.length === 1 ? (layer?.type ?? "") : `${block.length} layers each`;
  if (layer === undefined) return "";
  return layer.activation ? `${layer.type} · ${layer.activation}` : layer.type;
}

/** The same as one sentence for those who listen, with what it reads. */
export function describeNode(words: NodeWords, { block }: Item, reads: readonly string[]): string {
  const parts = [
    block ? `folded block, ${block.count} times` : "",
    words.kind,
    words.problem === undefined ? words.shape : `problem: ${words.problem}`,
    words.parameters,
    words.macs && words.share ? `${words.macs}, ${words.share} of all` : words.macs,
    reads.length === 0 ? "" : `reads ${reads.join(" and ")}`,
  ];
  return [words.name, ...parts.filter((part) => part !== "")].join(", ");
}

/** `12 layers, 28,298 parameters, 278,176 MACs. Bars show a layer's share of the MACs.` */
export function describeModel(layers: readonly LayerView[]): string {
  const { parameters = 0, macs = 0 } = costOf({ first: 0, end: layers.length }, layers);
  const bars = macs === 0 ? "" : " Bars show a layer's share of the MACs.";
  return `${countOf(layers.length, "layer")}, ${countOf(parameters, "parameter")}, ${formatLargeCount(macs)} MACs.${bars}`;
}
