/**
 * What a graph needs before anything is computed: its nodes in order with all that their records ask for, and the bytes
 * that every buffer will take. A model that needs more than it may is refused here, before the first allocation.
 */
import type { Analysis, KnownNode } from "../graph/analysis.ts";
import type { ForeignWeight, Graph, GraphNode, Source } from "../graph/graph.ts";
import { type Attributes, activationOf, type KeptSpec, type LayerDefinition } from "../layers/layer.ts";
import type { Activation } from "../tensor/activation.ts";
import { bytesOf, type Precision } from "../tensor/floats.ts";
import { channelsOf, type Shape, sizeOf } from "../tensor/shape.ts";
import type { Window } from "../tensor/window.ts";
import { EngineError } from "./engine-error.ts";

export interface PlanOptions {
  readonly precision: Precision;
  /** The most samples that one forward pass takes. */
  readonly batchSize: number;
  /** Whether backward will run: gradients need as much room again. */
  readonly gradients: boolean;
  /** Whether the gradients of the model's inputs are wanted too. */
  readonly inputGradients: boolean;
  /** Numbers that the optimizer keeps for each weight: 0 to 2. */
  readonly optimizerSlots: number;
  readonly maxBytes: number;
}

export interface NodePlan extends KnownNode {
  readonly index: number;
  readonly name: string;
  readonly definition: LayerDefinition;
  readonly attributes: Attributes;
  readonly activation: Activation | undefined;
  readonly feeders: readonly Source[];
  readonly kept: readonly KeptSpec[];
  readonly foreign: readonly ForeignWeight[];
  readonly bytes: number;
}

export interface Plan {
  readonly options: PlanOptions;
  /** Whose way of drawing the first weights is followed. */
  readonly initialization: "torch" | undefined;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** In the order of computation. */
  readonly nodes: readonly NodePlan[];
  readonly output: NodePlan;
  readonly bytes: number;
  /** How many arrays those bytes are. */
  readonly arrays: number;
}

/** Throws an `EngineError` if the graph is broken or too large. */
export function planNetwork(graph: Graph, analysis: Analysis, options: PlanOptions): Plan {
  refuseBroken(graph, analysis);
  const inputs = graph.inputs.map(({ name, shape }) => ({ name, shape: shape ?? [] }));
  const nodes = analysis.order.map((index) => planNode(graph, analysis, index, options));
  const output = nodes.find((node) => node.index === graph.output);
  if (output === undefined) throw new EngineError("The model has no layers, so there is nothing to compute.");
  const copies = options.inputGradients ? 2 : 1;
  const inputNumbers = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0) * options.batchSize * copies;
  const numbers = inputNumbers + scratchNumbers(nodes);
  const bytes = nodes.reduce((sum, node) => sum + node.bytes, numbers * bytesOf(options.precision));
  refuseLarge(nodes, bytes, options.maxBytes);
  const arrays = nodes.reduce(
    (sum, { weights, kept }) => sum + 4 + kept.length + 4 * weights.length,
    4 * inputs.length + 64,
  );
  return { options, initialization: graph.initialization, inputs, nodes, output, bytes, arrays };
}

function refuseBroken(graph: Graph, analysis: Analysis): void {
  const error = analysis.issues.find((issue) => issue.severity === "error");
  if (error) throw new EngineError(`The model has errors: ${error.message}`);
  const nameless = graph.inputs.find((input) => input.shape === undefined);
  if (nameless) throw new EngineError(`The shape of ${nameless.name} is not known.`);
  for (const node of analysis.nodes) if (!node.known) throw new EngineError(`The model cannot run: ${node.reason}.`);
}

function planNode(graph: Graph, analysis: Analysis, index: number, options: PlanOptions): NodePlan {
  const node = graph.nodes[index] as GraphNode;
  const known = analysis.nodes[index] as KnownNode;
  const definition = node.definition as LayerDefinition;
  const attributes = node.attributes as Attributes;
  const activation = activationOf(attributes);
  const kept = definition.kept?.(known.inputs, attributes, known.shape) ?? [];
  return {
    ...known,
    index,
    name: node.name,
    definition,
    attributes,
    activation,
    feeders: node.inputs,
    kept,
    foreign: node.foreign ?? [],
    bytes: bytesOfNode(known, kept, activation !== undefined, options),
  };
}

/** What fast kernels may ask for besides: turned weights, lists of places, framed samples, tables; at worst each size once. */
function scratchNumbers(nodes: readonly NodePlan[]): number {
  return nodes.reduce((sum, { parameters, inputs, shape: { output, window } }) => {
    const lists = 4 * Math.max(sizeOf(output), sizeOf(inputs[0])) + 64;
    const tables = window ? 2 * window.kh * window.kw * (channelsOf(inputs[0]) + channelsOf(output)) : sizeOf(inputs[0]);
    const frames = window ? framedNumbers(window, channelsOf(inputs[0]), channelsOf(output)) : 0;
    return sum + 2 * parameters + lists + tables + frames;
  }, 0);
}

/** One sample with the border that the window wants, and its gradient with the border for the way back. */
function framedNumbers({ h, w, kh, kw, rh, rw, top, right, bottom, left }: Window, ci: number, co: number): number {
  return (h + top + bottom) * (w + left + right) * ci + (h + 2 * kh * rh) * (w + 2 * kw * rw) * Math.max(ci, co);
}

function bytesOfNode(node: KnownNode, kept: readonly KeptSpec[], activated: boolean, options: PlanOptions): number {
  const maps = sizeOf(node.shape.output) * (activated ? 2 : 1) * (options.gradients ? 2 : 1);
  const keptBytes = kept.reduce(
    (sum, { length, kind }) => sum + length * (kind === "int32" ? 4 : bytesOf(options.precision)),
    0,
  );
  // Value, gradient, and the copy that a run goes back to when its loss breaks down.
  const weightCopies = (options.gradients ? 3 : 1) + options.optimizerSlots;
  const numbers = maps * options.batchSize + node.parameters * weightCopies;
  return numbers * bytesOf(options.precision) + keptBytes * options.batchSize;
}

function refuseLarge(nodes: readonly NodePlan[], bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  const largest = nodes.reduce((most, node) => (node.bytes > most.bytes ? node : most));
  throw new EngineError(
    `The model needs ${formatMegabytes(bytes)} and may use ${formatMegabytes(maxBytes)}; ` +
      `${largest.name} alone needs ${formatMegabytes(largest.bytes)} (${largest.bytes.toLocaleString("en")} bytes). ` +
      "Use a smaller layer or batch; in VS Code, convlens.maxMemoryMB sets the limit.",
  );
}

function formatMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MB`;
}
