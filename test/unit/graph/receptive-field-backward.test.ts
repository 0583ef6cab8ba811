/**
 * What a value depends on is where its gradient with respect to the input is not zero, if all weights are positive: so
 * the composed fields are held to the backward pass.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildNetwork, type Network } from "../../../src/engine/network.ts";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { analyse } from "../../../src/graph/analyse.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { mostCells, type ReceptiveField, type ReceptiveFieldAxis } from "../../../src/graph/receptive-field.ts";
import { referenceBackend } from "../../../src/kernels/reference/backend.ts";

type Layer = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The first and the last cell along an axis. */
type Span = readonly [first: number, last: number];

interface Measured {
  readonly field: ReceptiveField;
  readonly input: readonly [h: number, w: number];
  /** For each place of the output that depends on anything. */
  readonly places: readonly { readonly y: number; readonly x: number; readonly rows: Span; readonly columns: Span }[];
}

/** Adds what other formats can say. */
function measure(
  layers: readonly Layer[],
  [h, w] = [13, 12],
  internal: Readonly<Record<string, unknown>> = {},
): Measured {
  const read = readCnnJson(JSON.stringify({ input: [h, w, 1], layers }), "field.cnn.json");
  expect(read.issues).toEqual([]);
  const nodes = read.graph.nodes.map((node) => ({ ...node, attributes: { ...node.attributes, ...internal } }));
  const graph: Graph = { ...read.graph, nodes };
  const analysis = analyse(graph);
  const last = analysis.nodes.at(-1);
  if (!last?.known) throw new Error("the model is not known");
  const options = { backend: referenceBackend, precision: "float64", batchSize: 1, seed: 1, maxBytes: 1e8 } as const;
  const network = buildNetwork(graph, analysis, { ...options, gradients: true, inputGradients: true });
  for (const { value } of network.weights) value.fill(1);
  network.inputs[0]?.fill(1);
  network.forward(1, { training: false });
  const [oh = 1, ow = 1] = last.shape.output;
  const all = Array.from({ length: oh * ow }, (_, place) => ({ y: Math.floor(place / ow), x: place % ow }));
  const places = all.flatMap(({ y, x }) => {
    const spans = dependsOn(network, (y * ow + x) / (oh * ow), [h ?? 0, w ?? 0]);
    return spans ? [{ y, x, ...spans }] : [];
  });
  return { field: last.receptiveField, input: [h ?? 0, w ?? 0], places };
}

/** The spans of the input that the output's value at this share of its length depends on. */
function dependsOn(
  network: Network,
  share: number,
  [h, w]: readonly [number, number],
): { rows: Span; columns: Span } | undefined {
  network.clearGradients();
  const upstream = network.gradientAt("output");
  upstream[Math.round(share * upstream.length)] = 1;
  network.backward("output");
  const gradient = network.inputGradient(0);
  const isRead = (y: number, x: number): boolean => Math.abs(gradient[y * w + x] ?? 0) > 1e-12;
  const all = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const rows = all(h).filter((y) => all(w).some((x) => isRead(y, x)));
  const columns = all(w).filter((x) => rows.some((y) => isRead(y, x)));
  const ends = (cells: number[]): Span => [cells[0] ?? 0, cells.at(-1) ?? 0];
  return rows.length === 0 ? undefined : { rows: ends(rows), columns: ends(columns) };
}

/** The whole cells within the field at a place, of which some may lie beside the image. */
function predicted({ start, stride, size }: ReceptiveFieldAxis, place: number): Span {
  const from = start + stride * place;
  return [Math.ceil(from - 1e-9), Math.floor(from + size + 1e-9) - 1];
}

/** Everything lies within the field; if it is exact and within the image, nothing less. Gives the largest spans. */
function check({ field, input, places }: Measured): { rows: number; columns: number } {
  if (field.kind === "global") throw new Error("the field is global");
  const most = [0, 0];
  for (const { y, x, rows, columns } of places) {
    const spans = [predicted(field.vertical, y), predicted(field.horizontal, x)];
    [rows, columns].forEach(([first, last], axis) => {
      const [from, to] = spans[axis] ?? [0, 0];
      const isInside = from >= 0 && to < (input[axis] ?? 0);
      const seen = `${first} to ${last} of ${from} to ${to} at ${y}, ${x}`;
      expect(from <= first && last <= to, seen).toBe(true);
      if (field.exact && isInside) expect(from === first && last === to, seen).toBe(true);
      most[axis] = Math.max(most[axis] ?? 0, last - first + 1);
    });
  }
  return { rows: most[0] ?? 0, columns: most[1] ?? 0 };
}

function isExact({ field }: Measured): boolean {
  return field.kind === "window" && field.exact;
}

const conv = (kernelSize: unknown, more: object = {}): Layer => ({ type: "conv2d", filters: 1, kernelSize, ...more });

