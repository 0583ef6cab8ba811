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
  const room = (width: number) => ({ width, aroundStacked: 60, aroundBeside: 120 });
  const square = (size: number) => ({ rows: size, columns: size });

  test("is one for both grids, side by side where they fit", () => {
    expect(fitGrids(square(30), square(28), room(700))).toEqual({ cell: 10, beside: true });
  });

  test("stacks the grids where cells would become too small", () => {
    expect(fitGrids(square(30), square(28), room(330))).toEqual({ cell: 9, beside: false });
  });

  test("does not shrink further for maps larger than the window", () => {
    const most = square(MOST_CELLS);
    expect(fitGrids(square(224), square(224), room(700))).toEqual(fitGrids(most, most, room(700)));
  });

  test("does not grow without end", () => {
    expect(fitGrids(square(2), square(2), room(2000)).cell).toBeLessThanOrEqual(26);
    expect(fitGrids(square(30), square(28), room(4000)).cell * 30).toBeLessThanOrEqual(420);
  });
});
