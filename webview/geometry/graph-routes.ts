/**
 * The ways of a graph's edges: to the next row at once; further down straight below its node, if no other stands there;
 * else in a lane beside all nodes that it passes. Lanes that lie around others are further out.
 */
import type { GraphMetrics } from "./graph-layout.ts";

export interface Edge {
  readonly from: number;
  readonly to: number;
  /** Where it leaves its node and where it arrives. */
  readonly start: number;
  readonly end: number;
  /** Where it runs down on its way: in a lane, or below its start; `undefined` to the next row. */
  readonly lane: number | undefined;
}

export interface RoutedGraph {
  /** Each node's feeders, all in rows above its own. */
  readonly feeders: readonly (readonly number[])[];
  readonly rowOf: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly centres: readonly number[];
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

type Lane = { readonly line: Line; readonly x: number };

export function routeEdges(graph: RoutedGraph, metrics: GraphMetrics): Edge[] {
  const lines = linesOf(graph);
  const far = lines.filter(({ top, bottom }) => bottom - top > 1);
  const straight = findStraight(far, graph, metrics);
  const lanes = assignLanes(
    far.filter((line) => !straight.has(line)),
    rightEdges(graph, metrics),
    metrics.laneGap,
  );
  const laneOf = new Map(lanes.map(({ line, x }) => [line, x]));
  const starts = spreadPorts(lanes, ({ from }) => from, graph, metrics);
  const ends = spreadPorts(lanes, ({ to }) => to, graph, metrics);
  return lines.map((line) => {
    const [from, to] = [graph.centres[line.from]!, graph.centres[line.to]!];
    return {
      from: line.from,
      to: line.to,
      start: starts.get(line) ?? from,
      end: ends.get(line) ?? to,
      lane: laneOf.get(line) ?? (straight.has(line) ? from : undefined),
    };
  });
}

function linesOf({ feeders, rowOf }: RoutedGraph): Line[] {
  return feeders.flatMap((own, to) => own.map((from) => ({ from, to, top: rowOf[from]!, bottom: rowOf[to]! })));
}

/** Those below whose start no node stands until their end. Looks at stripes of the drawing, from the bottom up. */
function findStraight(far: readonly Line[], { rows, centres }: RoutedGraph, { nodeWidth }: GraphMetrics): Set<Line> {
  const stripe = nodeWidth / 4;
  const stripeAt = (x: number): number => Math.floor(x / stripe);
  const starting = groupBy(far, ({ from }) => from);
  /** The highest row with a node in a stripe, of the rows that were looked at. */
  const occupied = new Map<number, number>();
  const found = new Set<Line>();
  for (let row = rows.length - 1; row >= 0; row--) {
    for (const node of rows[row]!) {
      const next = occupied.get(stripeAt(centres[node]!)) ?? Number.POSITIVE_INFINITY;
      for (const line of starting.get(node) ?? []) if (next >= line.bottom) found.add(line);
    }
    for (const node of rows[row]!) {
      const last = stripeAt(centres[node]! + nodeWidth / 2);
      for (let at = stripeAt(centres[node]! - nodeWidth / 2); at <= last; at++) occupied.set(at, row);
    }
  }
  return found;
}

function rightEdges({ rows, centres }: RoutedGraph, { nodeWidth }: GraphMetrics): number[] {
  return rows.map((row) => centres[row.at(-1)!]! + nodeWidth / 2);
}

/** Lanes for stretch after stretch of rows that lines overlap on; beside the widest row of the stretch. */
function assignLanes(lines: readonly Line[], rights: readonly number[], gap: number): Lane[] {
  const sorted = lines.toSorted((a, b) => a.top - b.top || b.bottom - a.bottom);
  const lanes: Lane[] = [];
  for (let i = 0; i < sorted.length; ) {
    const stretch: Line[] = [];
    let end = sorted[i]!.bottom;
    for (; i < sorted.length && (stretch.length === 0 || sorted[i]!.top < end); i++) {
      stretch.push(sorted[i]!);
      end = Math.max(end, sorted[i]!.bottom);
    }
    let right = Number.NEGATIVE_INFINITY;
    for (let row = stretch[0]!.top; row <= end; row++) right = Math.max(right, rights[row]!);
    lanes.push(...numberLanes(stretch).map(({ line, x }) => ({ line, x: right + (x + 1) * gap })));
  }
  return lanes;
}

/** Numbers from 0, the nearest; as few as lines overlap. The first and longest line has the outermost. */
function numberLanes(lines: readonly Line[]): Lane[] {
  const free = Array.from({ length: deepest(lines) }, (_, lane) => lane);
  const ending = new Map<number, number[]>();
  let row = lines[0]?.top ?? 0;
  return lines.map((line) => {
    for (; row <= line.top; row++) free.push(...(ending.get(row) ?? []));
    const x = free.pop()!;
    const released = ending.get(line.bottom);
    if (released) released.push(x);
    else ending.set(line.bottom, [x]);
    return { line, x };
  });
}

function deepest(lines: readonly Line[]): number {
  const changes = new Map<number, number>();
  for (const { top, bottom } of lines) {
    changes.set(top, (changes.get(top) ?? 0) + 1);
    changes.set(bottom, (changes.get(bottom) ?? 0) - 1);
  }
  let depth = 0;
  let most = 0;
  for (const [, change] of [...changes].sort(([a], [b]) => a - b)) {
    depth += change;
    most = Math.max(most, depth);
  }
  return most;
}

/** Where the lanes' lines touch their nodes: on the right half, in the order of the lanes, away from what goes straight. */
function spreadPorts(
  lanes: readonly Lane[],
  nodeOf: (line: Line) => number,
  { centres }: RoutedGraph,
  { nodeWidth }: GraphMetrics,
): Map<Line, number> {
  const ports = new Map<Line, number>();
  for (const [node, own] of groupBy(lanes, ({ line }) => nodeOf(line))) {
    const sorted = own.toSorted((a, b) => a.x - b.x);
    sorted.forEach(({ line }, i) => {
      ports.set(line, centres[node]! + nodeWidth * (0.2 + (0.25 * (i + 1)) / (own.length + 1)));
    });
  }
  return ports;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