describe("the receptive field of one path", () => {
  const layer = fc.oneof(
    fc.record({
      type: fc.constant("conv2d"),
      filters: fc.constant(1),
      kernelSize: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })),
      strides: fc.integer({ min: 1, max: 3 }),
      dilation: fc.constantFrom(1, 1, [1, 2]),
      padding: fc.constantFrom("same", 2, { top: 2, bottom: 1, left: 2, right: 2 }),
    }),
    fc.record({
      type: fc.constant("avgPool2d"),
      poolSize: fc.constantFrom(2, 3),
      strides: fc.constantFrom(1, 2),
      padding: fc.constant("same"),
    }),
    fc.record({ type: fc.constant("zeroPad2d"), padding: fc.constant({ top: 1, left: 2 }) }),
  );
  const enlarging = fc.oneof(
    fc.record({
      type: fc.constant("conv2dTranspose"),
      filters: fc.constant(1),
      kernelSize: fc.integer({ min: 1, max: 4 }),
      strides: fc.constantFrom(1, 2, [3, 2]),
      padding: fc.constantFrom("same", "valid"),
    }),
    fc.record({
      type: fc.constant("upsample2d"),
      size: fc.constantFrom(2, [1, 2], [3, 2]),
      interpolation: fc.constantFrom("nearest", "bilinear"),
    }),
  );

  test("is what its values depend on", () => {
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 4 }), (layers) => {
        const measured = measure(layers);
        expect(isExact(measured)).toBe(true);
        check(measured);
      }),
      { numRuns: 40 },
    );
  });

  test("holds what its values depend on where the image is enlarged", () => {
    const mixed = fc.tuple(fc.array(layer, { maxLength: 2 }), enlarging, fc.array(layer, { maxLength: 1 }));
    fc.assert(
      fc.property(mixed, ([before, between, after]) => void check(measure([...before, between, ...after], [7, 6]))),
      { numRuns: 40 },
    );
  });

  test.each<[claim: string, layers: Layer[], size: number, internal?: Readonly<Record<string, unknown>>]>([
    ["a repeated cell", [{ type: "upsample2d", size: 3 }], 1],
    ["two blended cells", [{ type: "upsample2d", size: 2, interpolation: "bilinear" }], 2],
    [
      "two cells blended corner to corner",
      [{ type: "upsample2d", size: 3, interpolation: "bilinear" }],
      2,
      { alignCorners: true },
    ],
    ["three repeated cells, which are two", [{ type: "upsample2d" }, conv(3)], 2],
    ["a transposed kernel of 3 with stride 2", [{ type: "conv2dTranspose", filters: 1, kernelSize: 3, strides: 2 }], 2],
    ["a transposed kernel of 2 with stride 2", [{ type: "conv2dTranspose", filters: 1, kernelSize: 2, strides: 2 }], 1],
  ])("is no larger than it must be: %s", (_claim, layers, size, internal) => {
    const measured = measure(layers, [8, 8], internal);
    expect(check(measured)).toEqual({ rows: size, columns: size });
    expect(measured.field.kind === "window" && mostCells(measured.field.vertical)).toBe(size);
  });

  test("keeps its whole number of cells through fractions that cannot be written", () => {
    const layers = [{ type: "upsample2d", size: 49 }, { type: "avgPool2d", poolSize: 49 }, conv(3)];
    const { analysis } = readCnnJson(JSON.stringify({ input: [8, 8, 1], layers }), "field.cnn.json");
    const field =
      analysis.nodes.at(-1)?.known && analysis.nodes[2]?.known ? analysis.nodes[2].receptiveField : undefined;
    expect(field?.kind === "window" && mostCells(field.vertical)).toBe(4);
  });
});

describe("where paths meet, the receptive field", () => {
  const stem = conv(1, { name: "stem" });

  test("is exact if their strides agree", () => {
    const block = [
      stem,
      conv(3, { strides: 2, padding: 1 }),
      conv(3, { padding: 1 }),
      conv(1, { name: "skip", inputs: "stem", strides: 2 }),
    ];
    const measured = measure([...block, { type: "add", inputs: ["conv2d_3", "skip"] }]);
    expect(isExact(measured)).toBe(true);
    expect(check(measured)).toEqual({ rows: 7, columns: 7 });
  });

  test("spans from the first to the last cell of fields that lie apart", () => {
    const left = conv(1, { name: "left", inputs: "stem", padding: { right: 4 } });
    const right = conv(1, { name: "right", inputs: "stem", padding: { left: 4 } });
    const measured = measure([stem, left, right, { type: "concat", inputs: ["left", "right"] }]);
    const { field } = measured;
    expect(field).toMatchObject({ kind: "window", exact: true, horizontal: { size: 5, start: -4 } });
  });

  test("is a bound if one path went down and up again", () => {
    const layers = [
      stem,
      { type: "avgPool2d" },
      conv(3, { padding: "same" }),
      { type: "conv2dTranspose", name: "up", filters: 1, kernelSize: 2, strides: 2 },
      { type: "concat", inputs: ["up", "stem"] },
      conv(3, { padding: "same" }),
    ];
    const measured = measure(layers, [12, 12]);
    expect(isExact(measured)).toBe(false);
    expect(check(measured)).toEqual({ rows: 8, columns: 8 });
    expect(measured.field.kind === "window" && mostCells(measured.field.vertical)).toBeLessThanOrEqual(9);
  });

  test.each([
    ["slow", "fast"],
    ["fast", "slow"],
  ])("is a bound for all places if their strides differ: %s and %s", (first, second) => {
    const layers = [
      stem,
      conv(2, { name: "fast", strides: 2 }),
      conv(7, { name: "slow", inputs: "stem" }),
      { type: "add", inputs: [first, second] },
    ];
    const measured = measure(layers, [12, 12]);
    expect(isExact(measured)).toBe(false);
    expect(check(measured).rows).toBeLessThanOrEqual(12);
  });

  test("is everything if one of them sees everything", () => {
    const layers = [
      stem,
      { type: "globalAvgPool2d", name: "squeeze", keepDims: true },
      { type: "multiply", inputs: ["stem", "squeeze"] },
    ];
    expect(measure(layers).field).toEqual({ kind: "global" });
  });
});
