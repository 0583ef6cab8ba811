/** What follows for one layer once its feeders are analysed. */
import type { Attributes, InputShapes, LayerDefinition, LayerIssue, WeightSpec } from "../layers/layer.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import type { KnownNode, NodeAnalysis } from "./analysis.ts";
import type { Graph, GraphNode, Source } from "./graph.ts";
import { inputWords } from "./input-words.ts";
import type { GraphIssue } from "./issue.ts";
import { fieldThrough, inputField, type ReceptiveField } from "./receptive-field.ts";
import { checkLayerSize, isTooLarge } from "./size-limit.ts";

export interface AnalysedNode {
  readonly analysis: NodeAnalysis;
  readonly issue?: GraphIssue | undefined;
}

interface Feed {
  readonly shape: Shape;
  readonly field: ReceptiveField;
}

/** `done` holds the analysis of every feeder. */
export function analyseNode(graph: Graph, index: number, done: readonly (NodeAnalysis | undefined)[]): AnalysedNode {
  const node = graph.nodes[index] as GraphNode;
  const { definition, attributes } = node;
  if (definition === undefined) return unknown(typeTrouble(node));
  const arity = checkArity(node, definition, index);
  if (arity) return { ...unknown(`${node.name} does not have the inputs it needs`), issue: arity };
  if (attributes === undefined) return unknown(`${node.name} has a wrong or missing attribute`);
  const feeds: Feed[] = [];
  for (const source of node.inputs) {
    const feed = feedOf(graph, node, source, done);
    if (typeof feed === "string") return unknown(feed);
    feeds.push(feed);
  }
  return analyseKnown(node, index, definition, attributes, feeds);
}

function unknown(reason: string): AnalysedNode {
  return { analysis: { known: false, reason } };
}

function typeTrouble({ name, type }: GraphNode): string {
  if (type === "") return `${name} has no type`;
  return /^\w{1,40}$/.test(type) ? `${name} has the unknown type ${type}` : `${name} has an unknown type`;
}

/** The shape and field that a source gives, or why they are not known. */
function feedOf(
  graph: Graph,
  node: GraphNode,
  source: Source,
  done: readonly (NodeAnalysis | undefined)[],
): Feed | string {
  if (source.kind === "unknown") return `${node.name} takes its input from ${source.name}, which does not exist`;
  if (source.kind === "node") {
    const feeder = done[source.index];
    if (feeder?.known) return { shape: feeder.shape.output, field: feeder.receptiveField };
    return feeder?.reason ?? `${node.name} waits for its input`;
  }
  const { name = "", shape } = graph.inputs[source.index] ?? {};
  if (shape === undefined) return `the shape of ${inputWords(name)} is not known`;
  return isTooLarge(shape) ? `${inputWords(name)} is too large` : { shape, field: inputField(shape) };
}

function analyseKnown(
  node: GraphNode,
  index: number,
  definition: LayerDefinition,
  attributes: Attributes,
  feeds: readonly Feed[],
): AnalysedNode {
  const inputs = feeds.map(({ shape }) => shape) as unknown as InputShapes;
  const shape = definition.shape(inputs, attributes);
  if ("issue" in shape) {
    const issue = fillIn(shape.issue, node.name, index);
    return { ...unknown(`${node.name} does not fit what feeds it`), issue };
  }
  const weights = definition.weights(inputs, attributes, shape);
  const issue = checkLayerSize(node, index, shape, weights);
  if (isTooLarge(shape.output)) return { ...unknown(`${node.name} is too large`), issue };
  const fields = feeds.map(({ field }) => field);
  const analysis: KnownNode = {
    known: true,
    inputs,
    shape,
    weights,
    parameters: countNumbers(weights),
    trainableParameters: countNumbers(weights.filter(({ trainable }) => trainable)),
    macs: definition.macs(inputs, attributes, shape),
    activationBytes: sizeOf(shape.output) * Float32Array.BYTES_PER_ELEMENT,
    receptiveField: fieldThrough(fields, inputs, shape),
  };
  return { analysis, issue };
}

function countNumbers(weights: readonly WeightSpec[]): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function checkArity({ name, inputs }: GraphNode, { arity }: LayerDefinition, node: number): GraphIssue | undefined {
  const found = inputs.length;
  if (found >= arity.min && found <= arity.max) return undefined;
  const tooFew = found < arity.min;
  const bound = arity.min === arity.max ? "exactly" : tooFew ? "at least" : "at most";
  const count = tooFew ? arity.min : arity.max;
  const gets = found === 0 ? "none" : String(found);
  return {
    code: tooFew ? "graph/too-few-inputs" : "graph/too-many-inputs",
    severity: "error",
    message: `${name} takes ${bound} ${count} ${count === 1 ? "input" : "inputs"} and gets ${gets}. Name the layers that feed it in inputs.`,
    node,
    attribute: "inputs",
  };
}

function fillIn({ message, ...issue }: LayerIssue, name: string, node: number): GraphIssue {
  return { ...issue, severity: "error", message: message.replaceAll("{name}", () => name), node };
}
