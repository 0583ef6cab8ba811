/** Mistakes of the graph at their places in the text, with their remedies as edits. */
import type { Node } from "jsonc-parser";
import type { Graph, GraphNode, Origin, Range } from "../../graph/graph.ts";
import type { Fix, GraphIssue, TextIssue } from "../../graph/issue.ts";
import { FreeNames } from "../../graph/names.ts";
import type { Attributes, Remedy } from "../../layers/layer.ts";
import { insertElementBefore, insertKey } from "./edits.ts";
import { jsonText } from "./json-text.ts";

/** A graph and the text it was read from. */
export interface ReadGraph {
  readonly text: string;
  readonly graph: Graph;
  /** One for each of the graph's nodes. */
  readonly elements: readonly Node[];
  /** Where mistakes of the model as a whole are shown. */
  readonly whole: Range;
}

/** At the attribute's value if it is written, else at the layer's type, an input's name, or the model's begin. */
export function placeIssue(read: ReadGraph, issue: GraphIssue): TextIssue {
  const { code, severity, message, attribute, remedy } = issue;
  const origin = originOf(read.graph, issue);
  const written = attribute === undefined ? undefined : placeOf(origin, attribute);
  const fixes = remedy ? fixesFor(read, issue.node, remedy) : [];
  return { code, severity, message, range: written ?? origin?.name ?? read.whole, fixes };
}

function originOf(graph: Graph, { node, input }: GraphIssue): Origin | undefined {
  return input === undefined ? graph.nodes[node]?.origin : graph.inputs[input]?.origin;
}

function placeOf(origin: Origin | undefined, attribute: string): Range | undefined {
  return origin && Object.hasOwn(origin.attributes, attribute) ? origin.attributes[attribute]?.value : undefined;
}

function fixesFor(read: ReadGraph, index: number, remedy: Remedy): Fix[] {
  const node = read.graph.nodes[index];
  const element = read.elements[index];
  if (node === undefined || element?.type !== "object") return [];
  if (remedy.kind === "set") return [setAttribute(read, node, element, remedy)];
  return [insertLayer(read, node, element, remedy.layer)];
}

function setAttribute(
  { text }: ReadGraph,
  node: GraphNode,
  element: Node,
  { attribute, value }: { readonly attribute: string; readonly value: unknown },
): Fix {
  const json = jsonText(value);
  const range = placeOf(node.origin, attribute);
  const edit = range ? { range, text: json } : insertKey(text, element, attribute, json);
  return { title: `Set ${attribute} to ${json}`, edits: [edit] };
}

/** The new layer takes what fed this one, which it then feeds itself. */
function insertLayer(
  read: ReadGraph,
  node: GraphNode,
  element: Node,
  layer: { readonly type: string } & Attributes,
): Fix {
  const title = `Insert ${jsonText(layer)} before ${node.name}`;
  const range = placeOf(node.origin, "inputs");
  if (range === undefined) return { title, edits: [insertElementBefore(read.text, element, jsonText(layer))] };
  const taken = [...read.graph.inputs, ...read.graph.nodes].map((other) => other.name);
  const name = new FreeNames(taken).numbered(layer.type, 1);
  const inputs = read.text.slice(range.start, range.end);
  const named = jsonText({ ...layer, name }).replace(/ }$/, () => `, "inputs": ${inputs} }`);
  const redirect = { range, text: JSON.stringify(name) };
  return { title, edits: [insertElementBefore(read.text, element, named), redirect] };
}
