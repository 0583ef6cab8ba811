/** What a central difference says about one gradient: asked beside an inspection of the same layer and sample. */
import type { SampleChoice } from "./inspection.ts";

/** A number of one of the layer's weights, or of one of its inputs, by its place in the array. */
export type GradientTarget =
  | { readonly kind: "weight"; readonly name: string; readonly index: number }
  | { readonly kind: "input"; readonly input: number; readonly index: number };

export interface GradientCheckRequest {
  readonly layer: number;
  readonly sample: SampleChoice;
  readonly target: GradientTarget;
}

/** Computed in float64 with the plain kernels, from the same sample and weights. */
export interface GradientCheck {
  /** (L(w + e) - L(w - e)) / 2e; for an input the change reaches the loss through this layer alone. */
  readonly difference: number;
  /** The step e. Smaller ones are taken where a step crosses a kink, as ReLU has at 0. */
  readonly step: number;
}
