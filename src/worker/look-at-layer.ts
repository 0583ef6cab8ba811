/** Copies what an inspection shows of one layer out of the network's arrays: those parts that are wanted. */
import type { Network } from "../engine/network.ts";
import type { NodePlan } from "../engine/plan.ts";
import type { Source } from "../graph/graph.ts";
import type { Inspection, Part, WeightView } from "../protocol/inspection.ts";
import type { Floats } from "../tensor/floats.ts";
import type { Shape } from "../tensor/shape.ts";
import type { WeightTrace } from "./weight-trace.ts";

export interface View {
  readonly network: Network;
  readonly parts: ReadonlySet<Part>;
  /** Whether the network holds gradients of this sample's loss. */
  readonly gradients: boolean;
  readonly trace: WeightTrace | undefined;
}

type LayerInspection = Pick<
  Inspection,
  | "inputs"
  | "output"
  | "beforeActivation"
  | "outputGradient"
  | "beforeActivationGradient"
  | "inputGradients"
  | "weights"
>;

export function lookAtInput({ network, parts, gradients }: View, shape: Shape): LayerInspection {
  const gradient = gradients && parts.has("gradients") ? copy(network.inputGradient(0)) : undefined;
  return {
    inputs: [],
    output: { shape, data: copy(parts.has("values") ? network.inputs[0] : undefined) },
    beforeActivation: undefined,
    outputGradient: gradient,
    beforeActivationGradient: gradient,
    inputGradients: [],
    weights: [],
  };
}

/** Throws for a layer that is not there. */
export function lookAtLayer(view: View, layer: number): LayerInspection {
  const { network, parts, gradients } = view;
  const plan = network.plan.nodes.find(({ index }) => index === layer);
  if (plan === undefined) throw new Error(`The model has no layer ${layer}.`);
  const shape = plan.shape.output;
  const isWanted = gradients && parts.has("gradients");
  const outputGradient = isWanted ? copy(network.outputGradient(layer)) : undefined;
  const isBefore = isWanted && plan.activation !== undefined;
  const value = (read: () => Floats): Float32Array => copy(parts.has("values") ? read() : undefined);
  return {
    inputs: plan.feeders.map((feeder, index) => ({
      shape: plan.inputs[index] ?? [],
      data: copy(parts.has("inputs") ? valuesOf(network, feeder) : undefined),
    })),
    output: { shape, data: value(() => network.output(layer)) },
    beforeActivation: plan.activation && { shape, data: value(() => network.beforeActivation(layer)) },
    outputGradient,
    // One array at both places is sent once.
    beforeActivationGradient: isBefore ? copy(network.beforeActivationGradient(layer)) : outputGradient,
    inputGradients: gradients && parts.has("through") ? network.gradientsThrough(layer).map(copy) : [],
    weights: weightsOf(view, plan),
  };
}

function valuesOf(network: Network, feeder: Source): Floats {
  return (feeder.kind === "node" ? network.output(feeder.index) : network.inputs[0]) ?? new Float32Array();
}

function weightsOf({ network, parts, gradients, trace }: View, { name }: NodePlan): WeightView[] {
  const changes = parts.has("changes") ? trace : undefined;
  const withGradients = gradients && parts.has("weightGradients");
  return network.weights
    .filter(({ layer }) => layer === name)
    .map(({ name: fullName, spec, value, gradient }) => ({
      name: spec.name,
      shape: spec.shape,
      value: copy(parts.has("weights") ? value : undefined),
      change: changes?.changeOf(fullName, value),
      update: changes?.updateOf(fullName, value.length),
      gradient: withGradients && gradient && spec.trainable ? copy(gradient) : undefined,
    }));
}

/** Empty if there is nothing to copy. */
export function copy(values: Floats | undefined): Float32Array {
  return new Float32Array(values ?? []);
}
