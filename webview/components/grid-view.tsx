/**
 * A grid of cells that scrolls. However large it is, only what is visible is drawn: a canvas of the viewport's size
 * stands still while an empty space of the whole grid's size scrolls past it.
 */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { MOST_CELLS, type Stretch, scrollToShow, visibleCells } from "../geometry/visible-cells.ts";
import { theme } from "../theme.ts";
import { drawGrid, type GridDrawing, type GridViewport, GUTTER } from "./grid-canvas.ts";

interface GridViewProps {
  readonly label: string;
  readonly drawing: GridDrawing;
  /** What must be visible. */
  readonly show: { readonly rows: Stretch; readonly columns: Stretch };
  /** Cells are counted from 0. */
  readonly onHover: (row: number, column: number) => void;
  readonly onPress?: (row: number, column: number) => void;
  readonly onLeave?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** SVG that lies over the cells, in px from the first cell's corner. */
  readonly children: ComponentChildren;
}

/** What a scroll bar may take, in px. */
const SCROLL_BAR = 10;
/** What marks may need beside the outermost cells, in px. */
const MARGIN = 2;

export function GridView({ label, drawing, show, onHover, onPress, onLeave, onKeyDown, children }: GridViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<SVGGElement>(null);
  const { rows, columns, cell } = drawing;
  const width = Math.min(columns.count, MOST_CELLS) * cell + MARGIN;
  const height = Math.min(rows.count, MOST_CELLS) * cell + MARGIN;
  const colours = theme.value;

  const [barBeside, barBelow] = [rows.count > MOST_CELLS, columns.count > MOST_CELLS];
  const scrolls = barBeside || barBelow;
  const draw = (): void => {
    // What does not scroll is not asked for its place: the page would be laid out to tell it.
    const view = viewportOf(scrolls ? scroller.current : null, drawing, width, height);
    if (canvas.current) drawGrid(canvas.current, drawing, view, colours);
    overlay.current?.setAttribute("transform", `translate(${MARGIN - view.left} ${MARGIN - view.top})`);
  };
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null || !scrolls) return;
    current.scrollTop = scrollToShow(show.rows, cell, height, current.scrollTop);
    current.scrollLeft = scrollToShow(show.columns, cell, width, current.scrollLeft);
  }, [show.rows.from, show.rows.to, show.columns.from, show.columns.to, cell, width, height]);
  useLayoutEffect(draw);

  const locate = (event: MouseEvent, found: ((row: number, column: number) => void) | undefined): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined || scroller.current === null) return;
    const { scrollLeft, scrollTop } = scroller.current;
    const row = Math.floor((event.clientY - box.top - GUTTER.top + scrollTop) / cell);
    const column = Math.floor((event.clientX - box.left - GUTTER.left + scrollLeft) / cell);
    const inGutter = event.clientX - box.left < GUTTER.left || event.clientY - box.top < GUTTER.top;
    if (!inGutter && row < rows.count && column < columns.count) found?.(row, column);
  };
  return (
    <div
      ref={scroller}
      class="grid"
      role="application"
      aria-roledescription="grid of cells"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
      tabIndex={0}
      style={{
        width: `${width + GUTTER.left + (barBeside ? SCROLL_BAR : 0)}px`,
        height: `${height + GUTTER.top + (barBelow ? SCROLL_BAR : 0)}px`,
      }}
      onScroll={draw}
      onPointerMove={(event) => locate(event, onHover)}
      onPointerLeave={() => onLeave?.()}
      onClick={(event) => locate(event, onPress)}
      onKeyDown={onKeyDown}
    >
      <div
        class="grid-space"
        style={{
          width: `${columns.count * cell + MARGIN + GUTTER.left}px`,
          height: `${rows.count * cell + MARGIN + GUTTER.top}px`,
        }}
      >
        <div class="grid-view" style={{ width: `${width + GUTTER.left}px`, height: `${height + GUTTER.top}px` }}>
          <canvas ref={canvas} />
          <svg
            class="grid-overlay"
            aria-hidden="true"
            width={width + MARGIN}
            height={height + MARGIN}
            style={{ left: `${GUTTER.left - MARGIN}px`, top: `${GUTTER.top - MARGIN}px` }}
          >
            <g ref={overlay}>{children}</g>
          </svg>
        </div>
      </div>
    </div>
  );
}

function viewportOf(
  scroller: HTMLElement | null,
  { rows, columns, cell }: GridDrawing,
  width: number,
  height: number,
): GridViewport {
  const left = scroller?.scrollLeft ?? 0;
  const top = scroller?.scrollTop ?? 0;
  return {
    width: width + GUTTER.left,
    height: height + GUTTER.top,
    left,
    top,
    rows: visibleCells(rows.count, cell, height, top),
    columns: visibleCells(columns.count, cell, width, left),
  };
}
