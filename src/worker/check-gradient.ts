/**
 * Checks one gradient by a central difference in float64. The step is the first of three at which the difference agrees
 * with the float64 gradient: a step that crosses a kink of ReLU or another winner of a pool measures two slopes at once.
 */
import type { Dataset } from "../data/dataset.ts";
import { createLoss } from "../engine/loss.ts";
import type { Network } from "../engine/network.ts";
import type { GradientCheck, GradientCheckRequest, GradientTarget } from "../protocol/gradient-check.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { classesFor, fillSample } from "./fill-sample.ts";
import { buildForChecking, type OpenModel } from "./open-model.ts";

const STEPS = [1e-5, 1e-6, 1e-7];
const GOOD = 1e-6;

/** Throws with a message for people if the layer, the sample or the number is not there, or the model has no loss. */
export function checkGradient(
  model: OpenModel,
  dataset: Dataset,
  weights: NamedTensors,
  { layer, sample, target }: GradientCheckRequest,
): GradientCheck {
  const network = buildForChecking(model);
  network.loadWeights(weights);
  const loss = createLoss(network, model.document.training.loss, classesFor(network, dataset));
  const label = fillSample(network, dataset, sample);
  if (label === undefined) throw new Error("The image has no label, so that there is no loss. Choose its class.");
  const labels = [label];
  network.forward(1, { training: false });
  network.clearGradients();
  loss.withGradient(labels);
  network.backward(loss.start);
  const { gradient, move } = targetOf(network, layer, target);
  const lossAt = (by: number): number => {
    move(by);
    return loss.measure(labels).loss;
  };
  return nearest(
    gradient,
    STEPS.map((step) => () => ({ difference: (lossAt(step) - lossAt(-step)) / (2 * step), step })),
  );
}

/** The first check that agrees, or else the one that does so best. */
function nearest(gradient: number, checks: readonly (() => GradientCheck)[]): GradientCheck {
  let best: GradientCheck | undefined;
  const error = ({ difference }: GradientCheck): number => Math.abs(difference - gradient);
  for (const check of checks) {
    const found = check();
    if (best === undefined || error(found) < error(best)) best = found;
    if (error(best) <= GOOD * Math.abs(gradient)) break;
  }
  return best as GradientCheck;
}

interface Target {
  readonly gradient: number;
  /** Computes the network with the number moved by so much. */
  move(by: number): void;
}

function targetOf(network: Network, layer: number, target: GradientTarget): Target {
  const plan = network.plan.nodes.find(({ index }) => index === layer);
  if (plan === undefined) throw new Error(`The model has no layer ${layer}.`);
  const { index } = target;
  if (target.kind === "input") {
    const { input } = target;
    const gradient = network.gradientsThrough(layer)[input]?.[index];
    if (gradient === undefined) throw new Error(`${plan.name} has no number ${index} in its input ${input}.`);
    return { gradient, move: (by) => network.forwardMoved(layer, { input, index, by }) };
  }
  const weight = network.weights.find((found) => found.layer === plan.name && found.spec.name === target.name);
  const before = weight?.value[index];
  if (!weight?.gradient || before === undefined) {
    throw new Error(`${plan.name} has no number ${index} in its weight ${target.name}.`);
  }
  return {
    gradient: weight.gradient[index] as number,
    move(by) {
      weight.value[index] = before + by;
      network.forward(1, { training: false });
    },
  };
}
