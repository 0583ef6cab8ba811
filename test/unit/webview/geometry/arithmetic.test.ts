import { describe, expect, test } from "vitest";
import {
  countOfMean,
  indexIn,
  largestTerms,
  readLanes,
  readTaps,
  spreadLanes,
  spreadTaps,
  sumLanes,
  sumOf,
  termsOf,
  valueAt,
  valuesOnly,
  winnerOf,
} from "../../../../webview/geometry/arithmetic.ts";
import {
  biasAt,
  type Calculation,
  calculationOf,
  kernelOf,
  kernelRead,
} from "../../../../webview/geometry/calculation.ts";
import { filterRead } from "../../../../webview/geometry/layer-geometry.ts";
import type { Place } from "../../../../webview/geometry/place.ts";
import { formatAlike } from "../../../../webview/words/sums.ts";
import { imageOf, type OneLayer, placesOf, runOneLayer, windows } from "./run-one-layer.ts";

const activation = "tanh";
const here = { row: 1, column: 1 };
const convolutions = windows.flatMap(([name, input, attributes], seed) => {
  const [, , c = 1] = input;
  const all = { ...attributes, activation };
  return [
    [`${name} convolution`, input, { type: "conv2d", filters: 4, ...all }, seed],
    [
      `${name} convolution with a bias per position`,
      input,
      { type: "conv2d", filters: 2, bias: "perPosition", ...all },
      seed,
    ],
    [`${name} convolution in groups`, input, { type: "conv2d", filters: 2 * c, groups: c, bias: false, ...all }, seed],
    [`${name} depthwise convolution`, input, { type: "depthwiseConv2d", depthMultiplier: 2, ...all }, seed],
    [
      `${name} transposed convolution`,
      input,
      { type: "conv2dTranspose", filters: 2 * c, groups: c, ...without("dilation", all) },
      seed,
    ],
  ] as const;
});

function without(key: string, { [key]: _, ...rest }: Record<string, unknown>): object {
  // A crop in numbers may leave nothing of the image.
  return typeof rest.padding === "object" ? { ...rest, padding: 1 } : rest;
}

function calculate({ layer, inspection }: OneLayer): Calculation {
  const calculation = calculationOf(layer, inspection);
  if (calculation === undefined) throw new Error("The layer is not calculated.");
  return calculation;
}

function eachPlace(rows: number, columns: number): Place[] {
  return Array.from({ length: rows * columns }, (_, i) => ({ row: Math.floor(i / columns), column: i % columns }));
}

/** The printed sum is the engine's number to the last printed digit, printed beside all that it is the sum of. */
function expectSame(sum: number, engine: number, parts: readonly number[]): void {
  const format = formatAlike([...parts, engine]);
  expect(format(sum)).toBe(format(engine));
}

