/** A network's weights: where they come from, and how those of an earlier run or a file find their place again. */
import type { WeightSpec } from "../layers/layer.ts";
import type { Arena } from "../tensor/backend.ts";
import type { Floats } from "../tensor/floats.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { Random } from "../tensor/random.ts";
import { type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import { initializeLayer } from "./initialize.ts";
import type { NodePlan } from "./plan.ts";

export interface Weight {
  /** `conv2d_1.kernel`. */
  readonly name: string;
  readonly layer: string;
  readonly spec: WeightSpec;
  readonly value: Floats;
  /** Accumulated by backward; `undefined` in a network without gradients. */
  readonly gradient: Floats | undefined;
}

/** How weights are made. */
export interface WeightOptions {
  readonly gradients: boolean;
  readonly seed: number;
  readonly initialization: "torch" | undefined;
}

/** Allocates and initializes every weight; the same seed gives the same numbers. */
export function createWeights(nodes: readonly NodePlan[], arena: Arena, options: WeightOptions): Weight[] {
  const random = new Random(options.seed);
  return nodes.flatMap(({ name: layer, weights: specs }) => {
    const values = specs.map(({ shape }) => arena.floats(sizeOf(shape)));
    initializeLayer(specs, values, random, options.initialization);
    return specs.map((spec, index) => ({
      name: `${layer}.${spec.name}`,
      layer,
      spec,
      value: values[index] as Floats,
      gradient: options.gradients ? arena.floats(sizeOf(spec.shape)) : undefined,
    }));
  });
}

export interface WeightMismatch {
  readonly name: string;
  readonly expected: Shape;
  readonly found: Shape;
}

export interface LoadReport {
  /** Names that were given and fit. */
  readonly loaded: readonly string[];
  /** Names of the network that were not given: they keep their values. */
  readonly missing: readonly string[];
  /** Names that were given in another shape: the network keeps its values. */
  readonly mismatched: readonly WeightMismatch[];
  /** Names that were given and that the network does not have. */
  readonly unused: readonly string[];
}

/** Copies what fits, by name and shape, and says what did not. */
export function loadWeights(weights: readonly Weight[], tensors: NamedTensors): LoadReport {
  const report = matchWeights(weights, tensors);
  const loaded = new Set(report.loaded);
  for (const { name, value } of weights) if (loaded.has(name)) value.set(tensors.get(name)?.data ?? []);
  return report;
}

/** What `loadWeights` would do. */
export function matchWeights(weights: readonly Weight[], tensors: NamedTensors): LoadReport {
  const loaded: string[] = [];
  const missing: string[] = [];
  const mismatched: WeightMismatch[] = [];
  for (const { name, spec } of weights) {
    const tensor = tensors.get(name);
    if (tensor === undefined) missing.push(name);
    else if (sameShape(tensor.shape, spec.shape)) loaded.push(name);
    else mismatched.push({ name, expected: spec.shape, found: tensor.shape });
  }
  const known = new Set(weights.map(({ name }) => name));
  return { loaded, missing, mismatched, unused: [...tensors.keys()].filter((name) => !known.has(name)) };
}
