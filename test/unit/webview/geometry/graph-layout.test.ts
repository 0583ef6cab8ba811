import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edgePath, frameAround, nodeAfterKey, visiblePart } from "../../../../webview/geometry/graph-drawing.ts";
import { itemsOf } from "../../../../webview/geometry/graph-items.ts";
import { type GraphLayout, layOutGraph, widestRow } from "../../../../webview/geometry/graph-layout.ts";
import { exampleLayers, modelOf } from "./layer-views.ts";

const HEIGHT = 60;
const metrics = { nodeWidth: 200, columnGap: 20, rowGap: 30, laneGap: 12, margin: 10 };

function lay(...feeders: readonly (readonly number[])[]): GraphLayout {
  return layOut(feeders);
}

function layOut(feeders: readonly (readonly number[])[]): GraphLayout {
  return layOutGraph(
    feeders,
    Array.from({ length: feeders.length }, () => HEIGHT),
    metrics,
  );
}

const chain = (length: number): number[][] => Array.from({ length }, (_, i) => (i === 0 ? [] : [i - 1]));

/** Graphs as models have them: every node reads its predecessor or some earlier nodes. */
const graphs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(fc.nat(), { maxLength: 2 })), { maxLength: 60 })
  .map((nodes) => [
    [],
    ...nodes.map(([back, others], i) => [...new Set([Math.max(0, i + 1 - back), ...others.map((n) => n % (i + 1))])]),
  ]);

describe("a layout", () => {
  test("of any graph has all edges going down and no two nodes overlapping", () => {
    fc.assert(
      fc.property(graphs, (feeders) => {
        const { nodes, edges, rows, width, height } = layOut(feeders);
        expect(edges).toHaveLength(feeders.flat().length);
        for (const { from, to } of edges) expect(nodes[from]!.y + HEIGHT).toBeLessThan(nodes[to]!.y);
        for (const row of rows)
          for (let i = 1; i < row.length; i++)
            expect(nodes[row[i]!]!.x - nodes[row[i - 1]!]!.x).toBeGreaterThanOrEqual(metrics.nodeWidth + 19.99);
        for (const { x, y } of nodes) {
          expect(x - metrics.nodeWidth / 2).toBeGreaterThanOrEqual(metrics.margin - 0.01);
          expect(x + metrics.nodeWidth / 2).toBeLessThanOrEqual(width - metrics.margin + 0.01);
          expect(y + HEIGHT).toBeLessThanOrEqual(height - metrics.margin);
        }
      }),
    );
  });

  test("of any graph has no line through a node, and no two skips in one lane at a time", () => {
    fc.assert(
      fc.property(graphs, (feeders) => {
        const { nodes, edges, rows } = layOut(feeders);
        const far = edges.filter(({ lane }) => lane !== undefined);
        for (const { from, to, lane } of far)
          for (let row = nodes[from]!.row + 1; row < nodes[to]!.row; row++)
            for (const node of rows[row]!)
              expect(Math.abs(nodes[node]!.x - lane!)).toBeGreaterThan(metrics.nodeWidth / 2);
        for (const a of far)
          for (const b of far) {
            const overlap = nodes[a.from]!.row < nodes[b.to]!.row && nodes[b.from]!.row < nodes[a.to]!.row;
            if (a.from !== b.from && overlap) expect(Math.abs(a.lane! - b.lane!)).toBeGreaterThan(0.01);
          }
      }),
    );
  });

  test("puts a node one row below the lowest of its feeders", () => {
    expect(lay([], [0], [1], [2, 0]).nodes.map(({ row }) => row)).toEqual([0, 1, 2, 3]);
  });

  test("gives a row the height of its highest node", () => {
    const { nodes, height } = layOutGraph([[], [0], [0], [1, 2]], [30, 40, 80, 50], metrics);
    expect(nodes.map((node) => [node.y, node.height])).toEqual([
      [10, 30],
      [70, 80],
      [70, 80],
      [180, 50],
    ]);
    expect(height).toBe(240);
  });

  test("keeps a chain straight, and a skip beside it", () => {
    const { nodes, edges } = lay([], [0], [1], [2, 0]);
    expect(new Set(nodes.map(({ x }) => x)).size).toBe(1);
    const skip = edges.find(({ from, to }) => from === 0 && to === 3)!;
    expect(skip.lane).toBe(nodes[0]!.x + metrics.nodeWidth / 2 + metrics.laneGap);
  });

  test("has branches side by side in their order, under their fork and over their join", () => {
    const { nodes } = lay([], [0], [0], [0], [1, 2, 3]);
    expect(nodes[1]!.x).toBeLessThan(nodes[2]!.x);
    expect(nodes[2]!.x).toBeLessThan(nodes[3]!.x);
    expect([nodes[0]!.x, nodes[4]!.x]).toEqual([nodes[2]!.x, nodes[2]!.x]);
  });

  test("leads a short branch straight down beside a longer one", () => {
    const { edges, nodes } = lay([], [0], [0], [2], [1, 3]);
    expect(edges.find(({ from, to }) => from === 1 && to === 4)!.lane).toBe(nodes[1]!.x);
  });

  test("has the outer of two nested skips further out", () => {
    const { edges } = lay([], [0], [1], [2], [3, 1], [4, 0]);
    const lane = (from: number, to: number): number => edges.find((e) => e.from === from && e.to === to)!.lane!;
    expect(lane(0, 5)).toBeGreaterThan(lane(1, 4));
  });

  test("needs two lanes for a model in which every layer also reads the last but one", () => {
    const { edges } = layOut(chain(40).map((own, i) => (i > 1 ? [...own, i - 2] : own)));
    expect(new Set(edges.map(({ lane }) => lane).filter((lane) => lane !== undefined)).size).toBe(2);
  });

  test("leaves out what would lead up, as on a cycle, and shows all nodes", () => {
    const { nodes, edges } = lay([], [0, 2], [1], [2]);
    expect(nodes).toHaveLength(4);
    expect(edges.every(({ from, to }) => nodes[from]!.row < nodes[to]!.row)).toBe(true);
  });

  test("puts a node that nothing is known to feed below the one before it", () => {
    expect(lay([], [0], [], [2]).nodes.map(({ row }) => row)).toEqual([0, 1, 2, 3]);
  });

  test("of a thousand layers with skips grows with them: ten times the layers, ten times the height and the edges", () => {
    const deep = (length: number): GraphLayout =>
      layOut(chain(length).map((own, i) => (i > 0 && i % 5 === 0 ? [...own, i - 5] : own)));
    const [small, large] = [deep(101), deep(1001)];
    expect(large.rows).toHaveLength(1001);
    expect(large.edges).toHaveLength(10 * small.edges.length);
    expect(large.width).toBe(small.width);
  });
});

