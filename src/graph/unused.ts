/** Layers and inputs that do not lead to the model's output, which is the last layer's. */
import { consumersOf, reachedFrom } from "./feeders.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { inputWords } from "./input-words.ts";
import type { GraphIssue } from "./issue.ts";

/** Says nothing while a layer's feeders are not clear: those that were meant would be called unused. */
export function findUnused(
  graph: Graph,
  order: readonly number[],
  feeders: readonly (readonly number[])[],
): GraphIssue[] {
  if (graph.output < 0 || order.length < graph.nodes.length || graph.nodes.some(isUnclear)) return [];
  const used = reachedFrom([graph.output], feeders);
  const consumers = consumersOf(feeders);
  const layers = order
    .filter((node) => !used.has(node))
    .map((node) => unusedLayer(graph, node, consumers[node]?.length === 0));
  return [...layers, ...unusedInputs(graph, used)];
}

function isUnclear({ inputs, definition }: GraphNode): boolean {
  return inputs.length < (definition?.arity.min ?? 1) || inputs.some(({ kind }) => kind === "unknown");
}

function unusedLayer(graph: Graph, node: number, isEnd: boolean): GraphIssue {
  const name = graph.nodes[node]?.name;
  const output = graph.nodes[graph.output]?.name;
  const message = isEnd
    ? `No layer takes what ${name} gives, and the output is ${output}'s. Name ${name} in another layer's inputs, or remove it.`
    : `What ${name} gives does not lead to the output, which is ${output}'s. Name ${name} in another layer's inputs, or remove it.`;
  return { code: "graph/unused-layer", severity: "error", message, node };
}

function unusedInputs(graph: Graph, used: ReadonlySet<number>): GraphIssue[] {
  const usedInputs = new Set<number>();
  for (const node of used) {
    for (const source of graph.nodes[node]?.inputs ?? []) if (source.kind === "input") usedInputs.add(source.index);
  }
  return graph.inputs.flatMap(({ name }, input): GraphIssue[] => {
    if (usedInputs.has(input)) return [];
    const message = `No layer on the way to the output takes ${inputWords(name)}. Name it in a layer's inputs, or remove it.`;
    return [{ code: "graph/unused-input", severity: "error", message, node: -1, input }];
  });
}
