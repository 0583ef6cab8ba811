/** Which of a layer's tensors the feature maps show. */
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import type { Shown } from "../choices.ts";

export interface ShownTensor {
  readonly what: Shown;
  readonly shape: Shape;
  readonly data: Float32Array;
  /** Whether zero is the middle of its colours. */
  readonly diverging: boolean;
  /** Whether it is the sample's image itself. */
  readonly image: boolean;
}

const cache = new WeakMap<Inspection, Map<Shown, ShownTensor>>();

/** What is wanted, or the output where the layer does not have it. The same inspection gives the same object. */
export function tensorShown(inspection: Inspection, wanted: Shown): ShownTensor {
  const known = cache.get(inspection) ?? new Map<Shown, ShownTensor>();
  cache.set(inspection, known);
  const found = known.get(wanted) ?? choose(inspection, wanted);
  known.set(wanted, found);
  return found;
}

function choose({ layer, output, beforeActivation, outputGradient }: Inspection, wanted: Shown): ShownTensor {
  const plain = { shape: output.shape, diverging: false, image: false };
  if (wanted === "gradient" && outputGradient) return { ...plain, what: wanted, data: outputGradient, diverging: true };
  if (wanted === "beforeActivation" && beforeActivation) return { ...plain, what: wanted, data: beforeActivation.data };
  return { ...plain, what: "output", data: output.data, image: layer === -1 };
}
