/** A colour map with the numbers at its ends, and zero between them where the map has it in its middle. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { paintScale } from "../geometry/paint.ts";
import type { Palette } from "../geometry/palette.ts";
import type { Range } from "../geometry/values.ts";
import { formatValue } from "../words/numbers.ts";
import { putPixels } from "./put-pixels.ts";

interface ScaleBarProps {
  readonly label: string;
  readonly palette: Palette;
  readonly range: Range;
  readonly zero?: boolean;
}

export function ScaleBar({ label, palette, range, zero = false }: ScaleBarProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) putPixels(canvas.current, paintScale(palette), 256, 1);
  }, [palette]);
  return (
    <span class="scale-bar">
      <span class="field-label">{label}</span>
      <canvas ref={canvas} class="scale-colours" />
      <span class="scale-numbers">
        {range.low === range.high ? (
          <span>all {formatValue(range.low)}</span>
        ) : (
          <>
            <span>{formatValue(range.low)}</span>
            {zero && <span>0</span>}
            <span>{formatValue(range.high)}</span>
          </>
        )}
      </span>
    </span>
  );
}