/** Counts how often the layout looks at feeders. */
function looksAt(feeders: readonly (readonly number[])[]): number {
  let looks = 0;
  const count = <T extends object>(value: T): T =>
    new Proxy(value, {
      get(target, key, receiver) {
        if (typeof key === "string" && /^\d+$/.test(key)) looks++;
        const found = Reflect.get(target, key, receiver);
        return typeof found === "object" && found !== null ? count(found) : found;
      },
    });
  layOut(count(feeders));
  return looks;
}

test("the layout looks at each feeder a bounded number of times", () => {
  const deep = (length: number): number => looksAt(chain(length).map((own, i) => (i > 9 ? [...own, i - 9] : own)));
  expect(deep(1000) / deep(100)).toBeLessThan(11);
});

describe("the examples", () => {
  const columns = (name: string): number =>
    widestRow(itemsOf(exampleLayers(name), []).items.map((item) => item.feeders));

  test.each([
    ["resnet-small", 2],
    ["inception-block", 4],
    ["unet-small", 1],
    ["mobilenet-block", 1],
  ])("%s is %i columns wide", (name, wide) => {
    expect(columns(name)).toBe(wide);
  });
});

describe("what is drawn", () => {
  test("is what lies between two heights, with the edges that pass there", () => {
    const layout = lay([], [0], [1], [2], [3, 0]);
    const { nodes, edges } = visiblePart(layout, 180, 270);
    expect(nodes).toEqual([2]);
    expect(edges.map(({ from, to }) => `${from}-${to}`)).toEqual(["1-2", "2-3", "0-4"]);
  });

  test("a skip leaves its node, goes down its lane and comes back", () => {
    const layout = lay([], [0], [0, 1]);
    const skip = layout.edges.find(({ from, to }) => from === 0 && to === 2)!;
    expect(edgePath(layout, skip, metrics)).toMatch(/^M[\d.]+ 70C.* 100V160C.* 190$/);
  });

  test("a frame goes around its nodes, unless another stands there", () => {
    const layout = lay([], [0], [1], [2]);
    expect(frameAround(layout, [1, 2], metrics, 6)).toEqual({ x: 4, y: 94, width: 212, height: 162 });
    expect(frameAround(layout, [1, 3], metrics, 6)).toBeUndefined();
  });
});

describe("arrow keys", () => {
  const layout = lay([], [0], [0], [1, 2], [3, 0]);
  test.each([
    ["ArrowDown", 1, false, 3],
    ["ArrowDown", 0, true, 4],
    ["ArrowUp", 4, false, 3],
    ["ArrowUp", 4, true, 0],
    ["ArrowRight", 1, false, 2],
    ["ArrowLeft", 2, false, 1],
    ["ArrowLeft", 1, false, undefined],
    ["Home", 3, false, 0],
    ["End", 0, false, 4],
    ["x", 0, false, undefined],
  ])("%s from node %i, to the farthest: %s, leads to %s", (key, from, far, to) => {
    expect(nodeAfterKey(layout, from, key, far)).toBe(to);
  });
});

test("a model with mistakes is laid out to its end", () => {
  const layers = modelOf("conv2d", "flaten", { type: "add", inputs: ["nobody", "flatten_9"] }, "dense");
  const { nodes } = layOut(itemsOf(layers, []).items.map((item) => item.feeders));
  expect(nodes.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);
});
