/** Everything that follows from a graph without running it, in time linear in its layers. */
import { analyseNode } from "./analyse-node.ts";
import type { Analysis, KnownNode, NodeAnalysis } from "./analysis.ts";
import { findCycles } from "./cycles.ts";
import { feedersOf } from "./feeders.ts";
import type { Graph } from "./graph.ts";
import type { GraphIssue } from "./issue.ts";
import { findDuplicateNames } from "./names.ts";
import { orderNodes } from "./order.ts";
import { checkInputSize } from "./size-limit.ts";
import { findUnused } from "./unused.ts";

/** Never fails: a layer of which nothing can be known is unknown with its reason, and so is what it feeds. */
export function analyse(graph: Graph): Analysis {
  const feeders = feedersOf(graph);
  const order = orderNodes(feeders);
  const issues = [...findDuplicateNames(graph), ...inputIssues(graph)];
  const done: NodeAnalysis[] = graph.nodes.map(({ name }) => ({ known: false, reason: `${name} is on a cycle` }));
  if (order.length < graph.nodes.length) {
    const cycles = findCycles(graph, feeders);
    issues.push(...cycles.issues);
    for (const [node, reason] of cycles.reasons) done[node] = { known: false, reason };
  }
  for (const index of order) {
    const { analysis, issue } = analyseNode(graph, index, done);
    done[index] = analysis;
    if (issue) issues.push(issue);
  }
  for (const issue of findUnused(graph, order, feeders)) issues.push(issue);
  return { order, nodes: done, issues, ...totals(done) };
}

function inputIssues(graph: Graph): GraphIssue[] {
  return graph.inputs.flatMap((input, index) => checkInputSize(input, index) ?? []);
}

type Totals = Pick<Analysis, "parameters" | "trainableParameters" | "macs" | "activationBytes">;

function totals(nodes: readonly NodeAnalysis[]): Totals {
  const known = nodes.filter((node) => node.known);
  const sum = (count: (node: KnownNode) => number): number => known.reduce((total, node) => total + count(node), 0);
  return {
    parameters: sum(({ parameters }) => parameters),
    trainableParameters: sum(({ trainableParameters }) => trainableParameters),
    macs: sum(({ macs }) => macs?.value ?? 0),
    activationBytes: sum(({ activationBytes }) => activationBytes),
  };
}
