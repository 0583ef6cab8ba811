/**
 * The chart of the flow: a column for each layer, in the order of the file, and the decades of a logarithmic scale above
 * each other. What has no logarithm stands at the edges: zero at the bottom, what is not finite at the top.
 */
import { type LogScale, shareOf } from "./log-scale.ts";

export interface FlowChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly column: number;
  readonly count: number;
  readonly scale: LogScale;
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** For the numbers of the axis. */
const AXIS_PX = 46;
const TOP_PX = 16;
const BOTTOM_PX = 18;
const DECADE_PX = 22;
const LEAST_HEIGHT_PX = 120;
const MOST_HEIGHT_PX = 250;
const MOST_COLUMN_PX = 72;

/** As high as the decades need, and no wider than the layers need. */
export function flowChart(scale: LogScale, count: number, width: number): FlowChart {
  const column = Math.min(MOST_COLUMN_PX, (width - AXIS_PX) / Math.max(1, count));
  const decades = (scale.high - scale.low) * DECADE_PX;
  const inner = Math.max(LEAST_HEIGHT_PX, Math.min(MOST_HEIGHT_PX, decades));
  return {
    width: AXIS_PX + column * count,
    height: inner + TOP_PX + BOTTOM_PX,
    left: AXIS_PX,
    top: TOP_PX,
    bottom: TOP_PX + inner,
    column,
    count,
    scale,
  };
}

export function columnCentre({ left, column }: FlowChart, index: number): number {
  return left + (index + 0.5) * column;
}

/** The column at a place, of those that there are. */
export function columnAt({ left, column, count }: FlowChart, x: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((x - left) / column)));
}

export function heightOf({ top, bottom, scale }: FlowChart, value: number): number {
  if (!Number.isFinite(value)) return top;
  return bottom - shareOf(scale, value) * (bottom - top);
}

/** The layers' values as stretches of a line; a layer without a value interrupts it. */
export function stretches(chart: FlowChart, values: readonly (number | undefined)[]): ChartPoint[][] {
  const found: ChartPoint[][] = [];
  let open: ChartPoint[] | undefined;
  values.forEach((value, index) => {
    if (value === undefined) open = undefined;
    else {
      if (open === undefined) {
        open = [];
        found.push(open);
      }
      open.push({ x: columnCentre(chart, index), y: heightOf(chart, value) });
    }
  });
  return found;
}

/** The exponents that get a line and a number; fewer where many decades share the height. */
export function decadeTicks({ low, high }: LogScale): number[] {
  const step = Math.ceil((high - low) / 6);
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, i) => first + i * step);
}
