/** The image that has one value for each place of the window, with the cell of the present place. */
import { useMemo } from "preact/hooks";
import type { GridAxis } from "../../components/grid-canvas.ts";
import { GridView } from "../../components/grid-view.tsx";
import type { Palette } from "../../geometry/palette.ts";
import type { Place, PlaceBounds } from "../../geometry/place.ts";
import { formatCount } from "../../words/numbers.ts";
import { type ChannelMap, mapPixels } from "./maps.ts";
import { takeKey } from "./move-place.ts";
import { WindowFrame } from "./window-frame.tsx";

interface PlainGridProps {
  readonly window: PlaceBounds;
  readonly place: Place;
  readonly map: ChannelMap | undefined;
  readonly cell: number;
  readonly palette: Palette;
  readonly title: string;
  /** For those who do not see it. */
  readonly label: string;
  /** Whether a pointer that moves over it moves the place. */
  readonly follows: boolean;
  readonly onMove: (place: Place) => void;
  /** Enter holds the place, or lets go of it. */
  readonly onHold?: () => void;
  readonly onPress: (place: Place) => void;
  /** Instead of the place: cells that are framed, none or several. */
  readonly framed?: readonly Place[];
}

export function PlainGrid(props: PlainGridProps) {
  const { window, place, map, cell, palette, title, label, follows, onMove, onHold, onPress, framed } = props;
  const pixels = useMemo(() => mapPixels(map, palette, { row: 0, column: 0 }), [map?.read.data, map?.channel, palette]);
  const move = (row: number, column: number): void => {
    if (follows && (row !== place.row || column !== place.column)) onMove({ row, column });
  };
  return (
    <figure class="grid-figure">
      <figcaption>
        {title} <span class="number">{`${formatCount(window.oh)} × ${formatCount(window.ow)}`}</span>
      </figcaption>
      <GridView
        label={label}
        drawing={{ rows: plainAxis(window.oh, place.row), columns: plainAxis(window.ow, place.column), cell, pixels }}
        show={{
          rows: { from: place.row, to: place.row + 1 },
          columns: { from: place.column, to: place.column + 1 },
        }}
        onHover={move}
        onPress={(row, column) => onPress({ row, column })}
        onKeyDown={(event) => takeKey(event, place, window, { move: onMove, hold: onHold })}
      >
        {(framed ?? [place]).map(({ row, column }, at) => (
          <g key={at} class="window-mark" style={{ transform: `translate(${column * cell}px, ${row * cell}px)` }}>
            <WindowFrame width={cell} height={cell} />
          </g>
        ))}
      </GridView>
    </figure>
  );
}

function plainAxis(count: number, place: number): GridAxis {
  return { count, first: 0, runs: [{ kind: "input", from: 0, length: count }], read: [place] };
}
