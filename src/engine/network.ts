/**
 * A graph that can be run: every buffer allocated once, every layer bound to its arrays. Forward keeps all that backward
 * needs and, if everything is observed, the views: the value before and after each activation.
 */
import type { Analysis } from "../graph/analysis.ts";
import type { Graph } from "../graph/graph.ts";
import type { BackwardPass } from "../layers/layer.ts";
import type { Arena, Backend } from "../tensor/backend.ts";
import type { Block } from "../tensor/blocks.ts";
import type { Floats, Precision } from "../tensor/floats.ts";
import type { Kernels } from "../tensor/kernels.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { Random } from "../tensor/random.ts";
import { allocateBuffers, copyValues, type NodeBuffers } from "./buffers.ts";
import { EngineError } from "./engine-error.ts";
import { translateWeights } from "./foreign-weights.ts";
import { allFusions, type Fusions, type Group, noFusions } from "./group.ts";
import { isLongPass } from "./part-size.ts";
import { type NodePlan, type Plan, planNetwork } from "./plan.ts";
import { bindBlocks, compileProgram, type ProgramParts, viewOf } from "./program.ts";
import type { Step, View } from "./step.ts";
import { createWeights, type LoadReport, loadWeights, type Weight } from "./weights.ts";

export interface NetworkOptions {
  readonly backend: Backend;
  readonly precision: Precision;
  /** The most samples that one pass takes. */
  readonly batchSize: number;
  readonly seed: number;
  /** Whether backward will run. */
  readonly gradients: boolean;
  /** Whether backward also gives the gradients of the model's inputs. */
  readonly inputGradients?: boolean;
  /** Numbers that an optimizer will keep for each weight; counts towards `maxBytes`. */
  readonly optimizerSlots?: number;
  /** Refuse to allocate more than this. */
  readonly maxBytes: number;
  /** What is looked at after a pass: every node's values and gradients (without the word), or the output alone. */
  readonly observed?: "everything" | "output";
  /** What may be computed as one where only the output is observed; without the word all that can. */
  readonly fusions?: Fusions;
}

/** Where backward starts: at the output, or before its activation (a loss that knows softmax's derivative). */
export type GradientStart = "output" | "beforeActivation";

/** One number of one of a node's inputs, and by how much it is moved. */
export interface Move {
  readonly input: number;
  readonly index: number;
  readonly by: number;
}

/** Throws an `EngineError` if the graph is broken or would need more than `maxBytes`. */
export function buildNetwork(graph: Graph, analysis: Analysis, options: NetworkOptions): Network {
  const { backend, precision, seed } = options;
  const plan = planFor(graph, analysis, options);
  const arena = backend.open(precision, plan.bytes, plan.arrays, plan.rooms);
  if (arena.blocks !== undefined || plan.options.fusions === noFusions) return new Network(plan, arena, seed);
  // What was opened is another backend's arena, which takes what this one cannot.
  const plain = planFor(graph, analysis, { ...options, fusions: noFusions });
  return new Network(plain, backend.open(precision, plain.bytes, plain.arrays, plain.rooms), seed);
}

/** What `buildNetwork` will need, before it is built. Throws like it. */
export function planFor(graph: Graph, analysis: Analysis, options: NetworkOptions): Plan {
  const { backend, observed = "everything", fusions = allFusions } = options;
  return planNetwork(graph, analysis, {
    precision: options.precision,
    batchSize: options.batchSize,
    gradients: options.gradients,
    inputGradients: options.inputGradients ?? false,
    optimizerSlots: options.optimizerSlots ?? 0,
    maxBytes: options.maxBytes,
    scratch: backend.scratch,
    fusions: observed === "output" && backend.fuses ? fusions : noFusions,
  });
}

export class Network {
  readonly plan: Plan;
  readonly arena: Arena;
  readonly batchSize: number;
  /** In the order of computation. */
  readonly weights: readonly Weight[];
  /** The model's inputs, for `batchSize` samples each: fill the first n and call `forward(n)`. */
  readonly inputs: readonly Floats[];
  /** Whether backward may add to the weights themselves: every trained weight belongs to a block. */
  readonly descends: boolean;
  /** Whether a pass takes so long that others want to be heard between its layers. */
  readonly isLong: boolean;
  readonly #parts: ProgramParts;
  readonly #blocks: ReadonlyMap<Group<NodePlan>, Block>;
  /** By their number of samples. */
  readonly #programs = new Map<number, readonly Step[]>();
  readonly #trainingPrograms = new Map<number, readonly Step[]>();
  #last: readonly Step[] = [];
  #lastCount = 0;

