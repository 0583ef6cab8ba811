import { describe, expect, test } from "vitest";
import { fitGrids, MOST_CELLS, scrollToShow, visibleCells } from "../../../../webview/geometry/visible-cells.ts";

describe("visible cells", () => {
  test("are those that the viewport touches", () => {
    expect(visibleCells(100, 10, 35, 12)).toEqual({ from: 1, to: 5 });
  });

  test("end with the grid", () => {
    expect(visibleCells(5, 10, 320, 0)).toEqual({ from: 0, to: 5 });
  });

  test("are none behind the end", () => {
    expect(visibleCells(5, 10, 320, 900)).toEqual({ from: 5, to: 5 });
  });
});

describe("scrolling to a stretch", () => {
  test("moves nothing while it can be seen", () => {
    expect(scrollToShow({ from: 5, to: 8 }, 10, 100, 20)).toBe(20);
  });

  test("goes back to one cell before it", () => {
    expect(scrollToShow({ from: 5, to: 8 }, 10, 100, 60)).toBe(40);
  });

  test("goes on to one cell behind it", () => {
    expect(scrollToShow({ from: 20, to: 23 }, 10, 100, 0)).toBe(140);
  });

  test("begins with what is longer than the viewport", () => {
    expect(scrollToShow({ from: 10, to: 60 }, 10, 100, 300)).toBe(90);
  });
});

describe("the cell size", () => {
  const frames = { stacked: 60, beside: 120 };

  test("is one for both grids, side by side where they fit", () => {
    expect(fitGrids(30, 28, 700, frames)).toEqual({ cell: 10, beside: true });
  });

  test("stacks the grids where cells would become too small", () => {
    expect(fitGrids(30, 28, 330, frames)).toEqual({ cell: 9, beside: false });
  });

  test("does not shrink further for maps larger than the window", () => {
    expect(fitGrids(224, 224, 700, frames)).toEqual(fitGrids(MOST_CELLS, MOST_CELLS, 700, frames));
  });

  test("does not grow without end", () => {
    expect(fitGrids(2, 2, 2000, frames).cell).toBeLessThanOrEqual(26);
  });
});
