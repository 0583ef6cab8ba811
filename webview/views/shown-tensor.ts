/** Which of a layer's tensors the feature maps show. */
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import type { Shown } from "../choices.ts";
import { divergingOnDark, divergingOnLight, type Palette, viridis } from "../geometry/palette.ts";
import { theme } from "../theme.ts";

export interface ShownTensor {
  readonly what: Shown;
  readonly shape: Shape;
  readonly data: Float32Array;
  /** Whether zero is the middle of its colours. */
  readonly diverging: boolean;
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

function choose({ output, beforeActivation, outputGradient }: Inspection, wanted: Shown): ShownTensor {
  const { shape } = output;
  if (wanted === "gradient" && outputGradient) return { what: "gradient", shape, data: outputGradient, diverging: true };
  if (wanted === "beforeActivation" && beforeActivation) {
    return { what: "beforeActivation", shape, data: beforeActivation.data, diverging: false };
  }
  return { what: "output", shape, data: output.data, diverging: false };
}

export function paletteFor({ diverging }: { readonly diverging: boolean }): Palette {
  return diverging ? divergingPalette() : viridis;
}

/** Blue to orange, with the page's own shade in the middle. */
export function divergingPalette(): Palette {
  return theme.value.dark ? divergingOnDark : divergingOnLight;
}