  constructor(plan: Plan, arena: Arena, seed: number) {
    this.plan = plan;
    this.arena = arena;
    this.batchSize = plan.options.batchSize;
    this.weights = createWeights(plan.nodes, arena, {
      gradients: plan.options.gradients,
      seed,
      initialization: plan.initialization,
    });
    const buffers = allocateBuffers(plan, arena);
    this.inputs = buffers.inputs;
    this.#parts = { plan, arena, buffers, weights: this.weights, random: new Random(seed + 1) };
    this.#blocks = bindBlocks(this.#parts);
    const heads = new Set([...this.#blocks.keys()].map(({ nodes: [{ name }] }) => name));
    this.isLong = isLongPass(plan.nodes, this.batchSize);
    this.descends = this.weights.every(({ layer, spec }) => !spec.trainable || heads.has(layer));
  }

  get kernels(): Kernels {
    return this.arena.kernels;
  }

  get precision(): Precision {
    return this.plan.options.precision;
  }

  /** Computes every node's output for the first n samples of `inputs`. */
  forward(n: number, { training }: { readonly training: boolean }): void {
    this.#begin(n, training);
    for (const step of this.#last) step.forward();
  }

  /** Like `forward`, and yields between the layers if the pass is long. */
  *forwardInSteps(n: number, options: { readonly training: boolean }): Generator<void, void> {
    if (!this.isLong) return this.forward(n, options);
    this.#begin(n, options.training);
    for (const step of this.#last) {
      step.forward();
      yield;
    }
  }

  /**
   * Like `forward` of a network that does not train, where all values are there but for those of the `changed` nodes, whose
   * weights or inputs are others now, and of what they feed: computes only these, and gives their indices.
   */
  forwardBehind(n: number, changed: ReadonlySet<number>): readonly number[] {
    this.#begin(n, false);
    const behind = nodesBehind(this.plan.nodes, changed);
    for (const step of this.#last) if (behind.has(step.view.plan.index)) step.forward();
    return [...behind];
  }

  /** Takes over what a forward pass of another network left at its nodes: `sources` has this network's nodes, and those there. */
  takeValues(from: Network, sources: ReadonlyMap<number, number>): void {
    for (const [node, source] of sources) copyValues(from.#buffersOf(source), this.#buffersOf(node));
  }

  /**
   * From the gradient that the caller wrote into `gradientAt(start)`, computes those of maps and inputs, and adds to those of
   * the weights; `intoWeights` adds to the weights themselves. Belongs to the last forward pass.
   */
  backward(start: GradientStart, { intoWeights = false } = {}): void {
    for (let i = this.#last.length - 1; i >= 0; i--) this.#stepBack(i, start, intoWeights);
  }

  /** Like `backward` to the gradients of the weights, and yields between the layers if the pass is long. */
  *backwardInSteps(start: GradientStart): Generator<void, void> {
    if (!this.isLong) return this.backward(start);
    for (let i = this.#last.length - 1; i >= 0; i--) {
      this.#stepBack(i, start, false);
      yield;
    }
  }

  /** Zeroes the gradients of all weights, and those of the output, where backward starts. */
  clearGradients(): void {
    for (const { gradient } of this.weights) gradient?.fill(0);
    this.clearMapGradients();
  }

  /** Zeroes the gradients of the output, where backward starts; it overwrites those of all other maps. */
  clearMapGradients(): void {
    const { outputGradient, beforeActivationGradient } = this.#view(this.plan.output.index);
    outputGradient.fill(0);
    beforeActivationGradient.fill(0);
  }

  /** Whether a node's values are there after a pass: all are if everything is observed. */
  keeps(node: number): boolean {
    return this.#parts.buffers.node(node) !== undefined;
  }

  /** A node's output for the last pass's samples, row-major with the batch first: a view, overwritten by the next pass. */
  output(node: number): Floats {
    return this.#view(node).output;
  }

  /** A node's value before its activation: its output, if it has none. A view. */
  beforeActivation(node: number): Floats {
    return this.#view(node).beforeActivation;
  }

  /** Gradient of the loss with respect to a node's output. A view. */
  outputGradient(node: number): Floats {
    return this.#view(node).outputGradient;
  }

  /** Gradient of the loss with respect to a node's value before its activation. A view. */
  beforeActivationGradient(node: number): Floats {
    return this.#view(node).beforeActivationGradient;
  }

  /**
   * What a node alone sends back to each of its inputs, as copies; `undefined` where nobody asks for it. Belongs to the
   * last backward pass, whose gradients stay as they are. An input that feeds the node twice has the sum at both places.
   */
  gradientsThrough(node: number): (Floats | undefined)[] {
    const { plan, pass } = this.#ownPass(node);
    const weights = this.weights.filter(({ layer }) => layer === plan.name).map(({ gradient }) => gradient);
    const touched = [...pass.inputGradients, ...weights].filter((gradient) => gradient !== undefined);
    const before = touched.map((gradient) => gradient.slice());
    for (const gradient of touched) gradient.fill(0);
    plan.definition.backward(this.kernels, pass);
    const through = pass.inputGradients.map((gradient) => gradient?.slice());
    touched.forEach((gradient, i) => {
      gradient.set(before[i] as Floats);
    });
    return through;
  }

  /**
   * Computes a node and all after it once more, as if one number of one of its inputs were larger by `by`. Other nodes
   * that are fed by the same input do not see the change. Belongs to the last forward pass.
   */
  forwardMoved(node: number, { input, index, by }: Move): void {
    const from = this.#last.findIndex(({ view }) => view.plan.index === node);
    const moved = this.#ownPass(node).pass.inputs[input] as Floats;
    const before = moved[index] as number;
    moved[index] = before + by;
    this.#last[from]?.forward();
    moved[index] = before;
    for (const step of this.#last.slice(from + 1)) step.forward();
  }

  /** Where backward starts from: at the model's output, or before its activation. */
  gradientAt(start: GradientStart): Floats {
    const view = this.#view(this.plan.output.index);
    return start === "output" ? view.outputGradient : view.beforeActivationGradient;
  }

  /** Gradient of the loss with respect to one of the model's inputs, for all of `batchSize`; empty if it was not asked for. */
  inputGradient(index: number): Floats {
    return this.#parts.buffers.inputGradients[index] ?? new Float32Array(0);
  }

  /** The weights by name; the arrays are the network's own and change as it trains. */
  namedWeights(): NamedTensors {
    return new Map(this.weights.map(({ name, spec, value }) => [name, { shape: spec.shape, data: value }]));
  }

  loadWeights(tensors: NamedTensors): LoadReport {
    return loadWeights(this.weights, translateWeights(this.plan.nodes, tensors));
  }

  #begin(n: number, training: boolean): void {
    this.#last = this.#programFor(n, training);
    this.#lastCount = n;
  }

  #stepBack(index: number, start: GradientStart, intoWeights: boolean): void {
    const step = this.#last[index] as Step;
    const skipActivation = start === "beforeActivation" && step.view.plan === this.plan.output;
    step.backward({ skipActivation, intoWeights });
  }

  #view(node: number): View {
    const step = this.#last.find(({ view }) => view.plan.index === node);
    if (step !== undefined) return step.view;
    if (this.#last.length === 0) throw new EngineError("Nothing was computed yet.");
    const copy = viewOf(this.#parts, node, this.#lastCount);
    if (copy !== undefined) return copy;
    const name = this.plan.nodes.find(({ index }) => index === node)?.name ?? `node ${node}`;
    throw new EngineError(`The values of ${name} are not kept: build the network with everything observed.`);
  }

  #buffersOf(node: number): NodeBuffers {
    const found = this.#parts.buffers.node(node);
    if (found === undefined) throw new EngineError(`The values of node ${node} are not kept.`);
    return found;
  }

  #ownPass(node: number): { readonly plan: NodePlan; readonly pass: BackwardPass } {
    const { plan } = this.#view(node);
    const pass = this.#last.find(({ view }) => view.plan === plan)?.pass;
    if (pass !== undefined) return { plan, pass };
    throw new EngineError(`${plan.name} is not computed by itself: build the network with everything observed.`);
  }

  /** Compiled once for each batch length that occurs, which are few: the full batch, and the last, short one. */
  #programFor(n: number, training: boolean): readonly Step[] {
    if (n < 1 || n > this.batchSize) {
      throw new EngineError(`A pass takes 1 to ${this.batchSize} samples, not ${n}.`);
    }
    const programs = training ? this.#trainingPrograms : this.#programs;
    let program = programs.get(n);
    if (program === undefined) {
      program = compileProgram(this.#parts, this.#blocks, { n, training });
      programs.set(n, program);
    }
    return program;
  }
}

/** The changed ones, and all whose inputs depend on them. */
function nodesBehind(nodes: readonly NodePlan[], changed: ReadonlySet<number>): ReadonlySet<number> {
  const behind = new Set<number>();
  for (const { index, feeders } of nodes) {
    const isFedAnew = feeders.some((feeder) => feeder.kind === "node" && behind.has(feeder.index));
    if (isFedAnew || changed.has(index)) behind.add(index);
  }
  return behind;
}
