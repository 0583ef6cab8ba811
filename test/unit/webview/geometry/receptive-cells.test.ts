import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import { cellsOf, fieldOf } from "../../../../webview/geometry/receptive-cells.ts";
import { layerViews } from "./layer-views.ts";

const text = JSON.stringify({
  input: [12, 12, 1],
  layers: [
    { type: "conv2d", name: "first", filters: 2, kernelSize: 3, padding: "same" },
    { type: "conv2d", name: "second", filters: 2, kernelSize: 3, strides: 2 },
    { type: "maxPool2d", name: "pool", poolSize: 2 },
    { type: "flatten", name: "flat" },
    { type: "dense", units: 3 },
  ],
});
const layers = layerViews(text);
const input = [12, 12, 1];
const cells = (layer: number, row: number, column: number) =>
  cellsOf(fieldOf(layers, input, layer), input, row, column);

describe("the receptive field on the image", () => {
  test("of the image's own value is its cell", () => {
    expect(cells(-1, 4, 7)).toEqual({ top: 4, left: 7, rows: 1, columns: 1, beyond: false });
  });

  test("of a padded convolution's corner is cut at the image's edge, and reaches beyond it", () => {
    expect(cells(0, 0, 0)).toEqual({ top: 0, left: 0, rows: 2, columns: 2, beyond: true });
    expect(cells(0, 5, 5)).toEqual({ top: 4, left: 4, rows: 3, columns: 3, beyond: false });
  });

  test("grows through strides and pools", () => {
    expect(cells(1, 1, 2)).toEqual({ top: 1, left: 3, rows: 5, columns: 5, beyond: false });
    expect(cells(2, 0, 1)).toEqual({ top: 0, left: 3, rows: 6, columns: 7, beyond: true });
  });

  test("is the whole image behind a flatten", () => {
    expect(cells(4, 0, 0)).toEqual({ top: 0, left: 0, rows: 12, columns: 12, beyond: false });
  });

  test("is the same as the analysis of the graph says, for every layer", () => {
    const { analysis } = readCnnJson(text, "model.cnn.json");
    analysis.nodes.forEach((node, index) => {
      if (node.known) expect(fieldOf(layers, input, index)).toEqual(node.receptiveField);
    });
  });
});
