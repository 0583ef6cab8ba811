import type { Box } from "../../geometry/graph-drawing.ts";

/** Where a box stands in the drawing, as a style. */
export function boxStyle({ x, y, width, height }: Box): Record<"left" | "top" | "width" | "height", string> {
  return { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
}
