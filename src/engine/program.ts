/**
 * The steps that a network runs for n samples. Everything that can be known before is: arrays are cut, blocks bound, and
 * who is the first to add to a gradient, so that nothing is cleared that is overwritten anyway.
 */
import type { Source } from "../graph/graph.ts";
import type { BackwardPass } from "../layers/layer.ts";
import type { Arena } from "../tensor/backend.ts";
import type { Block, BlockArrays, BlockGradients } from "../tensor/blocks.ts";
import type { Floats } from "../tensor/floats.ts";
import type { Random } from "../tensor/random.ts";
import { channelsOf, sizeOf } from "../tensor/shape.ts";
import type { Buffers, NodeBuffers } from "./buffers.ts";
import { EngineError } from "./engine-error.ts";
import type { Group } from "./group.ts";
import type { NodePlan, Plan } from "./plan.ts";
import { blockStep, layerStep, type Step, type View } from "./step.ts";
import type { Weight } from "./weights.ts";

export interface ProgramParts {
  readonly plan: Plan;
  readonly arena: Arena;
  readonly buffers: Buffers;
  readonly weights: readonly Weight[];
  readonly random: Random;
}

export interface Length {
  readonly n: number;
  readonly training: boolean;
}

type PlanGroup = Group<NodePlan>;

/** Blocks serve every length, so they are bound once for all programs. */
export function bindBlocks(parts: ProgramParts): ReadonlyMap<PlanGroup, Block> {
  const blocks = parts.plan.groups.filter(({ kind }) => kind === "block");
  return new Map(blocks.map((group) => [group, bindBlock(parts, group)]));
}

export function compileProgram(
  parts: ProgramParts,
  blocks: ReadonlyMap<PlanGroup, Block>,
  { n, training }: Length,
): readonly Step[] {
  const { plan, arena, buffers } = parts;
  const groups = plan.groups.filter(({ kind }) => kind !== "copy");
  const firsts = findFirsts(plan, buffers);
  const matters = leadsToOutput(plan);
  return groups.map((group) => {
    const last = lastOf(group);
    const view = cutView(last, present(buffers.node(last.index), last.name), n);
    const columns = channelsOf(last.shape.output);
    const rows = { rows: (n * sizeOf(last.shape.output)) / columns, columns };
    const fresh = (firsts.get(group) ?? []).map((gradient) => cutTo(gradient, plan.options.batchSize, n));
    const shared = { kernels: arena.kernels, view, rows, fresh, matters: matters.has(last.index) };
    const block = blocks.get(group);
    return block ? blockStep(shared, block, n) : layerStep(shared, bindPass(parts, last, { n, training }));
  });
}

/** The view of a node that a program's steps do not compute by itself: a copy, whose arrays are its input's. */
export function viewOf({ plan, buffers }: ProgramParts, index: number, n: number): View | undefined {
  const node = plan.nodes.find((candidate) => candidate.index === index);
  const found = buffers.node(index);
  return node && found ? cutView(node, found, n) : undefined;
}

function lastOf({ nodes }: PlanGroup): NodePlan {
  return nodes[nodes.length - 1] as NodePlan;
}

function cutView(plan: NodePlan, buffers: NodeBuffers, n: number): View {
  const length = n * sizeOf(plan.shape.output);
  return {
    plan,
    output: buffers.output.subarray(0, length),
    beforeActivation: buffers.beforeActivation.subarray(0, length),
    outputGradient: buffers.outputGradient.subarray(0, length),
    beforeActivationGradient: buffers.beforeActivationGradient.subarray(0, length),
  };
}

/** Divided first, which is exact: n / batchSize is not. */
function cutTo<A extends Floats | Int32Array>(array: A, batchSize: number, n: number): A {
  return array.subarray(0, (array.length / batchSize) * n) as A;
}

