/**
 * Checks backward against central differences, in float64: (L(w + e) - L(w - e)) / 2e for each weight. Errors are relative
 * to the largest gradient of the tensor, because a difference of losses carries an absolute rounding error. Inputs and
 * biases are random, so that no value sits exactly on a kink of ReLU or a tie of max pooling, where no derivative exists;
 * where a step still crosses one, a smaller step decides.
 */
import type { Analysis } from "../graph/analysis.ts";
import type { Graph } from "../graph/graph.ts";
import type { Backend } from "../tensor/backend.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { Random } from "../tensor/random.ts";
import { buildNetwork, type Network } from "./network.ts";
import type { Weight } from "./weights.ts";

export interface GradientError {
  readonly layer: string;
  /** `kernel`. */
  readonly weight: string;
  /** Largest |gradient - difference| over the largest |gradient| of this weight. */
  readonly worst: number;
  /** How many of the weight's numbers were compared, and how many it has. */
  readonly compared: number;
  readonly of: number;
}

export interface GradcheckOptions {
  readonly backend: Backend;
  readonly seed: number;
  readonly maxBytes: number;
  readonly weights?: NamedTensors;
  /** At most this many numbers of each weight, evenly spread. */
  readonly most: number;
  /** Whose float32 gradients are checked instead; the differences are still taken in float64. */
  readonly subject?: Backend | undefined;
}

const stepSizes = [1e-5, 1e-6, 1e-7];
const good = 1e-7;
const batchSize = 2;

/** Throws an `EngineError` if the model cannot run. */
export function gradcheck(graph: Graph, analysis: Analysis, options: GradcheckOptions): GradientError[] {
  const network = buildNetwork(graph, analysis, { ...options, precision: "float64", batchSize, gradients: true });
  const random = new Random(options.seed + 3);
  for (const input of network.inputs) for (let i = 0; i < input.length; i++) input[i] = random.uniform();
  if (options.weights) network.loadWeights(options.weights);
  else unsettleBiases(network, random);
  const measure = randomLoss(network, random);
  measure.gradients(network);
  if (options.subject) takeGradients(network, measure, { graph, analysis, options, backend: options.subject });
  return network.weights
    .filter(({ spec }) => spec.trainable)
    .map((weight) => checkWeight(weight, measure.loss, options.most));
}

interface Subject {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly options: GradcheckOptions;
  readonly backend: Backend;
}

/** Puts the gradients in the place of the network's own that this backend finds for the same inputs and weights. */
function takeGradients(network: Network, measure: Measure, { graph, analysis, options, backend }: Subject): void {
  const needs = { ...options, backend, precision: "float32", batchSize, gradients: true } as const;
  const subject = buildNetwork(graph, analysis, needs);
  subject.loadWeights(network.namedWeights());
  network.inputs.forEach((input, index) => {
    subject.inputs[index]?.set(input);
  });
  measure.gradients(subject);
  network.weights.forEach(({ gradient }, index) => {
    gradient?.set(subject.weights[index]?.gradient ?? gradient);
  });
}

/** Zero biases leave every blank cell exactly on ReLU's kink. */
function unsettleBiases(network: Network, random: Random): void {
  for (const { spec, value } of network.weights) {
    if (spec.initializer === "zeros") for (let i = 0; i < value.length; i++) value[i] = 0.2 * random.uniform() - 0.1;
  }
}

interface Measure {
  /** Of the network that it was made for, with its weights as they are. */
  loss(): number;
  /** Leaves the gradients in this network, which is of the same model. */
  gradients(network: Network): void;
}

/** A random linear function of the model's output: its gradient reaches every path, whatever the output's shape. */
function randomLoss(network: Network, random: Random): Measure {
  const run = (network: Network) => network.forward(batchSize, { training: false });
  run(network);
  const last = network.plan.output.index;
  const upstream = new Float64Array(network.output(last).length).map(() => random.normal());
  return {
    loss() {
      run(network);
      return upstream.reduce((sum, dy, i) => sum + dy * (network.output(last)[i] as number), 0);
    },
    gradients(network) {
      run(network);
      network.clearGradients();
      network.gradientAt("output").set(upstream);
      network.backward("output");
    },
  };
}

function checkWeight({ layer, spec, value, gradient }: Weight, loss: () => number, most: number): GradientError {
  const exact = (gradient as Float64Array).slice();
  const scale = Math.max(
    exact.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0),
    1e-8,
  );
  const stride = Math.max(1, Math.ceil(value.length / most));
  let worst = 0;
  let compared = 0;
  for (let i = 0; i < value.length; i += stride) {
    worst = Math.max(worst, errorAt(value as Float64Array, i, exact[i] as number, { loss, scale }));
    compared++;
  }
  return { layer, weight: spec.name, worst, compared, of: value.length };
}

function errorAt(
  value: Float64Array,
  i: number,
  exact: number,
  { loss, scale }: { loss(): number; scale: number },
): number {
  let best = Number.POSITIVE_INFINITY;
  for (const step of stepSizes) {
    const kept = value[i] as number;
    value[i] = kept + step;
    const above = loss();
    value[i] = kept - step;
    const below = loss();
    value[i] = kept;
    best = Math.min(best, Math.abs((above - below) / (2 * step) - exact) / scale);
    if (best < good) break;
  }
  return best;
}
