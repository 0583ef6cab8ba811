/**
 * A Python model as a graph that the engine can train and show: every executed operation that is a layer of ours becomes a
 * node. An operation that the engine does not have stays in the graph as a layer of an unknown type, so that everything
 * before it is shown and the reason is told.
 */
import type { Graph, GraphInput } from "../../graph/graph.ts";
import type { Framework } from "../../python/framework.ts";
import type { SourceFile } from "../../python/site.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Operation } from "../../python/trace.ts";
import type { Shape } from "../../tensor/shape.ts";
import { originOf, sampleShape } from "./drawn-places.ts";
import { flattenedImage } from "./flattened-image.ts";
import { GraphDrawing } from "./graph-drawing.ts";
import type { TracedModel } from "./python-document.ts";

export interface DrawnGraph {
  readonly graph: Graph;
  /** The node that an operation became. */
  readonly nodeOf: ReadonlyMap<Operation, number>;
}

/** The origins speak of the file's text. A model whose one input is a row of an image's numbers gets the image, and flattens it. */
export function graphOf(model: TracedModel, { path, text }: SourceFile, endsOf: Framework["endsOf"]): DrawnGraph {
  const images = model.inputs.length === 1 ? model.inputs.map((tensor) => imageIn(text, tensor, model)) : [];
  const inputs = model.inputs.map((tensor, index) =>
    graphInput(model, images[index] ?? sampleShape(tensor, model.framework), index),
  );
  const drawing = new GraphDrawing(model, path, endsOf);
  for (const [index, tensor] of model.inputs.entries()) drawing.feed(tensor, index, images[index]);
  drawing.addAll(model.operations);
  const graph: Graph = {
    name: model.name,
    inputs: inputs.length > 0 ? inputs : [{ name: "input", shape: undefined, origin: originOf(model.whole) }],
    nodes: drawing.nodes,
    output: drawing.indexOf(model.outputs[0]) ?? drawing.nodes.length - 1,
    ...(model.framework === "torch" && { initialization: "torch" }),
  };
  return { graph, nodeOf: drawing.nodeOf };
}

function imageIn(text: string, tensor: Tensor, { framework }: TracedModel): Shape | undefined {
  const [count, ...others] = sampleShape(tensor, framework) ?? [];
  return count === undefined || others.length > 0 ? undefined : flattenedImage(text, count);
}

function graphInput({ input, inputs }: TracedModel, shape: Shape | undefined, index: number): GraphInput {
  const name = inputs.length === 1 ? "input" : `input_${index + 1}`;
  return { name, shape, origin: originOf(input.at) };
}
