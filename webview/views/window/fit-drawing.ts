/** How large the cells of two grids are, and whether these stand side by side. */
import { GUTTER } from "../../components/grid-canvas.ts";
import type { PlaceBounds } from "../../geometry/place.ts";
import { fitGrids, type GridFit, MOST_CELLS } from "../../geometry/visible-cells.ts";
import type { Axes } from "./padded-grid.tsx";

/** What the grids need around their cells, in px: gutters, the pads' labels, the arrow, room for scroll bars. */
const LABELS = 2 * 18;
const ARROW = 28;
const BARS = 2 * 10;

export function fitDrawing({ rows, columns }: Axes, { oh, ow }: PlaceBounds, width: number): GridFit {
  const input = { rows: rows.kinds.length, columns: columns.kinds.length };
  const bars = Math.max(input.rows, oh) > MOST_CELLS ? BARS : 0;
  const aroundStacked = GUTTER.left + LABELS + bars;
  const room = { width, aroundStacked, aroundBeside: aroundStacked + GUTTER.left + ARROW };
  return fitGrids(input, { rows: oh, columns: ow }, room);
}
