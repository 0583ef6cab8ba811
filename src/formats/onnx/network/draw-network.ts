/**
 * An ONNX model as a graph that the engine can compute and show, up to its first output: every node that works on what is fed
 * becomes one, and those that compute sizes or constants none. A node that the engine does not have stays as a layer of an
 * unknown type, so that everything before it is shown and the reason is told.
 */
import type { ForeignWeight, Graph, GraphInput, GraphNode, Origin, Source } from "../../../graph/graph.ts";
import { type Shape, sizeOf } from "../../../tensor/shape.ts";
import type { OnnxDocument } from "../onnx-document.ts";
import type { Step } from "../shapes/infer.ts";
import type { Value } from "../shapes/value.ts";
import { type EngineLayer, engineLayer } from "./engine-layer.ts";
import { type Layout, sampleShape } from "./sample.ts";

export interface OnnxNetwork {
  readonly graph: Graph;
  /** How the values of each node, and of each input, stand in the file. */
  readonly layouts: readonly Layout[];
  readonly inputLayouts: readonly Layout[];
}

interface Fed {
  readonly source: Source;
  /** The image that was flattened channel by channel to make this vector. */
  readonly flattened: Shape | undefined;
}

/** What leaves numbers as they are. */
const PASSES_THROUGH = new Set(["Identity", "Cast", "CastLike"]);

/** What gives the same numbers in the same order if the shape is the same. */
const ONLY_RESHAPES = new Set(["Reshape", "Flatten", "Expand", "Squeeze"]);

/** What works on numbers one by one, in whatever order they stand. */
const ONE_BY_ONE = new Set(["activation", "dropout", "add", "multiply"]);

/** Sizes of what is fed, and not its numbers. */
const MEASURES = new Set(["Shape", "Size"]);

export function drawNetwork(document: OnnxDocument): OnnxNetwork {
  const { model, steps } = document;
  const needed = neededFor(model.outputs[0]?.name, steps);
  const inputs = document.inputs.filter(({ name }) => needed.has(name));
  const drawing = new Drawing(inputs.map(({ name }) => name));
  for (const step of steps) if (step.node.outputs.some((name) => needed.has(name))) drawing.add(step);
  const { nodes, layouts } = drawing;
  const graph: Graph = {
    name: model.name,
    inputs: inputs.map(({ name, shape }): GraphInput => ({ name, shape: sampleShape({ shape }), origin: originOf(1) })),
    nodes,
    output: drawing.indexOf(model.outputs[0]?.name) ?? nodes.length - 1,
  };
  return { graph, layouts, inputLayouts: inputs.map((value) => layoutOf(value, undefined)) };
}

/** The names of all values on the way to the output; what is only measured is not on it. */
function neededFor(output: string | undefined, steps: readonly Step[]): ReadonlySet<string> {
  const needed = new Set(output === undefined ? [] : [output]);
  for (const { node } of steps.toReversed()) {
    if (MEASURES.has(node.type) || !node.outputs.some((name) => needed.has(name))) continue;
    for (const name of node.inputs) if (name !== "") needed.add(name);
  }
  return needed;
}

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly layouts: Layout[] = [];
  readonly #fed = new Map<string, Fed>();
  readonly #names = new Map<string, number>();

  constructor(inputs: readonly string[]) {
    for (const [index, name] of inputs.entries())
      this.#fed.set(name, { source: { kind: "input", index }, flattened: undefined });
  }

  indexOf(name: string | undefined): number | undefined {
    const source = this.#fed.get(name ?? "")?.source;
    return source?.kind === "node" ? source.index : undefined;
  }

  add(step: Step): void {
    const { node, outputs } = step;
    const fed = node.inputs.flatMap((name, index) => (this.#fed.has(name) ? [index] : []));
    if (fed.length === 0 || MEASURES.has(node.type)) return;
    const through = passesThrough(step) ? this.#fed.get(node.inputs[0] ?? "") : undefined;
    if (through) this.#fed.set(node.outputs[0] ?? "", through);
    else this.#addNode(step, fed, outputs[0]);
  }

  #addNode(step: Step, fed: readonly number[], output: Value | undefined): void {
    const { node } = step;
    const feeds = fed.map((index) => this.#fed.get(node.inputs[index] ?? "") as Fed);
    const found = engineLayer(step, fed);
    const layer = found && staysInOrder(found, feeds) ? found : undefined;
    const flattened = flattenedBy(step, layer, feeds);
    this.nodes.push({
      name: this.#nameOf(node.name),
      type: layer?.definition.type ?? node.type,
      definition: layer?.definition,
      attributes: layer?.attributes,
      inputs: feeds.map(({ source }) => source),
      origin: originOf(node.number),
      ...(layer && layer.weights.length > 0 && { foreign: foreignOf(step, layer, feeds[0]?.flattened) }),
    });
    this.layouts.push(layoutOf(output, flattened));
    const source = { kind: "node", index: this.nodes.length - 1 } as const;
    for (const name of node.outputs) this.#fed.set(name, { source, flattened });
  }

  /** Never twice. */
  #nameOf(stem: string): string {
    const count = (this.#names.get(stem) ?? 0) + 1;
    this.#names.set(stem, count);
    return count === 1 ? stem : `${stem}_${count}`;
  }
}

function passesThrough({ node, inputs, outputs }: Step): boolean {
  if (PASSES_THROUGH.has(node.type) || (node.type === "Concat" && inputs.length === 1)) return true;
  const [before, after] = [sampleShape(inputs[0]), sampleShape(outputs[0])];
  return ONLY_RESHAPES.has(node.type) && before?.length === 1 && after?.length === 1 && before[0] === after[0];
}

/** Of a vector whose numbers stand in another order here, only some layers may be fed. */
function staysInOrder({ definition: { type } }: EngineLayer, feeds: readonly Fed[]): boolean {
  const [first] = feeds;
  if (feeds.every(({ flattened }) => flattened === undefined)) return true;
  if (type === "dense") return true;
  return ONE_BY_ONE.has(type) && feeds.every(({ flattened }) => String(flattened) === String(first?.flattened));
}

function flattenedBy({ inputs }: Step, layer: EngineLayer | undefined, feeds: readonly Fed[]): Shape | undefined {
  const type = layer?.definition.type ?? "";
  if (ONE_BY_ONE.has(type)) return feeds[0]?.flattened;
  const image = type === "flatten" ? sampleShape(inputs[0]) : undefined;
  if (image?.length !== 3) return undefined;
  const [, , channels = 1] = image;
  // One channel, or one cell, stands in one order only.
  return channels === 1 || channels === sizeOf(image) ? undefined : image;
}

function foreignOf({ node }: Step, { weights }: EngineLayer, flattened: Shape | undefined): ForeignWeight[] {
  return weights.map(({ weight, input, axes }) => ({
    weight,
    name: node.inputs[input] ?? "",
    axes,
    ...(flattened && weight === "kernel" && { flattened }),
  }));
}

function layoutOf(value: Pick<Value, "shape"> | undefined, flattened: Shape | undefined): Layout {
  const sample = sampleShape(value) ?? [];
  const shape = (value?.shape ?? []).slice(1).map(Number);
  return { shape, image: flattened ?? (sample.length >= 3 ? sample : undefined) };
}

/** A node's number stands where texts have offsets: the nth node begins at n - 1. */
function originOf(number: number): Origin {
  const whole = { start: number - 1, end: number };
  return { whole, name: whole, attributes: {} };
}
