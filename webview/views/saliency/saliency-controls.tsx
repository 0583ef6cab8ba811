/** Of which class, on which layer, and how strongly over the image. */
import type { Saliency } from "../../../src/protocol/saliency.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { choices, choose } from "../../state/model.ts";
import { layersWithMaps } from "../../state/saliency.ts";
import { formatSizes, formatValue } from "../../words/numbers.ts";

function change(part: Partial<(typeof choices.value)["saliency"]>): void {
  choose({ saliency: { ...choices.peek().saliency, ...part } });
}

export function ClassChoice({ saliency: { predicted, scores, target } }: { readonly saliency: Saliency }) {
  const asked = choices.value.saliency.target;
  const isChosen = asked !== undefined && asked === target;
  return (
    <label class="field">
      <span class="field-label">Class</span>
      <select
        value={isChosen ? String(asked) : ""}
        onChange={({ currentTarget: { value } }) => change({ target: value === "" ? undefined : Number(value) })}
      >
        <option value="">{`Predicted: ${predicted}, score ${formatValue(scores[predicted] ?? Number.NaN)}`}</option>
        {Array.from(scores, (score, index) => (
          <option key={index} value={String(index)}>{`${index}, score ${formatValue(score)}`}</option>
        ))}
      </select>
    </label>
  );
}

interface LayerChoiceProps {
  readonly layers: readonly LayerView[];
  readonly layer: number;
}

export function LayerChoice({ layers, layer }: LayerChoiceProps) {
  return (
    <label class="field">
      <span class="field-label">Grad-CAM on</span>
      <select
        value={String(layer)}
        onChange={(event) => change({ layer: layers[Number(event.currentTarget.value)]?.name })}
      >
        {layersWithMaps(layers).map((index) => (
          <option key={index} value={String(index)}>
            {`${layers[index]?.name}, ${formatSizes(layers[index]?.shape?.output ?? [])}`}
          </option>
        ))}
      </select>
    </label>
  );
}

export function OpacityChoice() {
  const percent = Math.round(choices.value.saliency.opacity * 100);
  return (
    <label class="field">
      <span class="field-label">Opacity</span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-valuetext={`${percent} %`}
        onInput={(event) => change({ opacity: event.currentTarget.valueAsNumber / 100 })}
      />
      <span class="number">{percent} %</span>
    </label>
  );
}
