/** The chart's marks: lines and dots of the series, and above the layers that stand out a sign. */
import type { Flow } from "../../../src/protocol/flow.ts";
import { columnCentre, type FlowChart, heightOf, stretches } from "../../geometry/flow-chart.ts";
import type { Finding } from "../../words/flow.ts";
import type { FlowSeries } from "./flow-chart-view.tsx";

interface FlowMarksProps {
  readonly chart: FlowChart;
  readonly flow: Flow;
  readonly findings: readonly Finding[];
  readonly series: FlowSeries;
}

/** A dot's half width; less where columns are narrow. */
function radius({ column }: FlowChart): number {
  return Math.max(1.5, Math.min(4, column / 3));
}

export function FlowMarks({ chart, flow, findings, series }: FlowMarksProps) {
  return (
    <>
      <Line chart={chart} values={series.gradients} name="gradients" />
      <Line chart={chart} values={series.values} name="values" />
      {series.gradients.map((value, index) =>
        value === undefined ? null : <Square key={`g${index}`} chart={chart} index={index} value={value} />,
      )}
      {series.updates.map((value, index) =>
        value === undefined ? null : (
          <path
            key={`u${index}`}
            class={nameOf(value, "updates")}
            d={diamondAt(columnCentre(chart, index), heightOf(chart, value), radius(chart) * 1.3)}
          />
        ),
      )}
      {series.values.map((value, index) => (
        <Dot key={`v${index}`} chart={chart} index={index} value={value} />
      ))}
      {flow.layers.map(({ layer }, index) =>
        findings.some((finding) => finding.layer === layer) ? (
          <path key={`f${index}`} class="flow-sign" d={signAt(columnCentre(chart, index), chart.height - 14)} />
        ) : null,
      )}
    </>
  );
}

interface LineProps {
  readonly chart: FlowChart;
  readonly values: readonly (number | undefined)[];
  readonly name: string;
}

function Line({ chart, values, name }: LineProps) {
  const path = stretches(chart, values)
    .map((points) => `M${points.map(({ x, y }) => `${x} ${y}`).join("L")}`)
    .join("");
  return <path class={`flow-line ${name}`} d={path} />;
}

interface MarkProps {
  readonly chart: FlowChart;
  readonly index: number;
  readonly value: number;
}

function nameOf(value: number, name: string): string {
  if (!Number.isFinite(value)) return "flow-dot not-finite";
  return value === 0 ? `flow-dot ${name} hollow` : `flow-dot ${name}`;
}

function Dot({ chart, index, value }: MarkProps) {
  return (
    <circle
      class={nameOf(value, "values")}
      cx={columnCentre(chart, index)}
      cy={heightOf(chart, value)}
      r={radius(chart)}
    />
  );
}

function Square({ chart, index, value }: MarkProps) {
  const half = radius(chart) * 0.9;
  return (
    <rect
      class={nameOf(value, "gradients")}
      x={columnCentre(chart, index) - half}
      y={heightOf(chart, value) - half}
      width={2 * half}
      height={2 * half}
    />
  );
}

export function diamondAt(x: number, y: number, half: number): string {
  return `M${x} ${y - half}l${half} ${half}l${-half} ${half}l${-half} ${-half}z`;
}

/** A triangle that points up. */
function signAt(x: number, y: number): string {
  return `M${x} ${y}l5.5 10h-11z`;
}
