/** The spread gradient with the turned kernel's window on it, and beside it what comes out: the input's gradient. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { clampIndex } from "../../choices.ts";
import type { Read } from "../../geometry/arithmetic.ts";
import { type Spread, spreadOf, spreadValues } from "../../geometry/backward.ts";
import { paddedAxis, placeNear } from "../../geometry/padded-axis.ts";
import type { Place } from "../../geometry/place.ts";
import type { ChannelMap } from "../window/maps.ts";
import { PaddedGrid } from "../window/padded-grid.tsx";
import { GradientPair, gradientMap } from "./gradient-pair.tsx";

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
  const hovered = useSignal<string | undefined>(undefined);
  const spread = useMemo(
    () => (isDrawable(window) ? (reversed ? asItIs(window) : spreadOf(window)) : undefined),
    [window, reversed],
  );
  const g = useMemo(
    () =>
      spread &&
      (reversed
        ? gradientMap(read, window.h, window.w, filter)
        : mapOfSpread(spread.window, spreadValues(window, read, filter))),
    [spread, read, filter],
  );
  const [rows, columns] = reversed ? [window.oh, window.ow] : [window.h, window.w];
  const dx = useMemo(() => gradientMap(sent, rows, columns, channel), [sent, rows, columns, channel]);
  if (spread === undefined) return <p class="note">The spread gradient has too many cells to draw.</p>;
  const [top, left] = reversed ? [0, 0] : [window.top, window.left];
  const move = ({ row, column }: Place): void =>
    onMove({ row: clampIndex(row - top, rows), column: clampIndex(column - left, columns) });
  const zeros = !reversed && (window.sh > 1 || window.sw > 1);
  return (
    <>
      <GradientPair
        place="spread"
        axes={spread}
        g={g}
        dx={dx}
        cell={cell}
        onMove={onMove}
        readout={<output class="readout formula">{hovered.value ?? ""}</output>}
      >
        {(size, palette) => (
          <PaddedGrid
            window={spread.window}
            axes={spread}
            place={{ row: cell.row + top, column: cell.column + left }}
            map={g}
            cell={size}
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
        )}
      </GradientPair>
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
  return gradientMap({ data, width: w, channels: 1 }, h, w, 0);
}
