import { describe, expect, test } from "vitest";
import {
  indexIn,
  type Read,
  readLanes,
  readTaps,
  spreadLanes,
  spreadTaps,
  sumLanes,
  sumOf,
  termsOf,
} from "../../../../webview/geometry/arithmetic.ts";
import {
  poolShares,
  spreadOf,
  spreadValues,
  sumShares,
  weightIndex,
  weightTerms,
} from "../../../../webview/geometry/backward.ts";
import { type Convolution, calculationOf, kernelOf } from "../../../../webview/geometry/calculation.ts";
import { inspected, readCells } from "../../../../webview/geometry/inspected.ts";
import { separableHalves } from "../../../../webview/geometry/separable.ts";
import { formatAlike } from "../../../../webview/words/sums.ts";
import { imageOf, type OneLayer, placesOf, runOneLayer, windows } from "./run-one-layer.ts";

const layers = windows.flatMap(([name, input, attributes], seed) => {
  const c = input[2] ?? 1;
  const cropped = {
    ...attributes,
    dilation: 1,
    ...("padding" in attributes && attributes.padding !== "same" && { padding: 1 }),
  };
  return [
    [`${name} convolution`, input, { type: "conv2d", filters: 3, activation: "tanh", ...attributes }, seed],
    [`${name} convolution in groups`, input, { type: "conv2d", filters: 2 * c, groups: c, ...attributes }, seed],
    [`${name} depthwise convolution`, input, { type: "depthwiseConv2d", depthMultiplier: 2, ...attributes }, seed],
    [`${name} transposed convolution`, input, { type: "conv2dTranspose", filters: 3, ...cropped }, seed],
  ] as const;
});

function convolutionOf({ layer, inspection }: OneLayer): Convolution {
  const found = calculationOf(layer, inspection);
  if (found?.kind !== "convolution") throw new Error("not a convolution");
  return found;
}

/** The image that windows read and the one with a place for each, with values going forward or gradients coming back. */
function bothOf({ inspection }: OneLayer, { connection, reversed }: Convolution) {
  const [x, dy] = [inspection.inputs[0]?.data ?? [], inspection.beforeActivationGradient ?? []];
  return { image: imageOf(connection, reversed ? dy : x), places: placesOf(connection, reversed ? x : dy) };
}

function expectSame(sum: number, engine: number, parts: Iterable<number>): void {
  const format = formatAlike([...parts, engine]);
  expect(format(sum)).toBe(format(engine));
}

describe("a weight's gradient", () => {
  test.each(layers)("is the sum of its terms: %s", (_, input, written, seed) => {
    const run = runOneLayer(input, written, seed);
    const found = convolutionOf(run);
    const { connection } = found;
    const { kh, kw, ow } = connection.window;
    const { image, places } = bothOf(run, found);
    const seen = new Set<number>();
    for (let placeChannel = 0; placeChannel < connection.placeChannels; placeChannel++) {
      for (const { channel: imageChannel } of readLanes(connection, placeChannel)) {
        for (let i = 0; i < kh * kw; i++) {
          const weight = { at: { row: Math.floor(i / kw), column: i % kw }, imageChannel, placeChannel };
          const { products, at } = weightTerms(connection, weight, image, places);
          const index = weightIndex(connection, weight);
          seen.add(index);
          expectSame(sumOf(products), found.kernel.gradient?.[index] ?? Number.NaN, products);
          products.forEach((product, p) => {
            if (at({ row: Math.floor(p / ow), column: p % ow }) === undefined) expect(product).toBe(0);
          });
        }
      }
    }
    expect(seen.size).toBe(found.kernel.value.length);
  });
});

describe("a separable convolution's gradients", () => {
  const separable = windows.map(
    ([name, input, attributes], seed) =>
      [
        name,
        runOneLayer(input, { type: "separableConv2d", filters: 3, depthMultiplier: 2, ...attributes }, seed),
      ] as const,
  );
  const halvesOf = ({ layer, inspection }: OneLayer) => {
    const found = calculationOf(layer, inspection);
    const [input, gradient] = [inspected(inspection, "input"), inspected(inspection, "beforeActivationGradient")];
    const halves = found?.kind === "separable" && input && gradient && separableHalves(found, input, gradient);
    if (!halves) throw new Error("not a separable convolution");
    return { halves, input, gradient };
  };
  const expectWeights = ({ connection, kernel }: Convolution, image: Read, places: Read): void => {
    const { kh, kw } = connection.window;
    for (let placeChannel = 0; placeChannel < connection.placeChannels; placeChannel++) {
      for (const { channel: imageChannel } of readLanes(connection, placeChannel)) {
        for (let i = 0; i < kh * kw; i++) {
          const weight = { at: { row: Math.floor(i / kw), column: i % kw }, imageChannel, placeChannel };
          const { products } = weightTerms(connection, weight, image, places);
          expectSame(sumOf(products), kernel.gradient?.[weightIndex(connection, weight)] ?? Number.NaN, products);
        }
      }
    }
  };

  test.each(separable)("are those of its two halves: %s", (_, run) => {
    const { halves, input, gradient } = halvesOf(run);
    const { depthwise, pointwise, middle, middleGradient } = halves;
    expectWeights(pointwise, readCells(middle), readCells(gradient));
    expectWeights(depthwise, readCells(input), readCells(middleGradient));
  });

  test.each(separable)("come to the input through the maps between them: %s", (_, run) => {
    const { depthwise, middleGradient } = halvesOf(run).halves;
    const { connection } = depthwise;
    const kernel = kernelOf(connection, depthwise.kernel.value);
    const dx = imageOf(connection, run.inspection.inputGradients[0] ?? []);
    for (let i = 0; i < dx.data.length; i++) {
      const [cell, channel] = [Math.floor(i / dx.channels), i % dx.channels];
      const grid = spreadTaps(connection.window, { row: Math.floor(cell / dx.width), column: cell % dx.width });
      const sums = sumLanes(grid, spreadLanes(connection, channel), readCells(middleGradient), kernel);
      expectSame(sumOf(sums), dx.data[i] as number, sums);
    }
  });
});

