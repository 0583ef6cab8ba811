/**
 * What a graph needs before anything is computed: its nodes in order with all that their records ask for, and the bytes
 * that every buffer will take. A model that needs more than it may is refused here, before the first allocation.
 */
import type { Analysis, KnownNode } from "../graph/analysis.ts";
import type { ForeignWeight, Graph, GraphNode, Source } from "../graph/graph.ts";
import { type Attributes, activationOf, type KeptSpec, type LayerDefinition, type Part } from "../layers/layer.ts";
import type { Activation } from "../tensor/activation.ts";
import type { RoomSizes, Scratch, Work } from "../tensor/backend.ts";
import { bytesOf, type Precision } from "../tensor/floats.ts";
import { channelsOf, type Shape, sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import { type Fusions, type Group, groupNodes } from "./group.ts";

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
  /** The backend's, beside the network's own arrays. */
  readonly scratch: (works: readonly Work[]) => Scratch;
  readonly fusions: Fusions;
}

type Sizing = Pick<PlanOptions, "precision" | "batchSize" | "gradients" | "optimizerSlots">;

/** Which arrays a node has of its own; those of a map that nobody looks at do not exist. */
export interface Stored {
  readonly output: boolean;
  /** Apart from the output. */
  readonly beforeActivation: boolean;
  readonly kept: boolean;
}

interface BareNode extends KnownNode {
  readonly index: number;
  readonly name: string;
  readonly definition: LayerDefinition;
  readonly attributes: Attributes;
  readonly activation: Activation | undefined;
  readonly feeders: readonly Source[];
  readonly kept: readonly KeptSpec[];
  readonly foreign: readonly ForeignWeight[];
  readonly part: Part | undefined;
}

export interface NodePlan extends BareNode {
  readonly stored: Stored;
  readonly bytes: number;
}

export interface Plan {
  readonly options: PlanOptions;
  /** Whose way of drawing the first weights is followed. */
  readonly initialization: "torch" | undefined;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** In the order of computation. */
  readonly nodes: readonly NodePlan[];
  /** The same, with those together that are computed as one. */
  readonly groups: readonly Group<NodePlan>[];
  readonly output: NodePlan;
  /** What kernels ask for beside the network's arrays. */
  readonly rooms: RoomSizes;
  readonly bytes: number;
  /** How many arrays those bytes are. */
  readonly arrays: number;
}

/** Throws an `EngineError` if the graph is broken or too large. */
export function planNetwork(graph: Graph, analysis: Analysis, options: PlanOptions): Plan {
  refuseBroken(graph, analysis);
  const inputs = graph.inputs.map(({ name, shape }) => ({ name, shape: shape ?? [] }));
  const bare = analysis.order.map((index) => bareNode(graph, analysis, index));
  const groups = groupNodes(bare, graph.output ?? -1, options.fusions).map((group) => planGroup(group, options));
  const planned = new Map(groups.flatMap(({ nodes }) => nodes.map((node) => [node.index, node])));
  const nodes = analysis.order.map((index) => planned.get(index) as NodePlan);
  const output = nodes.find((node) => node.index === graph.output);
  if (output === undefined) throw new EngineError("The model has no layers, so there is nothing to compute.");
  const copies = options.inputGradients ? 2 : 1;
  const inputNumbers = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0) * options.batchSize * copies;
  const { rooms, kept } = options.scratch(groups.flatMap(workOf));
  const numbers = inputNumbers + kept + Object.values(rooms).reduce((sum, room) => sum + room, 0);
  const bytes = nodes.reduce((sum, node) => sum + node.bytes, numbers * bytesOf(options.precision));
  refuseLarge(nodes, bytes, options.maxBytes);
  const arrays = nodes.reduce(
    (sum, { weights, kept }) => sum + 12 + kept.length + 4 * weights.length,
    4 * inputs.length + 64,
  );
  return { options, initialization: graph.initialization, inputs, nodes, groups, output, rooms, bytes, arrays };
}

