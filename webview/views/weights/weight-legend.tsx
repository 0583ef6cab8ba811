/** The scales of what is drawn of a weight, and what is said of the value under the cursor. */
import type { ComponentChildren } from "preact";
import { ScaleBar } from "../../components/scale-bar.tsx";
import type { Key } from "../../share/sheet.ts";
import { divergingPalette } from "../shown-palette.ts";
import type { WeightPart } from "./weight-parts.ts";

interface WeightLegendProps {
  readonly parts: readonly WeightPart[];
  readonly readout: string;
  readonly children?: ComponentChildren;
}

export function WeightLegend({ parts, readout, children }: WeightLegendProps) {
  const palette = divergingPalette();
  return (
    <div class="legend">
      {parts.map(({ title, range }) => (
        <ScaleBar key={title} label={title} palette={palette} range={range} zero />
      ))}
      <div class="weight-readout">
        <output class="readout">{readout}</output>
        {children}
      </div>
    </div>
  );
}

/** The same for a picture to take away. */
export function weightKeys(parts: readonly WeightPart[]): Key[] {
  const palette = divergingPalette();
  return parts.map(({ title, range }) => ({ label: title, palette, range }));
}
