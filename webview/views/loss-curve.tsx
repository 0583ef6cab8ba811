/** The chart of losses and accuracy over the steps, drawn by uPlot. */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { CurvePoint, EpochResult } from "../../src/protocol/training.ts";
import { useWidth } from "../components/use-width.ts";
import { type CurveData, curveData } from "../geometry/curve-data.ts";
import { type Theme, theme } from "../theme.ts";
import { formatCount, formatLoss, formatPercent } from "../words/numbers.ts";

interface LossCurveProps {
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
  readonly stepsPerEpoch: number;
}

const HEIGHT_PX = 200;

export function LossCurve({ curve, epochs, stepsPerEpoch }: LossCurveProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const plot = useRef<uPlot | null>(null);
  const data = useMemo(() => curveData(curve, epochs, stepsPerEpoch), [curve, epochs, stepsPerEpoch]);
  const latest = useRef(data);
  latest.current = data;
  const colours = theme.value;
  const hasTests = epochs.some(({ valLoss }) => valLoss !== undefined);
  useLayoutEffect(() => {
    if (ref.current === null || width === 0) return;
    const made = new uPlot(optionsFor(width, colours, hasTests), columnsOf(latest.current), ref.current);
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [width, colours, hasTests]);
  useLayoutEffect(() => plot.current?.setData(columnsOf(data)), [data]);
  return (
    <figure class="loss-curve">
      <div ref={ref} role="img" aria-label={describe(curve, epochs)} />
    </figure>
  );
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

function optionsFor(width: number, colours: Theme, hasTests: boolean): uPlot.Options {
  const { loss, testLoss, accuracy } = colours.curves;
  const font = `11px ${colours.font}`;
  const axis = { stroke: colours.muted, font, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  const point = { show: true, size: 6, fill: colours.background, width: 1.5 };
  return {
    width,
    height: HEIGHT_PX,
    padding: [8, hasTests ? 0 : 12, 0, 0],
    scales: { x: { time: false }, y: { range: fromZero }, share: { range: [0, 1] } },
    axes: [
      { ...axis, size: 26, values: (_, steps) => steps.map((step) => formatCount(step)), space: 60 },
      { ...axis, size: 44, values: (_, losses) => losses.map((loss) => String(Number(loss.toPrecision(3)))) },
      {
        ...axis,
        show: hasTests,
        side: 1,
        scale: "share",
        size: 44,
        grid: { show: false },
        values: (_, shares) => shares.map((share) => `${Math.round(share * 100)} %`),
      },
    ],
    series: [
      { label: "Step", value: (_, step) => (step === null ? "–" : formatCount(step)) },
      { label: "Loss", stroke: loss, width: 1, alpha: 0.45, points: { show: false }, value: shownLoss },
      { label: "Trend", stroke: loss, width: 2, points: { show: false }, value: shownLoss },
      { label: "Test loss", show: hasTests, stroke: testLoss, width: 1.5, points: { ...point, stroke: testLoss }, spanGaps: true, value: shownLoss },
      {
        label: "Test accuracy",
        show: hasTests,
        stroke: accuracy,
        width: 1.5,
        dash: [5, 4],
        scale: "share",
        points: { ...point, stroke: accuracy },
        spanGaps: true,
        value: (_, share) => (share === null ? "–" : formatPercent(share)),
      },
    ],
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    legend: { live: true },
  };
}

function shownLoss(_: uPlot, loss: number | null): string {
  return loss === null ? "–" : formatLoss(loss);
}

/** A loss is never below zero; showing zero tells how far it still can fall. */
function fromZero(_: uPlot, __: number, high: number | null): [number, number] {
  return [0, high === null || high <= 0 ? 1 : high * 1.05];
}
