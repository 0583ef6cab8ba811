/** The spread gradient with the turned kernel's window on it, and beside it what comes out: the input's gradient. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { clampIndex } from "../../choices.ts";
import { Icon } from "../../components/icon.tsx";
import { ScaleBar } from "../../components/scale-bar.tsx";
import { useWidth } from "../../components/use-width.ts";
import type { Read } from "../../geometry/arithmetic.ts";
import { type Spread, spreadOf, spreadValues } from "../../geometry/backward.ts";
import { paddedAxis, placeNear } from "../../geometry/padded-axis.ts";
import type { Place } from "../../geometry/place.ts";
import { centred } from "../../geometry/values.ts";
import { divergingPalette } from "../shown-palette.ts";
import { fitDrawing } from "../window/fit-drawing.ts";
import { type ChannelMap, mapOfRead } from "../window/maps.ts";
import { PaddedGrid } from "../window/padded-grid.tsx";
import { PlainGrid } from "../window/plain-grid.tsx";

interface SpreadDrawingProps {
  readonly window: Window;
  readonly reversed: boolean;
  /** Of the input. */
  readonly cell: Place;
  /** g, and its channel. */
  readonly read: Read;
  readonly filter: number;
  /** The input's gradient, and its channel. */
  readonly sent: Read;
  readonly channel: number;
  readonly onMove: (cell: Place) => void;
}

/** More cells along an axis are not drawn. */
const MOST_CELLS = 4_000;

export function SpreadDrawing(props: SpreadDrawingProps) {
  const { window, reversed, cell, read, filter, sent, channel, onMove } = props;
  const [ref, width] = useWidth<HTMLDivElement>("spread");
  const hovered = useSignal<string | undefined>(undefined);
  const spread = useMemo(
    () => (isDrawable(window) ? (reversed ? asItIs(window) : spreadOf(window)) : undefined),
    [window, reversed],
  );
  const map = useMemo(
    () =>
      spread &&
      diverging(
        reversed
          ? mapOfRead(read, window.h, window.w, filter)
          : mapOfSpread(spread.window, spreadValues(window, read, filter)),
      ),
    [spread, read, filter],
  );
  const [rows, columns] = reversed ? [window.oh, window.ow] : [window.h, window.w];
  const result = useMemo(() => diverging(mapOfRead(sent, rows, columns, channel)), [sent, rows, columns, channel]);
  if (spread === undefined) return <p class="note">The spread gradient has too many cells to draw.</p>;
  const [top, left] = reversed ? [0, 0] : [window.top, window.left];
  const move = ({ row, column }: Place): void =>
    onMove({ row: clampIndex(row - top, rows), column: clampIndex(column - left, columns) });
  const fit = fitDrawing(spread, { oh: rows, ow: columns }, width);
  const zeros = !reversed && (window.sh > 1 || window.sw > 1);
  const palette = divergingPalette();
  return (
    <>
      <div ref={ref} class={fit.beside ? "window-drawing abreast" : "window-drawing"}>
        {width > 0 && (
          <>
            <PaddedGrid
              window={spread.window}
              axes={spread}
              place={{ row: cell.row + top, column: cell.column + left }}
              map={map}
              cell={fit.cell}
              palette={palette}
              names={{
                title: zeros ? "g, spread" : "g",
                padded: "padded to",
                label: "The gradient that comes back, padded. Arrow keys move the turned kernel's window.",
              }}
              hovered={hovered}
              onMove={move}
              onPress={({ row, column }) =>
                move({
                  row: placeNear(verticalAxis(spread.window), row),
                  column: placeNear(horizontalAxis(spread.window), column),
                })
              }
            />
            <span class="window-arrow">
              <Icon name="arrow" />
            </span>
            <PlainGrid
              window={{ oh: rows, ow: columns }}
              place={cell}
              map={result}
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
        {map && <ScaleBar label="g" palette={palette} range={map.range} zero />}
        <ScaleBar label="dL/dx" palette={palette} range={result.range} zero />
        <output class="readout formula">{hovered.value ?? ""}</output>
      </div>
      <p class="note">{explain(zeros, reversed, window)}</p>
    </>
  );
}

function explain(zeros: boolean, reversed: boolean, { sh, sw }: Window): string {
  if (reversed)
    return "The kernel is not turned here: a transposed convolution goes back as a convolution goes forward.";
  const between = zeros
    ? `Dotted: the zeros that the stride of ${sh === sw ? sh : `${sh} × ${sw}`} puts between. `
    : "";
  return `${between}Hatched: the zeros around, so that the turned kernel touches every value from all sides.`;
}

function isDrawable({ oh, ow, sh, sw, h, w }: Window): boolean {
  return Math.max(oh * sh, ow * sw, h, w) <= MOST_CELLS;
}

/** The layer's own window: going back through a transposed convolution nothing is spread. */
function asItIs(window: Window): Spread {
  return { window, rows: paddedAxis(verticalAxis(window)), columns: paddedAxis(horizontalAxis(window)) };
}

function mapOfSpread({ h, w }: Window, data: Float32Array): ChannelMap {
  return mapOfRead({ data, width: w, channels: 1 }, h, w, 0);
}

function diverging(map: ChannelMap): ChannelMap {
  return { ...map, range: centred(map.range) };
}