describe("the sum over the taps, channels and bias", () => {
  test.each(convolutions)("is each output of a %s", (_, input, written, seed) => {
    const run = runOneLayer(input, written, seed);
    const found = calculate(run);
    if (found.kind !== "convolution") throw new Error("not a convolution");
    const { connection, reversed, bias } = found;
    const { window } = connection;
    const x = run.inspection.inputs[0]?.data ?? [];
    const before = run.inspection.beforeActivation?.data ?? [];
    const kernel = kernelOf(connection, found.kernel.value);
    const [read, written_] = reversed
      ? [placesOf(connection, x), imageOf(connection, before)]
      : [imageOf(connection, x), placesOf(connection, before)];
    const places = reversed ? eachPlace(window.h, window.w) : eachPlace(window.oh, window.ow);
    for (const place of places) {
      const grid = reversed ? spreadTaps(window, place) : readTaps(window, place);
      for (let channel = 0; channel < written_.channels; channel++) {
        const lanes = reversed ? spreadLanes(connection, channel) : readLanes(connection, channel);
        const sums = sumLanes(grid, lanes, read, kernel);
        const index = indexIn(written_, place, channel);
        const b = biasAt(bias, index) ?? 0;
        expectSame(sumOf(sums) + b, before[index] as number, [...sums, b]);
      }
    }
    expect(places.length).toBeGreaterThan(1);
  });

  test.each(convolutions)(
    "is the same of the weights that a channel reads as of all: %s",
    (_, input, written, seed) => {
      const run = runOneLayer(input, written, seed);
      const found = calculate(run);
      if (found.kind !== "convolution") throw new Error("not a convolution");
      const { connection, reversed, kernel, bias } = found;
      const channel = 1;
      const wanted = filterRead({ ...run.layer, parameters: 1_000_000 }, channel);
      if (wanted === undefined) return expect(written).toMatchObject({ bias: "perPosition" });
      const { perCell, start, step, count } = wanted;
      const value = Float32Array.from(
        { length: (kernel.value.length / perCell) * count },
        (_, i) => kernel.value[Math.floor(i / count) * perCell + start + (i % count) * step] as number,
      );
      const grid = reversed ? spreadTaps(connection.window, here) : readTaps(connection.window, here);
      const lanes = reversed ? spreadLanes(connection, channel) : readLanes(connection, channel);
      const x = run.inspection.inputs[0]?.data ?? [];
      const read = reversed ? placesOf(connection, x) : imageOf(connection, x);
      const part = { ...kernel, value: new Float32Array() };
      const piece = kernelRead({ connection, kernel: part }, lanes, { ...wanted, value, bias: bias?.value });
      const whole = kernelOf(connection, kernel.value);
      expect(sumLanes(grid, piece.lanes, read, piece.kernel)).toEqual(sumLanes(grid, lanes, read, whole));
      const none = bias && { ...bias, value: new Float32Array() };
      expect(biasAt(none, channel, { ...wanted, value, bias: bias?.value })).toBe(biasAt(bias, channel));
    },
  );

  test.each(windows)("is each output of a %s separable convolution, in two steps", (_, input, attributes) => {
    const run = runOneLayer(input, { type: "separableConv2d", filters: 3, depthMultiplier: 2, ...attributes }, 3);
    const found = calculate(run);
    if (found.kind !== "separable") throw new Error("not a separable convolution");
    const { depthwise, pointwise, bias } = found;
    const read = imageOf(depthwise, run.inspection.inputs[0]?.data ?? []);
    const kernel = kernelOf(depthwise, found.kernel.value);
    const middle = Array.from({ length: depthwise.placeChannels }, (_, m) => readLanes(depthwise, m)).flat();
    eachPlace(depthwise.window.oh, depthwise.window.ow).forEach((place, at) => {
      const sums = sumLanes(readTaps(depthwise.window, place), middle, read, kernel);
      for (let o = 0; o < 3; o++) {
        const terms = [...sums].map((value, m) => value * (pointwise.value[m * 3 + o] as number));
        const b = biasAt(bias, o) ?? Number.NaN;
        expectSame(sumOf(terms) + b, run.inspection.output.data[at * 3 + o] as number, [...terms, b]);
      }
    });
  });

  test("is the same whether it is taken lane by lane or term by term", () => {
    const run = runOneLayer([7, 6, 3], { type: "conv2d", filters: 2, kernelSize: 3, padding: "same", dilation: 2 }, 4);
    const found = calculate(run);
    if (found.kind !== "convolution") throw new Error("not a convolution");
    const { connection } = found;
    const [read, kernel] = [
      imageOf(connection, run.inspection.inputs[0]?.data ?? []),
      kernelOf(connection, found.kernel.value),
    ];
    const grid = readTaps(connection.window, { row: 0, column: 5 });
    const lanes = readLanes(connection, 1);
    const sums = sumLanes(grid, lanes, read, kernel);
    lanes.forEach((lane, i) => {
      const terms = termsOf(grid, lane, read, kernel);
      expect(terms).toHaveLength(9);
      expect(sumOf(terms.map(({ product }) => product))).toBeCloseTo(sums[i] as number, 12);
      for (const { tap, x, product } of terms) if (tap.kind !== "value") expect([x, product]).toEqual([0, 0]);
    });
    expect(grid.taps.filter(({ kind }) => kind === "pad")).toHaveLength(5);
  });
});

