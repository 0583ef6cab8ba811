/** A network's arrays, each for the full batch, allocated once. */
import type { Source } from "../graph/graph.ts";
import type { Arena } from "../tensor/backend.ts";
import type { Floats } from "../tensor/floats.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import type { NodePlan, Plan } from "./plan.ts";

/** A node's arrays. Where it has no activation of its own, before and after are the same; a copy has its input's. */
export interface NodeBuffers {
  readonly output: Floats;
  readonly beforeActivation: Floats;
  readonly outputGradient: Floats;
  readonly beforeActivationGradient: Floats;
  readonly kept: ReadonlyMap<string, Floats>;
  readonly keptIndices: ReadonlyMap<string, Int32Array>;
}

export interface Buffers {
  readonly inputs: readonly Floats[];
  readonly inputGradients: readonly Floats[];
  /** Undefined for a node within a block, which has none. */
  node(index: number): NodeBuffers | undefined;
  feed(feeder: Source): Floats;
  /** Undefined where nobody asks for it. */
  feedGradient(feeder: Source): Floats | undefined;
}

export function allocateBuffers(plan: Plan, arena: Arena): Buffers {
  const { batchSize, inputGradients } = plan.options;
  const room = ({ shape }: { shape: Shape }) => arena.floats(sizeOf(shape) * batchSize);
  const inputs = plan.inputs.map(room);
  const gradients = inputGradients ? plan.inputs.map(room) : [];
  const nodes = new Map<number, NodeBuffers>();
  const buffers: Buffers = {
    inputs,
    inputGradients: gradients,
    node: (index) => nodes.get(index),
    feed(feeder) {
      const found = feeder.kind === "node" ? nodes.get(feeder.index)?.output : undefined;
      const given = feeder.kind === "input" ? inputs[feeder.index] : found;
      if (given === undefined) throw new EngineError(`A layer is fed by ${feeder.kind}, which has no values.`);
      return given;
    },
    feedGradient(feeder) {
      if (feeder.kind === "node") return nodes.get(feeder.index)?.outputGradient;
      return feeder.kind === "input" ? gradients[feeder.index] : undefined;
    },
  };
  for (const { kind, nodes: members } of plan.groups) {
    for (const member of members) {
      const [feeder] = member.feeders;
      const found = feeder?.kind === "node" ? nodes.get(feeder.index) : undefined;
      if (kind === "copy" && found) nodes.set(member.index, asOutput(found));
      else if (member.stored.output)
        nodes.set(member.index, allocateNode(member, plan, { arena, isBlock: kind === "block" }));
    }
  }
  return buffers;
}

function asOutput({ output, outputGradient }: NodeBuffers): NodeBuffers {
  return {
    output,
    outputGradient,
    beforeActivation: output,
    beforeActivationGradient: outputGradient,
    kept: new Map(),
    keptIndices: new Map(),
  };
}

/** What a block keeps it asks for itself. */
function allocateNode(
  node: NodePlan,
  { options }: Plan,
  { arena, isBlock }: { readonly arena: Arena; readonly isBlock: boolean },
): NodeBuffers {
  const { batchSize, gradients } = options;
  const length = sizeOf(node.shape.output) * batchSize;
  const gradientLength = gradients ? length : 0;
  const output = arena.floats(length);
  const outputGradient = arena.floats(gradientLength);
  const wanted = isBlock ? [] : node.kept;
  const kept = wanted.filter(({ kind }) => kind === "float");
  const indices = wanted.filter(({ kind }) => kind === "int32");
  return {
    output,
    outputGradient,
    beforeActivation: node.stored.beforeActivation ? arena.floats(length) : output,
    beforeActivationGradient: node.stored.beforeActivation ? arena.floats(gradientLength) : outputGradient,
    kept: new Map(kept.map(({ name, length }) => [name, arena.floats(length * batchSize)])),
    keptIndices: new Map(indices.map(({ name, length }) => [name, arena.indices(length * batchSize)])),
  };
}

export function copyValues(from: NodeBuffers, to: NodeBuffers): void {
  to.beforeActivation.set(from.beforeActivation);
  to.output.set(from.output);
  for (const [name, array] of from.kept) to.kept.get(name)?.set(array);
  for (const [name, array] of from.keptIndices) to.keptIndices.get(name)?.set(array);
}
