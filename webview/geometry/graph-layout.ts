/**
 * A layered drawing of a graph, top to bottom: a node stands one row below the lowest of its feeders, over its feeders'
 * middle, beside the others of its row. Made for chains with skips, so that it takes a time that is linear in nodes and
 * edges (but for sorting them), with no iterations. All lengths are in px.
 */
import { orderNodes } from "../../src/graph/order.ts";
import { type Edge, routeEdges } from "./graph-routes.ts";

export interface GraphMetrics {
  readonly nodeWidth: number;
  /** Between two nodes of a row. */
  readonly columnGap: number;
  /** Between two rows. */
  readonly rowGap: number;
  /** Between the lines of skips that run side by side. */
  readonly laneGap: number;
  /** Around the drawing. */
  readonly margin: number;
}

export interface PlacedNode {
  readonly row: number;
  /** Of its middle. */
  readonly x: number;
  /** Of its upper edge. */
  readonly y: number;
  /** Its row's: that of the highest node in it. */
  readonly height: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  /** The nodes of each row, from left to right. */
  readonly rows: readonly (readonly number[])[];
  readonly edges: readonly Edge[];
}

/** `feeders` and `heights` are each node's. Feeders, by index, that would lead up, as on a cycle, are left out. */
export function layOutGraph(
  feeders: readonly (readonly number[])[],
  heights: readonly number[],
  metrics: GraphMetrics,
): GraphLayout {
  const rowOf = findRows(feeders);
  const down = feeders.map((own, node) => own.filter((feeder) => rowOf[feeder]! < rowOf[node]!));
  const rows = gather(rowOf);
  const centres = findCentres(rows, down, metrics.nodeWidth + metrics.columnGap);
  const edges = routeEdges({ feeders: down, rowOf, rows, centres }, metrics);
  return shifted({ rowOf, rows, centres, edges }, heights, metrics);
}

/** How many columns the widest row has. */
export function widestRow(feeders: readonly (readonly number[])[]): number {
  return Math.max(1, ...gather(findRows(feeders)).map(({ length }) => length));
}

/** The longest way from a node without feeders. A node whose feeders are unknown goes below the one before it. */
function findRows(feeders: readonly (readonly number[])[]): number[] {
  const ordered = orderNodes(feeders);
  const isOrdered = new Set(ordered);
  const onCycles = feeders.map((_, node) => node).filter((node) => !isOrdered.has(node));
  const rowOf: number[] = feeders.map(() => -1);
  for (const node of [...ordered, ...onCycles]) {
    let above = -1;
    for (const feeder of feeders[node]!) above = Math.max(above, rowOf[feeder] ?? -1);
    rowOf[node] = (above === -1 ? (rowOf[node - 1] ?? -1) : above) + 1;
  }
  return rowOf;
}

function gather(rowOf: readonly number[]): number[][] {
  const rows: number[][] = [];
  rowOf.forEach((row, node) => {
    while (rows.length <= row) rows.push([]);
    rows[row]!.push(node);
  });
  return rows;
}

/** Sorts each row by where its nodes want to be, and gives the middle of every node; neighbours are `step` apart or more. */
function findCentres(rows: number[][], feeders: readonly (readonly number[])[], step: number): number[] {
  const centres: number[] = feeders.map(() => 0);
  for (const row of rows) {
    const wanted = new Map(row.map((node) => [node, mean(feeders[node]!.map((feeder) => centres[feeder]!))]));
    row.sort((a, b) => wanted.get(a)! - wanted.get(b)! || a - b);
    spread(
      row.map((node) => wanted.get(node)!),
      step,
    ).forEach((centre, i) => {
      centres[row[i]!] = centre;
    });
  }
  return centres;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The places nearest to the wanted ones, which rise, with at least `step` between neighbours: those that would collide
 * join a group around the mean of their wishes (the pool-adjacent-violators algorithm).
 */
function spread(wanted: readonly number[], step: number): number[] {
  const groups: { start: number; sum: number; size: number }[] = [];
  wanted.forEach((place, index) => {
    // Without the steps before it a node of a group wants to be where the group begins.
    let group = { start: index, sum: place - index * step, size: 1 };
    for (let last = groups.at(-1); last && last.sum / last.size > group.sum / group.size; last = groups.at(-1)) {
      groups.pop();
      group = { start: last.start, sum: last.sum + group.sum, size: last.size + group.size };
    }
    groups.push(group);
  });
  return groups.flatMap(({ start, sum, size }) =>
    Array.from({ length: size }, (_, i) => sum / size + (start + i) * step),
  );
}

interface Unshifted {
  readonly rowOf: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly centres: readonly number[];
  readonly edges: readonly Edge[];
}

/** The same with the margin's corner at zero. */
function shifted(
  { rowOf, rows, centres, edges }: Unshifted,
  heights: readonly number[],
  { nodeWidth, rowGap, margin }: GraphMetrics,
): GraphLayout {
  let left = 0;
  let right = 0;
  for (const centre of centres) {
    left = Math.min(left, centre - nodeWidth / 2);
    right = Math.max(right, centre + nodeWidth / 2);
  }
  for (const { lane } of edges) right = Math.max(right, lane ?? right);
  const by = margin - left;
  let bottom = margin - rowGap;
  const spans = rows.map((row) => {
    const height = Math.max(...row.map((node) => heights[node]!));
    const y = bottom + rowGap;
    bottom = y + height;
    return { y, height };
  });
  return {
    width: right - left + 2 * margin,
    height: bottom + margin,
    nodes: centres.map((centre, node) => {
      const row = rowOf[node]!;
      return { row, x: centre + by, ...spans[row]! };
    }),
    rows,
    edges: edges.map((edge) => ({
      ...edge,
      start: edge.start + by,
      end: edge.end + by,
      lane: edge.lane === undefined ? undefined : edge.lane + by,
    })),
  };
}
