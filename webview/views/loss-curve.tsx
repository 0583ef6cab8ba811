/** The chart of losses and accuracy over the steps, drawn by uPlot. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { CurvePoint, EpochResult } from "../../src/protocol/training.ts";
import { useWidth } from "../components/use-width.ts";
import { type CurveData, chartTop, curveData } from "../geometry/curve-data.ts";
import { type Theme, theme } from "../theme.ts";
import { formatCount, formatLoss, formatPercent } from "../words/numbers.ts";
import { CurveLegend } from "./curve-legend.tsx";

interface LossCurveProps {
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
}

const HEIGHT_PX = 200;

export function LossCurve({ curve, epochs }: LossCurveProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const plot = useRef<uPlot | null>(null);
  const pointed = useSignal<number | undefined>(undefined);
  const data = useMemo(() => curveData(curve, epochs), [curve, epochs]);
  const latest = useRef(data);
  latest.current = data;
  const colours = theme.value;
  const drawn = { trend: data.trend.some(isNumber), tests: data.testLoss.some(isNumber) };
  useLayoutEffect(() => {
    if (ref.current === null || width === 0) return;
    const world: ChartWorld = {
      top: () => chartTop(latest.current),
      point: (index) => {
        pointed.value = index;
      },
    };
    const made = new uPlot(optionsFor(width, colours, drawn, world), columnsOf(latest.current), ref.current);
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [width, colours, drawn.trend, drawn.tests]);
  useLayoutEffect(() => plot.current?.setData(columnsOf(data)), [data]);
  return (
    <figure class="loss-curve">
      <div
        ref={ref}
        role="application"
        aria-roledescription="chart"
        aria-label={`${describe(curve, epochs)}. Arrow keys move from step to step.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
        tabIndex={0}
        onKeyDown={(event) => plot.current && movePointer(plot.current, event)}
        onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })}
      />
      <figcaption>
        <CurveLegend data={data} index={pointed.value} tests={drawn.tests} />
      </figcaption>
    </figure>
  );
}

/** Moves uPlot's cursor by keys: one point, or a twentieth of the chart with Page Up and Page Down. */
function movePointer(plot: uPlot, event: KeyboardEvent): void {
  const last = plot.data[0].length - 1;
  const page = Math.max(1, Math.round(last / 20));
  const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page, Home: -last, End: last }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const index = Math.max(0, Math.min(last, (plot.cursor.idx ?? last) + by));
  plot.setCursor({ left: plot.valToPos(plot.data[0][index] ?? 0, "x"), top: plot.over.clientHeight / 2 });
}

function isNumber(value: number | null): value is number {
  return value !== null;
}

function columnsOf({ steps, loss, trend, testLoss, testAccuracy }: CurveData): uPlot.AlignedData {
  return [steps, loss, trend, testLoss, testAccuracy];
}

function describe(curve: readonly CurvePoint[], epochs: readonly EpochResult[]): string {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return "Loss";
  const accuracy = epochs.at(-1)?.valAccuracy;
  const tested = accuracy === undefined ? "" : `; test accuracy ${formatPercent(accuracy)}`;
  return `Loss from ${formatLoss(first.loss)} at step ${formatCount(first.step)} to ${formatLoss(last.loss)} at step ${formatCount(last.step)}${tested}`;
}

interface Drawn {
  readonly trend: boolean;
  readonly tests: boolean;
}

interface ChartWorld {
  /** Where the loss axis ends. */
  readonly top: () => number;
  readonly point: (index: number | undefined) => void;
}

function optionsFor(width: number, colours: Theme, drawn: Drawn, { top, point }: ChartWorld): uPlot.Options {
  const { loss, testLoss, accuracy } = colours.curves;
  const font = `11px ${colours.font}`;
  const axis = { stroke: colours.muted, font, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  const dots = (stroke: string): uPlot.Series.Points => ({
    show: true,
    size: 6,
    stroke,
    fill: colours.background,
    width: 1.5,
  });
  return {
    width,
    height: HEIGHT_PX,
    padding: [8, drawn.tests ? 0 : 12, 0, 0],
    scales: {
      x: { time: false }, // A loss is never below zero; showing zero tells how far it still can fall.
      y: { range: () => [0, top()] },
      share: { range: [0, 1] },
    },
    axes: [
      { ...axis, size: 26, values: (_, steps) => steps.map((step) => formatCount(step)), space: 45 },
      { ...axis, size: 40, values: (_, losses) => losses.map((value) => String(Number(value.toPrecision(3)))) },
      {
        ...axis,
        show: drawn.tests,
        side: 1,
        scale: "share",
        size: 42,
        grid: { show: false },
        values: (_, shares) => shares.map((share) => `${Math.round(share * 100)} %`),
      },
    ],
    series: [
      {},
      { stroke: loss, width: drawn.trend ? 1 : 2, alpha: drawn.trend ? 0.35 : 1, points: { show: false } },
      { show: drawn.trend, stroke: loss, width: 2, points: { show: false } },
      { show: drawn.tests, stroke: testLoss, width: 1.5, points: dots(testLoss), spanGaps: true },
      {
        show: drawn.tests,
        stroke: accuracy,
        width: 1.5,
        dash: [5, 4],
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
