/** From a graph's layout to what is drawn of it: paths, the part that can be seen, frames around repetitions. */
import type { GraphLayout, GraphMetrics } from "./graph-layout.ts";
import type { Edge } from "./graph-routes.ts";

/** An edge as an SVG path, with room for an arrow's head at its end. */
export function edgePath({ nodes }: GraphLayout, { from, to, start, end, lane }: Edge, metrics: GraphMetrics): string {
  const { rowGap } = metrics;
  const top = nodes[from]!.y + nodes[from]!.height;
  const bottom = nodes[to]!.y;
  if (lane === undefined) return `M${start} ${top}${curve(start, top, end, bottom)}`;
  return `M${start} ${top}${curve(start, top, lane, top + rowGap)}V${bottom - rowGap}${curve(lane, bottom - rowGap, end, bottom)}`;
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  if (x1 === x2) return `V${y2}`;
  const middle = (y1 + y2) / 2;
  return `C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}

export interface Visible {
  readonly nodes: readonly number[];
  readonly edges: readonly Edge[];
}

/** What lies between two heights, an edge also if it only passes. */
export function visiblePart({ nodes, rows, edges }: GraphLayout, from: number, to: number): Visible {
  const isSeen = (row: readonly number[]): boolean => {
    const { y, height } = nodes[row[0]!]!;
    return y < to && y + height > from;
  };
  return {
    nodes: rows.filter(isSeen).flat(),
    edges: edges.filter((edge) => nodes[edge.from]!.y < to && nodes[edge.to]!.y > from),
  };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box around nodes, with `padding` around them; `undefined` if another node stands in it. */
export function frameAround(
  layout: GraphLayout,
  own: readonly number[],
  { nodeWidth }: GraphMetrics,
  padding: number,
): Box | undefined {
  const placed = own.map((node) => layout.nodes[node]!);
  const x = Math.min(...placed.map((node) => node.x)) - nodeWidth / 2 - padding;
  const right = Math.max(...placed.map((node) => node.x)) + nodeWidth / 2 + padding;
  const rows = placed.map(({ row }) => row);
  const members = new Set(own);
  const between = layout.rows.slice(Math.min(...rows), Math.max(...rows) + 1).flat();
  const isAlone = between.every((node) => {
    const centre = layout.nodes[node]!.x;
    return members.has(node) || centre + nodeWidth / 2 <= x || centre - nodeWidth / 2 >= right;
  });
  if (!isAlone) return undefined;
  const y = Math.min(...placed.map((node) => node.y)) - padding;
  const bottom = Math.max(...placed.map((node) => node.y + node.height)) + padding;
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The node that a key leads to: up and down along the nearest edge, with Shift along the farthest, left and right in the
 * row; `undefined` for other keys and where there is none.
 */
export function nodeAfterKey(layout: GraphLayout, node: number, key: string, far: boolean): number | undefined {
  const { nodes, rows, edges } = layout;
  const own = nodes[node]!;
  const nearest = (ends: readonly number[]): number | undefined => {
    const distance = (end: number): number => Math.abs(nodes[end]!.row - own.row) * (far ? -1 : 1);
    const aside = (end: number): number => Math.abs(nodes[end]!.x - own.x);
    return ends.toSorted((a, b) => distance(a) - distance(b) || aside(a) - aside(b))[0];
  };
  const row = rows[own.row]!;
  if (key === "ArrowDown") return nearest(edges.filter(({ from }) => from === node).map(({ to }) => to));
  if (key === "ArrowUp") return nearest(edges.filter(({ to }) => to === node).map(({ from }) => from));
  if (key === "ArrowLeft") return row[row.indexOf(node) - 1];
  if (key === "ArrowRight") return row[row.indexOf(node) + 1];
  if (key === "Home") return 0;
  return key === "End" ? nodes.length - 1 : undefined;
}