/** Numbers that one sample's maps and their gradients take in a network that is trained without being looked at. */
export function mapNumbers(graph: Graph, analysis: Analysis, fusions: Fusions): number {
  const known = analysis.order.filter((index) => analysis.nodes[index]?.known);
  const groups = groupNodes(
    known.map((index) => bareNode(graph, analysis, index)),
    graph.output ?? -1,
    fusions,
  );
  const options = { precision: "float32", batchSize: 1, gradients: true, optimizerSlots: 0 } as const;
  return groups
    .flatMap((group) => planGroup(group, options).nodes)
    .reduce((sum, { stored, shape }) => sum + mapCount(stored) * 2 * sizeOf(shape.output), 0);
}

/** What decides the room that kernels ask for: those with weights alone do. */
function workOf({ nodes: [head], kind, pool }: Group<NodePlan>): Work[] {
  const { inputs, shape, parameters, part } = head;
  if (parameters === 0) return [];
  const [ci, co] = [channelsOf(inputs[0]), channelsOf(shape.output)];
  const isConvolution = part?.kind === "convolution";
  return [{ isConvolution, ci, co, parameters, window: shape.window, pool, inBlock: kind === "block" }];
}

/** Throws an `EngineError` that says what is wrong. */
export function refuseBroken(graph: Graph, analysis: Analysis): void {
  const error = analysis.issues.find((issue) => issue.severity === "error");
  if (error) throw new EngineError(`The model has errors: ${error.message}`);
  const nameless = graph.inputs.find((input) => input.shape === undefined);
  if (nameless) throw new EngineError(`The shape of ${nameless.name} is not known.`);
  for (const node of analysis.nodes) if (!node.known) throw new EngineError(`The model cannot run: ${node.reason}.`);
}

function bareNode(graph: Graph, analysis: Analysis, index: number): BareNode {
  const node = graph.nodes[index] as GraphNode;
  const known = analysis.nodes[index] as KnownNode;
  const definition = node.definition as LayerDefinition;
  const attributes = node.attributes as Attributes;
  return {
    ...known,
    index,
    name: node.name,
    definition,
    attributes,
    activation: activationOf(attributes),
    feeders: node.inputs,
    foreign: node.foreign ?? [],
    kept: definition.kept?.(known.inputs, attributes, known.shape) ?? [],
    part: definition.part?.(known.inputs, attributes, known.shape),
  };
}

function planGroup(group: Group<BareNode>, options: Sizing): Group<NodePlan> {
  const { nodes, kind, relu } = group;
  const last = nodes[nodes.length - 1];
  const planned = nodes.map((node): NodePlan => {
    const output = node === last && kind !== "copy";
    const apart = node.activation !== undefined && !(kind === "block" && relu);
    const stored = { output, beforeActivation: output && apart, kept: output || kind === "block" };
    return { ...node, stored, bytes: bytesOfNode(node, stored, options) };
  });
  return { ...group, nodes: planned as [NodePlan, ...NodePlan[]] };
}

/** Arrays of a node's output size, without their gradients. */
function mapCount({ output, beforeActivation }: Stored): number {
  return (output ? 1 : 0) + (beforeActivation ? 1 : 0);
}

function bytesOfNode(node: BareNode, stored: Stored, options: Sizing): number {
  const maps = sizeOf(node.shape.output) * mapCount(stored) * (options.gradients ? 2 : 1);
  const keptBytes = node.kept.reduce(
    (sum, { length, kind }) => sum + length * (kind === "int32" ? 4 : bytesOf(options.precision)),
    0,
  );
  // Value, gradient, and the copy that a run goes back to when its loss breaks down: that one lies outside of the arena,
  // where its room takes the gradients that other threads bring.
  const weightCopies = (options.gradients ? 3 : 1) + options.optimizerSlots;
  const numbers = maps * options.batchSize + node.parameters * weightCopies;
  return numbers * bytesOf(options.precision) + (stored.kept ? keptBytes * options.batchSize : 0);
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
