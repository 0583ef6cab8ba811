/**
 * An atlas of tiles on one canvas, with a cursor that mouse and keyboard move from value to value. What the cursor's
 * value is, the view around it says. Of an atlas that scrolls only the lines that are seen are drawn.
 */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import {
  type Atlas,
  type Cell,
  type Lines,
  locateCell,
  moveCell,
  moveTile,
  type TileSource,
  tileOrigin,
} from "../geometry/atlas.ts";
import { paintAtlas } from "../geometry/paint.ts";
import type { Palette } from "../geometry/palette.ts";
import type { Range } from "../geometry/values.ts";
import { putPixels } from "./put-pixels.ts";
import { useLinesSeen } from "./use-lines-seen.ts";

interface HeatMapProps {
  readonly label: string;
  readonly atlas: Atlas;
  readonly source: TileSource;
  readonly palette: Palette;
  readonly rangeOf: (tile: number) => Range;
  readonly cursor: Signal<Cell | undefined>;
  /** The tile with a frame around it. */
  readonly marked?: number | undefined;
  /** The cell with a frame around it that stays. */
  readonly chosen?: Cell;
  readonly onPick?: (cell: Cell) => void;
  /** Is told which lines are drawn. */
  readonly onLines?: (lines: Lines) => void;
  /** What stands below the first tile of each group; `undefined` for nothing. */
  readonly caption?: (tile: number) => ComponentChildren;
}

export function HeatMap(props: HeatMapProps) {
  const { label, atlas, source, palette, rangeOf, cursor, marked, chosen, onPick, onLines, caption } = props;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const byKey = useRef(false);
  const lines = useLinesSeen(root, atlas);
  useLayoutEffect(() => {
    if (canvas.current)
      putPixels(canvas.current, paintAtlas(atlas, source, palette, rangeOf, lines), atlas.width, lines.height);
  }, [atlas, source, palette, rangeOf, lines]);
  useLayoutEffect(() => onLines?.(lines), [lines, onLines]);
  const captions = useMemo(() => caption && captionsOf(atlas, caption, lines), [atlas, caption, lines]);
  const locate = (event: MouseEvent): Cell | undefined => {
    const box = root.current?.getBoundingClientRect();
    return box && locateCell(atlas, (event.clientX - box.left) / atlas.scale, (event.clientY - box.top) / atlas.scale);
  };
  const pick = (cell: Cell | undefined): void => {
    cursor.value = cell;
    if (cell) onPick?.(cell);
  };
  return (
    <div
      ref={root}
      class="heat-map"
      role="application"
      aria-roledescription="heat map"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
      tabIndex={0}
      style={{ width: `${atlas.width * atlas.scale}px`, height: `${atlas.height * atlas.scale}px` }}
      onPointerMove={(event) => {
        byKey.current = false;
        cursor.value = locate(event);
      }}
      onPointerLeave={() => {
        cursor.value = undefined;
      }}
      onClick={(event) => pick(locate(event))}
      onFocus={() => {
        if (cursor.value === undefined) cursor.value = { tile: marked ?? 0, row: 0, column: 0 };
      }}
      onBlur={() => {
        cursor.value = undefined;
      }}
      onKeyDown={(event) => {
        const from = cursor.value ?? { tile: marked ?? 0, row: 0, column: 0 };
        if (event.key === "Enter" || event.key === " ") onPick?.(from);
        else {
          const to = moved(atlas, from, event.key);
          if (to === undefined) return;
          cursor.value = to;
          byKey.current = true;
        }
        event.preventDefault();
      }}
    >
      <canvas
        ref={canvas}
        class={atlas.scale >= 1 ? "pixels" : ""}
        style={{ top: `${lines.y * atlas.scale}px`, height: `${lines.height * atlas.scale}px` }}
      />
      {marked !== undefined && marked < atlas.count && <TileFrame atlas={atlas} tile={marked} />}
      {chosen !== undefined && <span class="cell-chosen" style={cellBox(atlas, chosen)} />}
      <CursorMark atlas={atlas} cursor={cursor} follow={byKey} />
      {captions}
    </div>
  );
}

function moved(atlas: Atlas, cell: Cell, key: string): Cell | undefined {
  switch (key) {
    case "ArrowUp":
      return moveCell(atlas, cell, -1, 0);
    case "ArrowDown":
      return moveCell(atlas, cell, 1, 0);
    case "ArrowLeft":
      return moveCell(atlas, cell, 0, -1);
    case "ArrowRight":
      return moveCell(atlas, cell, 0, 1);
    case "PageUp":
      return moveTile(atlas, cell, -1);
    case "PageDown":
      return moveTile(atlas, cell, 1);
    case "Home":
      return moveTile(atlas, cell, -atlas.count);
    case "End":
      return moveTile(atlas, cell, atlas.count);
    default:
      return undefined;
  }
}

function TileFrame({ atlas, tile }: { readonly atlas: Atlas; readonly tile: number }) {
  const { x, y } = tileOrigin(atlas, tile);
  return <span class="tile-frame" style={box(atlas, x, y, atlas.columns * atlas.dots, atlas.rows * atlas.dots)} />;
}

interface CursorMarkProps {
  readonly atlas: Atlas;
  readonly cursor: Signal<Cell | undefined>;
  /** Whether the page scrolls to it, as it should for a cursor moved by keys. */
  readonly follow: { readonly current: boolean };
}

function CursorMark({ atlas, cursor, follow }: CursorMarkProps) {
  const mark = useRef<HTMLSpanElement>(null);
  const cell = cursor.value;
  useLayoutEffect(() => {
    if (follow.current) mark.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [cell]);
  if (cell === undefined || cell.tile >= atlas.count) return null;
  return <span ref={mark} class="cell-frame" style={cellBox(atlas, cell)} />;
}

function cellBox(atlas: Atlas, { tile, row, column }: Cell) {
  const { x, y } = tileOrigin(atlas, tile);
  return box(atlas, x + column * atlas.dots, y + row * atlas.dots, atlas.dots, atlas.dots);
}

/** Of the lines that are drawn. */
function captionsOf(atlas: Atlas, caption: (tile: number) => ComponentChildren, lines: Lines) {
  const width = atlas.group * (atlas.columns * atlas.dots + atlas.gap) - atlas.gap;
  const [from, to] = [lines.from * atlas.perLine, Math.min(atlas.count, lines.to * atlas.perLine)];
  const firsts = Array.from({ length: Math.ceil((to - from) / atlas.group) }, (_, at) => from + at * atlas.group);
  return firsts.map((tile) => {
    const words = caption(tile);
    if (words === undefined) return null;
    const { x, y } = tileOrigin(atlas, tile);
    return (
      <span key={tile} class="tile-caption" style={box(atlas, x, y + atlas.rows * atlas.dots, width, atlas.lineGap)}>
        {words}
      </span>
    );
  });
}

function box({ scale }: Atlas, x: number, y: number, width: number, height: number) {
  const px = (pixels: number): string => `${pixels * scale}px`;
  return { left: px(x), top: px(y), width: px(width), height: px(height) };
}