describe("an input's gradient", () => {
  test.each(layers)("is the spread gradient under the turned kernel: %s", (_, input, written, seed) => {
    const run = runOneLayer(input, written, seed);
    const found = convolutionOf(run);
    const { connection, reversed } = found;
    const { window } = connection;
    const { image, places } = bothOf(run, found);
    const kernel = kernelOf(connection, found.kernel.value);
    const dx = run.inspection.inputGradients[0] ?? [];
    const [read, of] = reversed ? [image, placesOf(connection, dx)] : [places, imageOf(connection, dx)];
    for (let i = 0; i < dx.length / of.channels; i++) {
      const cell = { row: Math.floor(i / of.width), column: i % of.width };
      const grid = reversed ? readTaps(window, cell) : spreadTaps(window, cell);
      for (let channel = 0; channel < of.channels; channel++) {
        const lanes = reversed ? readLanes(connection, channel) : spreadLanes(connection, channel);
        const sums = sumLanes(grid, lanes, read, kernel);
        expectSame(sumOf(sums), dx[indexIn(of, cell, channel)] as number, sums);
      }
    }
  });

  test.each(windows)(
    "is drawn on the spread image, whose window at the padded cell holds the same numbers: %s",
    (_, input, attributes) => {
      const run = runOneLayer(input, { type: "conv2d", filters: 2, ...attributes }, 7);
      const found = convolutionOf(run);
      const { connection } = found;
      const { window } = connection;
      const { places } = bothOf(run, found);
      const spread = spreadOf(window);
      expect([spread.window.oh, spread.window.ow]).toEqual([
        window.h + window.top + window.bottom,
        window.w + window.left + window.right,
      ]);
      const values = spreadValues(window, places, 1);
      const drawn = { data: values, width: spread.window.w, channels: 1 };
      const kernel = kernelOf(connection, found.kernel.value);
      const lane = spreadLanes(connection, 0)[1];
      if (lane === undefined) throw new Error("no second filter");
      for (let i = 0; i < window.h * window.w; i++) {
        const cell = { row: Math.floor(i / window.w), column: i % window.w };
        const onSpread = readTaps(spread.window, { row: cell.row + window.top, column: cell.column + window.left });
        const terms = termsOf(spreadTaps(window, cell), lane, places, kernel);
        expect(terms.map(({ x }) => x)).toEqual(
          onSpread.taps.map(({ kind, at }) => (kind === "value" ? drawn.data[at.row * drawn.width + at.column] : 0)),
        );
        onSpread.taps.forEach(({ at }, t) => {
          const drawnAs = worse(
            spread.rows.kinds[at.row - spread.rows.first],
            spread.columns.kinds[at.column - spread.columns.first],
          );
          expect(drawnAs).toBe(terms[t]?.tap.kind === "value" ? "input" : "zero");
        });
      }
    },
  );

  test("of a stride of 2 has dotted zeros between, and a hatched border of the kernel less one", () => {
    const window = {
      h: 5,
      w: 5,
      kh: 3,
      kw: 3,
      sh: 2,
      sw: 2,
      rh: 1,
      rw: 1,
      oh: 3,
      ow: 3,
      top: 1,
      bottom: 1,
      left: 1,
      right: 1,
    };
    const { rows } = spreadOf(window);
    expect(rows.first).toBe(-2);
    expect(rows.kinds).toEqual(["pad", "pad", "input", "between", "input", "between", "input", "pad", "pad"]);
  });
});

function worse(...kinds: (string | undefined)[]): "input" | "zero" {
  return kinds.every((kind) => kind === "input") ? "input" : "zero";
}

describe("what a pool sends back to a cell", () => {
  test.each([
    ["max", { type: "maxPool2d", poolSize: 3, strides: 2, padding: "same" }],
    ["overlapping max", { type: "maxPool2d", poolSize: [3, 2], strides: 1 }],
    ["dilated max", { type: "maxPool2d", poolSize: 2, strides: 1, dilation: 2 }],
    ["mean", { type: "avgPool2d", poolSize: 3, strides: 2, padding: "same" }],
    [
      "mean with counted padding beyond the end",
      { type: "avgPool2d", poolSize: 3, strides: 2, padding: 1, ceilMode: true },
    ],
  ])("is the sum of its shares: %s", (_, written) => {
    const { layer, inspection } = runOneLayer([6, 7, 2], written, 8);
    const found = calculationOf(layer, inspection);
    if (found?.kind !== "pool") throw new Error("not a pool");
    const { window, channels } = found;
    const image = { data: inspection.inputs[0]?.data ?? [], width: window.w, channels };
    const gradient = { data: inspection.beforeActivationGradient ?? [], width: window.ow, channels };
    inspection.inputGradients[0]?.forEach((dx, i) => {
      const place = Math.floor(i / channels);
      const cell = { row: Math.floor(place / window.w), column: place % window.w };
      expect(sumShares(poolShares(found, cell, i % channels, { image, gradient }))).toBeCloseTo(dx, 5);
    });
  });
});
