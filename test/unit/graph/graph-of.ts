/** Graphs for tests, without a text: layers by type, fed by the one before unless they name their feeders. */

import { parse } from "valibot";
import type { Graph, GraphNode, Source } from "../../../src/graph/graph.ts";
import { isRequired } from "../../../src/layers/attribute.ts";
import type { Attributes, LayerDefinition } from "../../../src/layers/layer.ts";
import { layers } from "../../../src/layers/table.ts";
import type { Shape } from "../../../src/tensor/shape.ts";

export interface TestLayer {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly string[];
  readonly [attribute: string]: unknown;
}

const nowhere = { start: 0, end: 0 };
const origin = { whole: nowhere, name: nowhere, attributes: {} };

/** The one input is called `input`, layers their type and place: `dense0`. */
export function graphOf(shape: Shape | undefined, list: readonly TestLayer[]): Graph {
  const names = list.map(({ type, name }, index) => name ?? `${type}${index}`);
  const nodes = list.map((layer, index) => nodeOf(layer, index, names));
  return { name: "test", inputs: [{ name: "input", shape, origin }], nodes, output: nodes.length - 1 };
}

function nodeOf({ type, name: _, inputs, ...written }: TestLayer, index: number, names: readonly string[]): GraphNode {
  const definition = layers.get(type);
  const before: Source = index === 0 ? { kind: "input", index: 0 } : { kind: "node", index: index - 1 };
  return {
    name: names[index] ?? "",
    type,
    definition,
    attributes: definition && attributesOf(definition, written),
    inputs: inputs ? inputs.map((feeder) => sourceOf(feeder, names)) : [before],
    origin,
  };
}

function sourceOf(name: string, names: readonly string[]): Source {
  if (name === "input") return { kind: "input", index: 0 };
  const index = names.indexOf(name);
  return index < 0 ? { kind: "unknown", name } : { kind: "node", index };
}

/** `undefined` if one that must be written is missing. */
function attributesOf({ attributes }: LayerDefinition, written: Attributes): Attributes | undefined {
  const entries = Object.entries(attributes);
  if (entries.some(([key, attribute]) => isRequired(attribute) && !(key in written))) return undefined;
  return Object.fromEntries(
    entries.map(([key, { schema, default: value }]) => [key, key in written ? parse(schema, written[key]) : value]),
  );
}
