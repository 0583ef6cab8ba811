/** What the feature maps show, in which order, on which scale, how large, and beside which other image's. */

import { hasLoss, type Inspection } from "../../../src/protocol/inspection.ts";
import type { Shown } from "../../../src/protocol/pieces.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import type { MapSort } from "../../../src/tensor/map-statistics.ts";
import { mapZooms } from "../../choices.ts";
import { choices, choose } from "../../state/model.ts";
import { CompareChoice } from "./compare-choice.tsx";

interface Option<T extends string> {
  readonly value: T;
  readonly title: string;
}

const sorts: readonly Option<MapSort>[] = [
  { value: "channel", title: "Channel" },
  { value: "mean", title: "Mean, largest first" },
  { value: "maximum", title: "Maximum, largest first" },
  { value: "variance", title: "Variance, largest first" },
];

function titleOfOutput(layer: LayerView | undefined): string {
  if (layer === undefined) return "Image";
  return layer.activation ? `Output, after ${layer.activation}` : "Output";
}

function shownOptions(layer: LayerView | undefined, inspection: Inspection): Option<Shown>[] {
  const options: Option<Shown>[] = [{ value: "output", title: titleOfOutput(layer) }];
  if (inspection.beforeActivation) {
    options.push({ value: "beforeActivation", title: `Before ${layer?.activation ?? "the activation"}` });
  }
  if (hasLoss(inspection)) options.push({ value: "gradient", title: "Gradient of the loss" });
  return options;
}

interface MapControlsProps {
  readonly layer: LayerView | undefined;
  readonly inspection: Inspection;
  readonly shown: Shown;
  /** Feature maps; 0 for a vector. */
  readonly maps: number;
}

export function MapControls({ layer, inspection, shown, maps }: MapControlsProps) {
  const options = shownOptions(layer, inspection);
  const { mapSort, sharedScale } = choices.value;
  return (
    <div class="fields">
      {options.length > 1 && (
        <Choice label="Show" value={shown} options={options} onChange={(value) => choose({ shown: value })} />
      )}
      {maps > 1 && (
        <>
          <Choice label="Order" value={mapSort} options={sorts} onChange={(value) => choose({ mapSort: value })} />
          <label class="field">
            <input
              type="checkbox"
              checked={sharedScale}
              onChange={(event) => choose({ sharedScale: event.currentTarget.checked })}
            />
            <span>One scale for all maps</span>
          </label>
        </>
      )}
      {maps > 0 && <Zoom />}
      {layer !== undefined && <CompareChoice />}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Zoom() {
  const at = mapZooms.indexOf(choices.value.mapZoom);
  const step = (by: number, label: string, sign: string) => {
    const next = mapZooms[at + by];
    return (
      <button
        type="button"
        class="step"
        aria-label={label}
        title={label}
        disabled={next === undefined}
        onClick={() => next && choose({ mapZoom: next })}
      >
        <span aria-hidden="true">{sign}</span>
      </button>
    );
  };
  return (
    <fieldset class="stepper" aria-label="Size of the maps">
      <span class="field-label">Size</span>
      {step(-1, "Smaller maps", "−")}
      <output class="zoom">{choices.value.mapZoom * 100} %</output>
      {step(1, "Larger maps", "+")}
    </fieldset>
  );
}
