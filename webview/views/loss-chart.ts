/** How uPlot draws losses and accuracy: on the page, and larger on pictures to take away. */
import type uPlot from "uplot";
import type { CurveData } from "../geometry/curve-data.ts";
import type { Theme } from "../theme.ts";
import { formatCount } from "../words/numbers.ts";

export interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** What a pixel of lines and letters is made. */
  readonly unit: number;
}

/** Distances between marks at steps, which are whole. */
const STEP_MARKS = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** A line through so few losses shows them as dots: one alone would have none. */
const FEW_STEPS = 20;

/** Of the accuracies' lines, which colour alone should not tell from the losses'. */
export const DASH = [5, 4];
export const DOTS = [1.5, 3];

export function columnsOf({ steps, loss, trend, testLoss, accuracy, testAccuracy }: CurveData): uPlot.AlignedData {
  return [steps, loss, trend, testLoss, accuracy, testAccuracy];
}

export function drawnOf({ trend, accuracy, testLoss }: CurveData): Drawn {
  const isNumber = (value: number | null): boolean => value !== null;
  return { trend: trend.some(isNumber), epochs: accuracy.some(isNumber), tests: testLoss.some(isNumber) };
}

export interface Drawn {
  readonly trend: boolean;
  readonly epochs: boolean;
  readonly tests: boolean;
}

export interface ChartWorld {
  /** Where the loss axis ends. */
  readonly top: () => number;
  readonly point: (index: number | undefined) => void;
}

export function chartOptions(
  { width, height, unit }: ChartSize,
  colours: Theme,
  drawn: Drawn,
  { top, point }: ChartWorld,
): uPlot.Options {
  const { loss, testLoss, accuracy } = colours.curves;
  const font = `${11 * unit}px ${colours.font}`;
  const axis = { stroke: colours.muted, font, grid: { stroke: colours.line, width: unit }, ticks: { show: false } };
  const dots = (stroke: string): uPlot.Series.Points => ({
    show: true,
    size: 6 * unit,
    stroke,
    fill: colours.background,
    width: 1.5 * unit,
  });
  return {
    width,
    height,
    padding: [8 * unit, drawn.epochs || drawn.tests ? 0 : 12 * unit, 0, 0],
    scales: {
      x: { time: false }, // A loss is never below zero; showing zero tells how far it still can fall.
      y: { range: () => [0, top()] },
      share: { range: [0, 1] },
    },
    axes: [
      {
        ...axis,
        size: 26 * unit,
        incrs: STEP_MARKS,
        values: (_, steps) => steps.map((step) => formatCount(step)),
        space: 45 * unit,
      },
      { ...axis, size: 40 * unit, values: (_, losses) => losses.map((value) => String(Number(value.toPrecision(3)))) },
      {
        ...axis,
        show: drawn.epochs || drawn.tests,
        side: 1,
        scale: "share",
        size: 42 * unit,
        grid: { show: false },
        values: (_, shares) => shares.map((share) => `${Math.round(share * 100)} %`),
      },
    ],
    series: [
      {},
      {
        stroke: loss,
        width: (drawn.trend ? 1 : 2) * unit,
        alpha: drawn.trend ? 0.35 : 1,
        points: { ...dots(loss), show: (chart) => chart.data[0].length <= FEW_STEPS },
      },
      { show: drawn.trend, stroke: loss, width: 2 * unit, points: { show: false } },
      { show: drawn.tests, stroke: testLoss, width: 1.5 * unit, points: dots(testLoss), spanGaps: true },
      {
        show: drawn.epochs,
        stroke: accuracy,
        width: 1.5 * unit,
        dash: DOTS.map((length) => length * unit),
        scale: "share",
        points: { ...dots(accuracy), size: 5 * unit, fill: accuracy },
        spanGaps: true,
      },
      {
        show: drawn.tests,
        stroke: accuracy,
        width: 1.5 * unit,
        dash: DASH.map((length) => length * unit),
        scale: "share",
        points: dots(accuracy),
        spanGaps: true,
      },
    ],
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    legend: { show: false },
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}
