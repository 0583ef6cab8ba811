/**
 * A graph that can be run: every buffer allocated once, every layer bound to its arrays. Forward keeps all that backward
 * and the views need: the value before and after each activation.
 */
import type { Analysis } from "../graph/analysis.ts";
import type { Graph, Source } from "../graph/graph.ts";
import type { BackwardPass } from "../layers/layer.ts";
import type { Arena, Backend } from "../tensor/backend.ts";
import type { Floats, Precision } from "../tensor/floats.ts";
import type { Kernels, MatrixSizes } from "../tensor/kernels.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { Random } from "../tensor/random.ts";
import { channelsOf, type Shape, sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import { translateWeights } from "./foreign-weights.ts";
import { type NodePlan, type Plan, planNetwork } from "./plan.ts";
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
}

/** Where backward starts: at the output, or before its activation (a loss that knows softmax's derivative). */
export type GradientStart = "output" | "beforeActivation";

/** One number of one of a node's inputs, and by how much it is moved. */
export interface Move {
  readonly input: number;
  readonly index: number;
  readonly by: number;
}

interface NodeBuffers {
  readonly plan: NodePlan;
  readonly beforeActivation: Floats;
  readonly output: Floats;
  readonly beforeActivationGradient: Floats;
  readonly outputGradient: Floats;
  readonly kept: ReadonlyMap<string, Floats>;
  readonly keptIndices: ReadonlyMap<string, Int32Array>;
}

/** One node's step over n samples: its arrays cut to n, and the function behind it. */
interface BoundStep {
  readonly plan: NodePlan;
  readonly pass: BackwardPass;
  readonly output: Floats;
  readonly outputGradient: Floats;
  readonly rows: MatrixSizes;
}

/** Throws an `EngineError` if the graph is broken or would need more than `maxBytes`. */
export function buildNetwork(graph: Graph, analysis: Analysis, options: NetworkOptions): Network {
  const plan = planNetwork(graph, analysis, {
    precision: options.precision,
    batchSize: options.batchSize,
    gradients: options.gradients,
    inputGradients: options.inputGradients ?? false,
    optimizerSlots: options.optimizerSlots ?? 0,
    maxBytes: options.maxBytes,
  });
  return new Network(plan, options);
}

export class Network {
  readonly plan: Plan;
  readonly arena: Arena;
  readonly batchSize: number;
  /** In the order of computation. */
  readonly weights: readonly Weight[];
  /** The model's inputs, for `batchSize` samples each: fill the first n and call `forward(n)`. */
  readonly inputs: readonly Floats[];
  readonly #inputGradients: readonly Floats[];
  readonly #buffers = new Map<number, NodeBuffers>();
  readonly #steps = new Map<string, readonly BoundStep[]>();
  readonly #random: Random;
  #lastSteps: readonly BoundStep[] = [];

  constructor(plan: Plan, options: NetworkOptions) {
    this.plan = plan;
    const { precision, gradients, inputGradients } = plan.options;
    const arena = options.backend.open(precision, plan.bytes, plan.arrays);
    this.arena = arena;
    this.batchSize = options.batchSize;
    this.#random = new Random(options.seed + 1);
    this.weights = createWeights(plan.nodes, arena, {
      gradients,
      seed: options.seed,
      initialization: plan.initialization,
    });
    const room = ({ shape }: { shape: Shape }) => arena.floats(sizeOf(shape) * options.batchSize);
    this.inputs = plan.inputs.map(room);
    this.#inputGradients = inputGradients ? plan.inputs.map(room) : [];
    for (const node of plan.nodes) {
      this.#buffers.set(node.index, allocateNode(node, arena, options.batchSize, gradients));
    }
  }

  get kernels(): Kernels {
    return this.arena.kernels;
  }

  get precision(): Precision {
    return this.plan.options.precision;
  }

  /** Computes every node's output for the first n samples of `inputs`. */
  forward(n: number, { training }: { readonly training: boolean }): void {
    this.#lastSteps = this.#stepsFor(n, training);
    this.#run(this.#lastSteps);
  }

  /**
   * Like `forward` of a network that does not train, where all values are there but for those of the `changed` nodes, whose
   * weights or inputs are others now, and of what they feed: computes only these, and gives their indices.
   */
  forwardBehind(n: number, changed: ReadonlySet<number>): readonly number[] {
    this.#lastSteps = this.#stepsFor(n, false);
    const behind = nodesBehind(this.plan.nodes, changed);
    this.#run(this.#lastSteps.filter(({ plan }) => behind.has(plan.index)));
    return [...behind];
  }

