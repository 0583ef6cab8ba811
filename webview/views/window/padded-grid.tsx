/** The image that a window moves over, with its pads and the window on it. The four pads are labelled around it. */
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
import { cellsRead, type PaddedAxis, runsOf, windowStart } from "../../geometry/padded-axis.ts";
import type { Palette } from "../../geometry/palette.ts";
import type { Place } from "../../geometry/place.ts";
import type { Stretch } from "../../geometry/visible-cells.ts";
import { formatCount, formatValue } from "../../words/numbers.ts";
import { type ChannelMap, mapPixels, valueAt } from "./maps.ts";
import { takeKey } from "./move-place.ts";
import { WindowFrame } from "./window-frame.tsx";

export interface GridNames {
  readonly title: string;
  /** What the size with the pads is called: `padded to`. */
  readonly padded: string;
  /** For those who do not see it. */
  readonly label: string;
}

export interface Axes {
  readonly rows: PaddedAxis;
  readonly columns: PaddedAxis;
}

interface PaddedGridProps {
  readonly window: Window;
  readonly axes: Axes;
  readonly place: Place;
  readonly map: ChannelMap | undefined;
  readonly cell: number;
  readonly palette: Palette;
  readonly names: GridNames;
  /** What is said of the cell under the pointer. */
  readonly hovered: Signal<string | undefined>;
  /** A cell of the image that is marked besides. */
  readonly marked?: Place;
  readonly onMove: (place: Place) => void;
  /** Enter holds the place, or lets go of it. */
  readonly onHold?: () => void;
  /** A cell of the image, or of its pads. */
  readonly onPress: (cell: Place) => void;
}

export function PaddedGrid(props: PaddedGridProps) {
  const { window, axes, place, map, cell, palette, names, hovered, marked, onMove, onHold, onPress } = props;
  const [vertical, horizontal] = [verticalAxis(window), horizontalAxis(window)];
  const pixels = useMemo(
    () => mapPixels(map, palette, { row: window.top, column: window.left }),
    [map?.read.data, map?.channel, palette, window],
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
        {names.title} <span class="number">{`${formatCount(window.h)} × ${formatCount(window.w)}`}</span>
        {paddedWords(axes, names)}
      </figcaption>
      <div class="padded">
        <span class="pad-label top">{padWords("top", window.top)}</span>
        <span class="pad-label left">{padWords("left", window.left)}</span>
        <GridView
          label={names.label}
          drawing={drawing}
          show={{ rows: shown(vertical, place.row), columns: shown(horizontal, place.column) }}
          onHover={(row, column) => {
            hovered.value = describeCell(
              names,
              valueAt(map, row - window.top, column - window.left),
              row - window.top,
              column - window.left,
            );
          }}
          onLeave={() => {
            hovered.value = undefined;
          }}
          onPress={(row, column) => onPress({ row: row - window.top, column: column - window.left })}
          onKeyDown={(event) => takeKey(event, place, window, { move: onMove, hold: onHold })}
        >
          <WindowMark window={window} place={place} cell={cell} />
          {marked && (
            <rect
              class="cell-mark"
              x={(marked.column + window.left) * cell + 1}
              y={(marked.row + window.top) * cell + 1}
              width={cell - 1}
              height={cell - 1}
            />
          )}
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

function paddedWords({ rows, columns }: Axes, { padded }: GridNames): string {
  const hasPads = [rows, columns].some(({ kinds }) => kinds.includes("pad"));
  const size = (axis: PaddedAxis): number => axis.kinds.filter((kind) => kind !== "beyond").length;
  return hasPads ? `, ${padded} ${size(rows)} × ${size(columns)}` : "";
}

function padWords(side: string, cells: number): string {
  return `${side} ${cells}`;
}

function shown(axis: WindowAxis, place: number): Stretch {
  const from = windowStart(axis, place) + axis.before;
  return { from, to: from + kernelExtent(axis.kernel, axis.dilation) };
}

function describeCell({ title }: GridNames, value: number | undefined, row: number, column: number): string {
  const where = `${title.toLowerCase()} (${formatCount(row)}, ${formatCount(column)})`;
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
