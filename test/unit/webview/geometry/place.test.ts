import { expect, test } from "vitest";
import { placeAfter, placeAfterKey } from "../../../../webview/geometry/place.ts";

const bounds = { oh: 5, ow: 7 };

test.each([
  ["ArrowUp", { row: 1, column: 3 }],
  ["ArrowDown", { row: 3, column: 3 }],
  ["ArrowLeft", { row: 2, column: 2 }],
  ["ArrowRight", { row: 2, column: 4 }],
  ["Home", { row: 2, column: 0 }],
  ["End", { row: 2, column: 6 }],
  ["PageUp", { row: 0, column: 3 }],
  ["PageDown", { row: 4, column: 3 }],
])("%s moves the place within the output", (key, place) => {
  expect(placeAfterKey(key, { row: 2, column: 3 }, bounds)).toEqual(place);
});

test("the place stays in its corner", () => {
  expect(placeAfterKey("ArrowUp", { row: 0, column: 0 }, bounds)).toEqual({ row: 0, column: 0 });
});

test("other keys move nothing", () => {
  expect(placeAfterKey("Tab", { row: 0, column: 0 }, bounds)).toBeUndefined();
  expect(placeAfterKey("toString", { row: 0, column: 0 }, bounds)).toBeUndefined();
});

test.each([
  ["to the right", { row: 1, column: 2 }, { row: 1, column: 3 }],
  ["to the next row", { row: 1, column: 6 }, { row: 2, column: 0 }],
  ["from the last place to the first", { row: 4, column: 6 }, { row: 0, column: 0 }],
])("a sliding window goes %s", (_, from, to) => {
  expect(placeAfter(from, bounds)).toEqual(to);
});