  /** Takes over what a forward pass of another network left at its nodes: `sources` has this network's nodes, and those there. */
  takeValues(from: Network, sources: ReadonlyMap<number, number>): void {
    for (const [node, source] of sources) copyValues(from.#buffersOf(source), this.#buffersOf(node));
  }

  #run(steps: readonly BoundStep[]): void {
    for (const { plan, pass, output, rows } of steps) {
      plan.definition.forward(this.kernels, pass);
      if (plan.activation) this.kernels.activate(plan.activation, pass.output, output, rows);
    }
  }

  /**
   * From the gradient that the caller wrote into `gradientAt(start)`, accumulates all others: clear them before with
   * `clearGradients`. Belongs to the last forward pass.
   */
  backward(start: GradientStart): void {
    for (let i = this.#lastSteps.length - 1; i >= 0; i--) {
      const { plan, pass, output, outputGradient, rows } = this.#lastSteps[i] as BoundStep;
      const skipped = start === "beforeActivation" && plan === this.plan.output;
      if (plan.activation && !skipped) {
        const { output: before, outputGradient: gradient } = pass;
        this.kernels.activateGradient(plan.activation, before, output, outputGradient, gradient, rows);
      }
      plan.definition.backward(this.kernels, pass);
    }
  }

  /** Zeroes the gradients of all weights, maps and inputs. */
  clearGradients(): void {
    for (const { gradient } of this.weights) gradient?.fill(0);
    this.clearMapGradients();
  }

