import { expect, test } from "vitest";
import { searchLayers } from "../../../../webview/geometry/search-layers.ts";
import { modelOf } from "./layer-views.ts";

const layers = modelOf(
  { type: "conv2d", name: "first", filters: 13, kernelSize: 20 },
  { type: "maxPool2d", name: "pool13" },
  { type: "flatten" },
  { type: "dense", units: 1313 },
);

test.each([
  ["first", [0]],
  ["CONV", [0]],
  ["13", [0, 1]],
  ["13x13", [0]],
  ["13 × 13", [0]],
  ["13, 13", [0]],
  ["13*13*13", [0]],
  ["conv 13x13", [0]],
  ["3x13", []],
  ["6x6x13", [1]],
  ["1313", [3]],
  ["dense 13", []],
  ["pooling", [1]],
  ["", []],
  ["  ", []],
  ["(", []],
])("%j finds %j", (query, found) => {
  expect(searchLayers(query, layers)).toEqual(found);
});
