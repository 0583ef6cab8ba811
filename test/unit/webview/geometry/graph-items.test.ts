import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockName, costOf, itemsOf } from "../../../../webview/geometry/graph-items.ts";
import { modelOf } from "./layer-views.ts";

const conv = { type: "conv2d", filters: 8, kernelSize: 3, padding: "same" };
const relu = { type: "activation", function: "relu" };
const triple = [conv, "batchNorm", relu];
const layers = modelOf("maxPool2d", ...triple, ...triple, ...triple, "flatten");

describe("a folded block", () => {
  test("is one place between the layer before it and the one behind it", () => {
    const { items, itemOf, repetitions } = itemsOf(layers, []);
    expect(items.map(({ first, end, feeders }) => [first, end, feeders])).toEqual([
      [-1, 0, []],
      [0, 1, [0]],
      [1, 10, [1]],
      [10, 11, [2]],
    ]);
    expect(itemOf).toEqual([1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3]);
    expect(repetitions).toEqual([]);
  });

  test("unfolds into all its layers, repetition by repetition", () => {
    const [block] = itemsOf(layers, []).blocks;
    const { items, repetitions } = itemsOf(layers, [blockName(layers, block!)]);
    expect(items).toHaveLength(layers.length + 1);
    expect(repetitions.map(({ index, first, end }) => [index, first, end])).toEqual([
      [0, 1, 4],
      [1, 4, 7],
      [2, 7, 10],
    ]);
  });

  test("has the parameters and the cost of its layers together", () => {
    const kinds = fc.constantFrom(conv, "batchNorm", relu, { ...conv, kernelSize: 1 });
    const repeated = fc
      .tuple(fc.array(kinds, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 5 }))
      .map(([block, count]) => Array.from({ length: count }, () => block).flat());
    fc.assert(
      fc.property(fc.array(repeated, { minLength: 1, maxLength: 3 }), (parts) => {
        const model = modelOf(...parts.flat());
        const { items } = itemsOf(model, []);
        const total = (of: "parameters" | "macs"): [number, number] => [
          items.reduce((sum, item) => sum + (costOf(item, model)[of] ?? 0), 0),
          model.reduce((sum, layer) => sum + (layer[of] ?? 0), 0),
        ];
        for (const [folded, plain] of [total("parameters"), total("macs")]) expect(folded).toBe(plain);
        const seen = items
          .slice(1)
          .flatMap(({ first, end }) => Array.from({ length: end - first }, (_, i) => first + i));
        expect(seen).toEqual(model.map((_, index) => index));
      }),
      { numRuns: 60 },
    );
  });
});

test("what nothing is known of costs nothing that is known", () => {
  expect(costOf({ first: 0, end: 1 }, modelOf("flaten"))).toEqual({ parameters: undefined, macs: undefined });
});
