import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/graph/analyse.ts";
import type { NodeAnalysis } from "../../../src/graph/analysis.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { fieldThrough, type ReceptiveField, type ReceptiveFieldAxis } from "../../../src/graph/receptive-field.ts";
import { graphOf, type TestLayer } from "./graph-of.ts";

function fieldOf(list: readonly TestLayer[], input: readonly number[] = [28, 28, 1]): ReceptiveField | undefined {
  const node = analyse(graphOf(input, list)).nodes.at(-1);
  return node?.known ? node.receptiveField : undefined;
}

function square(size: number, stride: number, start: number, exact = true): ReceptiveField {
  const axis: ReceptiveFieldAxis = { size, stride, start };
  return { kind: "window", vertical: axis, horizontal: axis, exact };
}

const conv = (rest: object): TestLayer => ({ type: "conv2d", filters: 2, kernelSize: 3, ...rest });

describe("the receptive field", () => {
  test.each([
    ["a kernel of 3 sees 3 cells", [conv({})], square(3, 1, 0)],
    ["padding moves it out of the image", [conv({ padding: "same" })], square(3, 1, -1)],
    ["two kernels of 3 see 5 cells", [conv({}), conv({})], square(5, 1, 0)],
    ["a stride doubles what follows", [conv({ strides: 2 }), conv({})], square(7, 2, 0)],
    ["dilation spreads it", [conv({ dilation: 3 })], square(7, 1, 0)],
    ["pooling is a window", [conv({ padding: "same" }), { type: "maxPool2d" }], square(4, 2, -1)],
    [
      "what works cell by cell passes it through",
      [conv({}), { type: "activation", function: "relu" }],
      square(3, 1, 0),
    ],
  ] as const)("%s", (_, list, field) => {
    expect(fieldOf(list)).toEqual(field);
  });

  test("of LeNet's second pool is 16 cells, 4 apart", () => {
    const list = [
      conv({ kernelSize: 5, padding: "same" }),
      { type: "maxPool2d" },
      conv({ kernelSize: 5 }),
      { type: "maxPool2d" },
    ];
    expect(fieldOf(list)).toEqual(square(16, 4, -2));
  });

  test("has its own size along each axis", () => {
    const field = fieldOf([conv({ kernelSize: [3, 5], strides: [1, 2] })]);
    expect(field).toMatchObject({ vertical: { size: 3, stride: 1 }, horizontal: { size: 5, stride: 2 } });
  });

  test.each([
    ["flatten", [{ type: "flatten" }]],
    ["dense", [{ type: "flatten" }, { type: "dense", units: 3 }]],
  ])("is the whole input behind %s", (_, list) => {
    expect(fieldOf(list)).toEqual({ kind: "global" });
  });

  test("of a join holds both paths", () => {
    const stem = conv({ name: "stem", padding: "same" });
    const wide = conv({ name: "wide", kernelSize: 5, padding: "same" });
    expect(fieldOf([stem, wide, { type: "add", inputs: ["stem", "wide"] }])).toEqual(square(7, 1, -3));
  });

  test("of a join with something global is global", () => {
    const join = fieldThrough(
      [square(3, 1, 0), { kind: "global" }],
      [
        [4, 4, 2],
        [4, 4, 2],
      ],
      { output: [4, 4, 2], steps: [] },
    );
    expect(join).toEqual({ kind: "global" });
  });

  test("of paths whose strides drift apart is a bound that holds both at each of the 4 places", () => {
    const shape = { output: [4, 4, 2], steps: [] };
    const inputs = [
      [4, 4, 2],
      [4, 4, 2],
    ] as const;
    expect(fieldThrough([square(3, 1, 0), square(3, 2, 0)], inputs, shape)).toEqual(square(6, 1, 0, false));
    expect(fieldThrough([square(3, 2, 0), square(3, 1, 0)], inputs, shape)).toEqual(square(6, 2, -3, false));
  });

  test("is what the record says, where it says it", () => {
    const half = { size: 2, stride: 0.5, start: -1 };
    const shape = { output: [8, 8, 1], steps: [], reach: { vertical: half, horizontal: half } };
    expect(fieldThrough([square(3, 2, -1)], [[4, 4, 1]], shape)).toEqual(square(5, 1, -3, false));
  });
});

const SIDE = 14;

const steps = fc.record({
  kernelSize: fc.integer({ min: 1, max: 4 }),
  strides: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  padding: fc.constantFrom("same", "valid", 1),
});

/** A few windows in a row, then perhaps two paths of one stride that join. */
const stacks = fc.tuple(fc.array(steps, { minLength: 1, maxLength: 4 }), fc.boolean()).map(([windows, joins]) => {
  const list = windows.map(conv);
  if (!joins) return list;
  const left = conv({ name: "left", kernelSize: 4, padding: "same" });
  const right = conv({ name: "right", inputs: ["left"], kernelSize: [2, 3], dilation: 2, padding: "same" });
  return [...list, left, right, { type: "add", inputs: ["left", "right"] }];
});

/** The rows of the input that each row of a layer's output reads, cell by cell of every window; the padding is not there. */
function readRows(graph: Graph, nodes: readonly NodeAnalysis[]): Set<number>[] {
  const rows: Set<number>[][] = [];
  const image = Array.from({ length: SIDE }, (_, row) => new Set([row]));
  nodes.forEach((node, index) => {
    const inputs = (graph.nodes[index]?.inputs ?? []).map((source) =>
      source.kind === "node" ? (rows[source.index] ?? []) : image,
    );
    const height = node.known ? (node.shape.output[0] ?? 0) : 0;
    rows.push(
      Array.from(
        { length: height },
        (_, place) =>
          new Set(cellsOf(node, place).flatMap((cell) => inputs.flatMap((input) => [...(input[cell] ?? [])]))),
      ),
    );
  });
  return rows.at(-1) ?? [];
}

function cellsOf(node: NodeAnalysis, place: number): number[] {
  const window = node.known ? node.shape.window : undefined;
  if (window === undefined) return [place];
  return Array.from({ length: window.kh }, (_, cell) => place * window.sh - window.top + cell * window.rh);
}

test("the receptive field is from the first to the last row that is read, cell by cell", () => {
  fc.assert(
    fc.property(stacks, (list) => {
      const graph = graphOf([SIDE, SIDE, 1], list);
      const { nodes } = analyse(graph);
      const last = nodes.at(-1);
      fc.pre(last?.known === true);
      const field = last.receptiveField;
      if (field.kind !== "window") throw new Error("no window");
      const { start, size, stride } = field.vertical;
      readRows(graph, nodes).forEach((rows, place) => {
        const first = start + place * stride;
        for (const row of rows) {
          expect(row).toBeGreaterThanOrEqual(first);
          expect(row).toBeLessThan(first + size);
        }
        if (first < 0 || first + size > SIDE) return;
        expect([Math.min(...rows), Math.max(...rows)]).toEqual([first, first + size - 1]);
      });
    }),
    { numRuns: 300 },
  );
});
