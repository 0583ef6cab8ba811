/** The scales of weights and gradients, and what is said of the value under the cursor. */
import { ScaleBar } from "../../components/scale-bar.tsx";
import type { Key } from "../../share/sheet.ts";
import { divergingPalette } from "../shown-tensor.ts";
import type { WeightRanges } from "./weight-values.ts";

export function WeightLegend({ ranges, readout }: { readonly ranges: WeightRanges; readonly readout: string }) {
  const palette = divergingPalette();
  return (
    <div class="legend">
      <ScaleBar label="Weight" palette={palette} range={ranges.value} zero />
      {ranges.gradient && <ScaleBar label="Gradient" palette={palette} range={ranges.gradient} zero />}
      <output class="readout">{readout}</output>
    </div>
  );
}

/** The same for a picture to take away. */
export function weightKeys({ value, gradient }: WeightRanges): Key[] {
  const palette = divergingPalette();
  return [
    { label: "Weight", palette, range: value },
    ...(gradient ? [{ label: "Gradient", palette, range: gradient }] : []),
  ];
}