describe("a pool's output", () => {
  const pools = [
    ["2 x 2", [6, 5, 3], {}],
    ["same, strided", [5, 7, 3], { poolSize: [3, 2], strides: [2, 1], padding: "same" }],
    ["ceilMode beyond the pad", [7, 6, 2], { poolSize: 3, strides: 2, padding: 1, ceilMode: true }],
  ] as const;

  test.each([...pools, ["dilated", [8, 7, 2], { poolSize: 2, strides: 1, dilation: [2, 3] }] as const])(
    "is the winner's value: %s",
    (_, input, attributes) => {
      const run = runOneLayer(input, { type: "maxPool2d", ...attributes }, 5);
      const found = calculate(run);
      if (found.kind !== "pool") throw new Error("not a pool");
      const { window, channels } = found;
      const read = { data: run.inspection.inputs[0]?.data ?? [], width: window.w, channels };
      eachPlace(window.oh, window.ow).forEach((place, at) => {
        const grid = readTaps(window, place);
        for (let c = 0; c < channels; c++) {
          const tap = grid.taps[winnerOf(grid, read, c) ?? -1];
          expect(tap && valueAt(read, tap, c)).toBe(run.inspection.output.data[at * channels + c]);
        }
      });
    },
  );

  test.each(
    pools.flatMap(([name, input, attributes]) =>
      [undefined, true, false].map((count) => [name, count, input, attributes] as const),
    ),
  )("is the sum over the count: %s, countPadding %s", (_, countPadding, input, attributes) => {
    const written = countPadding === undefined ? attributes : { ...attributes, countPadding };
    const run = runOneLayer(input, { type: "avgPool2d", ...written }, 6);
    const found = calculate(run);
    if (found.kind !== "pool") throw new Error("not a pool");
    const { window, channels } = found;
    const read = { data: run.inspection.inputs[0]?.data ?? [], width: window.w, channels };
    eachPlace(window.oh, window.ow).forEach((place, at) => {
      const grid = readTaps(window, place);
      for (let c = 0; c < channels; c++) {
        const sum = sumOf(grid.taps.map((tap) => valueAt(read, tap, c)));
        expect(sum / countOfMean(grid, found.countPadding)).toBeCloseTo(
          run.inspection.output.data[at * channels + c] ?? Number.NaN,
          6,
        );
      }
    });
  });

  const row = {
    rows: 1,
    columns: 4,
    taps: [0, 1, 2, 3].map((column) => ({
      kind: "value" as const,
      at: { row: 0, column },
      weight: { row: 0, column },
    })),
  };
  test.each([
    ["the first of equals", [1, 5, 5, 0], 1],
    ["a NaN over all", [1, Number.NaN, 5, Number.NaN], 1],
    [
      "minus infinity over nothing",
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
      0,
    ],
  ])("is won by %s", (_, data, winner) => {
    expect(winnerOf(row, { data, width: 4, channels: 1 }, 0)).toBe(winner);
  });

  test("that reads nothing but padding has no winner", () => {
    const grid = { ...row, taps: row.taps.map((tap) => ({ ...tap, kind: "pad" as const })) };
    expect(winnerOf(grid, { data: [1, 2, 3, 4], width: 4, channels: 1 }, 0)).toBeUndefined();
  });
});

test("the largest terms and the sum of the others are all terms, and a NaN comes first", () => {
  const terms = [0.5, -3, 0, 2, Number.NaN, 1, -0.25];
  const { indices, others, othersSum } = largestTerms(terms, 3);
  expect(indices).toEqual([4, 1, 3]);
  expect(others).toBe(4);
  expect(othersSum).toBe(0.5 + 0 + 1 - 0.25);
});

test("rows and columns without a value are left out of what reaches a cell", () => {
  const window = {
    h: 9,
    w: 9,
    kh: 5,
    kw: 5,
    sh: 3,
    sw: 3,
    rh: 1,
    rw: 1,
    oh: 3,
    ow: 3,
    top: 1,
    bottom: 1,
    left: 1,
    right: 1,
  };
  const grid = valuesOnly(spreadTaps(window, { row: 3, column: 4 }));
  expect(grid.taps.map(({ at, weight }) => [at.row, at.column, weight.row, weight.column])).toEqual([
    [0, 1, 4, 2],
    [1, 1, 1, 2],
  ]);
  expect([grid.rows, grid.columns]).toEqual([2, 1]);
});
