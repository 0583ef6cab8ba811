/**
 * A graph as plain data that can be posted to a worker: without places in a text, and with each layer's type by name
 * instead of its record.
 */
import type { Attributes } from "../layers/layer.ts";
import { layers } from "../layers/table.ts";
import type { Shape } from "../tensor/shape.ts";
import type { ForeignWeight, Graph, GraphNode, Origin, Source } from "./graph.ts";
import type { TrainingOptions } from "./training.ts";

export interface PortableModel {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape | undefined }[];
  readonly nodes: readonly PortableNode[];
  readonly output: number;
  readonly initialization: "torch" | undefined;
  readonly training: TrainingOptions;
}

interface PortableNode {
  readonly name: string;
  readonly type: string;
  readonly attributes: Attributes | undefined;
  readonly inputs: readonly Source[];
  readonly foreign: readonly ForeignWeight[] | undefined;
}

const nowhere: Origin = { whole: { start: 0, end: 0 }, name: { start: 0, end: 0 }, attributes: {} };

export function toPortable(graph: Graph, training: TrainingOptions): PortableModel {
  const { name, output, initialization } = graph;
  const inputs = graph.inputs.map(({ name, shape }) => ({ name, shape }));
  const nodes = graph.nodes.map(({ name, type, attributes, inputs, foreign }) => ({
    name,
    type,
    attributes,
    inputs,
    foreign,
  }));
  return { name, inputs, nodes, output, initialization, training };
}

/** Nothing has a place: whoever posted the model knows it. */
export function fromPortable(model: PortableModel): Graph {
  return {
    name: model.name,
    inputs: model.inputs.map((input) => ({ ...input, origin: nowhere })),
    nodes: model.nodes.map(toNode),
    output: model.output,
    ...(model.initialization && { initialization: model.initialization }),
  };
}

function toNode({ foreign, ...node }: PortableNode): GraphNode {
  return { ...node, definition: layers.get(node.type), origin: nowhere, ...(foreign && { foreign }) };
}
