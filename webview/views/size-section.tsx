/** How the output's size comes about: each line of the calculation with letters, with numbers, and its value. */
import { Fragment } from "preact";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { sameShape } from "../../src/tensor/shape.ts";
import { countOf, formatCount, formatSizes } from "../words/numbers.ts";
import { describePadding, describeUnused } from "../words/window.ts";
import type { ShapeSectionProps } from "./sections.ts";

function describeCost({ parameters, statistics, macs }: LayerView): string {
  const trained = parameters ? countOf(parameters, "parameter") : "No parameters";
  const weights = statistics ? `${trained}, ${countOf(statistics, "running statistic")}` : trained;
  return macs ? `${weights}, ${countOf(macs, "multiply-accumulate")} for one image.` : `${weights}.`;
}

export function SizeSection({ layer, shape }: ShapeSectionProps) {
  const { steps, window, output } = shape;
  const [only] = layer.inputShapes;
  const stays = layer.inputShapes.length === 1 && only !== undefined && sameShape(only, output);
  const way = shape.reach === undefined ? "reads" : "writes";
  const input = layer.inputShapes.map(formatSizes).join(" and ");
  return (
    <div class="stack">
      <p class="shapes">
        <span class="number">{input}</span>
        <span class="muted">{stays ? " stays " : " becomes "}</span>
        <strong class="number">{formatSizes(output)}</strong>
      </p>
      {steps.length > 0 && (
        <div class="steps">
          {steps.map(({ symbol, letters, numbers, value }) => (
            <Fragment key={symbol}>
              <code class="step-symbol">{symbol}</code>
              <code>
                <span class="step-part">= {letters}</span>{" "}
                <span class="step-part">
                  <span class="muted">= {numbers}</span> = <strong>{formatCount(value)}</strong>
                </span>
              </code>
            </Fragment>
          ))}
        </div>
      )}
      {window && <p class="note">{[describePadding(window, way), ...describeUnused(window, way)].join(" ")}</p>}
      <p class="note">{describeCost(layer)}</p>
    </div>
  );
}
