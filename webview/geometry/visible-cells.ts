/** Which stretch of a long row of cells is drawn, and how far to scroll so that a part of it can be seen. All in px but the cells. */

/** No grid shows more cells than this along an axis; the rest is reached by scrolling. */
export const MOST_CELLS = 32;

export interface Stretch {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The cells that a viewport shows, the partly visible ones at its edges included. */
export function visibleCells(count: number, cell: number, viewport: number, scroll: number): Stretch {
  const from = Math.max(0, Math.min(count, Math.floor(scroll / cell)));
  const to = Math.min(count, Math.ceil((scroll + viewport) / cell));
  return { from, to: Math.max(from, to) };
}

/** The nearest scroll position that shows the stretch with one cell of margin; its start, where it is longer than the viewport. */
export function scrollToShow(stretch: Stretch, cell: number, viewport: number, scroll: number): number {
  const start = Math.max(0, (stretch.from - 1) * cell);
  const end = (stretch.to + 1) * cell;
  if (start < scroll || end - start > viewport) return start;
  return end > scroll + viewport ? end - viewport : scroll;
}

/** How large cells are drawn, in px, and whether input and output stand side by side. */
export interface GridFit {
  readonly cell: number;
  readonly beside: boolean;
}

const SMALLEST = 6;
const LARGEST = 26;
const LARGEST_STACKED = 9;
/** No grid is higher than this, in px, unless its cells would become too small. */
const MOST_HEIGHT = 420;

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/** What there is, and what the grids need around their cells, stacked (the wider of both) and side by side; in px. */
export interface GridRoom {
  readonly width: number;
  readonly aroundStacked: number;
  readonly aroundBeside: number;
}

/** One cell size for both grids, so that they are to scale. */
export function fitGrids(input: GridSize, output: GridSize, room: GridRoom): GridFit {
  const [left, right] = [Math.min(input.columns, MOST_CELLS), Math.min(output.columns, MOST_CELLS)];
  const highest = Math.floor(MOST_HEIGHT / Math.min(MOST_CELLS, Math.max(input.rows, output.rows)));
  const beside = Math.floor((room.width - room.aroundBeside) / (left + right));
  if (beside >= SMALLEST) return { cell: Math.min(LARGEST, highest, beside), beside: true };
  const stacked = Math.floor((room.width - room.aroundStacked) / Math.max(left, right));
  return { cell: Math.max(SMALLEST, Math.min(LARGEST_STACKED, stacked)), beside: false };
}
