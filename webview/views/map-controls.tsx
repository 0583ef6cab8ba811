/** What the feature maps show, and on which scale. */
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import type { Shown } from "../choices.ts";
import { choices, choose } from "../state.ts";

function titleOfOutput(layer: LayerView | undefined): string {
  if (layer === undefined) return "Image";
  return layer.activation ? `Output, after ${layer.activation}` : "Output";
}

interface MapControlsProps {
  readonly layer: LayerView | undefined;
  readonly inspection: Inspection;
  readonly shown: Shown;
  /** Whether maps may have scales of their own. */
  readonly perMap: boolean;
}

export function MapControls({ layer, inspection, shown, perMap }: MapControlsProps) {
  const options: { value: Shown; title: string }[] = [{ value: "output", title: titleOfOutput(layer) }];
  if (inspection.beforeActivation)
    options.push({ value: "beforeActivation", title: `Before ${layer?.activation ?? "the activation"}` });
  if (inspection.outputGradient) options.push({ value: "gradient", title: "Gradient of the loss" });
  return (
    <div class="fields">
      {options.length > 1 && (
        <label class="field">
          <span class="field-label">Show</span>
          <select value={shown} onChange={(event) => choose({ shown: event.currentTarget.value as Shown })}>
            {options.map(({ value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {perMap && (
        <label class="field">
          <input
            type="checkbox"
            checked={choices.value.sharedScale}
            onChange={(event) => choose({ sharedScale: event.currentTarget.checked })}
          />
          <span>One scale for all maps</span>
        </label>
      )}
    </div>
  );
}
