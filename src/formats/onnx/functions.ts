/**
 * Functions that a file defines itself, as PyTorch's exporter did for each operator of its own: each call is replaced by the
 * nodes of the function, whose values get the call's name in front.
 */
import type { AttributeValue, OnnxNode } from "./model.ts";
import { opsetsOf, ownDomain, readAttributes, readNode } from "./read-node.ts";
import { damaged } from "./refusal.ts";
import type { FunctionMessage, NodeMessage } from "./wire/messages.ts";

/** Calls of calls multiply; no network has as many nodes. */
const MOST_NODES = 500_000;

/** A function that calls itself never ends, and the format forbids it. */
const DEEPEST = 30;

type Functions = ReadonlyMap<string, Partial<FunctionMessage>>;

/** Throws an `OnnxRefusal` if the calls do not end. */
export function expandFunctions(
  nodes: readonly OnnxNode[],
  messages: readonly Partial<FunctionMessage>[],
): readonly OnnxNode[] {
  if (messages.length === 0) return nodes;
  const functions = new Map(messages.map((each) => [keyOf(ownDomain(each.domain ?? ""), each.name ?? ""), each]));
  const expanded: OnnxNode[] = [];
  for (const node of nodes) addExpanded(expanded, node, functions, 0);
  return expanded;
}

function keyOf(domain: string, name: string): string {
  return `${domain}:${name}`;
}

function addExpanded(into: OnnxNode[], node: OnnxNode, functions: Functions, depth: number): void {
  const called = functions.get(keyOf(node.domain, node.type));
  if (into.length >= MOST_NODES || depth > DEEPEST) {
    throw damaged("The file's functions", `at most ${MOST_NODES} nodes and ${DEEPEST} calls within each other`, "more");
  }
  if (called === undefined) into.push(node);
  else for (const inner of bodyOf(node, called)) addExpanded(into, inner, functions, depth + 1);
}

function bodyOf(call: OnnxNode, called: Partial<FunctionMessage>): OnnxNode[] {
  const { inputs = [], outputs = [], nodes = [], defaults = [] } = called;
  const opsets = opsetsOf(called.opsets);
  const names = new Map(inputs.map((name, index) => [name, call.inputs[index] ?? ""]));
  for (const [index, name] of outputs.entries()) if (call.outputs[index]) names.set(name, call.outputs[index]);
  const renamed = (name: string): string => names.get(name) ?? (name === "" ? "" : `${call.name}/${name}`);
  const given = new Map([...readAttributes(defaults), ...call.attributes]);
  return nodes.map((message) => {
    const node = readNode(message, call.number, opsets);
    return {
      ...node,
      name: `${call.name}/${node.name}`,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
      attributes: withReferences(node.attributes, message, given),
    };
  });
}

/** Attributes that a function's node takes from the call. */
function withReferences(
  own: ReadonlyMap<string, AttributeValue>,
  { attributes = [] }: Partial<NodeMessage>,
  given: ReadonlyMap<string, AttributeValue>,
): ReadonlyMap<string, AttributeValue> {
  const references = attributes.filter(({ reference }) => reference);
  if (references.length === 0) return own;
  const all = new Map(own);
  for (const { name = "", reference = "" } of references) {
    const value = given.get(reference);
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  return all;
}
