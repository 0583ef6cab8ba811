/** What the chart's lines mean, with their values at the pointed step, or their latest ones. */
import type { CurveData } from "../geometry/curve-data.ts";
import { formatCount, formatLoss, formatPercent } from "../words/numbers.ts";
import type { Drawn } from "./loss-chart.ts";

interface CurveLegendProps {
  readonly data: CurveData;
  /** Into the data's columns; `undefined`: the latest value of each. */
  readonly index: number | undefined;
  readonly drawn: Drawn;
}

export function CurveLegend({ data, index, drawn: { epochs, tests } }: CurveLegendProps) {
  const step = data.steps[index ?? data.steps.length - 1];
  return (
    <dl class="curve-legend">
      <div>
        <dt>Step</dt>
        <dd>{step === undefined ? "–" : formatCount(step)}</dd>
      </div>
      <Entry kind="loss" title="Loss" value={valueAt(data.loss, index)} format={formatLoss} />
      {epochs && (
        <Entry kind="train-accuracy" title="Accuracy" value={valueAt(data.accuracy, index)} format={formatPercent} />
      )}
      {tests && <Entry kind="test-loss" title="Test loss" value={valueAt(data.testLoss, index)} format={formatLoss} />}
      {tests && (
        <Entry kind="accuracy" title="Test accuracy" value={valueAt(data.testAccuracy, index)} format={formatPercent} />
      )}
    </dl>
  );
}

interface EntryProps {
  readonly kind: string;
  readonly title: string;
  readonly value: number | undefined;
  readonly format: (value: number) => string;
}

function Entry({ kind, title, value, format }: EntryProps) {
  return (
    <div>
      <dt>
        <span class={`curve-key ${kind}`} aria-hidden="true" />
        {title}
      </dt>
      <dd>{value === undefined ? "–" : format(value)}</dd>
    </div>
  );
}

/** The value at the index, or the last one before it. */
function valueAt(column: readonly (number | null)[], index = column.length - 1): number | undefined {
  for (let i = index; i >= 0; i--) {
    const value = column[i];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}
