import { expect, test } from "vitest";
import { mostProbable } from "../../../../webview/geometry/most-probable.ts";

test("the most probable classes come first, of equals the lower index", () => {
  expect(mostProbable([0.1, 0.3, 0.2, 0.3, 0.1], 3)).toEqual([1, 3, 2]);
});

test("the right class is told even if it is improbable, and only once", () => {
  expect(mostProbable([0.5, 0.3, 0.1, 0.1], 2, 3)).toEqual([0, 1, 3]);
  expect(mostProbable([0.5, 0.3, 0.1, 0.1], 2, 1)).toEqual([0, 1]);
});
