/** The padded input with the window on it. The four pads are labelled around it. */
import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import {
  horizontalAxis,
  kernelExtent,
  verticalAxis,
  type Window,
  type WindowAxis,
} from "../../../src/tensor/window.ts";
import type { GridDrawing } from "../../components/grid-canvas.ts";
import { GridView } from "../../components/grid-view.tsx";
import { cellsRead, type PaddedAxis, placeNear, runsOf, windowStart } from "../../geometry/padded-axis.ts";
import { greys, viridis } from "../../geometry/palette.ts";
import type { Place } from "../../geometry/place.ts";
import type { Stretch } from "../../geometry/visible-cells.ts";
import { choose } from "../../state.ts";
import { formatCount, formatValue } from "../../words/numbers.ts";
import { type ChannelMap, mapPixels, valueAt } from "./maps.ts";
import { movePlace } from "./move-place.ts";
import { WindowFrame } from "./window-frame.tsx";

export interface Axes {
  readonly rows: PaddedAxis;
  readonly columns: PaddedAxis;
}

interface InputGridProps {
  readonly window: Window;
  readonly axes: Axes;
  readonly place: Place;
  readonly map: ChannelMap | undefined;
  readonly cell: number;
  readonly fromImage: boolean;
  /** What is said of the cell under the pointer. */
  readonly hovered: Signal<string | undefined>;
}

export function InputGrid({ window, axes, place, map, cell, fromImage, hovered }: InputGridProps) {
  const [vertical, horizontal] = [verticalAxis(window), horizontalAxis(window)];
  const pixels = useMemo(
    () => mapPixels(map, fromImage ? greys : viridis, { row: window.top, column: window.left }),
    [map?.tensor, map?.channel, fromImage, window],
  );
  const drawing: GridDrawing = {
    rows: gridAxis(axes.rows, cellsRead(vertical, place.row)),
    columns: gridAxis(axes.columns, cellsRead(horizontal, place.column)),
    cell,
    pixels,
  };
  return (
    <figure class="grid-figure">
      <figcaption>
        Input <span class="number">{`${formatCount(window.h)} × ${formatCount(window.w)}`}</span>
        {paddedWords(axes)}
      </figcaption>
      <div class="padded">
        <span class="pad-label top">{padWords("top", window.top)}</span>
        <span class="pad-label left">{padWords("left", window.left)}</span>
        <GridView
          label="Padded input. Arrow keys move the window."
          drawing={drawing}
          show={{ rows: shown(vertical, place.row), columns: shown(horizontal, place.column) }}
          onHover={(row, column) => {
            hovered.value = describeCell(map, row - window.top, column - window.left);
          }}
          onLeave={() => {
            hovered.value = undefined;
          }}
          onPress={(row, column) =>
            choose({
              place: {
                row: placeNear(vertical, row - window.top),
                column: placeNear(horizontal, column - window.left),
              },
            })
          }
          onKeyDown={(event) => movePlace(event, place, window)}
        >
          <WindowMark window={window} place={place} cell={cell} />
        </GridView>
        <span class="pad-label right">{padWords("right", window.right)}</span>
        <span class="pad-label bottom">{padWords("bottom", window.bottom)}</span>
      </div>
    </figure>
  );
}

function gridAxis({ first, kinds }: PaddedAxis, read: readonly number[]) {
  return { count: kinds.length, first, runs: runsOf(kinds), read };
}

function paddedWords({ rows, columns }: Axes): string {
  const padded = [rows, columns].some(({ kinds }) => kinds.includes("pad"));
  const size = (axis: PaddedAxis): number => axis.kinds.filter((kind) => kind !== "beyond").length;
  return padded ? `, padded to ${size(rows)} × ${size(columns)}` : "";
}

function padWords(side: string, cells: number): string {
  return `${side} ${cells}`;
}

function shown(axis: WindowAxis, place: number): Stretch {
  const from = windowStart(axis, place) + axis.before;
  return { from, to: from + kernelExtent(axis.kernel, axis.dilation) };
}

function describeCell(map: ChannelMap | undefined, row: number, column: number): string {
  const value = valueAt(map, row, column);
  const where = `input (${formatCount(row)}, ${formatCount(column)})`;
  return value === undefined ? where : `${where} is ${formatValue(value)}`;
}

/** More kernel cells than this are not framed one by one. */
const MOST_FRAMES = 150;

function WindowMark({
  window,
  place,
  cell,
}: {
  readonly window: Window;
  readonly place: Place;
  readonly cell: number;
}) {
  const { kh, kw, rh, rw, sh, sw } = window;
  const [width, height] = [kernelExtent(kw, rw) * cell, kernelExtent(kh, rh) * cell];
  const cells = kh * kw <= MOST_FRAMES ? Array.from({ length: kh * kw }, (_, i) => i) : [];
  return (
    <g
      class="window-mark"
      style={{ transform: `translate(${place.column * sw * cell}px, ${place.row * sh * cell}px)` }}
    >
      {cells.map((i) => (
        <rect
          key={i}
          class="window-cell"
          x={(i % kw) * rw * cell + 0.5}
          y={Math.floor(i / kw) * rh * cell + 0.5}
          width={cell}
          height={cell}
        />
      ))}
      <WindowFrame width={width} height={height} />
    </g>
  );
}
