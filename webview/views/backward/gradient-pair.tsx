/** What comes back to a layer beside what goes on from it: a grid of g, and the input's gradient dL/dx. */
import type { ComponentChildren } from "preact";
import { Icon } from "../../components/icon.tsx";
import { ScaleBar } from "../../components/scale-bar.tsx";
import { useWidth } from "../../components/use-width.ts";
import type { Palette } from "../../geometry/palette.ts";
import type { Place } from "../../geometry/place.ts";
import { centred } from "../../geometry/values.ts";
import { divergingPalette } from "../shown-palette.ts";
import { fitDrawing } from "../window/fit-drawing.ts";
import { type ChannelMap, mapOfRead } from "../window/maps.ts";
import type { Axes } from "../window/padded-grid.tsx";
import { PlainGrid } from "../window/plain-grid.tsx";

interface GradientPairProps {
  /** Of the page, by which the width is remembered. */
  readonly place: string;
  /** What the grid of g, or the image that its windows read, has of rows and columns. */
  readonly axes: Axes;
  /** `undefined` if it is not there. */
  readonly g: ChannelMap | undefined;
  readonly dx: ChannelMap;
  /** Of the input. */
  readonly cell: Place;
  readonly onMove: (cell: Place) => void;
  /** What is said of the cell under the pointer. */
  readonly readout?: ComponentChildren;
  /** The grid of g, in cells of this size in px. */
  readonly children: (size: number, palette: Palette) => ComponentChildren;
}

export function GradientPair({ place, axes, g, dx, cell, onMove, readout, children }: GradientPairProps) {
  const [ref, width] = useWidth<HTMLDivElement>(place);
  const sizes = { oh: dx.height, ow: dx.width };
  const fit = fitDrawing(axes, sizes, width);
  const palette = divergingPalette();
  return (
    <>
      <div ref={ref} class={fit.beside ? "window-drawing abreast" : "window-drawing"}>
        {width > 0 && (
          <>
            {children(fit.cell, palette)}
            <span class="window-arrow">
              <Icon name="arrow" />
            </span>
            <PlainGrid
              window={sizes}
              place={cell}
              map={dx}
              cell={fit.cell}
              palette={palette}
              title="dL/dx"
              label="The input's gradient. Arrow keys move the cell."
              follows={false}
              onMove={onMove}
              onPress={onMove}
            />
          </>
        )}
      </div>
      <div class="legend">
        {g && <ScaleBar label="g" palette={palette} range={g.range} zero />}
        <ScaleBar label="dL/dx" palette={palette} range={dx.range} zero />
        {readout}
      </div>
    </>
  );
}

/** A gradient's map, whose colours have zero in the middle. */
export function gradientMap(...of: Parameters<typeof mapOfRead>): ChannelMap {
  const map = mapOfRead(...of);
  return { ...map, range: centred(map.range) };
}