  /** Zeroes the gradients of the last pass's maps and inputs; those of the weights go on adding up. */
  clearMapGradients(): void {
    for (const { pass, outputGradient } of this.#lastSteps) {
      outputGradient.fill(0);
      if (pass.outputGradient !== outputGradient) pass.outputGradient.fill(0);
    }
    for (const gradient of this.#inputGradients) gradient.fill(0);
  }

  /** A node's output for the last pass's samples, row-major with the batch first: a view, overwritten by the next pass. */
  output(node: number): Floats {
    return this.#stepOf(node).output;
  }

  /** A node's value before its activation: its output, if it has none. A view. */
  beforeActivation(node: number): Floats {
    return this.#stepOf(node).pass.output;
  }

  /** Gradient of the loss with respect to a node's output. A view. */
  outputGradient(node: number): Floats {
    return this.#stepOf(node).outputGradient;
  }

  /** Gradient of the loss with respect to a node's value before its activation. A view. */
  beforeActivationGradient(node: number): Floats {
    return this.#stepOf(node).pass.outputGradient;
  }

  /**
   * What a node alone sends back to each of its inputs, as copies; `undefined` where nobody asks for it. Belongs to the
   * last backward pass, whose gradients stay as they are. An input that feeds the node twice has the sum at both places.
   */
  gradientsThrough(node: number): (Floats | undefined)[] {
    const { plan, pass } = this.#stepOf(node);
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
    const from = this.#lastSteps.findIndex(({ plan }) => plan.index === node);
    const moved = present(this.#lastSteps[from]?.pass.inputs[input], "input");
    const before = moved[index] as number;
    moved[index] = before + by;
    this.#run(this.#lastSteps.slice(from, from + 1));
    moved[index] = before;
    this.#run(this.#lastSteps.slice(from + 1));
  }

  /** Where backward starts from: at the model's output, or before its activation. */
  gradientAt(start: GradientStart): Floats {
    const step = this.#stepOf(this.plan.output.index);
    return start === "output" ? step.outputGradient : step.pass.outputGradient;
  }

  /** Gradient of the loss with respect to one of the model's inputs, for all of `batchSize`; empty if it was not asked for. */
  inputGradient(index: number): Floats {
    return this.#inputGradients[index] ?? new Float32Array(0);
  }

  /** The weights by name; the arrays are the network's own and change as it trains. */
  namedWeights(): NamedTensors {
    return new Map(this.weights.map(({ name, spec, value }) => [name, { shape: spec.shape, data: value }]));
  }

  loadWeights(tensors: NamedTensors): LoadReport {
    return loadWeights(this.weights, translateWeights(this.plan.nodes, tensors));
  }

  #stepOf(node: number): BoundStep {
    const step = this.#lastSteps.find(({ plan }) => plan.index === node);
    if (step === undefined) throw new EngineError("Nothing was computed yet.");
    return step;
  }

  #buffersOf(node: number): NodeBuffers {
    return present(this.#buffers.get(node), `node ${node}`);
  }

  /** Bound once for each batch length that occurs, which are two: the full batch and the last, short one. */
  #stepsFor(n: number, training: boolean): readonly BoundStep[] {
    if (n < 1 || n > this.batchSize) {
      throw new EngineError(`A pass takes 1 to ${this.batchSize} samples, not ${n}.`);
    }
    const key = `${n} ${training}`;
    let steps = this.#steps.get(key);
    if (steps === undefined) {
      steps = this.plan.nodes.map((node) => this.#bind(node, n, training));
      this.#steps.set(key, steps);
    }
    return steps;
  }

  #bind(plan: NodePlan, n: number, training: boolean): BoundStep {
    const buffers = this.#buffers.get(plan.index) as NodeBuffers;
    const size = sizeOf(plan.shape.output);
    const columns = channelsOf(plan.shape.output);
    const named = new Map(this.weights.filter(({ layer }) => layer === plan.name).map((w) => [w.spec.name, w]));
    const weightGradients = new Map([...named].map(([name, { gradient }]) => [name, gradient]));
    // Divided first, which is exact: n / batchSize is not.
    const firstOf = (a: { readonly length: number }): number => (a.length / this.batchSize) * n;
    const kept = new Map([...buffers.kept].map(([name, a]) => [name, a.subarray(0, firstOf(a))]));
    const keptIndices = new Map([...buffers.keptIndices].map(([name, a]) => [name, a.subarray(0, firstOf(a))]));
    const cut = (array: Floats): Floats => array.subarray(0, n * size);
    const pass: BackwardPass = {
      n,
      attributes: plan.attributes,
      inputShapes: plan.inputs,
      shape: plan.shape,
      inputs: plan.feeders.map((feeder) => this.#feed(feeder, n)) as [Floats, ...Floats[]],
      output: cut(buffers.beforeActivation),
      outputGradient: cut(buffers.beforeActivationGradient),
      inputGradients: plan.feeders.map((feeder) => this.#feedGradient(feeder, n)),
      weight: (name) => present(named.get(name)?.value, name),
      weightGradient: (name) => present(weightGradients.get(name), name),
      kept: (name) => present(kept.get(name), name),
      keptIndices: (name) => present(keptIndices.get(name), name),
      training,
      random: this.#random,
    };
    const rows = { rows: (n * size) / columns, columns };
    return { plan, pass, output: cut(buffers.output), outputGradient: cut(buffers.outputGradient), rows };
  }

  #feed(feeder: Source, n: number): Floats {
    if (feeder.kind === "unknown") throw new EngineError(`Nothing is named ${feeder.name}.`);
    if (feeder.kind === "input") {
      const { shape } = present(this.plan.inputs[feeder.index], "input");
      return present(this.inputs[feeder.index], "input").subarray(0, n * sizeOf(shape));
    }
    const { plan, output } = this.#buffers.get(feeder.index) as NodeBuffers;
    return output.subarray(0, n * sizeOf(plan.shape.output));
  }

  #feedGradient(feeder: Source, n: number): Floats | undefined {
    if (feeder.kind === "node") {
      const { plan, outputGradient } = this.#buffers.get(feeder.index) as NodeBuffers;
      return outputGradient.subarray(0, n * sizeOf(plan.shape.output));
    }
    const gradient = feeder.kind === "input" ? this.#inputGradients[feeder.index] : undefined;
    return gradient?.subarray(0, (gradient.length / this.batchSize) * n);
  }
}

function allocateNode(plan: NodePlan, arena: Arena, batchSize: number, gradients: boolean): NodeBuffers {
  const length = sizeOf(plan.shape.output) * batchSize;
  const gradientLength = gradients ? length : 0;
  const output = arena.floats(length);
  const outputGradient = arena.floats(gradientLength);
  const kept = plan.kept.filter(({ kind }) => kind === "float");
  const indices = plan.kept.filter(({ kind }) => kind === "int32");
  return {
    plan,
    output,
    outputGradient,
    beforeActivation: plan.activation ? arena.floats(length) : output,
    beforeActivationGradient: plan.activation ? arena.floats(gradientLength) : outputGradient,
    kept: new Map(kept.map(({ name, length }) => [name, arena.floats(length * batchSize)])),
    keptIndices: new Map(indices.map(({ name, length }) => [name, arena.indices(length * batchSize)])),
  };
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

function copyValues(from: NodeBuffers, to: NodeBuffers): void {
  to.beforeActivation.set(from.beforeActivation);
  to.output.set(from.output);
  for (const [name, array] of from.kept) to.kept.get(name)?.set(array);
  for (const [name, array] of from.keptIndices) to.keptIndices.get(name)?.set(array);
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined)
    throw new EngineError(`The engine has no ${name} here: its layer's record did not announce it.`);
  return value;
}
