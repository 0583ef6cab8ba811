import { expect, test } from "vitest";
import { resizeMap } from "../../../../webview/geometry/resize-map.ts";

test("a map is enlarged between the centres of its cells, as PyTorch's bilinear without aligned corners", () => {
  expect([...resizeMap({ rows: 1, columns: 2, data: [0, 1] }, 1, 4)]).toEqual([0, 0.25, 0.75, 1]);
  const square = resizeMap({ rows: 2, columns: 2, data: [0, 1, 2, 3] }, 4, 4);
  expect([...square]).toEqual([0, 0.25, 0.75, 1, 0.5, 0.75, 1.25, 1.5, 1.5, 1.75, 2.25, 2.5, 2, 2.25, 2.75, 3]);
});

test("a map of the same size stays as it is, NaN included and not spread", () => {
  expect([...resizeMap({ rows: 2, columns: 2, data: [1, Number.NaN, 3, 4] }, 2, 2)]).toEqual([1, Number.NaN, 3, 4]);
});

test("a single value fills the image", () => {
  expect([...resizeMap({ rows: 1, columns: 1, data: [5] }, 2, 3)]).toEqual([5, 5, 5, 5, 5, 5]);
});