/** For each group those of its inputs' gradients to which it is, going backward, the first to add. */
function findFirsts(plan: Plan, buffers: Buffers): Map<PlanGroup, Floats[]> {
  const seen = new Set<Floats>();
  const matters = leadsToOutput(plan);
  const firsts = new Map<PlanGroup, Floats[]>();
  for (const group of [...plan.groups].reverse()) {
    if (group.kind === "copy" || !matters.has(lastOf(group).index)) continue;
    const touched = group.nodes[0].feeders.map((feeder) => buffers.feedGradient(feeder));
    const fresh = new Set(touched.filter((gradient) => gradient !== undefined && !seen.has(gradient)));
    firsts.set(group, [...fresh] as Floats[]);
    for (const gradient of fresh) if (gradient) seen.add(gradient);
  }
  return firsts;
}

function leadsToOutput({ nodes, output }: Plan): ReadonlySet<number> {
  const leads = new Set([output.index]);
  for (const { index, feeders } of [...nodes].reverse()) {
    if (!leads.has(index)) continue;
    for (const feeder of feeders) if (feeder.kind === "node") leads.add(feeder.index);
  }
  return leads;
}

function bindBlock({ plan, arena, buffers, weights }: ProgramParts, group: PlanGroup): Block {
  const [head] = group.nodes;
  const own = new Map(weights.filter(({ layer }) => layer === head.name).map((weight) => [weight.spec.name, weight]));
  const [kernel, bias] = [present(own.get("kernel"), "kernel"), own.get("bias")];
  const { beforeActivation: y, beforeActivationGradient: dy } = present(buffers.node(lastOf(group).index), head.name);
  const feeder = head.feeders[0] as Source;
  const pool = group.nodes.find(({ part }) => part?.kind === "maxPool");
  const winners =
    pool && plan.options.gradients ? arena.indices(sizeOf(pool.shape.output) * plan.options.batchSize) : undefined;
  const arrays: BlockArrays = { x: buffers.feed(feeder), k: kernel.value, bias: bias?.value, y, winners };
  const gradients: BlockGradients | undefined = kernel.gradient && {
    dy,
    dx: buffers.feedGradient(feeder),
    dk: kernel.gradient,
    dbias: bias?.gradient,
  };
  const blocks = present(arena.blocks, "blocks");
  const { part } = head;
  if (part?.kind === "convolution") {
    const { winograd } = plan.options.fusions;
    return blocks.convolution({ conv: part.conv, relu: group.relu, pool: group.pool, winograd }, arrays, gradients);
  }
  if (part?.kind === "dense") return blocks.dense({ i: part.i, o: part.o, relu: group.relu }, arrays, gradients);
  throw new EngineError(`${head.name} cannot begin a block.`);
}

function bindPass(
  { plan, buffers, weights, random }: ProgramParts,
  node: NodePlan,
  { n, training }: Length,
): BackwardPass {
  const { batchSize } = plan.options;
  const own = present(buffers.node(node.index), node.name);
  const view = cutView(node, own, n);
  const named = new Map(weights.filter(({ layer }) => layer === node.name).map((weight) => [weight.spec.name, weight]));
  const kept = new Map([...own.kept].map(([name, array]) => [name, cutTo(array, batchSize, n)]));
  const keptIndices = new Map([...own.keptIndices].map(([name, array]) => [name, cutTo(array, batchSize, n)]));
  const cut = (array: Floats | undefined) => array && cutTo(array, batchSize, n);
  return {
    n,
    attributes: node.attributes,
    inputShapes: node.inputs,
    shape: node.shape,
    inputs: node.feeders.map((feeder) => cutTo(buffers.feed(feeder), batchSize, n)) as [Floats, ...Floats[]],
    output: view.beforeActivation,
    outputGradient: view.beforeActivationGradient,
    inputGradients: node.feeders.map((feeder) => cut(buffers.feedGradient(feeder))),
    weight: (name) => present(named.get(name)?.value, name),
    weightGradient: (name) => present(named.get(name)?.gradient, name),
    kept: (name) => present(kept.get(name), name),
    keptIndices: (name) => present(keptIndices.get(name), name),
    training,
    random,
  };
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined)
    throw new EngineError(`The engine has no ${name} here: its layer's record did not announce it.`);
  return value;
}
