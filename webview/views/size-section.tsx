/** How the output's size comes about: each line of the calculation with letters, with numbers, and its value. */
import { Fragment } from "preact";
import { formatShape } from "../../src/tensor/shape.ts";
import { countOf, formatCount } from "../words/numbers.ts";
import { describePadding, describeUnused } from "../words/window.ts";
import type { ShapeSectionProps } from "./sections.ts";

export function SizeSection({ layer, shape }: ShapeSectionProps) {
  const { steps, window, output } = shape;
  const input = layer.inputShapes.map(formatShape).join(" and ");
  return (
    <div class="stack">
      <p class="shapes">
        <span class="number">{input}</span>
        <span class="muted"> becomes </span>
        <strong class="number">{formatShape(output)}</strong>
      </p>
      {steps.length > 0 && (
        <div class="steps">
          {steps.map(({ symbol, letters, numbers, value }) => (
            <Fragment key={symbol}>
              <code class="step-symbol">{symbol}</code>
              <code>
                <span class="step-part">= {letters}</span> <span class="step-part muted">= {numbers}</span>{" "}
                <span class="step-part">
                  = <strong>{formatCount(value)}</strong>
                </span>
              </code>
            </Fragment>
          ))}
        </div>
      )}
      {steps.length === 0 && <p class="note">There is nothing to calculate: the size follows from the input's alone.</p>}
      {window && <p class="note">{[describePadding(window), ...describeUnused(window)].join(" ")}</p>}
      {layer.parameters !== undefined && (
        <p class="note">
          {countOf(layer.parameters, "parameter")}
          {layer.macs !== undefined && `, ${countOf(layer.macs, "multiply-accumulate", "multiply-accumulates")} for one image`}.
        </p>
      )}
    </div>
  );
}
