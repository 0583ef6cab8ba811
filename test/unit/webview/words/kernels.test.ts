import { expect, test } from "vitest";
import { briefFigure, describeFilter } from "../../../../webview/words/kernels.ts";

const filter = {
  norm: 1.2345,
  mean: -0.0625,
  gradient: 0.5,
  change: 0.25,
  updateRatio: 0.0012345,
  fromZero: false,
  notFinite: 0,
};

test("a filter's figures are said as far as they are known", () => {
  expect(describeFilter(filter)).toBe(
    "norm 1.23 · mean −0.0625 · gradient norm 0.5 · change since the start 0.25 · update-to-weight ratio 0.00123",
  );
  expect(describeFilter({ ...filter, gradient: undefined, change: undefined, updateRatio: undefined })).toBe(
    "norm 1.23 · mean −0.0625",
  );
});

test("an update as large as the weights is explained, where these began at zero", () => {
  expect(describeFilter({ ...filter, updateRatio: 1, fromZero: true })).toMatch(
    /update-to-weight ratio 1, as it began at zero$/,
  );
});

test("below a tile stands the figure that the order goes by", () => {
  expect(briefFigure(filter, "number")).toBe("norm 1.2");
  expect(briefFigure(filter, "updateRatio")).toBe("update 0.0012");
  expect(briefFigure(filter, "mean")).toBe("mean −0.063");
  expect(briefFigure({ ...filter, change: undefined }, "change")).toBe("–");
});
