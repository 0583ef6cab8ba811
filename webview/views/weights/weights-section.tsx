/** A layer's weights, each beside the gradient of this sample's loss and its change; how they are drawn depends on their axes. */
import { useMemo } from "preact/hooks";
import type { Inspection, WeightView } from "../../../src/protocol/inspection.ts";
import { Button } from "../../components/button.tsx";
import { calculationOf } from "../../geometry/calculation.ts";
import { wholeStatistics } from "../../geometry/filter-statistics.ts";
import { planKernel } from "../../geometry/tile-sources.ts";
import { summarize } from "../../geometry/values.ts";
import { command } from "../../host.ts";
import { model, status } from "../../state/model.ts";
import { describeFilter } from "../../words/kernels.ts";
import { countOf, formatSizes } from "../../words/numbers.ts";
import { describeNotFinite } from "../../words/values.ts";
import type { DataSectionProps } from "../sections.ts";
import { KernelTiles } from "./kernel-tiles.tsx";
import { MatrixView } from "./matrix-view.tsx";
import { weightParts } from "./weight-parts.ts";

export function WeightsSection({ layer, inspection }: DataSectionProps) {
  // A layer with a window that says its reach apart reverses a convolution.
  const reversed = layer?.shape?.window !== undefined && layer.shape.reach !== undefined;
  const calculation = layer && calculationOf(layer, inspection);
  const leads = (weight: WeightView): boolean =>
    (calculation?.kind === "convolution" || calculation?.kind === "dense") && weight.name === calculation.kernel.name;
  const groups = calculation?.kind === "convolution" ? calculation.connection.groups : 1;
  const { weights } = inspection;
  const bias = weights.find(({ name, shape }) => name === "bias" && shape.length === 1);
  return (
    <div class="stack">
      <Missing inspection={inspection} />
      {weights.map((weight) => (
        <div key={weight.name} class="weight">
          <h4>
            {weight.name} <span class="muted">{describeSize(weight)}</span>
          </h4>
          <Facts weight={weight} />
          {drawn(weight, bias, { reversed, groups, leads: leads(weight) })}
        </div>
      ))}
    </div>
  );
}

interface DrawnAs {
  readonly reversed: boolean;
  readonly groups: number;
  readonly leads: boolean;
}

function drawn(weight: WeightView, bias: WeightView | undefined, { reversed, groups, leads }: DrawnAs) {
  const plan = planKernel(weight.shape, reversed);
  if (plan === undefined) return <MatrixView weight={weight} leads={leads} />;
  return <KernelTiles weight={weight} plan={plan} groups={groups} bias={bias} leads={leads} />;
}

/** Of the whole weight. */
function Facts({ weight }: { readonly weight: WeightView }) {
  const facts = useMemo(() => wholeStatistics(weight), [weight]);
  const parts = useMemo(() => weightParts(weight), [weight]);
  const oddities = parts.flatMap(({ title, data }) => {
    const words = describeNotFinite(summarize(data));
    return words === undefined ? [] : [`${title}s: ${words.charAt(0).toLowerCase()}${words.slice(1)}`];
  });
  return (
    <>
      <p class="muted">{describeFilter(facts)}</p>
      {oddities.map((words) => (
        <p key={words} class="warning">
          {words}
        </p>
      ))}
    </>
  );
}

function whyNoLoss(isPredicted: boolean): string {
  if (isPredicted) return "nobody has said what the image is. Choose it beside the image.";
  const { broken } = model.value ?? {};
  return broken === undefined
    ? "the model's output does not fit the data's classes."
    : `the model cannot be computed to its end. ${broken}`;
}

/** `3 × 3 × 8 × 16, 1,152 numbers`. */
function describeSize({ shape, value }: WeightView): string {
  const numbers = countOf(value.length, "number");
  return shape.length > 1 ? `${formatSizes(shape)}, ${numbers}` : numbers;
}

/** What is not shown, why, and what shows it. */
function Missing({ inspection: { weights, prediction } }: { readonly inspection: Inspection }) {
  if (weights.every(({ gradient }) => gradient === undefined)) {
    return <p class="note">{`There are no gradients: ${whyNoLoss(prediction !== undefined)}`}</p>;
  }
  if (status.value?.state === "running" || weights.some(({ change }) => change)) return null;
  return (
    <div class="empty">
      <p class="note">
        Once a batch was trained, each weight's change stands beside it, with its update-to-weight ratio.
      </p>
      <Button icon="step" onClick={() => void command("step")}>
        Step one batch
      </Button>
    </div>
  );
}
