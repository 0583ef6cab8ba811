/**
 * The graph between a functional model's inputs and outputs: its nodes in the order in which they run, and its layers in
 * the order in which Keras lists them (far from the outputs first, then as the outputs reach them).
 */
import { sameDim } from "../../../tensor/dim/sum.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Instance, Value } from "../../value.ts";
import { type GraphNode, KerasTensor, unknownTensor } from "../keras-tensor.ts";
import type { Shape } from "../sizes.ts";

export class FunctionalGraph {
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
  /** The outputs in the lists or dicts in which the model gives them. */
  readonly structure: Value;
  /**
   * What the model was before its outputs were exchanged, which only former versions allow: its layers stay, and nobody asks
   * whether an input is of the model's sizes.
   */
  readonly former: FunctionalGraph | undefined;
  private collected: { readonly nodes: readonly GraphNode[]; readonly layers: readonly Instance[] } | undefined;

  constructor(
    inputs: readonly KerasTensor[],
    outputs: readonly KerasTensor[],
    structure: Value,
    former?: FunctionalGraph,
  ) {
    this.former = former;
    this.inputs = inputs;
    this.outputs = outputs;
    this.structure = structure;
  }

  get nodes(): readonly GraphNode[] {
    return this.collect().nodes;
  }

  get layers(): readonly Instance[] {
    return this.former?.layers ?? this.collect().layers;
  }

  /** Whether every layer behind its outputs is known. */
  get isWhole(): boolean {
    const made = new Set([...this.inputs, ...this.nodes.flatMap(({ outputs }) => outputs)]);
    const ends = [...this.outputs, ...this.nodes.flatMap(({ inputs }) => inputs)];
    const isKnown = (tensor: KerasTensor) => tensor.shape !== undefined || made.has(tensor);
    return ends.every(isKnown) && !this.nodes.some(({ unsure }) => unsure);
  }

  /** When first asked for: a Sequential that grows has a new graph for each layer. */
  private collect() {
    if (this.collected === undefined) {
      const { nodes, seen } = collectNodes(this.inputs, this.outputs);
      this.collected = { nodes, layers: layersByDepth(nodes, seen) };
    }
    return this.collected;
  }

  /** What the model makes of other inputs. */
  call(run: Run, inputs: readonly KerasTensor[], site: Site): readonly KerasTensor[] {
    if (this.inputs.every((own, index) => sameShape(own.shape, inputs[index]?.shape))) {
      return this.outputs.map(({ shape, dtype, reason }) => new KerasTensor(shape, dtype, reason));
    }
    const values = new Map(
      this.inputs.map((own, index) => [own, inputs[index] ?? unknownTensor("an input is missing")]),
    );
    for (const node of this.nodes) {
      if (node.outputs.some((output) => values.has(output))) continue;
      // What one of two branches did is no mistake where the other may have been taken.
      const isOpen = node.certain === false && run.certain;
      const outputs = isOpen
        ? []
        : node.again(
            run,
            node.inputs.map((input) => values.get(input) ?? input),
            node.failedAt ?? site,
          );
      node.outputs.forEach((output, index) => {
        const reason = isOpen ? "it is not known which branch is taken" : "a layer gave fewer tensors than before";
        values.set(output, outputs[index] ?? unknownTensor(reason));
      });
    }
    return this.outputs.map((output) => values.get(output) ?? unknownTensor("an output is not connected"));
  }
}

function sameShape(a: Shape | undefined, b: Shape | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((dim, axis) => sameDim(dim, b[axis] as typeof dim));
}

interface Collected {
  readonly nodes: readonly GraphNode[];
  /** In the order in which the outputs reach them, going back. */
  readonly seen: readonly GraphNode[];
}

/** Depth first from the outputs back to the inputs, without recursion: a graph may be deeper than the stack. */
function collectNodes(inputs: readonly KerasTensor[], outputs: readonly KerasTensor[]): Collected {
  const ends = new Set(inputs);
  const nodes: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  const open: { readonly node: GraphNode; next: number }[] = [];
  const enter = (tensor: KerasTensor | undefined): void => {
    const node = tensor?.node;
    if (node === undefined || seen.has(node)) return;
    seen.add(node);
    open.push({ node, next: 0 });
  };
  for (const output of outputs) {
    enter(output);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { node } = top;
      const before = node.outputs.some((tensor) => ends.has(tensor)) ? [] : node.inputs;
      if (top.next < before.length) enter(before[top.next++]);
      else {
        nodes.push(node);
        open.pop();
      }
    }
  }
  return { nodes, seen: [...seen] };
}

function layersByDepth(nodes: readonly GraphNode[], seen: readonly GraphNode[]): readonly Instance[] {
  const depths = new Map<GraphNode, number>();
  const layerDepths = new Map<Instance, number>();
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  for (const node of [...nodes].reverse()) {
    let depth = depths.get(node) ?? 0;
    if (node.layer !== undefined) {
      depth = Math.max(depth, layerDepths.get(node.layer) ?? 0);
      layerDepths.set(node.layer, depth);
    }
    depths.set(node, depth);
    for (const input of node.inputs) {
      const maker = makers.get(input);
      if (maker !== undefined) depths.set(maker, Math.max(depth + 1, depths.get(maker) ?? 0));
    }
  }
  const reached = new Set(seen.flatMap(({ layer }) => (layer === undefined ? [] : [layer])));
  return [...reached].sort((a, b) => (layerDepths.get(b) ?? 0) - (layerDepths.get(a) ?? 0));
}
