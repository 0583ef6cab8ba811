/** Measures values and gradients of a network's last pass, layer by layer. Reads every number once. */
import type { GradientStart, Network } from "../engine/network.ts";
import type { NodePlan } from "../engine/plan.ts";
import type { LayerFlow, Magnitude, WeightFlow } from "../protocol/flow.ts";
import { channelsOf } from "../tensor/shape.ts";
import type { WeightTrace } from "./weight-trace.ts";

export interface FlowSources {
  readonly network: Network;
  /** Where the last backward began; `undefined` if there was none. */
  readonly start: GradientStart | undefined;
  readonly trace: WeightTrace | undefined;
}

export function measureFlow(sources: FlowSources): LayerFlow[] {
  const layers = sources.network.plan.nodes.map((plan) => measureLayer(sources, plan));
  return layers.sort((a, b) => a.layer - b.layer);
}

function measureLayer(sources: FlowSources, plan: NodePlan): LayerFlow {
  const { network, start } = sources;
  const output = network.output(plan.index);
  const units = channelsOf(plan.shape.output);
  const isFused = plan === network.plan.output && start === "beforeActivation";
  const gradient = isFused ? network.beforeActivationGradient(plan.index) : network.outputGradient(plan.index);
  return {
    layer: plan.index,
    output: measure(output),
    units,
    zeroUnits: countZeroUnits(output, units),
    gradient: start === undefined ? undefined : measure(gradient),
    weights: measureWeights(sources, plan),
  };
}

function measureWeights({ network, start, trace }: FlowSources, { name }: NodePlan): WeightFlow[] {
  return network.weights
    .filter(({ layer, spec }) => layer === name && spec.trainable)
    .map(({ name: fullName, spec, value, gradient }) => ({
      name: spec.name,
      norm: measure(value).norm,
      gradientNorm: start !== undefined && gradient ? measure(gradient).norm : undefined,
      updateNorm: normOf(trace?.updateOf(fullName, value.length)),
    }));
}

function normOf(values: Float32Array | undefined): number | undefined {
  return values && measure(values).norm;
}

/** Sums in float64, whatever the values are. */
export function measure(values: ArrayLike<number>): Magnitude {
  let sum = 0;
  let squares = 0;
  let zeros = 0;
  let notFinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      notFinite++;
      continue;
    }
    if (value === 0) zeros++;
    sum += Math.abs(value);
    squares += value * value;
  }
  const finite = values.length - notFinite;
  const mean = finite === 0 ? 0 : sum / finite;
  return { mean, norm: Math.sqrt(squares), zeros, notFinite, count: values.length };
}

/** Of an array with the channels last. */
export function countZeroUnits(values: ArrayLike<number>, units: number): number {
  const isAlive = new Uint8Array(units);
  let zeroUnits = units;
  for (let i = 0; i < values.length && zeroUnits > 0; i++) {
    const unit = i % units;
    if (values[i] === 0 || isAlive[unit] === 1) continue;
    isAlive[unit] = 1;
    zeroUnits--;
  }
  return zeroUnits;
}
