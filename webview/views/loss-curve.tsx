/** The chart of losses and accuracy over the steps, drawn by uPlot. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { CurvePoint, EpochResult } from "../../src/protocol/training.ts";
import { useWidth } from "../components/use-width.ts";
import { chartTop, curveData } from "../geometry/curve-data.ts";
import { ShareMenu } from "../share/share-menu.tsx";
import { theme } from "../theme.ts";
import { curveTable } from "../words/curve-table.ts";
import { formatCount, formatLoss, formatPercent } from "../words/numbers.ts";
import { CurveLegend } from "./curve-legend.tsx";
import { type ChartWorld, chartOptions, columnsOf, drawnOf } from "./loss-chart.ts";
import { lossSheet } from "./loss-picture.ts";

interface LossCurveProps {
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
}

const HEIGHT_PX = 200;

export function LossCurve({ curve, epochs }: LossCurveProps) {
  const [ref, width] = useWidth<HTMLDivElement>("loss");
  const plot = useRef<uPlot | null>(null);
  const pointed = useSignal<number | undefined>(undefined);
  const data = useMemo(() => curveData(curve, epochs), [curve, epochs]);
  const latest = useRef(data);
  latest.current = data;
  const colours = theme.value;
  const drawn = drawnOf(data);
  useLayoutEffect(() => {
    if (ref.current === null || width === 0) return;
    const world: ChartWorld = {
      top: () => chartTop(latest.current),
      point: (index) => {
        pointed.value = index;
      },
    };
    const size = { width, height: HEIGHT_PX, unit: 1 };
    const made = new uPlot(chartOptions(size, colours, drawn, world), columnsOf(latest.current), ref.current);
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [width, colours, drawn.trend, drawn.epochs, drawn.tests]);
  useLayoutEffect(() => plot.current?.setData(columnsOf(data)), [data]);
  return (
    <figure class="loss-curve">
      <ShareMenu
        atHeading
        name="loss"
        picture={() => lossSheet(data, describe(curve, epochs))}
        csv={() => curveTable(curve, epochs)}
      />
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
        <CurveLegend data={data} index={pointed.value} drawn={drawn} />
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

function describe(curve: readonly CurvePoint[], epochs: readonly EpochResult[]): string {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return "Loss";
  const accuracy = epochs.at(-1)?.valAccuracy;
  const tested = accuracy === undefined ? "" : `; test accuracy ${formatPercent(accuracy)}`;
  return `Loss from ${formatLoss(first.loss)} at step ${formatCount(first.step)} to ${formatLoss(last.loss)} at step ${formatCount(last.step)}${tested}`;
}
