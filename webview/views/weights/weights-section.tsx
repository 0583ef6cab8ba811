/** A layer's weights, each beside the gradient of this sample's loss; how they are drawn depends on their axes. */
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { planKernel } from "../../geometry/tile-sources.ts";
import { countOf, formatSizes } from "../../words/numbers.ts";
import type { DataSectionProps } from "../sections.ts";
import { KernelTiles } from "./kernel-tiles.tsx";
import { MatrixView } from "./matrix-view.tsx";
import { biasOf } from "./weight-values.ts";

export function WeightsSection({ layer, inspection }: DataSectionProps) {
  // A layer with a window that says its reach apart reverses a convolution.
  const reversed = layer?.shape?.window !== undefined && layer.shape.reach !== undefined;
  const bias = biasOf(inspection.weights);
  return (
    <div class="stack">
      {inspection.weights.every(({ gradient }) => gradient === undefined) && (
        <p class="note">
          {inspection.prediction === undefined
            ? "There are no gradients: the model's output does not fit the data's classes."
            : "There are no gradients: nobody has said what the image is. Choose it beside the image."}
        </p>
      )}
      {inspection.weights.map((weight) => (
        <div key={weight.name} class="weight">
          <h4>
            {weight.name}{" "}
            <span class="muted">{`${formatSizes(weight.shape)}, ${countOf(weight.value.length, "number")}`}</span>
          </h4>
          {drawn(weight, bias, reversed)}
        </div>
      ))}
    </div>
  );
}

function drawn(weight: WeightView, bias: WeightView | undefined, reversed: boolean) {
  const plan = planKernel(weight.shape, reversed);
  return plan ? <KernelTiles weight={weight} plan={plan} bias={bias} /> : <MatrixView weight={weight} />;
}
