/**
 * The flow at one glance: a column for each layer, on a logarithmic scale the mean absolute values as dots, those of the
 * gradients as squares and the update-to-weight ratios as diamonds. The pointer and arrow keys move from layer to layer, a click or Enter selects one.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Flow, Magnitude } from "../../../src/protocol/flow.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { indexAfterKey } from "../../components/move-focus.ts";
import { useWidth } from "../../components/use-width.ts";
import { columnAt, decadeTicks, type FlowChart, flowChart, heightOf } from "../../geometry/flow-chart.ts";
import { logScaleOf } from "../../geometry/log-scale.ts";
import { selectLayer } from "../../host.ts";
import { selected } from "../../state/model.ts";
import { describeLayerFlow, type Finding, lastGradient, updateRatio } from "../../words/flow.ts";
import { countOf } from "../../words/numbers.ts";
import { diamondAt, FlowMarks } from "./flow-marks.tsx";

interface FlowChartViewProps {
  readonly flow: Flow;
  readonly layers: readonly LayerView[];
  readonly findings: readonly Finding[];
}

export function FlowChartView({ flow, layers, findings }: FlowChartViewProps) {
  const [ref, width] = useWidth<HTMLDivElement>("flow");
  const pointed = useSignal<number | undefined>(undefined);
  const flows = flow.layers;
  const series = useMemo(() => seriesOf(flow), [flow]);
  const scale = useMemo(
    () => logScaleOf([...series.values, ...series.gradients, ...series.updates].map((x) => x ?? 0)),
    [series],
  );
  const chart = flowChart(scale, flows.length, Math.max(120, width));
  const chosen = flows.findIndex(({ layer }) => layer === selected.value);
  const at = pointed.value ?? chosen;
  const spoken = flows[at];
  const words = spoken && describeLayerFlow(layers[spoken.layer]?.name ?? "", spoken, lastGradient(flows, layers));
  const select = (index: number): void => {
    const target = flows[index];
    if (target) void selectLayer(target.layer);
  };
  return (
    <div class="flow">
      <Legend series={series} />
      <div
        ref={ref}
        class="flow-chart"
        role="application"
        aria-roledescription="chart"
        aria-label={`Mean absolute values and gradients of ${countOf(flows.length, "layer")}. Arrow keys move from layer to layer, Enter selects.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys
        tabIndex={0}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          pointed.value = columnAt(chart, event.clientX - box.left);
        }}
        onPointerLeave={() => {
          pointed.value = undefined;
        }}
        onClick={() => pointed.value !== undefined && select(pointed.value)}
        onBlur={() => {
          pointed.value = undefined;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === " ") select(at);
          else {
            const to = indexAfterKey(event.key, Math.max(0, at), flows.length, flows.length);
            if (to === undefined) return;
            pointed.value = to;
          }
          event.preventDefault();
        }}
      >
        {width > 0 && (
          <svg width={chart.width} height={chart.height} aria-hidden="true">
            <Axis chart={chart} />
            <Columns chart={chart} chosen={chosen} pointed={pointed.value} />
            <FlowMarks chart={chart} flow={flow} findings={findings} series={series} />
          </svg>
        )}
      </div>
      <output class="readout">{words ?? "Point at a layer to read its figures"}</output>
    </div>
  );
}

export interface FlowSeries {
  readonly values: readonly number[];
  readonly gradients: readonly (number | undefined)[];
  /** What a step added to the layer's weights, by their norm. */
  readonly updates: readonly (number | undefined)[];
}

/** What is not finite anywhere counts as infinite: its mean is only of the rest. */
function seriesOf({ layers }: Flow): FlowSeries {
  const size = ({ mean, notFinite }: Magnitude): number => (notFinite > 0 ? Number.POSITIVE_INFINITY : mean);
  return {
    values: layers.map(({ output }) => size(output)),
    gradients: layers.map(({ gradient }) => gradient && size(gradient)),
    updates: layers.map(({ weights }) => updateRatio(weights)),
  };
}

function Legend({ series }: { readonly series: FlowSeries }) {
  const has = (values: readonly (number | undefined)[]): boolean => values.some((value) => value !== undefined);
  return (
    <ul class="flow-legend" aria-label="On a logarithmic scale, input at the left">
      <Key title="Mean |value|" hint="Mean of the absolute values of the layer's output">
        <path class="flow-line values" d="M0 6H22" />
        <circle class="flow-dot values" cx="11" cy="6" r="4" />
      </Key>
      {has(series.gradients) && (
        <Key title="Mean |gradient|" hint="Mean of the absolute values of the loss's gradient by the layer's output">
          <path class="flow-line gradients" d="M0 6H22" />
          <rect class="flow-dot gradients" x="7.5" y="2.5" width="7" height="7" />
        </Key>
      )}
      {has(series.updates) && (
        <Key
          title="Update-to-weight ratio"
          hint="Norm of what the last step added to the layer's weights, divided by their own norm"
        >
          <path class="flow-dot updates" d={diamondAt(11, 6, 5)} />
        </Key>
      )}
    </ul>
  );
}

interface KeyProps {
  readonly title: string;
  readonly hint: string;
  readonly children: ComponentChildren;
}

function Key({ title, hint, children }: KeyProps) {
  return (
    <li title={hint}>
      <svg class="flow-key" width="22" height="12" aria-hidden="true">
        {children}
      </svg>
      {title}
    </li>
  );
}

function Axis({ chart }: { readonly chart: FlowChart }) {
  return decadeTicks(chart.scale).map((exponent) => {
    const y = heightOf(chart, 10 ** exponent);
    return (
      <g key={exponent}>
        <path class="flow-grid" d={`M${chart.left} ${Math.round(y) + 0.5}H${chart.width}`} />
        <text class="flow-number" x={chart.left - 6} y={y + 4}>
          {exponent >= -2 && exponent <= 3
            ? String(Number((10 ** exponent).toPrecision(1)))
            : `1e${exponent}`.replace("-", "−")}
        </text>
      </g>
    );
  });
}

interface ColumnsProps {
  readonly chart: FlowChart;
  readonly chosen: number;
  readonly pointed: number | undefined;
}

function Columns({ chart, chosen, pointed }: ColumnsProps) {
  const { left, column, top, bottom } = chart;
  const rect = (index: number, name: string) => (
    <rect class={name} x={left + index * column} y={top - 12} width={column} height={bottom - top + 24} />
  );
  return (
    <>
      {chosen >= 0 && rect(chosen, "flow-chosen")}
      {pointed !== undefined && rect(pointed, "flow-pointed")}
    </>
  );
}
